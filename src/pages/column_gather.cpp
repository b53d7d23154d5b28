// Stores what a row has in the columns that were asked for, row after row, into arrays that are kept
// from block to block.
#include "premap/pages/column_gather.h"

#include <algorithm>
#include <cstring>
#include <limits>

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
  std::sort(wanted.begin(), wanted.end(), [](const WantedField& a, const WantedField& b) {
    return a.place != b.place ? a.place < b.place : a.isSizeOnly < b.isSizeOnly;
  });
  wanted.erase(std::unique(wanted.begin(), wanted.end(),
                           [](const WantedField& a, const WantedField& b) { return a.place == b.place; }),
               wanted.end());
  return wanted;
}

uint32_t fieldOf(std::span<const WantedField> wanted, uint32_t place) {
  const auto at = std::lower_bound(wanted.begin(), wanted.end(), place,
                                   [](const WantedField& field, uint32_t p) { return field.place < p; });
  return static_cast<uint32_t>(at - wanted.begin());
}

constexpr size_t kShort = 32;
static_assert(kShort <= PageCache::kSlack && kShort <= ByteArena::kSlack);

// Most texts are short: they are copied without a loop, and without a look at how long they are.
void copyText(std::byte* to, const std::byte* from, size_t size) {
  if (size <= kShort) std::memcpy(to, from, kShort);
  else std::memcpy(to, from, size);
}

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

bool ColumnGather::canRead(const TableLayout& table, std::span<const ColumnRequest> columns) {
  return table.isReadable() && !table.isWithoutRowid &&
         std::all_of(columns.begin(), columns.end(), [&](const ColumnRequest& request) {
           return table.columns[request.column].isRowid || table.columns[request.column].place;
         });
}

ColumnGather::ColumnGather(PageFile& file, const TableLayout& table, std::vector<ColumnRequest> columns)
    : file_(file),
      cursor_(file, table.rootPage),
      reader_(file, wantedOf(table, columns)),
      from_(std::numeric_limits<int64_t>::min()) {
  const std::vector<WantedField> wanted = wantedOf(table, columns);
  for (const ColumnRequest& request : columns) {
    const ColumnLayout& column = table.columns[request.column];
    defaults_.push_back(column.whenAbsent);
    Column& source = columns_.emplace_back();
    source.isRowid = column.isRowid;
    source.isReal = column.affinity == Affinity::Real;
    source.isSizeOnly = request.isSizeOnly;
    if (!source.isRowid) source.fieldIndex = fieldOf(wanted, column.place.value_or(0));
  }
}

void ColumnGather::begin(ColumnBlock& block, size_t rows) {
  block.prepare(columns_.size(), rows);
  for (size_t i = 0; i < columns_.size(); ++i) {
    columns_[i].types = block.columns_[i].types.data();
    columns_[i].bits = block.columns_[i].bits.data();
    columns_[i].field = columns_[i].isRowid ? nullptr : &reader_.field(columns_[i].fieldIndex);
  }
}

std::optional<size_t> ColumnGather::take(std::span<const int64_t> ids, ColumnBlock& block, size_t mostBytes) {
  begin(block, ids.size());
  size_t row = 0;
  for (; row < ids.size() && (row == 0 || block.bytes_.size() < mostBytes); ++row) {
    block.ids_[row] = ids[row];
    if (row > 0 && ids[row] == ids[row - 1]) {
      repeat(block, row);
      continue;
    }
    const At at = cursor_.find(ids[row]);
    if (at == At::Failed || (at == At::Row && !store(block, row))) return std::nullopt;
    if (at == At::None) storeMissing(block, row);
  }
  return block.rowCount_ = row;
}

std::optional<size_t> ColumnGather::scan(size_t mostRows, ColumnBlock& block, size_t mostBytes) {
  begin(block, mostRows);
  if (isAtEnd_ || mostRows == 0) return 0;
  size_t row = 0;
  At at = cursor_.seek(from_);
  while (at == At::Row && cursor_.rowid() <= last_) {
    block.ids_[row] = cursor_.rowid();
    if (!store(block, row)) return std::nullopt;
    ++row;
    if (row == mostRows || block.bytes_.size() >= mostBytes) break;
    at = cursor_.next();
  }
  if (at == At::Failed) return std::nullopt;
  const bool isBehind = at == At::Row && cursor_.rowid() > last_;
  const bool isLast = row > 0 && block.ids_[row - 1] == last_;
  if (isBehind) behind_ = cursor_.rowid();
  else if (isLast && last_ < std::numeric_limits<int64_t>::max()) behind_ = last_ + 1;
  if (at == At::None || isBehind || isLast) isAtEnd_ = true;
  else from_ = block.ids_[row - 1] + 1;
  return block.rowCount_ = row;
}

bool ColumnGather::store(ColumnBlock& block, size_t row) {
  if (!reader_.read(cursor_.payload())) return false;
  block.found_[row] = 1;
  for (size_t i = 0; i < columns_.size(); ++i) {
    const Column& column = columns_[i];
    ColumnType& type = column.types[row];
    uint64_t& bits = column.bits[row];
    if (column.isRowid) {
      type = ColumnType::Integer;
      bits = static_cast<uint64_t>(cursor_.rowid());
      continue;
    }
    const StoredField& field = *column.field;
    switch (field.kind) {
      case StoredKind::Null:
        type = ColumnType::Null;
        break;
      case StoredKind::Absent:
        if (!storeAbsent(block, i, row)) return false;
        break;
      case StoredKind::Real:
        type = field.isNan() ? ColumnType::Null : ColumnType::Real;
        bits = u64At(field.data);
        break;
      case StoredKind::Text:
      case StoredKind::Blob:
        type = field.kind == StoredKind::Text ? ColumnType::Text : ColumnType::Blob;
        if (!storeText(block.bytes_, field.data, field.size, column.isSizeOnly, bits)) return false;
        break;
      default: {
        // SQLite stores a double without a fraction as a whole number, in columns that are declared to be doubles.
        const int64_t value = field.integer();
        type = column.isReal ? ColumnType::Real : ColumnType::Integer;
        bits = column.isReal ? std::bit_cast<uint64_t>(static_cast<double>(value)) : static_cast<uint64_t>(value);
      }
    }
  }
  return true;
}

bool ColumnGather::storeAbsent(ColumnBlock& block, size_t column, size_t row) {
  const DefaultValue& value = defaults_[column];
  block.columns_[column].types[row] = value.type;
  switch (value.type) {
    case ColumnType::Integer:
      block.columns_[column].bits[row] = static_cast<uint64_t>(value.integer);
      return true;
    case ColumnType::Real:
      block.columns_[column].bits[row] = std::bit_cast<uint64_t>(value.real);
      return true;
    case ColumnType::Null:
      return true;
    default: {
      // A short text is copied with what lies behind it: from where there is something.
      std::byte padded[kShort] = {};
      const auto* bytes = reinterpret_cast<const std::byte*>(value.bytes.data());
      const bool isShort = value.bytes.size() <= kShort;
      if (isShort && !value.bytes.empty()) std::memcpy(padded, bytes, value.bytes.size());
      return storeText(block.bytes_, isShort ? padded : bytes, static_cast<uint32_t>(value.bytes.size()),
                       columns_[column].isSizeOnly, block.columns_[column].bits[row]);
    }
  }
}

bool ColumnGather::storeText(ByteArena& bytes, const std::byte* data, uint32_t size, bool isSizeOnly, uint64_t& bits) {
  const size_t offset = bytes.size();
  if (size > 0 && !isSizeOnly) {
    std::byte* to = offset + size <= 0xffffffff ? bytes.extend(size) : nullptr;
    if (!to) return file_.outOfMemory(cursor_.payload().page);
    copyText(to, data, size);
  }
  bits = static_cast<uint64_t>(offset) << 32 | size;
  return true;
}

// An id that came just before.
void ColumnGather::repeat(ColumnBlock& block, size_t row) {
  block.found_[row] = block.found_[row - 1];
  for (ColumnBlock::Column& column : block.columns_) {
    column.types[row] = column.types[row - 1];
    column.bits[row] = column.bits[row - 1];
  }
}

void ColumnGather::storeMissing(ColumnBlock& block, size_t row) {
  block.found_[row] = 0;
  for (ColumnBlock::Column& column : block.columns_) column.types[row] = ColumnType::Null;
}

}  // namespace premap
