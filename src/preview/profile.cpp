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

template <class Key>
std::vector<std::pair<Key, uint64_t>> byFrequency(std::vector<std::pair<Key, uint64_t>> counts) {
  std::sort(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  return counts;
}

// Gathers one column while the rows go by.
class ColumnTally {
 public:
  void add(const Cell& cell) {
    if (verdicts_.size() <= cell.verdict) verdicts_.resize(cell.verdict + size_t{1});
    ++verdicts_[cell.verdict];
    if (cell.value.isNull()) return;
    addRange(cell.value);
    if (isCapped_) return;
    text_.clear();
    appendCellJson(text_, cell.value);
    auto found = values_.find(text_);
    if (found != values_.end()) ++found->second;
    else if (values_.size() < kMostDistinct) values_.emplace(text_, 1);
    else isCapped_ = true;
  }

  void finish(ColumnHealth& health, const resolve::VerdictBook& book) const {
    std::map<std::pair<int, resolve::Source>, uint64_t> wins;
    for (size_t v = 0; v < verdicts_.size(); ++v) {
      if (!verdicts_[v]) continue;
      const resolve::Verdict& verdict = book[static_cast<uint16_t>(v)];
      if (verdict.source == resolve::Source::None) {
        health.nulls += verdicts_[v];
        health.nullReasons[std::string(toString(verdict.reason))] += verdicts_[v];
        continue;
      }
      health.filled += verdicts_[v];
      wins[{verdict.entry, verdict.source}] += verdicts_[v];
      if (verdict.decisions & bit(resolve::Decision::A10)) health.lossy += verdicts_[v];
    }
    for (const auto& [key, count] : wins) health.wins.push_back({key.first, key.second, count});
    health.distinct = values_.size();
    health.isDistinctCapped = isCapped_;
    health.minimum = minimum_, health.maximum = maximum_;
    if (isCapped_) return;
    health.top = byFrequency(std::vector<std::pair<std::string, uint64_t>>(values_.begin(), values_.end()));
    if (health.top.size() > kTopValues) health.top.resize(kTopValues);
  }

 private:
  void addRange(const resolve::Value& value) {
    if (value.type != resolve::ValueType::Integer && value.type != resolve::ValueType::Double) return;
    double number = value.type == resolve::ValueType::Double ? value.real : static_cast<double>(value.integer);
    minimum_ = minimum_ ? std::min(*minimum_, number) : number;
    maximum_ = maximum_ ? std::max(*maximum_, number) : number;
  }

  std::vector<uint64_t> verdicts_;
  std::unordered_map<std::string, uint64_t> values_;
  bool isCapped_ = false;
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
  explicit Profiler(const GroupTable& table) : table_(table), reader_(table, -1, 0) {
    tallies_.resize(table.columns().size() - kDefaultColumnCount);
    for (size_t p = 0; p < table.parts().size(); ++p) addProbes(p);
  }

  Result<Profile> run() {
    Step step;
    while ((step = reader_.next()) == Step::Row) addRow();
    if (step == Step::Failed) return reader_.failure();
    if (step == Step::Interrupted) return error("cancelled", "the profile was stopped");
    finish();
    return std::move(profile_);
  }

 private:
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

  void addRow() {
    ++profile_.rowCount;
    std::span<const Cell> cells = reader_.cells();
    for (size_t c = kDefaultColumnCount; c < cells.size(); ++c) tallies_[c - kDefaultColumnCount].add(cells[c]);
    const resolve::RowEvaluator& evaluator = reader_.evaluator();
    if (evaluator.id()) ids_.push_back(evaluator.id());
    if (const Class* cls = evaluator.rowClass()) ++classes_[cls];
    if (!evaluator.isElement()) return;
    for (const AspectProbe& probe : probes_)
      if (probe.part == reader_.part())
        addInstances(aspects_[probe.className], evaluator.aspectInstances(probe.column, probe.entry));
  }

  static void addInstances(AspectHealth& health, int64_t count) {
    (count == 0 ? health.none : count == 1 ? health.one : health.several) += 1;
  }

  void finish() {
    profile_.group = table_.groupName(), profile_.tableName = table_.tableName();
    profile_.rows = reader_.counts();
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

  void finishColumn(const TableColumn& column, const ColumnTally& tally) {
    ColumnHealth health;
    health.name = column.name, health.dataType = column.dataType;
    tally.finish(health, reader_.verdicts());
    for (size_t e = 0; e < column.property->ecProperties.size(); ++e) {
      bool isUsed = false;
      for (const EntryWins& win : health.wins) isUsed = isUsed || win.entry == static_cast<int>(e);
      if (!isUsed) health.unusedEntries.push_back(static_cast<int>(e));
    }
    noteColumn(column, health);
    profile_.columns.push_back(std::move(health));
  }

  void noteColumn(const TableColumn& column, const ColumnHealth& health) {
    if (!profile_.rowCount) return;
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
  TableReader reader_;
  Profile profile_;
  std::vector<ColumnTally> tallies_;
  std::vector<int64_t> ids_;
  std::unordered_map<const Class*, uint64_t> classes_;
  std::vector<AspectProbe> probes_;
  std::map<std::string, AspectHealth> aspects_;
};

}  // namespace

Result<Profile> profileGroup(const Mapping& mapping, std::string_view group, resolve::ClassCensus& census,
                             const resolve::ResolveOptions& options) {
  auto table = GroupTable::open(mapping, group, census, options);
  if (!table) return std::move(table.diagnostics());
  return Profiler(*table).run();
}

}  // namespace premap
