// Reading one leaf for many rows: a loop for each pair of a stored kind and a column's type that mappings are full of;
// whatever is not as its property says, and every other pair, goes through LeafReader and convert() one by one.
#include <bit>
#include <cmath>

#include "premap/base/text.h"
#include "resolve/column_evaluator.h"

namespace premap::resolve {

namespace {

bool fitsDeclaredType(const Value& value, Target target) {
  switch (target) {
    case Target::Boolean:
      return value.type == ValueType::Boolean;
    case Target::Integer:
      return value.type == ValueType::Integer;
    case Target::Double:
      return value.type == ValueType::Double;
    case Target::String:
      return value.type != ValueType::Boolean && value.type != ValueType::Integer && value.type != ValueType::Double;
  }
  return false;
}

// A value as an example for people.
std::string exampleOf(const Value& value) {
  switch (value.type) {
    case ValueType::Boolean:
      return value.integer ? "true" : "false";
    case ValueType::Integer:
      return std::to_string(value.integer);
    case ValueType::Id:
      return idToHex(value.integer);
    case ValueType::Double:
      return std::isfinite(value.real) ? shortestDouble(value.real) : "a number that is not finite";
    case ValueType::Binary:
      return "bytes";
    default:
      return std::string(value.text.substr(0, 200));
  }
}

}  // namespace

// Where nothing is converted twice, or filtered by a type declared beside it.
bool ColumnEvaluator::isPlain(const PlannedEntry& entry) const {
  if (!column_->type) return false;
  if (!entry.type) return true;
  return plan_.options.typeMismatch != TypeMismatch::DeclaredTypeFilter && *entry.type == *column_->type;
}

void ColumnEvaluator::readLeaf(const PlannedEntry* entry, const Access& leaf, int base,
                               std::span<const uint32_t> rows) {
  empty_.clear(), odd_.clear();
  const bool isDirect =
      (!entry || isPlain(*entry)) && readDirectly(leaf, entry ? *column_->type : Target::String, base, rows);
  if (!isDirect) odd_.assign(rows.begin(), rows.end());
}

// Calls `read` with each value there is; false: the value is odd.
template <class Read>
void ColumnEvaluator::readEach(const SlotColumn& slot, std::span<const uint32_t> rows, Read read) {
  const uint32_t* sources = cells_->sources_.data();
  for (const uint32_t row : rows) {
    const uint32_t place = slot.place(sources[row]);
    const ColumnType type = slot.typeAt(place);
    if (type == ColumnType::Null) empty_.push_back(row);
    else if (!read(row, type, place)) odd_.push_back(row);
  }
}

// False: not of the pairs that are read so.
bool ColumnEvaluator::readDirectly(const Access& leaf, Target target, int base, std::span<const uint32_t> rows) {
  const SlotColumn& slot = block_->slot(static_cast<size_t>(leaf.slot + base));
  CellColumn& out = *out_;
  const bool isText = target == Target::String;
  switch (leaf.shape.kind) {
    case ValueKind::String:
    case ValueKind::Json:
      if (!isText) return false;
      readEach(slot, rows, [&](uint32_t row, ColumnType type, uint32_t place) {
        if (type != ColumnType::Text) return false;
        const std::string_view text = slot.textAt(place);
        return out.setText(row, text.data(), text.size()), true;
      });
      return true;
    case ValueKind::Double:
      if (target != Target::Double) return false;
      readEach(slot, rows, [&](uint32_t row, ColumnType type, uint32_t place) {
        if (type == ColumnType::Integer)
          return out.setReal(row, static_cast<double>(static_cast<int64_t>(slot.bits[place]))), true;
        const double value = std::bit_cast<double>(slot.bits[place]);
        return type == ColumnType::Real && std::isfinite(value) && (out.setReal(row, value), true);
      });
      return true;
    case ValueKind::Integer:
      if (target != Target::Integer && target != Target::Double) return false;
      readEach(slot, rows, [&](uint32_t row, ColumnType type, uint32_t place) {
        const auto value = static_cast<int64_t>(slot.bits[place]);
        if (type != ColumnType::Integer) return false;
        if (target == Target::Integer) return out.setWhole(row, CellKind::Integer, value), true;
        const bool isExact = value <= kLargestExactDouble && value >= -kLargestExactDouble;
        return isExact && (out.setReal(row, static_cast<double>(value)), true);
      });
      return true;
    case ValueKind::Boolean:
      if (target != Target::Boolean) return false;
      readEach(slot, rows, [&](uint32_t row, ColumnType type, uint32_t place) {
        return type == ColumnType::Integer && (out.setWhole(row, CellKind::Boolean, slot.bits[place] != 0), true);
      });
      return true;
    case ValueKind::Id:
      if (!isText && target != Target::Integer) return false;
      return readIds(slot, target, rows), true;
    case ValueKind::DateTime:
      if (!isText) return false;
      readEach(slot, rows, [&](uint32_t row, ColumnType type, uint32_t place) {
        if (type != ColumnType::Real) return false;
        char text[kDateTimeTextSize];
        const size_t size = writeDateTime(std::bit_cast<double>(slot.bits[place]), leaf.shape.dateTimeKind,
                                          leaf.shape.dateTimeComponent, text);
        if (size == 0) return empty_.push_back(row), true;
        return out.setText(row, cells_->arena_.keep({text, size}).data(), size), true;
      });
      return true;
    case ValueKind::Point2d:
    case ValueKind::Point3d:
      if (!isText) return false;
      return readPoints(leaf, base, rows), true;
    default:
      return false;
  }
}

void ColumnEvaluator::readIds(const SlotColumn& slot, Target target, std::span<const uint32_t> rows) {
  readEach(slot, rows, [&](uint32_t row, ColumnType type, uint32_t place) {
    const auto id = static_cast<int64_t>(slot.bits[place]);
    if (type != ColumnType::Integer || id < 0) return false;
    if (id == 0) return empty_.push_back(row), true;  // an id of 0 is none
    if (target == Target::Integer) return out_->setWhole(row, CellKind::Integer, id), true;
    char* text = cells_->arena_.take(kIdTextSize);
    return out_->setText(row, text, writeId(id, text)), true;
  });
}

// Half a point is none, and neither is one with a coordinate that JSON has no number for.
void ColumnEvaluator::readPoints(const Access& leaf, int base, std::span<const uint32_t> rows) {
  const bool is3d = leaf.shape.kind == ValueKind::Point3d;
  const size_t count = is3d ? 3 : 2;
  const CellKind kind = is3d ? CellKind::Point3d : CellKind::Point2d;
  for (const uint32_t row : rows) {
    const size_t source = sourceOf(row);
    double coordinates[3];
    bool isWhole = true, isOdd = false;
    for (size_t i = 0; i < count; ++i) {
      const SlotColumn& slot = block_->slot(static_cast<size_t>(leaf.slot + base) + i);
      const uint32_t place = slot.place(source);
      const ColumnType type = slot.typeAt(place);
      isWhole = isWhole && type != ColumnType::Null;
      isOdd = isOdd || (type != ColumnType::Null && type != ColumnType::Real);
      coordinates[i] = type == ColumnType::Real ? std::bit_cast<double>(slot.bits[place]) : 0;
      isOdd = isOdd || !std::isfinite(coordinates[i]);
    }
    if (!isWhole) {
      empty_.push_back(row);
    } else if (isOdd) {
      odd_.push_back(row);
    } else {
      double* kept = cells_->arena_.takeNumbers(count);
      std::copy_n(coordinates, count, kept);
      out_->setPoint(row, kind, kept);
    }
  }
}

void ColumnEvaluator::readOdd(const PlannedEntry& entry, const Access& leaf, const Outcome& outcome, int base,
                              int32_t node) {
  // Settling a row may read on, into these very lists.
  for (const uint32_t row : odd_) {
    Value value;
    Outcome came = outcome;
    came.reason = reader_.read(leaf, BlockRow(*block_, sourceOf(row), base), value, scratch_, came.decisions);
    if (came.reason == Reason::None) came.reason = coerce(value, entry, came.decisions);
    if (came.reason == Reason::None) out_->set(row, value, cells_->arena_);
    settle(node, came, row);
  }
}

void ColumnEvaluator::evaluateDefault(size_t column, const Access& access, std::span<const uint32_t> rows,
                                      uint16_t filled, uint16_t empty) {
  c_ = column, column_ = &plan_.columns[column], out_ = &cells_->columns_[column];
  readLeaf(nullptr, access, 0, rows);
  for (const uint32_t row : odd_) {
    Value value;
    Decisions none = 0;
    if (reader_.read(access, BlockRow(*block_, sourceOf(row), 0), value, scratch_, none) == Reason::None)
      out_->set(row, value, cells_->arena_);
  }
  for (const uint32_t row : rows) out_->setVerdict(row, out_->isNull(row) ? empty : filled);
}

// ---------------------------------------------------------------- conversion

// R17
Reason ColumnEvaluator::coerce(Value& value, const PlannedEntry& entry, Decisions& decisions) {
  if (!column_->type) return Reason::TypeUnknown;
  const Value before = value;
  Decisions lost = 0;
  const Reason reason = convertBoth(value, entry, decisions, lost);
  if (reason == Reason::None && !(lost & bit(Decision::A10))) return reason;
  ConversionTally& tally = book_.conversions(of_.property(c_), entry.index);
  if (reason == Reason::None) tally.addLossy(tally.wantsLossy() ? exampleOf(before) : std::string());
  else tally.addFailed(tally.wantsFailed() ? exampleOf(before) : std::string());
  return reason;
}

// `lost`: what the conversions themselves had to decide.
Reason ColumnEvaluator::convertBoth(Value& value, const PlannedEntry& entry, Decisions& decisions, Decisions& lost) {
  if (entry.type && plan_.options.typeMismatch == TypeMismatch::DeclaredTypeFilter) {
    decisions |= bit(Decision::A8);
    if (!fitsDeclaredType(value, *entry.type)) return Reason::ConvertFailed;
  }
  if (entry.type && plan_.options.convertTwice) {
    const Conversion first = convert(value, *entry.type, plan_.options, scratch_);
    decisions |= first.decisions, lost |= first.decisions;
    if (*entry.type != *column_->type) decisions |= bit(Decision::A9);
    if (!first.isValid) return decisions |= bit(Decision::A8), Reason::ConvertFailed;
  }
  // Only values without text write the scratch string, so the second conversion never overwrites what it reads.
  const Conversion last = convert(value, *column_->type, plan_.options, scratch_);
  decisions |= last.decisions, lost |= last.decisions;
  if (!last.isValid) return decisions |= bit(Decision::A8), Reason::ConvertFailed;
  return Reason::None;
}

}  // namespace premap::resolve
