// One pass over the table for the rows and their keys, as many more as long texts need that are alike, then sorting.
#include "premap/preview/row_view.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "premap/base/unicode.h"
#include "premap/formula/formula.h"
#include "premap/preview/id_set.h"
#include "preview/row_conditions.h"
#include "preview/sliced_sort.h"
#include "preview/sort_keys.h"
#include "preview/view_filter.h"

namespace premap {

using resolve::kDefaultColumnCount;
using resolve::PlanScope;

namespace {

constexpr size_t kRowsAtOnce = 2048;
constexpr size_t kClassColumn = 1;

// Those of a group that fill columns of these names, and those that their formulas read.
std::vector<GroupProperty> propertiesFor(const Group& group, const std::set<std::string>& names) {
  std::unordered_map<std::string, std::vector<size_t>> byName;  // as formulas find them
  std::vector<bool> isTaken(group.properties.size(), false);
  std::vector<size_t> unread;
  const auto take = [&](size_t i) {
    if (!isTaken[i]) unread.push_back(i);
    isTaken[i] = true;
  };
  for (size_t i = 0; i < isTaken.size(); ++i) {
    const std::string& name = group.properties[i].propertyName.value;
    byName[toUpperInvariant(name)].push_back(i);
    if (names.count(name)) take(i);
  }
  while (!unread.empty()) {
    const std::string& formula = group.properties[unread.back()].formula.value;
    unread.pop_back();
    for (const FormulaName& read : namesInFormula(formula))
      for (const size_t i : byName[toUpperInvariant(read.name)]) take(i);
  }
  std::vector<GroupProperty> taken;
  for (size_t i = 0; i < isTaken.size(); ++i)
    if (isTaken[i]) taken.push_back(group.properties[i]);
  return taken;
}

// Of the columns of its name that stand before it how many there are: so it is found again among fewer columns.
size_t repeatsBefore(const std::vector<TableColumn>& columns, size_t index) {
  return static_cast<size_t>(
      std::count_if(columns.begin(), columns.begin() + static_cast<ptrdiff_t>(index),
                    [&](auto& c) { return c.name == columns[index].name && c.isDefault == columns[index].isDefault; }));
}

size_t findAgain(const std::vector<TableColumn>& columns, const std::vector<TableColumn>& in, size_t index) {
  size_t left = repeatsBefore(columns, index);
  for (size_t i = 0; i < in.size(); ++i)
    if (in[i].name == columns[index].name && in[i].isDefault == columns[index].isDefault && left-- == 0) return i;
  return index;
}

// A part of a table's columns, as a table of its own: nothing else is read.
struct SomeColumns {
  Mapping mapping;  // its groups have these columns alone
  std::optional<GroupTable> table;
  std::vector<size_t> columns;  // those wanted, by number in `table`

  Status open(const ViewSource& source, const GroupTable& whole, const std::vector<size_t>& wanted,
              resolve::Planner& planner) {
    const Mapping& all = source.mapping->read.mapping;
    std::set<std::string> names;
    bool readsDefaults = false;
    for (const size_t column : wanted) {
      if (column >= kDefaultColumnCount) names.insert(whole.columns()[column].name);
      else readsDefaults = readsDefaults || column > kClassColumn;
    }
    mapping.mappingName = all.mappingName;
    for (const Group& group : all.groups) {
      if (group.groupName.value != whole.groupName()) continue;
      Group& some = mapping.groups.emplace_back();
      some.groupName = group.groupName, some.query = group.query, some.place = group.place;
      some.properties = propertiesFor(group, names);
    }
    auto opened = GroupTable::open(mapping, whole.groupName(), planner, source.options,
                                   readsDefaults ? PlanScope::Columns : PlanScope::OwnColumns);
    if (!opened) return std::move(opened.diagnostics());
    table.emplace(std::move(*opened));
    for (const size_t column : wanted) columns.push_back(findAgain(whole.columns(), table->columns(), column));
    return {};
  }
};

}  // namespace

struct RowViewRun::Impl {
  ViewWish wish;
  resolve::Planner& planner;
  GroupTable whole;
  std::shared_ptr<RowView> view = std::make_shared<RowView>();
  SomeColumns some = {};
  std::vector<size_t> filtered = {};  // columns of `some` that the filter looks at
  std::optional<ViewFilter> filter = {};
  std::optional<RowConditions> where = {};
  std::optional<SomeColumns> other = {};  // the group whose elements a condition asks for
  std::unique_ptr<TableReader> reader = nullptr;
  IdSet ids = {};  // of the part at work
  std::vector<bool> stays = {};

  // --- sorting
  struct Run {
    uint32_t begin, end;
  };
  std::optional<SortKeys> keys = {};
  std::vector<Run> runs = {};  // of the order: each has to be sorted
  size_t run = 0;
  std::optional<SlicedSort> sorting = {};

  // --- a pass after the first
  uint32_t number = 0;  // of the next row of the table
  uint32_t kept = 0;    // of the rows kept the next one

  enum class Phase : uint8_t { Groups, Rows, Sorting, Ties, Done };
  Phase phase = Phase::Groups;

  Status begin();
  std::vector<size_t> wantedColumns() const;
  Result<bool> advance(Deadline* deadline);
  Result<bool> eachBlock(Deadline* deadline, const GroupTable& table, void (Impl::*use)());
  Result<bool> readGroups(Deadline* deadline);
  void addElements() { where->addElements(*reader); }
  bool keepsAll() const { return !filter && !where; }
  void addRows();
  void addRow(size_t row);
  void beginSorting();
  bool sort(Deadline* deadline);
  std::vector<Run> ties() const;
  Status beginTies(std::vector<Run> found);
  void addTied();
  const resolve::CellColumn& sortCells() const { return reader->column(some.columns[0]); }
};

Result<std::unique_ptr<RowViewRun>> RowViewRun::open(ViewSource source, ViewWish wish, resolve::Planner& planner) {
  auto table = GroupTable::open(source.mapping->read.mapping, source.group, planner, source.options);
  if (!table) return std::move(table.diagnostics());
  std::unique_ptr<RowViewRun> run(
      new RowViewRun(std::unique_ptr<Impl>(new Impl{std::move(wish), planner, std::move(*table)})));
  run->impl_->view->source_ = std::move(source);
  if (Status begun = run->impl_->begin(); !begun.ok()) return std::move(begun.diagnostics());
  return run;
}

RowViewRun::RowViewRun(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RowViewRun::~RowViewRun() = default;

std::optional<uint64_t> RowViewRun::rowCount() const {
  return impl_->whole.countRows();
}
uint64_t RowViewRun::rowsRead() const {
  return impl_->view->tableRows_;
}
Result<bool> RowViewRun::advance(Deadline* deadline) {
  return impl_->advance(deadline);
}
std::shared_ptr<const RowView> RowViewRun::finish() {
  return std::move(impl_->view);
}

// The column of the order first, then those of the conditions, then those of the filter.
std::vector<size_t> RowViewRun::Impl::wantedColumns() const {
  std::vector<size_t> wanted;
  if (wish.order) wanted.push_back(wish.order->column);
  for (const RowCondition& each : wish.where)
    if (each.isOfColumn()) wanted.push_back(each.column);
  if (wish.filter && wish.filter->columns.empty())
    for (size_t c = 0; c < whole.columns().size(); ++c) wanted.push_back(c);
  else if (wish.filter) wanted.insert(wanted.end(), wish.filter->columns.begin(), wish.filter->columns.end());
  return wanted;
}

Status RowViewRun::Impl::begin() {
  if (Status opened = some.open(view->source_, whole, wantedColumns(), planner); !opened.ok()) return opened;
  auto next = some.columns.begin() + (wish.order ? 1 : 0);
  const auto ofConditions = std::count_if(wish.where.begin(), wish.where.end(), [](auto& c) { return c.isOfColumn(); });
  if (!wish.where.empty()) where.emplace(wish.where, std::vector<size_t>(next, next + ofConditions));
  filtered.assign(next + ofConditions, some.columns.end());
  if (wish.filter) filter.emplace(wish.filter->text);
  if (wish.order)
    keys.emplace(whole.columns()[wish.order->column], wish.order->column == kClassColumn, wish.order->isDescending);
  return {};
}

Result<bool> RowViewRun::Impl::advance(Deadline* deadline) {
  while (phase != Phase::Done) {
    if (phase == Phase::Groups) {
      auto isRead = readGroups(deadline);
      if (!isRead || !*isRead) return isRead;
      phase = Phase::Rows;
    }
    if (phase == Phase::Sorting) {
      if (!sort(deadline)) return false;
      std::vector<Run> found = ties();
      phase = found.empty() ? Phase::Done : Phase::Ties;
      if (phase == Phase::Done) continue;
      if (Status begun = beginTies(std::move(found)); !begun.ok()) return std::move(begun.diagnostics());
    }
    auto isRead = eachBlock(deadline, *some.table, phase == Phase::Rows ? &Impl::addRows : &Impl::addTied);
    if (!isRead || !*isRead) return isRead;
    // Keys of a pass before would stand among those of this one.
    if (phase == Phase::Ties && kept < keys->rowCount()) return rowsAreGone();
    if (keys) keys->endPass();
    if (phase == Phase::Rows && keys) beginSorting();
    phase = keys ? Phase::Sorting : Phase::Done;
  }
  return true;
}

// The groups that conditions ask for, one after the other, of each the ids alone.
Result<bool> RowViewRun::Impl::readGroups(Deadline* deadline) {
  while (const RowCondition* asked = where ? where->nextGroup() : nullptr) {
    if (!other) {
      const Mapping& mapping = view->source_.mapping->read.mapping;
      auto table = GroupTable::open(mapping, asked->group, planner, view->source_.options);
      if (!table) return std::move(table.diagnostics());
      other.emplace();
      if (Status opened = other->open(view->source_, *table, {}, planner); !opened.ok())
        return other.reset(), std::move(opened.diagnostics());
    }
    auto isRead = eachBlock(deadline, *other->table, &Impl::addElements);
    if (!isRead || !*isRead) return isRead;
    other.reset();
    where->endGroup();
  }
  return true;
}

// True when all rows were used.
Result<bool> RowViewRun::Impl::eachBlock(Deadline* deadline, const GroupTable& table, void (Impl::*use)()) {
  if (!reader) reader = std::make_unique<TableReader>(table, -1, 0);
  for (;;) {
    switch (reader->nextBlock(kRowsAtOnce)) {
      case Step::Row:
        (this->*use)();
        break;
      case Step::Done:
        reader.reset();
        return true;
      case Step::Failed:
        return reader->failure();
      case Step::Interrupted:
        return error("cancelled", "sorting or filtering was stopped");
    }
    if (deadline && deadline->passedNow()) return false;
  }
}

// --- the first pass

void RowViewRun::Impl::addRows() {
  if (filter) filter->mark(*reader, filtered, stays);
  else stays.assign(reader->rowCount(), true);
  if (where) where->mark(*reader, stays);
  const size_t part = reader->part();
  for (; view->partStarts_.size() <= part; ids = {}) view->partStarts_.push_back(view->ids_.size());
  for (size_t row = 0; row < reader->rowCount(); ++row, ++view->tableRows_)
    if (stays[row]) addRow(row);
}

void RowViewRun::Impl::addRow(size_t row) {
  const int64_t id = reader->rows().id(row);
  // Without an id of its own nothing leads back to a row but its number.
  if (view->hasUniqueIds_) view->hasUniqueIds_ = !reader->column(0).isNull(row) && ids.insert(id);
  view->ids_.push(id);
  if (!keepsAll()) view->numbers_.push(view->tableRows_);
  if (keys) keys->add(sortCells(), row, reader->rows().rowClass(row));
}

// --- sorting

void RowViewRun::Impl::beginSorting() {
  const auto count = static_cast<uint32_t>(keys->rowCount());
  view->order_.reserve(count);
  for (const bool isNull : {false, true}) {
    for (uint32_t row = 0; row < count; ++row)
      if (keys->isNull(row) == isNull) view->order_.push_back(row);
    if (!isNull) runs = {{0, static_cast<uint32_t>(view->order_.size())}};
  }
}

bool RowViewRun::Impl::sort(Deadline* deadline) {
  const auto isLess = [this](uint32_t a, uint32_t b) { return keys->isLess(a, b); };
  for (; run < runs.size(); ++run, sorting.reset()) {
    if (!sorting) sorting.emplace(view->order_.data() + runs[run].begin, view->order_.data() + runs[run].end);
    if (!sorting->advance(deadline, isLess)) return false;
  }
  return true;
}

// Stretches of rows that the keys do not tell apart, though there is more of their texts.
std::vector<RowViewRun::Impl::Run> RowViewRun::Impl::ties() const {
  std::vector<Run> found;
  const std::vector<uint32_t>& order = view->order_;
  for (const Run& each : runs) {
    for (uint32_t begin = each.begin, end = begin; begin < each.end; begin = end) {
      bool isOpen = false;
      for (; end < each.end && keys->isSame(order[begin], order[end]); ++end)
        isOpen = isOpen || keys->isOpen(order[end]);
      if (isOpen && end - begin > 1) found.push_back({begin, end});
    }
  }
  return found;
}

// --- the passes after it

Status RowViewRun::Impl::beginTies(std::vector<Run> found) {
  keys->beginTies();
  for (const Run& each : found)
    for (uint32_t at = each.begin; at < each.end; ++at) keys->tie(view->order_[at]);
  runs = std::move(found);
  run = 0, number = kept = 0;
  if (keepsAll()) return {};
  // From now on the order's column is all that is read.
  filter.reset(), where.reset(), some = {};
  return some.open(view->source_, whole, {wish.order->column}, planner);
}

void RowViewRun::Impl::addTied() {
  for (size_t row = 0; row < reader->rowCount() && kept < keys->rowCount(); ++row, ++number) {
    if (!view->numbers_.isEmpty() && view->numbers_[kept] != number) continue;
    if (keys->isTied(kept)) keys->addTied(kept, sortCells(), row, reader->rows().rowClass(row));
    ++kept;
  }
}

Diagnostic rowsAreGone() {
  return error("file-changed", "rows of the view are no longer there")
      .withHint("sort or filter again; a query whose rows hang on chance (random(), now()) gives others each time");
}

RowView::Row RowView::row(size_t place) const {
  const size_t kept = order_.empty() ? place : order_[place];
  const auto after = std::upper_bound(partStarts_.begin(), partStarts_.end(), kept);
  return {numbers_.isEmpty() ? static_cast<uint32_t>(kept) : numbers_[kept],
          static_cast<size_t>(after - partStarts_.begin()) - 1, ids_[kept]};
}

}  // namespace premap
