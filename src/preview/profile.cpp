#include "premap/preview/profile.h"

#include <algorithm>
#include <unordered_map>

#include "premap/preview/cell_text.h"
#include "premap/preview/group_table.h"

namespace premap {

namespace {

using resolve::Cell;
using resolve::kDefaultColumnCount;

constexpr size_t kTopValues = 10;
constexpr uint64_t kSamplePieces = 10;

template <class Key>
std::vector<std::pair<Key, uint64_t>> byFrequency(std::vector<std::pair<Key, uint64_t>> counts) {
  std::sort(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  return counts;
}

// Which stricter types would hold a value without loss, as bits.
enum Stricter : uint8_t { kAsDouble = 1, kAsInteger = 2, kAsBoolean = 4 };

bool convertsTo(resolve::Value value, resolve::Target target) {
  resolve::ResolveOptions exact;
  exact.fractionToInteger = resolve::FractionToInteger::Refuse;
  std::string scratch;
  resolve::Conversion conversion = resolve::convert(value, target, exact, scratch);
  return conversion.isValid && !(conversion.decisions & bit(resolve::Decision::A10));
}

uint8_t stricterTypes(const resolve::Value& value) {
  using resolve::ValueType;
  uint8_t types = 0;
  if (value.type == ValueType::String && convertsTo(value, resolve::Target::Double)) types |= kAsDouble;
  bool isLooser = value.type == ValueType::String || value.type == ValueType::Double;
  if (isLooser && convertsTo(value, resolve::Target::Integer)) types |= kAsInteger;
  bool isFlag = value.type == ValueType::String ? convertsTo(value, resolve::Target::Boolean)
                : value.type == ValueType::Integer
                    ? value.integer == 0 || value.integer == 1
                    : value.type == ValueType::Double && (value.real == 0 || value.real == 1);
  return isFlag ? types | kAsBoolean : types;
}

// Gathers one column while the rows go by.
class ColumnTally {
 public:
  void add(const Cell& cell) {
    if (verdicts_.size() <= cell.verdict) verdicts_.resize(cell.verdict + size_t{1});
    ++verdicts_[cell.verdict];
    if (cell.value.isNull()) return;
    addRange(cell.value);
    text_.clear();
    appendCellJson(text_, cell.value);
    auto found = values_.find(text_);
    uint8_t types = found != values_.end() ? found->second.types : stricterTypes(cell.value);
    if (found != values_.end()) ++found->second.count;
    else if (values_.size() < kMostDistinct) values_.emplace(text_, Seen{1, types});
    else isCapped_ = true;
    asDouble_ += (types & kAsDouble) != 0, asInteger_ += (types & kAsInteger) != 0;
    asBoolean_ += (types & kAsBoolean) != 0;
  }

  // Counts the verdicts met since the last time; `book` is that of the rows read.
  void fold(const resolve::VerdictBook& book) {
    for (size_t v = 0; v < verdicts_.size(); ++v) {
      if (!verdicts_[v]) continue;
      const resolve::Verdict& verdict = book[static_cast<uint16_t>(v)];
      if (verdict.source == resolve::Source::None) {
        health_.nulls += verdicts_[v];
        health_.nullReasons[std::string(toString(verdict.reason))] += verdicts_[v];
        continue;
      }
      health_.filled += verdicts_[v];
      wins_[{verdict.entry, verdict.source}] += verdicts_[v];
      if (verdict.decisions & bit(resolve::Decision::A10)) health_.lossy += verdicts_[v];
    }
    verdicts_.clear();
  }

  ColumnHealth finish() {
    for (const auto& [key, count] : wins_) health_.wins.push_back({key.first, key.second, count});
    health_.distinct = values_.size();
    health_.isDistinctCapped = isCapped_;
    health_.minimum = minimum_, health_.maximum = maximum_;
    health_.asDouble = asDouble_, health_.asInteger = asInteger_, health_.asBoolean = asBoolean_;
    if (isCapped_) return std::move(health_);
    std::vector<std::pair<std::string, uint64_t>> counts;
    for (const auto& [text, seen] : values_) counts.emplace_back(text, seen.count);
    health_.top = byFrequency(std::move(counts));
    if (health_.top.size() > kTopValues) health_.top.resize(kTopValues);
    return std::move(health_);
  }

 private:
  struct Seen {
    uint64_t count;
    uint8_t types;
  };

  void addRange(const resolve::Value& value) {
    if (value.type != resolve::ValueType::Integer && value.type != resolve::ValueType::Double) return;
    double number = value.type == resolve::ValueType::Double ? value.real : static_cast<double>(value.integer);
    minimum_ = minimum_ ? std::min(*minimum_, number) : number;
    maximum_ = maximum_ ? std::max(*maximum_, number) : number;
  }

  ColumnHealth health_;
  std::vector<uint64_t> verdicts_;
  std::map<std::pair<int, resolve::Source>, uint64_t> wins_;
  std::unordered_map<std::string, Seen> values_;
  bool isCapped_ = false;
  uint64_t asDouble_ = 0, asInteger_ = 0, asBoolean_ = 0;
  std::optional<double> minimum_, maximum_;
  std::string text_;
};

// One entry that names an aspect class, and where its count stands.
struct AspectProbe {
  size_t part, column, entry;
  std::string className;
};

class Profiler {
 public:
  explicit Profiler(const GroupTable& table) : table_(table) {
    tallies_.resize(table.columns().size() - kDefaultColumnCount);
    for (size_t p = 0; p < table.parts().size(); ++p) addProbes(p);
  }

  Result<Profile> run(uint64_t sample) {
    if (!sample) {
      Status read = readWindow(-1, 0);
      if (!read.ok()) return std::move(read.diagnostics());
      profile_.queryRows = profile_.rows.read;
    } else {
      Status read = readSample(sample);
      if (!read.ok()) return std::move(read.diagnostics());
    }
    finish();
    return std::move(profile_);
  }

 private:
  // The first rows of a query often belong together: pieces from all over it tell more.
  Status readSample(uint64_t sample) {
    auto total = rowsOf(table_);
    if (!total) return std::move(total.diagnostics());
    profile_.queryRows = *total;
    profile_.isSample = *total > sample;
    if (!profile_.isSample) return readWindow(-1, 0);
    uint64_t pieces = std::min(kSamplePieces, sample), length = sample / pieces;
    for (uint64_t piece = 0; piece < pieces; ++piece) {
      Status read = readWindow(static_cast<int64_t>(length), static_cast<int64_t>(*total * piece / pieces));
      if (!read.ok()) return read;
    }
    return {};
  }

  static Result<uint64_t> rowsOf(const GroupTable& table) {
    uint64_t rows = 0;
    for (const TablePart& part : table.parts()) {
      auto counting = table.catalog().database().prepare(part.plan->countSql());
      if (!counting) return std::move(counting.diagnostics());
      part.plan->bindCount(*counting);
      Step step = counting->step();
      if (step == Step::Failed) return counting->failure();
      if (step != Step::Row) return stopped();
      rows += static_cast<uint64_t>(counting->int64(0));
    }
    return rows;
  }

  static Diagnostic stopped() { return error("cancelled", "the profile was stopped"); }

  Status readWindow(int64_t limit, int64_t offset) {
    TableReader reader(table_, limit, offset);
    Step step;
    while ((step = reader.next()) == Step::Row) addRow(reader);
    if (step == Step::Failed) return reader.failure();
    if (step == Step::Interrupted) return stopped();
    for (ColumnTally& tally : tallies_) tally.fold(reader.verdicts());
    profile_.rows += reader.counts();
    return {};
  }

  void addProbes(size_t part) {
    const resolve::GroupPlan& plan = *table_.parts()[part].plan;
    for (size_t c = kDefaultColumnCount; c < plan.columns().size(); ++c) {
      const auto& entries = plan.columns()[c].property->ecProperties;
      for (size_t e = 0; e < entries.size(); ++e) {
        std::string name = plan.aspectClass(c, e);
        bool isKnown = name.empty();
        for (const AspectProbe& probe : probes_) isKnown = isKnown || (probe.part == part && probe.className == name);
        if (isKnown) continue;
        probes_.push_back({part, c, e, name});
        aspects_.try_emplace(name).first->second.className = name;
      }
    }
  }

  void addRow(const TableReader& reader) {
    ++profile_.rowCount;
    std::span<const Cell> cells = reader.cells();
    for (size_t c = kDefaultColumnCount; c < cells.size(); ++c) tallies_[c - kDefaultColumnCount].add(cells[c]);
    const resolve::RowEvaluator& evaluator = reader.evaluator();
    if (evaluator.id()) ids_.push_back(evaluator.id());
    if (const Class* cls = evaluator.rowClass()) ++classes_[cls];
    if (!evaluator.isElement()) return;
    for (const AspectProbe& probe : probes_)
      if (probe.part == reader.part())
        addInstances(aspects_[probe.className], evaluator.aspectInstances(probe.column, probe.entry));
  }

  static void addInstances(AspectHealth& health, int64_t count) {
    (count == 0 ? health.none : count == 1 ? health.one : health.several) += 1;
  }

  void finish() {
    profile_.group = table_.groupName(), profile_.tableName = table_.tableName();
    std::sort(ids_.begin(), ids_.end());
    auto unique = static_cast<uint64_t>(std::unique(ids_.begin(), ids_.end()) - ids_.begin());
    profile_.duplicateIds = ids_.size() - unique;
    std::vector<std::pair<std::string, uint64_t>> classes;
    for (const auto& [cls, count] : classes_) classes.emplace_back(cls->fullName('.'), count);
    profile_.classes = byFrequency(std::move(classes));
    for (auto& [name, health] : aspects_) profile_.aspects.push_back(std::move(health));
    profile_.diagnostics = table_.diagnostics();
    noteRows();
    for (size_t c = kDefaultColumnCount; c < table_.columns().size(); ++c)
      finishColumn(table_.columns()[c], tallies_[c - kDefaultColumnCount]);
  }

  void finishColumn(const TableColumn& column, ColumnTally& tally) {
    ColumnHealth health = tally.finish();
    health.name = column.name, health.dataType = column.dataType;
    for (size_t e = 0; e < column.property->ecProperties.size(); ++e) {
      bool isUsed = false;
      for (const EntryWins& win : health.wins) isUsed = isUsed || win.entry == static_cast<int>(e);
      if (!isUsed) health.unusedEntries.push_back(static_cast<int>(e));
    }
    noteColumn(column, health);
    profile_.columns.push_back(std::move(health));
  }

  void noteColumn(const TableColumn& column, const ColumnHealth& health) {
    if (!profile_.rowCount || profile_.isSample) return;  // of a sample nothing can be said about "every row"
    const GroupProperty& property = *column.property;
    if (!health.filled) {
      note(warning("column-all-null", "column `" + column.name + "` is null in every row")
               .withPath(property.place.path));
      return;
    }
    for (int entry : health.unusedEntries) {
      const ECProperty& written = property.ecProperties[static_cast<size_t>(entry)];
      note(warning("entry-never-used", "entry " + std::to_string(entry) + " of column `" + column.name +
                                           "` supplies no row of this snapshot")
               .withPath(written.place.path));
    }
    if (health.lossy)
      note(warning("lossy-conversion", std::to_string(health.lossy) + " values of column `" + column.name +
                                           "` lose something when they are converted")
               .withPath(property.place.at(property.dataType)));
  }

  void noteRows() {
    const Group& group = table_.parts()[0].plan->group();
    std::string path = group.place.at(group.query);
    auto count = [](uint64_t n) { return std::to_string(n); };
    if (!profile_.rowCount) note(warning("query-zero-rows", "the query gives no rows").withPath(path));
    if (profile_.duplicateIds)
      note(warning("query-duplicate-ids", count(profile_.duplicateIds) + " rows repeat the ECInstanceId of another row")
               .withPath(path));
    if (profile_.rows.dangling)
      note(warning("row-dangling",
                   count(profile_.rows.dangling) + " rows name no element of this snapshot and are left out")
               .withPath(path));
    if (profile_.rows.undecodedClass)
      note(warning("row-class-unknown", "ECClassId of " + count(profile_.rows.undecodedClass) +
                                            " rows is no class; the element's own is taken")
               .withPath(path));
    if (profile_.rows.notElements)
      note(warning("query-not-element",
                   count(profile_.rows.notElements) + " rows are no elements: only selected columns can be mapped")
               .withPath(path));
    for (const AspectHealth& aspect : profile_.aspects)
      if (aspect.several)
        note(warning("aspect-multiple", count(aspect.several) + " elements own several instances of `" +
                                            aspect.className + "`: its entries give them no value")
                 .withPath(path));
  }

  void note(Diagnostic d) { profile_.diagnostics.push_back(std::move(d)); }

  const GroupTable& table_;
  Profile profile_;
  std::vector<ColumnTally> tallies_;
  std::vector<int64_t> ids_;
  std::unordered_map<const Class*, uint64_t> classes_;
  std::vector<AspectProbe> probes_;
  std::map<std::string, AspectHealth> aspects_;
};

}  // namespace

Result<Profile> profileGroup(const Mapping& mapping, std::string_view group, resolve::ClassCensus& census,
                             const resolve::ResolveOptions& options, uint64_t sample) {
  auto table = GroupTable::open(mapping, group, census, options);
  if (!table) return std::move(table.diagnostics());
  return Profiler(*table).run(sample);
}

}  // namespace premap
