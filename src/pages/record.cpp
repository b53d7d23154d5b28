// Walks the header of a record up to the last wanted value; what was found is kept for rows of the same shape. Values
// that go on in other pages are put together.
#include "premap/pages/record.h"

#include <algorithm>
#include <array>

#include "premap/pages/bytes.h"

namespace premap {
namespace {

constexpr uint32_t kMostHeader = 98307;  // SQLite's own limit: 32,767 columns of three bytes each
constexpr uint64_t kFirstLong = 12;      // from here on, even: blob, odd: text

// Most kinds of values are said in one byte.
struct ShortType {
  uint8_t size = 0;
  StoredKind kind = StoredKind::Absent;  // also of 10 and 11, which no file has
};

constexpr std::array<ShortType, 128> shortTypes() {
  constexpr uint8_t kSizes[kFirstLong] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};
  std::array<ShortType, 128> types;
  for (uint8_t type = 0; type < 128; ++type) {
    if (type < 10) types[type] = {kSizes[type], static_cast<StoredKind>(type)};
    if (type >= kFirstLong)
      types[type] = {static_cast<uint8_t>((type - kFirstLong) / 2), type & 1 ? StoredKind::Text : StoredKind::Blob};
  }
  return types;
}

constexpr std::array<ShortType, 128> kShortTypes = shortTypes();

}  // namespace

// ---------------------------------------------------------------- the pages where a long record goes on

/// Goes along a record's overflow pages, forwards only.
class RecordReader::Chain {
 public:
  Chain(PageFile& file, const Payload& payload)
      : file_(file), payload_(payload), next_(payload.overflow), start_(payload.localSize), end_(payload.localSize) {}

  /// Appends so many bytes of the record, from an offset that never goes back.
  bool copy(uint64_t offset, uint64_t count, ByteArena& out) {
    while (count > 0) {
      const std::byte* from = nullptr;
      uint64_t here = 0;
      if (offset < payload_.localSize) {
        from = payload_.local + offset;
        here = payload_.localSize - offset;
      } else {
        while (offset >= end_)
          if (!advance()) return false;
        from = page_.data() + 4 + (offset - start_);
        here = end_ - offset;
      }
      here = std::min(here, count);
      std::byte* to = out.extend(static_cast<size_t>(here));
      if (!to) return file_.outOfMemory(payload_.page);
      std::memcpy(to, from, static_cast<size_t>(here));
      offset += here;
      count -= here;
    }
    return true;
  }

 private:
  bool advance() {
    const uint32_t page = next_;
    if (page == 0) return file_.corrupt(payload_.page, "has a value that breaks off");
    if (isRepeated(page)) return file_.corrupt(page, "is part of a value twice");
    page_ = file_.hold(page);
    if (!page_) return false;
    next_ = u32At(page_.data());
    start_ = end_;
    end_ += file_.usableSize() - 4;
    return true;
  }

  // A chain that comes back to itself meets the page that was kept at the last power of two of steps.
  bool isRepeated(uint32_t page) {
    const bool isRepeated = page == kept_;
    if ((steps_ & (steps_ - 1)) == 0) kept_ = page;
    ++steps_;
    return isRepeated;
  }

  PageFile& file_;
  const Payload& payload_;
  PageCache::Hold page_;
  uint32_t next_, kept_ = 0;
  uint64_t start_, end_;  // of the record, what the page has
  uint64_t steps_ = 0;
};

// ---------------------------------------------------------------- the reader

RecordReader::RecordReader(PageFile& file, std::vector<WantedField> wanted)
    : file_(file), wanted_(std::move(wanted)), fields_(wanted_.size()), offsets_(wanted_.size()) {}

bool RecordReader::read(const Payload& payload) {
  uint64_t headerSize = 0;
  const std::byte* first = varint(payload.local, headerSize);
  const auto sizeOfSize = static_cast<uint64_t>(first - payload.local);
  if (headerSize < sizeOfSize || headerSize > std::min(payload.size, kMostHeader) || sizeOfSize > payload.localSize)
    return file_.corrupt(payload.page, "has a row with an impossible header");
  if (headerSize <= payload.localSize && isAsBefore(payload, static_cast<uint32_t>(headerSize))) return true;
  shapeSize_ = 0;  // whatever becomes of this row, the fields are no longer those of the one before
  if (headerSize > payload.localSize) {
    Chain chain(file_, payload);
    header_.clear();
    return chain.copy(0, headerSize, header_) &&
           readHeader(payload, header_.data(), static_cast<uint32_t>(headerSize)) && fetchSpilled(payload, chain);
  }
  if (!readHeader(payload, payload.local, static_cast<uint32_t>(headerSize))) return false;
  keepShape(payload, static_cast<uint32_t>(headerSize));
  if (payload.size == payload.localSize) return true;
  Chain chain(file_, payload);
  return fetchSpilled(payload, chain);
}

// Rows one after the other are often of one shape: the same header, byte by byte, with what was found in it.
bool RecordReader::isAsBefore(const Payload& payload, uint32_t headerSize) {
  if (headerSize != shapeSize_ || payload.size != shapePayload_ || payload.localSize != payload.size) return false;
  if (std::memcmp(payload.local, shape_.data(), headerSize) != 0) return false;
  for (size_t i = 0; i < fields_.size(); ++i) fields_[i].data = payload.local + offsets_[i];
  return true;
}

void RecordReader::keepShape(const Payload& payload, uint32_t headerSize) {
  const bool isKept = headerSize <= shape_.size() && payload.localSize == payload.size;
  shapeSize_ = isKept ? headerSize : 0;
  shapePayload_ = payload.size;
  if (isKept) std::memcpy(shape_.data(), payload.local, headerSize);
}

// Finds the wanted fields. Those that do not lie in the record's page wholly have no data yet.
bool RecordReader::readHeader(const Payload& payload, const std::byte* header, uint32_t headerSize) {
  const std::byte* at = skipVarint(header);
  const std::byte* const end = header + headerSize;
  uint64_t offset = headerSize;
  uint32_t place = 0;
  ShortType type;
  uint32_t size = 0;
  const size_t count = wanted_.size();
  for (size_t i = 0; i < count; ++i) {
    for (const uint32_t last = wanted_[i].place; place <= last; ++place) {
      offset += size;
      size = 0;
      if (at >= end) return readOlder(payload, i, at == end && offset == payload.size);
      const uint32_t first = byteAt(at);
      if (first < kShortTypes.size()) {
        type = kShortTypes[first];
        size = type.size;
        ++at;
        continue;
      }
      uint64_t longType = 0;
      at = varint(at, longType);
      const uint64_t length = (longType - kFirstLong) / 2;  // of a short type spelled long: too large, or none
      if (length > payload.size) return file_.corrupt(payload.page, "has a value longer than its row");
      type.kind = longType & 1 ? StoredKind::Text : StoredKind::Blob;
      size = static_cast<uint32_t>(length);
    }
    if (type.kind == StoredKind::Absent) return file_.corrupt(payload.page, "has a value of an unknown kind");
    StoredField& field = fields_[i];
    field.kind = type.kind;
    field.size = size;
    field.data = offset + size <= payload.localSize ? payload.local + offset : nullptr;
    offsets_[i] = static_cast<uint32_t>(offset);
  }
  offset += size;
  if (at > end || offset > payload.size || (at == end && offset != payload.size))
    return file_.corrupt(payload.page, "has a row whose values do not fit into it");
  return true;
}

// The record ends before the field `from`: it is older than that column, and those behind it.
bool RecordReader::readOlder(const Payload& payload, size_t from, bool isWhole) {
  for (size_t i = from; i < fields_.size(); ++i) fields_[i] = StoredField{};
  return isWhole || file_.corrupt(payload.page, "has a row whose values do not fit into it");
}

// Fetches the wanted fields that do not lie in the record's page wholly. The memory may move while it grows: the fields
// learn their places at the end.
bool RecordReader::fetchSpilled(const Payload& payload, Chain& chain) {
  spilled_.clear();
  const auto isFetched = [&](size_t i) {
    const StoredField& field = fields_[i];
    if (field.kind == StoredKind::Absent || (wanted_[i].isSizeOnly && field.kind >= StoredKind::Blob)) return false;
    return uint64_t{offsets_[i]} + field.size > payload.localSize;
  };
  for (size_t i = 0; i < fields_.size(); ++i)
    if (isFetched(i) && !chain.copy(offsets_[i], fields_[i].size, spilled_)) return false;
  const std::byte* at = spilled_.data();
  for (size_t i = 0; i < fields_.size(); ++i)
    if (isFetched(i)) fields_[i].data = at, at += fields_[i].size;
  return true;
}

}  // namespace premap
