// Numbers of up to four bytes are decoded without a branch, for their sizes change from row to row; texts are copied
// with what lies behind them, without a loop.
#include "pages/column_store.h"

#include <cstring>

#include "premap/pages/bytes.h"

namespace premap {
namespace {

constexpr size_t kShort = 32;
static_assert(kShort <= PageCache::kSlack && kShort <= ByteArena::kSlack);

// Most texts are short.
void copyText(std::byte* to, const std::byte* from, size_t size) {
  if (size <= kShort) std::memcpy(to, from, kShort);
  else std::memcpy(to, from, size);
}

// By the kind of a number as it is stored: 0 to 4 and 8, 9.
constexpr uint8_t kShifts[] = {0, 24, 16, 8, 0, 0, 0, 0, 0, 0};
constexpr int32_t kMasks[] = {0, -1, -1, -1, -1, 0, 0, 0, 0, 0};

int32_t shortNumber(const std::byte* at, uint32_t type) {
  return (static_cast<int32_t>(u32At(at)) >> kShifts[type] & kMasks[type]) | static_cast<int32_t>(type == Spot::kOne);
}

uint64_t place(size_t offset, uint32_t size) {
  return static_cast<uint64_t>(offset) << 32 | size;
}

}  // namespace

ColumnStore::ColumnStore(const ColumnLayout& column, bool isSizeOnly)
    : isReal_(column.affinity == Affinity::Real), isSizeOnly_(isSizeOnly), whenAbsent_(column.whenAbsent) {}

bool ColumnStore::storeRun(const Spot* spots, size_t stride, size_t row, size_t count, ByteArena& bytes) const {
  return isReal_ ? storeRun<true>(spots, stride, row, count, bytes) : storeRun<false>(spots, stride, row, count, bytes);
}

// SQLite stores a double without a fraction as a whole number, in columns that are declared to be doubles.
template <bool isReal>
bool ColumnStore::storeRun(const Spot* spots, size_t stride, size_t row, size_t count, ByteArena& bytes) const {
  constexpr ColumnType kNumber = isReal ? ColumnType::Real : ColumnType::Integer;
  ColumnType* const types = types_;
  uint64_t* const bits = bits_;
  for (const size_t end = row + count; row < end; ++row, spots += stride) {
    const Spot spot = *spots;
    if (spot.isLong()) {
      if (spot.type == Spot::kAbsent) {
        if (!storeAbsent(row, bytes)) return false;
        continue;
      }
      types[row] = spot.isText() ? ColumnType::Text : ColumnType::Blob;
      if (!storeText(spot.at, spot.size(), row, bytes)) return false;
    } else if (spot.type - Spot::kInt48 <= Spot::kReal - Spot::kInt48) {
      const uint64_t word = u64At(spot.at);
      if (spot.type == Spot::kReal) {
        const double value = std::bit_cast<double>(word);
        types[row] = value == value ? ColumnType::Real : ColumnType::Null;
        bits[row] = word;
      } else {
        const int64_t value = static_cast<int64_t>(word) >> (spot.type == Spot::kInt48 ? 16 : 0);
        types[row] = kNumber;
        bits[row] = isReal ? std::bit_cast<uint64_t>(static_cast<double>(value)) : static_cast<uint64_t>(value);
      }
    } else {
      const int32_t value = shortNumber(spot.at, spot.type);
      types[row] = spot.type == 0 ? ColumnType::Null : kNumber;
      bits[row] = isReal ? std::bit_cast<uint64_t>(static_cast<double>(value))
                         : static_cast<uint64_t>(static_cast<int64_t>(value));
    }
  }
  return true;
}

bool ColumnStore::store(const StoredField& field, size_t row, ByteArena& bytes) const {
  switch (field.kind) {
    case StoredKind::Null:
      types_[row] = ColumnType::Null;
      return true;
    case StoredKind::Absent:
      return storeAbsent(row, bytes);
    case StoredKind::Real:
      types_[row] = field.isNan() ? ColumnType::Null : ColumnType::Real;
      bits_[row] = u64At(field.data);
      return true;
    case StoredKind::Text:
    case StoredKind::Blob:
      types_[row] = field.kind == StoredKind::Text ? ColumnType::Text : ColumnType::Blob;
      return storeText(field.data, field.size, row, bytes);
    default: {
      const int64_t value = field.integer();
      types_[row] = isReal_ ? ColumnType::Real : ColumnType::Integer;
      bits_[row] = isReal_ ? std::bit_cast<uint64_t>(static_cast<double>(value)) : static_cast<uint64_t>(value);
      return true;
    }
  }
}

void ColumnStore::storeIds(const int64_t* ids, size_t row, size_t count) const {
  for (size_t i = 0; i < count; ++i) {
    types_[row + i] = ColumnType::Integer;
    bits_[row + i] = static_cast<uint64_t>(ids[i]);
  }
}

bool ColumnStore::storeAbsent(size_t row, ByteArena& bytes) const {
  const DefaultValue& value = whenAbsent_;
  types_[row] = value.type;
  switch (value.type) {
    case ColumnType::Integer:
      bits_[row] = static_cast<uint64_t>(value.integer);
      return true;
    case ColumnType::Real:
      bits_[row] = std::bit_cast<uint64_t>(value.real);
      return true;
    case ColumnType::Null:
      return true;
    default: {
      // A short text is copied with what lies behind it: from where there is something.
      std::byte padded[kShort] = {};
      const auto* data = reinterpret_cast<const std::byte*>(value.bytes.data());
      const bool isShort = value.bytes.size() <= kShort;
      if (isShort && !value.bytes.empty()) std::memcpy(padded, data, value.bytes.size());
      return storeText(isShort ? padded : data, static_cast<uint32_t>(value.bytes.size()), row, bytes);
    }
  }
}

bool ColumnStore::storeText(const std::byte* data, uint32_t size, size_t row, ByteArena& bytes) const {
  const size_t offset = bytes.size();
  bits_[row] = place(offset, size);
  if (size == 0 || isSizeOnly_) return true;
  std::byte* to = offset + size <= 0xffffffff ? bytes.extend(size) : nullptr;
  if (!to) return false;
  copyText(to, data, size);
  return true;
}

}  // namespace premap
