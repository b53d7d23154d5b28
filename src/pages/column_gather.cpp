// Rows come in runs, those that lie one behind the other on a page: first where each wanted value lies, row by row,
// then column by column its values. A row of an unusual kind ends a run, and RecordReader reads it, or
// tells what is wrong.
#include "premap/pages/column_gather.h"

#include <algorithm>
#include <array>

#include "pages/column_store.h"
#include "pages/header_walk.h"
#include "premap/base/sort_stably.h"
#include "premap/pages/table_cursor.h"

namespace premap {
namespace {

// The fields that the requests need: by place, each once.
std::vector<WantedField> wantedOf(const TableLayout& table, std::span<const ColumnRequest> columns) {
  std::vector<WantedField> wanted;
  for (const ColumnRequest& request : columns) {
    const ColumnLayout& column = table.columns[request.column];
    if (!column.isRowid && column.place) wanted.push_back({*column.place, request.isSizeOnly});
  }
  // Of two requests for one place the one that wants its bytes comes first, and stays.
  sortStably(wanted, [](const WantedField& a, const WantedField& b) {
    return a.place != b.place ? a.place < b.place : a.isSizeOnly < b.isSizeOnly;
  });
  wanted.erase(std::unique(wanted.begin(), wanted.end(),
                           [](const WantedField& a, const WantedField& b) { return a.place == b.place; }),
               wanted.end());
  return wanted;
}

size_t fieldOf(std::span<const WantedField> wanted, uint32_t place) {
  const auto at = std::lower_bound(wanted.begin(), wanted.end(), place,
                                   [](const WantedField& field, uint32_t p) { return field.place < p; });
  return static_cast<size_t>(at - wanted.begin());
}

constexpr size_t kMostRun = 64;  // rows; what is known of them stays in the fastest cache

}  // namespace

void ColumnBlock::prepare(size_t columns, size_t rows) {
  rowCount_ = 0;
  bytes_.clear();
  columns_.resize(columns);
  if (ids_.size() < rows) {
    ids_.resize(rows);
    found_.resize(rows);
  }
  for (Column& column : columns_) {
    if (column.types.size() >= rows) continue;
    column.types.resize(rows);
    column.bits.resize(rows);
  }
}

class ColumnGather::Impl {
 public:
  Impl(PageFile& file, const TableLayout& table, std::span<const ColumnRequest> columns);

  std::optional<size_t> take(std::span<const int64_t> ids, ColumnBlock& block, size_t mostBytes);
  std::optional<size_t> scan(size_t mostRows, ColumnBlock& block, size_t mostBytes);
  void scanFrom(int64_t first, int64_t last) {
    first_ = first, last_ = last, isAtEnd_ = false;
    behind_.reset();
  }
  bool isAtEnd() const { return isAtEnd_; }
  std::optional<int64_t> behind() const { return behind_; }

 private:
  struct Column {
    ColumnStore store;
    size_t field;  // among the wanted ones; not of a rowid
    bool isRowid;
  };

  void begin(ColumnBlock& block, size_t rows);
  bool addToRun(const Payload& row);
  bool endRun(ColumnBlock& block, size_t row);
  bool storeAlone(ColumnBlock& block, const Payload& payload, size_t row);
  std::optional<size_t> storePage(ColumnBlock& block, size_t row, size_t count, size_t mostBytes, size_t& stored);
  size_t addFound(std::span<const int64_t> wanted, int64_t* ids, size_t bytes, size_t mostBytes);
  void repeat(ColumnBlock& block, size_t row);
  void storeMissing(ColumnBlock& block, size_t row);

  PageFile& file_;
  const std::vector<WantedField> wanted_;
  std::vector<Column> columns_;
  TableCursor cursor_;
  HeaderWalk walk_;
  RecordReader reader_;
  int64_t first_ = std::numeric_limits<int64_t>::min(), last_ = std::numeric_limits<int64_t>::max();
  bool isAtEnd_ = false;
  std::optional<int64_t> behind_;

  size_t stretch_ = 1;  // how many rows take() looks at together
  // The rows of a page that scan() or take() is at.
  std::array<Payload, kMostRun> payloads_;
  std::array<int64_t, kMostRun> ids_;
  // The run: where the wanted values of its rows lie, row by row.
  std::vector<Spot> spots_;
  size_t runLength_ = 0, runBytes_ = 0;
};

ColumnGather::Impl::Impl(PageFile& file, const TableLayout& table, std::span<const ColumnRequest> columns)
    : file_(file),
      wanted_(wantedOf(table, columns)),
      cursor_(file, table.rootPage),
      walk_(wanted_),
      reader_(file, wanted_),
      spots_(kMostRun * wanted_.size()) {
  for (const ColumnRequest& request : columns) {
    const ColumnLayout& column = table.columns[request.column];
    const size_t field = column.isRowid ? 0 : fieldOf(wanted_, column.place.value_or(0));
    columns_.push_back({ColumnStore(column, request.isSizeOnly), field, column.isRowid});
  }
}

// ---------------------------------------------------------------- a run of rows

void ColumnGather::Impl::begin(ColumnBlock& block, size_t rows) {
  block.prepare(columns_.size(), rows);
  for (size_t i = 0; i < columns_.size(); ++i)
    columns_[i].store.begin(block.columns_[i].types.data(), block.columns_[i].bits.data());
  runLength_ = runBytes_ = 0;
}

// False: not a row for a run.
bool ColumnGather::Impl::addToRun(const Payload& row) {
  if (!cursor_.isReadable(row.local, walk_.reach()) || !walk_.read(row, spots_.data() + runLength_ * wanted_.size()))
    return false;
  ++runLength_;
  runBytes_ += row.localSize;
  return true;
}

// Stores the run's values. `row` is that behind its last.
bool ColumnGather::Impl::endRun(ColumnBlock& block, size_t row) {
  if (runLength_ == 0) return true;
  const size_t first = row - runLength_;
  for (const Column& column : columns_) {
    if (column.isRowid) column.store.storeIds(&block.ids_[first], first, runLength_);
    else if (!column.store.storeRun(spots_.data() + column.field, wanted_.size(), first, runLength_, block.bytes_))
      return file_.outOfMemory(cursor_.payload().page);
  }
  std::fill_n(block.found_.begin() + static_cast<std::ptrdiff_t>(first), runLength_, uint8_t{1});
  runLength_ = runBytes_ = 0;
  return true;
}

bool ColumnGather::Impl::storeAlone(ColumnBlock& block, const Payload& payload, size_t row) {
  if (!reader_.read(payload)) return false;
  block.found_[row] = 1;
  for (const Column& column : columns_) {
    if (column.isRowid) column.store.storeIds(&block.ids_[row], row, 1);
    else if (!column.store.store(reader_.field(column.field), row, block.bytes_))
      return file_.outOfMemory(payload.page);
  }
  return true;
}

// ---------------------------------------------------------------- rows of given ids

std::optional<size_t> ColumnGather::Impl::take(std::span<const int64_t> ids, ColumnBlock& block, size_t mostBytes) {
  begin(block, ids.size());
  size_t row = 0;
  for (; row < ids.size(); ++row) {
    const int64_t id = ids[row];
    const bool isRepeated = row > 0 && id == ids[row - 1], isFull = block.bytes_.size() + runBytes_ >= mostBytes;
    // What is in the run lies on the page that the cursor is on.
    if (runLength_ == kMostRun || isRepeated || isFull || !cursor_.isOnPageOf(id))
      if (!endRun(block, row)) return std::nullopt;
    if (row > 0 && block.bytes_.size() >= mostBytes) break;
    block.ids_[row] = id;
    if (isRepeated) {
      repeat(block, row);
      continue;
    }
    const At at = cursor_.find(id);
    if (at == At::Failed) return std::nullopt;
    if (at == At::Row) {
      const size_t added = addFound(ids.subspan(row), &block.ids_[row], block.bytes_.size(), mostBytes);
      if (added > 0) {
        row += added - 1;
        continue;
      }
    }
    if (!endRun(block, row)) return std::nullopt;
    if (at == At::None) storeMissing(block, row);
    else if (!storeAlone(block, cursor_.payload(), row)) return std::nullopt;
  }
  if (!endRun(block, row)) return std::nullopt;
  cursor_.rest();
  return block.rowCount_ = row;
}

// The row that the cursor is on, and those behind it as long as theirs are the next ids. Answers how many went into
// the run.
size_t ColumnGather::Impl::addFound(std::span<const int64_t> wanted, int64_t* ids, size_t bytes, size_t mostBytes) {
  const size_t most = std::min({stretch_, kMostRun - runLength_, wanted.size()});
  const size_t count = cursor_.run(std::span(payloads_).first(most), ids_.data());
  size_t added = 0;
  while (added < count && ids_[added] == wanted[added] && (added == 0 || bytes + runBytes_ < mostBytes) &&
         addToRun(payloads_[added])) {
    ids[added] = ids_[added];
    ++added;
  }
  if (added > 1) cursor_.goOn(added - 1);
  // Where rows are asked for one by one, looking at those behind them is for nothing.
  stretch_ = added == most ? std::min(2 * most, kMostRun) : std::max<size_t>(1, added);
  return added;
}

// An id that came just before.
void ColumnGather::Impl::repeat(ColumnBlock& block, size_t row) {
  block.found_[row] = block.found_[row - 1];
  for (const Column& column : columns_) column.store.repeat(row);
}

void ColumnGather::Impl::storeMissing(ColumnBlock& block, size_t row) {
  block.found_[row] = 0;
  for (const Column& column : columns_) column.store.storeNull(row);
}

// ---------------------------------------------------------------- all rows

std::optional<size_t> ColumnGather::Impl::scan(size_t mostRows, ColumnBlock& block, size_t mostBytes) {
  begin(block, mostRows);
  size_t row = 0;
  if (isAtEnd_ || mostRows == 0) return row;
  At at = cursor_.seek(first_);
  for (; at == At::Row; at = cursor_.next()) {
    size_t count = cursor_.run(std::span(payloads_).first(std::min(kMostRun, mostRows - row)), ids_.data());
    if (count > 1) cursor_.goOn(count - 1);
    const size_t onPage = count;
    while (count > 0 && ids_[count - 1] > last_) --count;
    size_t passed = 0;
    const std::optional<size_t> stored = storePage(block, row, count, mostBytes, passed);
    if (!stored) return std::nullopt;
    row += *stored;
    isAtEnd_ = passed == count && (count < onPage || ids_[count - 1] == last_);
    if (isAtEnd_ && count < onPage) behind_ = ids_[count];
    else if (isAtEnd_ && last_ < std::numeric_limits<int64_t>::max()) behind_ = last_ + 1;
    if (passed > 0 && !isAtEnd_) first_ = ids_[passed - 1] + 1;
    if (isAtEnd_ || row == mostRows || block.bytes_.size() >= mostBytes) break;
  }
  if (at == At::Failed) return std::nullopt;
  if (at == At::None) isAtEnd_ = true;
  cursor_.rest();
  return block.rowCount_ = row;
}

// The first `count` rows of payloads_, as far as there is room for them; answers how many of them are in the block.
std::optional<size_t> ColumnGather::Impl::storePage(ColumnBlock& block, size_t row, size_t count, size_t mostBytes,
                                                    size_t& passed) {
  const size_t first = row;
  for (; passed < count; ++passed) {
    const Payload& payload = payloads_[passed];
    if (block.bytes_.size() + runBytes_ >= mostBytes) {
      if (!endRun(block, row)) return std::nullopt;
      if (block.bytes_.size() >= mostBytes) break;
    }
    block.ids_[row] = ids_[passed];
    const bool isInRun = addToRun(payload);
    if (!isInRun && (!endRun(block, row) || !storeAlone(block, payload, row))) return std::nullopt;
    ++row;
  }
  if (!endRun(block, row)) return std::nullopt;
  return row - first;
}

// ---------------------------------------------------------------- from outside

bool ColumnGather::canRead(const TableLayout& table, std::span<const ColumnRequest> columns) {
  return table.isReadable() && !table.isWithoutRowid &&
         std::all_of(columns.begin(), columns.end(), [&](const ColumnRequest& request) {
           return table.columns[request.column].isRowid || table.columns[request.column].place;
         });
}

ColumnGather::ColumnGather(PageFile& file, const TableLayout& table, std::vector<ColumnRequest> columns)
    : impl_(std::make_unique<Impl>(file, table, columns)) {}
ColumnGather::ColumnGather(ColumnGather&&) noexcept = default;
ColumnGather& ColumnGather::operator=(ColumnGather&&) noexcept = default;
ColumnGather::~ColumnGather() = default;

std::optional<size_t> ColumnGather::take(std::span<const int64_t> ids, ColumnBlock& block, size_t mostBytes) {
  return impl_->take(ids, block, mostBytes);
}
std::optional<size_t> ColumnGather::scan(size_t mostRows, ColumnBlock& block, size_t mostBytes) {
  return impl_->scan(mostRows, block, mostBytes);
}
void ColumnGather::scanFrom(int64_t first, int64_t last) {
  impl_->scanFrom(first, last);
}
bool ColumnGather::isAtEnd() const {
  return impl_->isAtEnd();
}
std::optional<int64_t> ColumnGather::behind() const {
  return impl_->behind();
}

}  // namespace premap
