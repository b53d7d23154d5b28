// Reading one member of a JSON text for many rows (R15): what all columns read of a text is found in one pass over it.
#include <cmath>

#include "resolve/column_evaluator.h"

namespace premap::resolve {

namespace {}  // namespace

JsonSlot& ColumnEvaluator::jsonOf(size_t slot) {
  if (slot >= json_.size()) json_.resize(slot + 1);
  if (!json_[slot]) json_[slot] = std::make_unique<JsonSlot>(plan_.options), json_[slot]->begin();
  return *json_[slot];
}

void ColumnEvaluator::readMembers(int32_t node, const PlannedEntry& entry, const Access& leaf, const Outcome& outcome,
                                  int base, std::span<const uint32_t> rows) {
  const auto slotIndex = static_cast<size_t>(leaf.slot + base);
  const SlotColumn& slot = block_->slot(slotIndex);
  JsonSlot& json = jsonOf(slotIndex);
  const uint32_t path = json.want(leaf.jsonRest);
  const bool isText = leaf.shape.kind == ValueKind::String || leaf.shape.kind == ValueKind::Json;
  odd_.clear(), alike_.clear();
  Outcome last = outcome;
  const auto settleAlike = [&] {
    if (!alike_.empty()) settle(node, last, alike_);
    alike_.clear();
  };
  for (const uint32_t row : rows) {
    const uint32_t place = slot.place(sourceOf(row));
    const ColumnType type = slot.typeAt(place);
    Outcome came = outcome;
    JsonValue found;
    if (type == ColumnType::Null) {
      came.reason = whyNull(leaf);
    } else if (!isText || type != ColumnType::Text ||
               !json.read(sourceOf(row), slot.textAt(place), path, found, scratch_)) {
      odd_.push_back(row);
      continue;
    } else if (!setMember(entry, found, row)) {
      Value value;
      came.reason = LeafReader::take(found, value, came.decisions);
      if (came.reason == Reason::None) came.reason = coerce(value, entry, came.decisions);
      if (came.reason == Reason::None) out_->set(row, value, cells_->arena_);
    } else if (found.kind == FlatJson::Kind::Integer) {
      came.decisions |= bit(Decision::A22);
    }
    if (!(came == last)) settleAlike(), last = came;
    alike_.push_back(row);
  }
  settleAlike();
  readOdd(entry, leaf, outcome, base, node);
}

// Where nothing is to be converted, or no more than a number that is both.
bool ColumnEvaluator::setMember(const PlannedEntry& entry, const JsonValue& found, uint32_t row) {
  if (found.reason != Reason::None || !isPlain(entry)) return false;
  switch (*column_->type) {
    case Target::String:
      if (found.kind != FlatJson::Kind::String || found.text.data() == scratch_.data()) return false;
      return out_->setText(row, found.text.data(), found.text.size()), true;
    case Target::Double: {
      const bool isWhole = found.kind == FlatJson::Kind::Integer && found.integer <= kLargestExactDouble &&
                           found.integer >= -kLargestExactDouble;
      if (!isWhole && (found.kind != FlatJson::Kind::Double || !std::isfinite(found.real))) return false;
      return out_->setReal(row, found.real), true;
    }
    case Target::Integer:
      if (found.kind != FlatJson::Kind::Integer) return false;
      return out_->setWhole(row, CellKind::Integer, found.integer), true;
    case Target::Boolean:
      if (found.kind != FlatJson::Kind::Boolean) return false;
      return out_->setWhole(row, CellKind::Boolean, found.integer), true;
  }
  return false;
}

}  // namespace premap::resolve
