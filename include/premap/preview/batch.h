// BatchWriter: rows in, one column-major batch out. The layout (version 1) is in docs/architecture.md.
//
//   BatchWriter writer({VectorKind::Id, VectorKind::Text});
//   writer.appendId(0, 0x2d);
//   writer.appendText(1, "B-1");
//   writer.endRow();
//   std::vector<uint8_t> bytes = writer.finish(BatchFlag::Last);   // and the writer is empty again
//
// Every column gets exactly one append a row. Values are kept column by column as they arrive;
// `finish` only joins them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace premap {

enum class VectorKind : uint8_t {
  Null = 0,
  Bool = 1,
  F64 = 2,
  Id = 3,
  Text = 4,
  Json = 5,
  Bytes = 6,
  U16 = 7,
  I64 = 8,
  Point2d = 9,  ///< two or three doubles a row; their text is made by those who want to read it
  Point3d = 10
};

namespace BatchFlag {
inline constexpr uint32_t None = 0;
inline constexpr uint32_t Last = 1;    ///< nothing follows
inline constexpr uint32_t Failed = 2;  ///< the rest is an envelope as UTF-8 JSON; nothing follows
inline constexpr uint32_t Paused = 4;  ///< time ran out: call again
}  // namespace BatchFlag

class BatchWriter {
 public:
  explicit BatchWriter(const std::vector<VectorKind>& kinds);

  void appendNull(int column);
  void appendBool(int column, bool value) { push(column, static_cast<uint8_t>(value ? 1 : 0)); }
  void appendDouble(int column, double value) { push(column, value); }
  void appendInteger(int column, int64_t value) { push(column, value); }
  void appendId(int column, uint64_t value) { push(column, value); }
  void appendU16(int column, uint16_t value) { push(column, value); }
  /// For Text, Json and Bytes columns.
  void appendText(int column, std::string_view value);
  void appendBytes(int column, const std::byte* data, size_t size);
  /// A cell of a Text column that is no text: in this batch the column is a Json one.
  void appendJsonCell(int column, std::string_view json);
  /// The text or JSON of this row's cell is appended to the string by the caller, who then calls endText.
  std::string& textSink(int column) { return columns_[static_cast<size_t>(column)].text; }
  /// Ends the cell begun with textSink. `isNull`: whatever was appended is dropped.
  void endText(int column, bool isNull = false);
  void endRow() { ++rowCount_; }

  // --- many rows at once, column by column: their values, what of them is null, then endRows
  /// Room for so many values of a Bool (uint8_t), U16 (uint16_t), F64, Id or I64 (uint64_t) column.
  template <class T>
  T* extend(int column, size_t count) {
    byteSize_ += count * sizeof(T);
    return reinterpret_cast<T*>(columns_[static_cast<size_t>(column)].fixed.extend(count * sizeof(T)));
  }
  /// Which of so many rows are null.
  template <class IsNull>
  void markNulls(int column, size_t count, IsNull isNull);
  /// Room for texts of a Text column, of so many bytes in all, and for where each of them ends in `text`.
  struct Texts {
    char* text;      ///< of the first of them
    uint32_t begin;  ///< where that is
    uint32_t* ends;
  };
  Texts extendTexts(int column, size_t rows, size_t bytes);
  /// Coordinates for the rows of a Text column that so far has nothing but such points in this batch; null: it has.
  double* extendPoints(int column, size_t rows, size_t dimensions);
  /// How many coordinates its points have; 0: it has texts, or nothing yet.
  size_t dimensions(int column) const { return columns_[static_cast<size_t>(column)].dimensions; }
  /// From here on the column has texts.
  void pointsToTexts(int column);
  void endRows(uint32_t count) { rowCount_ += count; }

  uint32_t rowCount() const { return rowCount_; }
  /// Bytes of the values so far, near the size of the finished batch. Text that a sink has not ended is not counted.
  size_t byteSize() const { return byteSize_; }

  /// Joins the columns to one batch and empties the writer. Cost: one copy of the values.
  std::vector<uint8_t> finish(uint32_t flags);

 private:
  // A growing buffer of plain values; a push is a compare and a store.
  class Bytes {
   public:
    template <class T>
    void push(T value) {
      std::memcpy(extend(sizeof value), &value, sizeof value);
    }
    uint8_t* extend(size_t count) {
      if (size_ + count > storage_.size()) storage_.resize(storage_.size() * 2 + count + 1024);
      uint8_t* at = storage_.data() + size_;
      size_ += count;
      return at;
    }
    const uint8_t* data() const { return storage_.data(); }
    size_t size() const { return size_; }
    void clear() { size_ = 0; }

   private:
    std::vector<uint8_t> storage_;
    size_t size_ = 0;
  };

  struct Vector {
    VectorKind kind;
    size_t dimensions = 0;       // of a Text column that has only points in this batch: they are in `fixed`
    std::vector<uint8_t> nulls;  // bit set = null; as long as the last null needs
    uint32_t nullCount = 0;
    Bytes fixed;                 // Bool, F64, Id, U16, I64
    std::vector<uint32_t> ends;  // Text, Json, Bytes: end of each cell in `text`
    std::string text;
    bool isQuoted = false;  // a Text column whose cells are JSON strings in this batch
  };

  template <class T>
  void push(int column, T value) {
    columns_[static_cast<size_t>(column)].fixed.push(value);
    byteSize_ += sizeof value;
  }
  void endCell(Vector& column);
  static void quoteCells(Vector& column);
  static void markNull(Vector& column, uint32_t row);
  void appendBlock(std::vector<uint8_t>& out, Vector& column) const;

  std::vector<Vector> columns_;
  uint32_t rowCount_ = 0;
  size_t byteSize_ = 0;
};

template <class IsNull>
void BatchWriter::markNulls(int index, size_t count, IsNull isNull) {
  Vector& column = columns_[static_cast<size_t>(index)];
  column.nulls.resize((rowCount_ + count + 7) / 8, 0);
  for (size_t row = 0; row < count; ++row) {
    const bool bit = isNull(row);
    const size_t at = rowCount_ + row;
    column.nulls[at / 8] |= static_cast<uint8_t>(bit << (at % 8));
    column.nullCount += bit;
  }
}

/// A batch that says what went wrong: `envelope` is `{"ok":false,...}` as JSON.
std::vector<uint8_t> failedBatch(std::string_view envelope);

}  // namespace premap
