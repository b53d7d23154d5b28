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
  I64 = 8
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
  /// `row`: counted from the first that was not ended yet.
  void markNull(int column, uint32_t row) { markNull(columns_[static_cast<size_t>(column)], rowCount_ + row); }
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

/// A batch that says what went wrong: `envelope` is `{"ok":false,...}` as JSON.
std::vector<uint8_t> failedBatch(std::string_view envelope);

}  // namespace premap
