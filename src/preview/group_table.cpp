// Lays the plans of groups of one name below each other (R20), and reads them as one table, a
// statement after the other.
#include "premap/preview/group_table.h"

#include <algorithm>
#include <set>

#include "premap/base/names.h"

namespace premap {

namespace {

using resolve::GroupPlan;

// The groups that make the table: all of the name, or the first one when same-name groups are not merged (A15).
Result<std::vector<const Group*>> selectGroups(const Mapping& mapping, std::string_view name,
                                               const resolve::ResolveOptions& options) {
  if (mapping.groups.empty()) return error("group-missing", "the mapping has no group").withPath(mapping.place.path);
  std::vector<std::string> names;
  std::set<std::string_view> known;
  for (const Group& group : mapping.groups)
    if (known.insert(group.groupName.value).second) names.push_back(group.groupName.value);
  if (name.empty() && names.size() > 1) {
    return error("group-ambiguous", "the mapping has several groups")
        .withHint("name the one to read; " + knownNames({}, names));
  }
  std::string wanted = name.empty() ? names[0] : std::string(name);
  std::vector<const Group*> groups;
  for (const Group& group : mapping.groups)
    if (group.groupName.value == wanted && (groups.empty() || options.mergeSameNameGroups)) groups.push_back(&group);
  if (!groups.empty()) return groups;
  return error("group-unknown", "the mapping has no group `" + wanted + "`").withHint(knownNames(wanted, names));
}

std::string dataTypeWord(const resolve::PlanColumn& column) {
  if (!column.type) return "Undefined";
  switch (*column.type) {
    case resolve::Target::Boolean:
      return "Boolean";
    case resolve::Target::Integer:
      return "Integer";
    case resolve::Target::Double:
      return "Double";
    case resolve::Target::String:
      return "String";
  }
  return "Undefined";
}

}  // namespace

Result<GroupTable> GroupTable::open(const Mapping& mapping, std::string_view group, resolve::Planner& planner,
                                    const resolve::ResolveOptions& options, resolve::PlanScope scope) {
  auto groups = selectGroups(mapping, group, options);
  if (!groups) return std::move(groups.diagnostics());
  return ofGroups(mapping, *groups, planner, options, scope);
}

Result<GroupTable> GroupTable::ofGroups(const Mapping& mapping, std::span<const Group* const> groups,
                                        resolve::Planner& planner, const resolve::ResolveOptions& options,
                                        resolve::PlanScope scope) {
  GroupTable table;
  table.catalog_ = &planner.catalog();
  table.groupName_ = groups[0]->groupName.value;
  const std::string& mappingName = mapping.mappingName.value;
  table.tableName_ = mappingName.empty() ? table.groupName_ : mappingName + "_" + table.groupName_;
  Diagnostics faults;
  for (const Group* each : groups) {
    auto plan = planner.plan(*each, options, scope);
    if (plan) table.addPart(std::move(*plan));
    else faults.insert(faults.end(), plan.diagnostics().begin(), plan.diagnostics().end());
  }
  if (table.parts_.empty()) return faults;
  // Of several groups one that compiles is shown; what stopped the others is told.
  table.diagnostics_.insert(table.diagnostics_.begin(), faults.begin(), faults.end());
  return table;
}

// Of each name the last first: a plan takes them from the end.
GroupTable::ColumnsByName GroupTable::columnsByName() const {
  ColumnsByName known;
  for (size_t at = columns_.size(); at-- > 0;) known[{columns_[at].isDefault, columns_[at].name}].push_back(at);
  return known;
}

// R20: the columns of all groups, those of the first one first; a column is one name.
void GroupTable::addPart(GroupPlan plan) {
  const auto& planned = plan.columns();
  TablePart part{std::move(plan), {}};
  part.planColumns.assign(columns_.size(), -1);
  ColumnsByName known = columnsByName();
  for (size_t i = 0; i < planned.size(); ++i) {
    std::vector<size_t>& same = known[{planned[i].isDefault, planned[i].name}];
    const size_t at = same.empty() ? columns_.size() : same.back();
    if (!same.empty()) same.pop_back();
    if (at == columns_.size()) {
      columns_.push_back({planned[i].name, dataTypeWord(planned[i]), planned[i].type, planned[i].quantityType,
                          planned[i].isDefault, false, part.plan.property(i)});
      part.planColumns.push_back(-1);
    } else if (columns_[at].type != planned[i].type && !columns_[at].hasConflict) {  // A16
      columns_[at].hasConflict = true;
      diagnostics_.push_back(error("merge-type-conflict", "column `" + planned[i].name + "` is " +
                                                              columns_[at].dataType + " in one group `" + groupName_ +
                                                              "` and " + dataTypeWord(planned[i]) + " in another")
                                 .withPath(part.plan.property(i)->place.at(part.plan.property(i)->dataType))
                                 .withSpan(part.plan.property(i)->dataType.span)
                                 .withTarget("dataType")
                                 .withHint("groups of one name fill one table: give the column one data type"));
    }
    part.planColumns[at] = static_cast<int>(i);
  }
  for (TablePart& earlier : parts_) earlier.planColumns.resize(columns_.size(), -1);
  diagnostics_.insert(diagnostics_.end(), part.plan.diagnostics().begin(), part.plan.diagnostics().end());
  parts_.push_back(std::move(part));
}

// --- reading ---------------------------------------------------------------------------------------------------------

std::optional<uint64_t> GroupTable::countRows() const {
  if (!idTable()) return std::nullopt;
  const GroupPlan& plan = parts_[0].plan;
  auto counting = catalog_->database().prepare(plan.countSql());
  if (!counting) return std::nullopt;
  plan.bindCount(*counting);
  if (counting->step() != Step::Row) return std::nullopt;
  return static_cast<uint64_t>(counting->int64(0));
}

TableReader::TableReader(const GroupTable& table, int64_t limit, int64_t offset, resolve::MeasureDetail detail)
    : table_(table),
      limit_(limit),
      offset_(std::max<int64_t>(offset, 0)),
      detail_(detail),
      columns_(table.columns().size()),
      cells_(table.columns().size()),
      texts_(table.columns().size()) {
  resolve::Verdict verdict;
  verdict.reason = resolve::Reason::ColumnAbsent;
  absent_ = book_.intern(verdict);
  verdict.reason = resolve::Reason::MergeTypeConflict;
  conflict_ = book_.intern(verdict);
}

Step TableReader::nextBlock(size_t mostRows, int64_t upTo) {
  rowCount_ = row_ = 0;
  while (part_ < table_.parts().size()) {
    if (!reader_) {
      if (limit_ == 0) return Step::Done;
      const Step opened = openPart();
      if (opened == Step::Failed || opened == Step::Interrupted) return opened;
      if (opened == Step::Done) {
        ++part_;
        continue;
      }
    }
    const uint64_t before = reader_->counts().read;
    const Step step = reader_->next(mostRows, upTo);
    if (step == Step::Row) {
      if (limit_ > 0) limit_ -= static_cast<int64_t>(reader_->counts().read - before);
      rowCount_ = reader_->cells().rowCount();
      if (rowCount_ == 0) continue;
      takeColumns();
      return Step::Row;
    }
    if (step == Step::Failed) failure_ = reader_->failure();
    if (step != Step::Done) return step;
    finished_ = counts();
    reader_.reset();
    ++part_;
  }
  return Step::Done;
}

Step TableReader::next() {
  if (row_ + 1 < rowCount_) return ++row_, Step::Row;
  return nextBlock(kFewRows);
}

std::span<const resolve::Cell> TableReader::cells() {
  for (size_t c = 0; c < columns_.size(); ++c)
    cells_[c] = {columns_[c]->value(row_, texts_[c]), columns_[c]->verdict(row_)};
  return cells_;
}

// Step::Row: ready; Step::Done: the window begins after this part.
Step TableReader::openPart() {
  const GroupPlan& plan = table_.parts()[part_].plan;
  const bool isLast = part_ + 1 == table_.parts().size();
  if (offset_ > 0 && !isLast) {
    bool isSkipped = false;
    const Step counted = skipByCount(plan, isSkipped);
    if (counted != Step::Row) return counted;
    if (isSkipped) return Step::Done;
  }
  auto reader = std::make_unique<resolve::RowReader>(plan, book_, detail_);
  Status opened = reader->open({.limit = limit_, .offset = offset_, .ids = range_, .together = together_});
  if (!opened.ok()) return failure_ = std::move(opened.diagnostics()), Step::Failed;
  offset_ = 0;
  reader_ = std::move(reader);
  return Step::Row;
}

// Only the number of rows tells whether a window begins inside a part that others follow.
Step TableReader::skipByCount(const GroupPlan& plan, bool& isSkipped) {
  auto counting = table_.catalog().database().prepare(plan.countSql());
  if (!counting) {
    failure_ = plan.explainSqlite(std::move(counting.diagnostics()));
    return Step::Failed;
  }
  plan.bindCount(*counting);
  Step step = counting->step();
  if (step == Step::Failed) failure_ = plan.explainSqlite({counting->failure()});
  if (step != Step::Row) return step;
  int64_t rows = counting->int64(0);
  isSkipped = rows <= offset_;
  if (isSkipped) offset_ -= rows;
  return Step::Row;
}

// R20: a column is the part's of the same name.
void TableReader::takeColumns() {
  const auto fill = [&](resolve::CellColumn& column, uint16_t verdict) {
    column.begin(rowCount_);
    for (size_t row = 0; row < rowCount_; ++row) column.setVerdict(row, verdict);
  };
  bool lacksAny = false, conflictsAny = false;
  const std::vector<int>& planned = table_.parts()[part_].planColumns;
  for (size_t c = 0; c < columns_.size(); ++c) {
    const bool hasConflict = table_.columns()[c].hasConflict, isAbsent = planned[c] < 0;
    conflictsAny = conflictsAny || hasConflict, lacksAny = lacksAny || isAbsent;
    columns_[c] = hasConflict ? &conflictCells_
                  : isAbsent  ? &absentCells_
                              : &reader_->cells().column(static_cast<size_t>(planned[c]));
  }
  if (lacksAny) fill(absentCells_, absent_);
  if (conflictsAny) fill(conflictCells_, conflict_);
}

resolve::RowCounts TableReader::counts() const {
  resolve::RowCounts sum = finished_;
  if (reader_) sum += reader_->counts();
  return sum;
}

}  // namespace premap
