// CellBlock: the cells of many rows, column by column. Texts of points are not made before somebody asks for them.
//
//   for (size_t row = 0; row < block.rowCount(); ++row) {
//     const Value value = block.column(c).value(row, scratch);
//     show(value, book[block.column(c).verdict(row)]);
//   }
//
// Everything a block holds lives until the next block is read.
#pragma once

#include <bit>
#include <memory>
#include <string>
#include <vector>

#include "premap/resolve/coerce.h"
#include "premap/schema/model.h"

namespace premap::resolve {

struct RowKind;

/// One cell: null, or a value of the column's type (Boolean, Integer, Double, String); an id in two default columns.
struct Cell {
  Value value;
  uint16_t verdict = 0;
};

/// How a cell is kept.
enum class CellKind : uint8_t { Null, Boolean, Integer, Double, Id, Text, Point2d, Point3d };

/// Memory for texts and coordinates of one block: what it gave stays where it is.
class CellArena {
 public:
  char* take(size_t size);
  std::string_view keep(std::string_view text);
  double* takeNumbers(size_t count);
  void clear();

 private:
  static constexpr size_t kPiece = 64 * 1024;
  std::vector<std::unique_ptr<char[]>> pieces_;  // of kPiece bytes each
  std::vector<std::unique_ptr<char[]>> large_;
  size_t piece_ = 0, used_ = kPiece;
};

class CellColumn {
 public:
  CellKind kind(size_t row) const { return kinds_[row]; }
  bool isNull(size_t row) const { return kinds_[row] == CellKind::Null; }
  uint16_t verdict(size_t row) const { return verdicts_[row]; }
  /// Of Boolean (0 or 1), Integer and Id.
  int64_t integer(size_t row) const { return static_cast<int64_t>(bits_[row]); }
  double real(size_t row) const { return std::bit_cast<double>(bits_[row]); }
  std::string_view text(size_t row) const {
    return {reinterpret_cast<const char*>(static_cast<uintptr_t>(bits_[row])), sizes_[row]};
  }
  /// The coordinates of a point, two or three.
  const double* point(size_t row) const { return reinterpret_cast<const double*>(static_cast<uintptr_t>(bits_[row])); }
  /// Any cell; `scratch` takes the text of a point.
  Value value(size_t row, std::string& scratch) const;

  const CellKind* kinds() const { return kinds_.data(); }
  /// 0 where it is null.
  const uint64_t* bits() const { return bits_.data(); }
  const uint16_t* verdicts() const { return verdicts_.data(); }

  // --- for those who fill it
  /// All null.
  void begin(size_t rows);
  void setNull(size_t row) { kinds_[row] = CellKind::Null, bits_[row] = 0; }
  void setWhole(size_t row, CellKind kind, int64_t value) {
    kinds_[row] = kind, bits_[row] = static_cast<uint64_t>(value);
  }
  void setReal(size_t row, double value) {
    kinds_[row] = CellKind::Double, bits_[row] = std::bit_cast<uint64_t>(value);
  }
  /// The text lives as long as the block.
  void setText(size_t row, const char* text, size_t size) {
    kinds_[row] = CellKind::Text, bits_[row] = reinterpret_cast<uintptr_t>(text);
    sizes_[row] = static_cast<uint32_t>(size);
  }
  void setPoint(size_t row, CellKind kind, const double* coordinates) {
    kinds_[row] = kind, bits_[row] = reinterpret_cast<uintptr_t>(coordinates);
  }
  /// Any value; its text is copied.
  void set(size_t row, const Value& value, CellArena& arena);
  void setVerdict(size_t row, uint16_t verdict) { verdicts_[row] = verdict; }

 private:
  std::vector<CellKind> kinds_;
  std::vector<uint64_t> bits_;
  std::vector<uint32_t> sizes_;  // of texts
  std::vector<uint16_t> verdicts_;
};

class CellBlock {
 public:
  size_t rowCount() const { return ids_.size(); }
  size_t columnCount() const { return columns_.size(); }
  const CellColumn& column(size_t index) const { return columns_[index]; }
  /// Of a row; 0 and null when the query does not tell.
  int64_t id(size_t row) const { return ids_[row]; }
  const Class* rowClass(size_t row) const;
  bool isElement(size_t row) const;

 private:
  friend class BlockEvaluator;
  friend class ColumnEvaluator;
  friend class FormulaEvaluator;
  friend class RowClassifier;

  void begin() { sources_.clear(), ids_.clear(), kinds_.clear(), arena_.clear(); }

  std::vector<uint32_t> sources_;  // rows of the row block: those that are left out are not among them
  std::vector<int64_t> ids_;
  std::vector<RowKind*> kinds_;
  std::vector<CellColumn> columns_;
  CellArena arena_;
};

/// Appends a point as the JSON text its cell shows: {"x":1,"y":2,"z":3}. The coordinates are finite.
void appendPoint(std::string& out, const double* coordinates, bool is3d);

}  // namespace premap::resolve
