#include "premap/preview/profile.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "premap/base/text.h"
#include "premap/preview/cell_text.h"
#include "premap/preview/group_table.h"
#include "preview/profile_notes.h"

namespace premap {

namespace {

using resolve::Cell;
using resolve::kDefaultColumnCount;

constexpr size_t kTopValues = 10;
constexpr uint64_t kSamplePieces = 10;
constexpr size_t kMostIdExamples = 3;

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

// Gathers the values of one column while the rows go by.
class ValueTally {
 public:
  void add(const resolve::Value& value) {
    if (value.isNull()) return;
    addRange(value);
    text_.clear();
    appendCellJson(text_, value);
    auto found = values_.find(text_);
    uint8_t types = found != values_.end() ? found->second.types : stricterTypes(value);
    if (found != values_.end()) ++found->second.count;
    else if (values_.size() < kMostDistinct) values_.emplace(text_, Seen{1, types});
    else isCapped_ = true;
    asDouble_ += (types & kAsDouble) != 0, asInteger_ += (types & kAsInteger) != 0;
    asBoolean_ += (types & kAsBoolean) != 0;
  }

  void finish(ColumnHealth& health) const {
    health.distinct = values_.size();
    health.isDistinctCapped = isCapped_;
    health.minimum = minimum_, health.maximum = maximum_;
    health.leastWhole = leastWhole_, health.greatestWhole = greatestWhole_;
    health.asDouble = asDouble_, health.asInteger = asInteger_, health.asBoolean = asBoolean_;
    if (isCapped_) return;
    std::vector<std::pair<std::string, uint64_t>> counts;
    for (const auto& [text, seen] : values_) counts.emplace_back(text, seen.count);
    health.top = byFrequency(std::move(counts));
    if (health.top.size() > kTopValues) health.top.resize(kTopValues);
  }

 private:
  struct Seen {
    uint64_t count;
    uint8_t types;
  };

  void addRange(const resolve::Value& value) {
    if (value.type != resolve::ValueType::Integer && value.type != resolve::ValueType::Double) return;
    double number = value.type == resolve::ValueType::Double ? value.real : static_cast<double>(value.integer);
    if (value.type == resolve::ValueType::Integer) {
      leastWhole_ = std::min(leastWhole_.value_or(value.integer), value.integer);
      greatestWhole_ = std::max(greatestWhole_.value_or(value.integer), value.integer);
    }
    minimum_ = minimum_ ? std::min(*minimum_, number) : number;
    maximum_ = maximum_ ? std::max(*maximum_, number) : number;
  }

  std::unordered_map<std::string, Seen> values_;
  bool isCapped_ = false;
  uint64_t asDouble_ = 0, asInteger_ = 0, asBoolean_ = 0;
  std::optional<double> minimum_, maximum_;
  std::optional<int64_t> leastWhole_, greatestWhole_;
  std::string text_;
};

// How often each verdict was given to the cells of one column of one part.
using VerdictCounts = std::vector<uint64_t>;

// Adds what the verdicts of one reader say; `property` is null when the part lacks the column.
void addTo(ColumnStory& story, const VerdictCounts& counts, const GroupProperty* property,
           const resolve::VerdictBook& book) {
  story.entries.resize(property ? property->ecProperties.size() : 0);
  for (size_t v = 0; v < counts.size(); ++v) {
    if (!counts[v]) continue;
    const resolve::Verdict& verdict = book[static_cast<uint16_t>(v)];
    const bool isFilled = verdict.source != resolve::Source::None;
    (isFilled ? story.filled : story.nulls) += counts[v];
    if (!isFilled)
      story.nullReasons[verdict.reason] += counts[v], story.whyNull[{verdict.reason, verdict.decidedBy}] += counts[v];
    else story.wins[{verdict.entry, verdict.source}] += counts[v];
    if (isFilled && (verdict.decisions & bit(resolve::Decision::A10))) story.lossy += counts[v];
    for (const resolve::Skipped& skipped : verdict.skipped)
      if (const auto e = static_cast<size_t>(skipped.entry); e < story.entries.size())
        story.entries[e].skipped[skipped.reason] += counts[v];
    if (isFilled && verdict.entry >= 0 && static_cast<size_t>(verdict.entry) < story.entries.size())
      story.entries[static_cast<size_t>(verdict.entry)].wins += counts[v];
  }
  for (size_t e = 0; e < story.entries.size(); ++e)
    if (const auto* tally = book.findConversions(property, static_cast<int>(e))) story.entries[e].conversions = *tally;
}

// One entry that names an aspect class, and where its count stands.
struct AspectProbe {
  size_t part, column, entry;
  std::string className;
  AspectHealth health;
  std::vector<std::string> examples;  ///< elements with several

  void add(int64_t count, int64_t element) {
    (count == 0 ? health.none : count == 1 ? health.one : health.several) += 1;
    if (count > 1 && examples.size() < kMostIdExamples) examples.push_back(idToHex(element));
  }
};

class Profiler {
 public:
  Profiler(const GroupTable& table, ProfileDetail detail) : table_(table), detail_(detail) {
    values_.resize(columnCount());
    for (size_t p = 0; p < table.parts().size(); ++p) {
      parts_.emplace_back();
      parts_.back().verdicts.resize(columnCount());
      parts_.back().stories.resize(columnCount());
      addProbes(p);
    }
  }

  Status begin(uint64_t sample) {
    windows_ = {{-1, 0}};
    return sample ? spread(sample) : Status();
  }

  Result<bool> advance(Deadline* deadline) {
    for (; window_ < windows_.size(); ++window_) {
      if (!reader_) reader_ = std::make_unique<TableReader>(table_, windows_[window_].limit, windows_[window_].offset);
      Step step;
      while ((step = reader_->next()) == Step::Row) {
        addRow(*reader_);
        if (deadline && deadline->passed()) return false;
      }
      if (step == Step::Failed) return reader_->failure();
      if (step == Step::Interrupted) return stopped();
      endWindow();
    }
    return true;
  }

  bool isSample() const { return profile_.isSample; }
  uint64_t rowsRead() const {
    uint64_t rows = 0;
    for (const PartTally& part : parts_) rows += part.rowCount;
    return rows;
  }

  Profile finish() {
    if (!profile_.isSample) profile_.queryRows = profile_.rows.read;
    profile_.group = table_.groupName(), profile_.tableName = table_.tableName();
    countDuplicates();
    finishParts();
    profile_.diagnostics = table_.diagnostics();
    noteRows();
    for (size_t c = 0; c < columnCount(); ++c) finishColumn(c);
    noteAspects();
    return std::move(profile_);
  }

 private:
  struct PartTally {
    uint64_t rowCount = 0, notElements = 0;
    std::unordered_map<const Class*, uint64_t> classes;
    IdSet elements;
    std::vector<VerdictCounts> verdicts;  ///< by column of the table, without the default ones; of the reader at work
    std::vector<ColumnStory> stories;     ///< likewise, of all readers before
    const Class* lastClass = nullptr;
    uint64_t* lastCount = nullptr;

    void addClass(const Class* cls) {
      if (cls != lastClass) lastClass = cls, lastCount = &classes[cls];
      ++*lastCount;
    }
  };

  struct Window {
    int64_t limit, offset;
  };

  // The first rows of a query often belong together: pieces from all over it tell more.
  Status spread(uint64_t sample) {
    auto total = rowsOf(table_);
    if (!total) return std::move(total.diagnostics());
    profile_.queryRows = *total;
    profile_.isSample = *total > sample;
    if (!profile_.isSample) return {};
    uint64_t pieces = std::min(kSamplePieces, sample), length = sample / pieces;
    windows_.clear();
    for (uint64_t piece = 0; piece < pieces; ++piece)
      windows_.push_back({static_cast<int64_t>(length), static_cast<int64_t>(*total * piece / pieces)});
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

  void endWindow() {
    for (size_t p = 0; p < parts_.size(); ++p) {
      for (size_t c = 0; c < columnCount(); ++c) {
        addTo(parts_[p].stories[c], parts_[p].verdicts[c], propertyOf(p, c), reader_->verdicts());
        parts_[p].verdicts[c].clear();
      }
    }
    profile_.rows += reader_->counts();
    reader_.reset();
  }

  // Of a column of the table without the default ones; null when the part lacks it.
  const GroupProperty* propertyOf(size_t p, size_t c) const {
    const TablePart& part = table_.parts()[p];
    const int planned = part.planColumns[c + kDefaultColumnCount];
    return planned < 0 ? nullptr : part.plan->columns()[static_cast<size_t>(planned)].property;
  }

  size_t columnCount() const { return table_.columns().size() - kDefaultColumnCount; }

  void addProbes(size_t part) {
    const resolve::GroupPlan& plan = *table_.parts()[part].plan;
    for (size_t c = kDefaultColumnCount; c < plan.columns().size(); ++c) {
      const auto& entries = plan.columns()[c].property->ecProperties;
      for (size_t e = 0; e < entries.size(); ++e) {
        std::string name = plan.aspectClass(c, e);
        bool isKnown = name.empty();
        for (const AspectProbe& probe : probes_) isKnown = isKnown || (probe.part == part && probe.className == name);
        if (!isKnown) probes_.push_back({part, c, e, name, {}, {}});
      }
    }
  }

  void addRow(const TableReader& reader) {
    std::span<const Cell> cells = reader.cells();
    PartTally& part = parts_[reader.part()];
    ++part.rowCount;
    for (size_t c = 0; c < part.verdicts.size(); ++c) {
      const Cell& cell = cells[c + kDefaultColumnCount];
      VerdictCounts& counts = part.verdicts[c];
      if (counts.size() <= cell.verdict) counts.resize(cell.verdict + size_t{1});
      ++counts[cell.verdict];
      if (detail_ == ProfileDetail::Values) values_[c].add(cell.value);
    }
    const resolve::RowEvaluator& evaluator = reader.evaluator();
    if (evaluator.id()) ids_.push_back(evaluator.id());
    if (const Class* cls = evaluator.rowClass()) part.addClass(cls);
    if (!evaluator.isElement()) return void(++part.notElements);
    if (detail_ == ProfileDetail::Verdicts) part.elements.insert(evaluator.id());
    for (AspectProbe& probe : probes_)
      if (probe.part == reader.part()) probe.add(evaluator.aspectInstances(probe.column, probe.entry), evaluator.id());
  }

  void finishParts() {
    std::map<std::string, uint64_t> classes;
    for (size_t p = 0; p < parts_.size(); ++p) {
      PartFacts facts{&table_.parts()[p].plan->group(), parts_[p].rowCount, {}, std::move(parts_[p].elements)};
      profile_.rowCount += facts.rowCount;
      for (const auto& [cls, count] : parts_[p].classes) {
        facts.classes.push_back(cls);
        classes[cls->fullName('.')] += count;
      }
      std::sort(facts.classes.begin(), facts.classes.end(),
                [](const Class* a, const Class* b) { return a->id < b->id; });
      profile_.parts.push_back(std::move(facts));
    }
    profile_.classes = byFrequency(std::vector<std::pair<std::string, uint64_t>>(classes.begin(), classes.end()));
  }

  void countDuplicates() {
    std::sort(ids_.begin(), ids_.end());
    for (size_t i = 1; i < ids_.size(); ++i) {
      if (ids_[i] != ids_[i - 1]) continue;
      ++profile_.duplicateIds;
      const bool isNew = duplicates_.empty() || duplicates_.back() != idToHex(ids_[i]);
      if (isNew && duplicates_.size() < kMostIdExamples) duplicates_.push_back(idToHex(ids_[i]));
    }
  }

  void finishColumn(size_t c) {
    const TableColumn& column = table_.columns()[c + kDefaultColumnCount];
    ColumnHealth health;
    health.name = column.name, health.dataType = column.dataType;
    values_[c].finish(health);
    std::map<std::pair<int, resolve::Source>, uint64_t> wins;
    std::map<std::pair<resolve::Reason, int>, uint64_t> whyNull;
    for (size_t p = 0; p < parts_.size(); ++p) {
      const GroupProperty* property = propertyOf(p, c);
      const ColumnStory& story = parts_[p].stories[c];
      health.filled += story.filled, health.nulls += story.nulls, health.lossy += story.lossy;
      for (const auto& [reason, count] : story.nullReasons) health.nullReasons[std::string(toString(reason))] += count;
      for (const auto& [key, count] : story.wins) wins[key] += count;
      for (const auto& [key, count] : story.whyNull) whyNull[key] += count;
      // Of a sample nothing can be said about every row.
      if (property && !column.hasConflict && parts_[p].rowCount && !profile_.isSample)
        noteColumn(*property, story, profile_.diagnostics);
      if (parts_[p].notElements && story.nullReasons.count(resolve::Reason::ColumnNotSelected))
        unselected_[p].push_back(column.name);
    }
    for (const auto& [key, count] : wins) health.wins.push_back({key.first, key.second, count});
    using Gap = std::pair<std::pair<resolve::Reason, int>, uint64_t>;
    for (const auto& [key, count] : byFrequency(std::vector<Gap>(whyNull.begin(), whyNull.end())))
      health.whyNull.push_back({key.first, key.second, count});
    for (size_t e = 0; e < column.property->ecProperties.size(); ++e) {
      bool isUsed = false;
      for (const EntryWins& win : health.wins) isUsed = isUsed || win.entry == static_cast<int>(e);
      if (!isUsed) health.unusedEntries.push_back(static_cast<int>(e));
    }
    profile_.columns.push_back(std::move(health));
    if (c + 1 == columnCount()) noteNotElements();
  }

  Diagnostic onQuery(Diagnostic fault, const Group& group, std::string hint) const {
    return std::move(fault)
        .withPath(group.place.at(group.query))
        .withSpan(group.query.span)
        .withTarget("query")
        .withHint(std::move(hint));
  }

  void noteRows() {
    const Group& group = table_.parts()[0].plan->group();
    for (size_t p = 0; p < parts_.size(); ++p)
      if (!parts_[p].rowCount)
        note(onQuery(warning("query-zero-rows", "the query gives no rows on this snapshot"),
                     table_.parts()[p].plan->group(),
                     "check its conditions, and whether the snapshot has such elements"));
    if (profile_.duplicateIds)
      note(onQuery(warning("query-duplicate-ids",
                           countOf(profile_.duplicateIds, "row repeats", "rows repeat") +
                               " the ECInstanceId of another row: " + examplesOf(duplicates_, profile_.duplicateIds)),
                   group,
                   "a join gives one row for each match; use a sub-select or DISTINCT if one row each is meant"));
    if (profile_.rows.dangling)
      note(onQuery(warning("row-dangling", countOf(profile_.rows.dangling, "row names", "rows name") +
                                               " no element of this snapshot and are left out"),
                   group, "select the id of the element, not of the aspect or relationship"));
    if (profile_.rows.undecodedClass)
      note(onQuery(warning("row-class-unknown", "ECClassId of " + countOf(profile_.rows.undecodedClass, "row", "rows") +
                                                    " is no class; the element's own is taken"),
                   group, "select ECClassId as it is, or a class name like `BisCore.Element`"));
  }

  void noteNotElements() {
    for (const auto& [p, columns] : unselected_)
      note(onQuery(warning("query-not-element", countOf(parts_[p].notElements, "row is", "rows are") +
                                                    " no elements, and the query does not select what " +
                                                    (columns.size() == 1 ? "the column " : "the columns ") +
                                                    listOf(columns, "`") + (columns.size() == 1 ? " reads" : " read")),
                   table_.parts()[p].plan->group(), "select every property to be mapped"));
  }

  void noteAspects() {
    std::map<std::string, AspectHealth> aspects;
    for (const AspectProbe& probe : probes_) {
      AspectHealth& health = aspects[probe.className];
      health.className = probe.className;
      health.none += probe.health.none, health.one += probe.health.one, health.several += probe.health.several;
      if (!probe.health.several) continue;
      const ECProperty& entry =
          table_.parts()[probe.part].plan->columns()[probe.column].property->ecProperties[probe.entry];
      note(warning("aspect-multiple",
                   countOf(probe.health.several, "element owns", "elements own") + " several instances of `" +
                       probe.className +
                       "`, and so get no value from it: " + examplesOf(probe.examples, probe.health.several))
               .withPath(entry.place.path)
               .withSpan(entry.place.span)
               .withTarget("ecProperties")
               .withHint("name a class of which each element has one, or select one of them in the query"));
    }
    for (auto& [name, health] : aspects) profile_.aspects.push_back(std::move(health));
  }

  void note(Diagnostic d) { profile_.diagnostics.push_back(std::move(d)); }

  const GroupTable& table_;
  const ProfileDetail detail_;
  Profile profile_;
  std::vector<Window> windows_;
  size_t window_ = 0;                    ///< the one at work
  std::unique_ptr<TableReader> reader_;  ///< of that window; null before its first row
  std::vector<ValueTally> values_;
  std::vector<PartTally> parts_;
  std::vector<int64_t> ids_;
  std::vector<std::string> duplicates_;
  std::vector<AspectProbe> probes_;
  std::map<size_t, std::vector<std::string>> unselected_;
};

}  // namespace

struct ProfileRun::Impl {
  GroupTable table;
  Profiler profiler;

  Impl(GroupTable opened, ProfileDetail detail) : table(std::move(opened)), profiler(table, detail) {}
};

ProfileRun::ProfileRun(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ProfileRun::~ProfileRun() = default;

Result<std::unique_ptr<ProfileRun>> ProfileRun::open(const Mapping& mapping, std::string_view group,
                                                     resolve::ClassCensus& census,
                                                     const resolve::ResolveOptions& options, uint64_t sample,
                                                     ProfileDetail detail) {
  auto table = GroupTable::open(mapping, group, census, options);
  if (!table) return std::move(table.diagnostics());
  std::unique_ptr<ProfileRun> run(new ProfileRun(std::make_unique<Impl>(std::move(*table), detail)));
  Status begun = run->impl_->profiler.begin(sample);
  if (!begun.ok()) return std::move(begun.diagnostics());
  return run;
}

std::optional<uint64_t> ProfileRun::rowCount() const {
  return impl_->profiler.isSample() ? std::nullopt : impl_->table.countRows();
}
Result<bool> ProfileRun::advance(Deadline* deadline) {
  return impl_->profiler.advance(deadline);
}
uint64_t ProfileRun::rowsRead() const {
  return impl_->profiler.rowsRead();
}
Profile ProfileRun::finish() {
  return impl_->profiler.finish();
}

Result<Profile> profileGroup(const Mapping& mapping, std::string_view group, resolve::ClassCensus& census,
                             const resolve::ResolveOptions& options, uint64_t sample, ProfileDetail detail) {
  auto run = ProfileRun::open(mapping, group, census, options, sample, detail);
  if (!run) return std::move(run.diagnostics());
  auto read = (*run)->advance(nullptr);
  if (!read) return std::move(read.diagnostics());
  return (*run)->finish();
}

}  // namespace premap
