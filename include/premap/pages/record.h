// A record: the values of a row, or the key of an index entry, as a page holds them. RecordReader finds the wanted ones
// and looks at no others.
//
//   RecordReader reader(file, {{2}, {5}});        // the third and the sixth stored value, in ascending order
//   if (!reader.read(cursor.payload())) return file.failure();
//   use(reader.field(0).integer(), reader.field(1).text());
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "premap/pages/byte_arena.h"
#include "premap/pages/bytes.h"
#include "premap/pages/page_file.h"

namespace premap {

/// Where a record lies: what of it is in its page, and where the rest begins.
struct Payload {
  const std::byte* local = nullptr;
  uint32_t localSize = 0;
  uint32_t size = 0;      ///< of the whole
  uint32_t overflow = 0;  ///< the page where it goes on; 0: nowhere
  uint32_t page = 0;      ///< where it begins, for faults
};

/// How a value is stored. 1 to 6 are whole numbers of 1, 2, 3, 4, 6 and 8 bytes.
enum class StoredKind : uint8_t {
  Null = 0,
  Int8 = 1,
  Int64 = 6,
  Real = 7,
  Zero = 8,
  One = 9,
  Absent = 10,
  Blob = 12,
  Text = 13
};

/// One value, in place: it lives until the cursor or the reader moves on.
struct StoredField {
  const std::byte* data = nullptr;  ///< null where only the size was wanted and it is not in its page
  uint32_t size = 0;                ///< in bytes
  StoredKind kind = StoredKind::Absent;

  bool isInteger() const {
    return (kind >= StoredKind::Int8 && kind <= StoredKind::Int64) || kind == StoredKind::Zero ||
           kind == StoredKind::One;
  }
  /// Of what isInteger().
  int64_t integer() const { return kind <= StoredKind::Int64 ? signedAt(data, size) : kind == StoredKind::One; }
  /// Of kind Real. Not a number is NULL to SQLite: isNan() tells.
  double real() const { return std::bit_cast<double>(u64At(data)); }
  bool isNan() const { return real() != real(); }
  std::string_view text() const { return {reinterpret_cast<const char*>(data), size}; }
};

/// A value to read: its place among the stored ones, counted from 0.
struct WantedField {
  uint32_t place = 0;
  bool isSizeOnly = false;  ///< kind and size alone: a long value's pages are not read
};

class RecordReader {
 public:
  /// `wanted`: by place, ascending, each once.
  RecordReader(PageFile& file, std::vector<WantedField> wanted);

  /// False: damaged, see PageFile::failure(). A record that ends before a wanted value has it as Absent: the row is
  /// older than the column. Cost: its header up to the last wanted value; what lies in other pages only where wanted.
  bool read(const Payload& payload);

  const StoredField& field(size_t index) const { return fields_[index]; }
  size_t fieldCount() const { return fields_.size(); }

 private:
  class Chain;
  bool isAsBefore(const Payload& payload, uint32_t headerSize);
  void keepShape(const Payload& payload, uint32_t headerSize);
  bool readHeader(const Payload& payload, const std::byte* header, uint32_t headerSize);
  bool readOlder(const Payload& payload, size_t from, bool isWhole);
  bool fetchSpilled(const Payload& payload, Chain& chain);

  PageFile& file_;
  std::vector<WantedField> wanted_;
  std::vector<StoredField> fields_;
  std::vector<uint32_t> offsets_;  // of the fields in their record
  ByteArena header_, spilled_;
  std::array<std::byte, 64> shape_;  // the header of the record before
  uint32_t shapeSize_ = 0, shapePayload_ = 0;
};

}  // namespace premap
