// Memory is kept from block to block: after the first ones nothing is allocated any more.
#include "premap/resolve/cell_block.h"

#include <algorithm>

#include "premap/base/text.h"
#include "resolve/row_kind.h"

namespace premap::resolve {

void CellColumn::begin(size_t rows) {
  if (kinds_.size() < rows) kinds_.resize(rows), bits_.resize(rows), sizes_.resize(rows), verdicts_.resize(rows);
  std::fill_n(kinds_.begin(), rows, CellKind::Null);
  std::fill_n(bits_.begin(), rows, 0);
}

Value CellColumn::value(size_t row, std::string& scratch) const {
  switch (kinds_[row]) {
    case CellKind::Null:
      return Value();
    case CellKind::Boolean:
      return Value::boolean(integer(row) != 0);
    case CellKind::Integer:
      return Value::ofInteger(integer(row));
    case CellKind::Double:
      return Value::ofDouble(real(row));
    case CellKind::Id:
      return Value::id(integer(row));
    case CellKind::Text:
      return Value::string(text(row));
    case CellKind::Point2d:
    case CellKind::Point3d:
      scratch.clear();
      appendPoint(scratch, point(row), kinds_[row] == CellKind::Point3d);
      return Value::string(scratch);
  }
  return Value();
}

void CellColumn::set(size_t row, const Value& value, CellArena& arena) {
  switch (value.type) {
    case ValueType::Boolean:
      return setWhole(row, CellKind::Boolean, value.integer);
    case ValueType::Integer:
      return setWhole(row, CellKind::Integer, value.integer);
    case ValueType::Id:
      return setWhole(row, CellKind::Id, value.integer);
    case ValueType::Double:
      return setReal(row, value.real);
    case ValueType::Null:
    case ValueType::Binary:
      return setNull(row);
    default: {
      const std::string_view kept = arena.keep(value.text);
      setText(row, kept.data(), kept.size());
    }
  }
}

char* CellArena::take(size_t size) {
  if (size > kPiece) return large_.emplace_back(new char[size]).get();
  if (piece_ == 0 || used_ + size > kPiece) {  // also for a first text that is empty
    if (piece_ == pieces_.size()) pieces_.emplace_back(new char[kPiece]);
    ++piece_, used_ = 0;
  }
  char* at = pieces_[piece_ - 1].get() + used_;
  used_ += size;
  return at;
}

std::string_view CellArena::keep(std::string_view text) {
  char* at = take(text.size());
  text.copy(at, text.size());
  return {at, text.size()};
}

double* CellArena::takeNumbers(size_t count) {
  used_ = (used_ + 7) & ~size_t{7};
  return reinterpret_cast<double*>(take(count * sizeof(double)));
}

void CellArena::clear() {
  large_.clear();
  piece_ = 0, used_ = kPiece;
}

const Class* CellBlock::rowClass(size_t row) const {
  return kinds_[row]->rowClass;
}
bool CellBlock::isElement(size_t row) const {
  return kinds_[row]->instanceClass != nullptr;
}

void appendPoint(std::string& out, const double* coordinates, bool is3d) {
  static constexpr std::string_view kKeys[] = {"{\"x\":", ",\"y\":", ",\"z\":"};
  char text[3 * (kDoubleTextSize + 8)];
  char* at = text;
  for (int i = 0; i < (is3d ? 3 : 2); ++i) {
    at += kKeys[i].copy(at, kKeys[i].size());
    at += writeDouble(coordinates[i], at);
  }
  *at++ = '}';
  out.append(text, static_cast<size_t>(at - text));
}

}  // namespace premap::resolve
