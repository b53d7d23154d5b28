// Turns what JsonMembers finds into values; an escaped text, an object or an array is parsed for itself.
#include "resolve/json_slot.h"

#include <algorithm>
#include <charconv>

#include "premap/base/text.h"

namespace premap::resolve {

namespace {

// A22: a number is whole when it is written so, and fits.
void readNumber(std::string_view written, bool keepsIntegers, JsonValue& value) {
  int64_t integer = 0;
  const char* const end = written.data() + written.size();
  const auto [rest, error] = std::from_chars(written.data(), end, integer);
  value.kind = FlatJson::Kind::Double;
  if (rest != end || error != std::errc{}) {
    value.real = readDouble(written).value_or(0);
  } else {
    if (keepsIntegers) value.kind = FlatJson::Kind::Integer;
    value.integer = integer, value.real = static_cast<double>(integer);
  }
}

}  // namespace

uint32_t JsonSlot::want(std::span<const std::string> path) {
  const size_t before = members_.nodeCount();
  const uint32_t node = members_.want(path);
  if (members_.nodeCount() != before) {
    scanned_.clear(), lastText_ = {};
    spots_.assign(spots_.size() / before * members_.nodeCount(), {});
  }
  return node;
}

const JsonSpot* JsonSlot::scan(size_t row, std::string_view text) {
  const size_t nodes = members_.nodeCount();
  if (row >= scanned_.size()) scanned_.resize(row + 1);
  if (scanned_.size() * nodes > spots_.size()) spots_.resize(scanned_.capacity() * nodes);
  Scanned& scanned = scanned_[row];
  JsonSpot* const spots = &spots_[row * nodes];
  if (scanned.block == block_) return spots;
  if (text.data() == lastText_.data() && text.size() == lastText_.size()) {
    scanned = scanned_[lastRow_];
    std::copy_n(&spots_[lastRow_ * nodes], nodes, spots);
  } else {
    scanned = {block_, members_.scan(text, spots)};
    lastText_ = text, lastRow_ = row;
  }
  return spots;
}

bool JsonSlot::read(size_t row, std::string_view text, uint32_t path, JsonValue& value, std::string& scratch) {
  const JsonSpot* const spots = scan(row, text);
  value.reason = Reason::None;
  if (scanned_[row].result == JsonMembers::Scan::Doubtful) return false;
  if (scanned_[row].result == JsonMembers::Scan::Invalid) return value.reason = Reason::JsonInvalid, true;
  const JsonSpot spot = members_.at(spots, path);
  switch (spot.kind) {
    case JsonSpot::Kind::Doubtful:
      return false;
    case JsonSpot::Kind::Missing:
      return value.reason = Reason::JsonMemberMissing, true;
    case JsonSpot::Kind::IntoScalar:
      return value.reason = Reason::PathIntoScalar, true;
    case JsonSpot::Kind::Null:
      return value.reason = Reason::ValueNull, true;  // E20
    default:
      return readValue(spot, text.substr(spot.begin, spot.size), value, scratch), true;
  }
}

void JsonSlot::readValue(const JsonSpot& spot, std::string_view written, JsonValue& value, std::string& scratch) {
  switch (spot.kind) {
    case JsonSpot::Kind::True:
    case JsonSpot::Kind::False:
      value.kind = FlatJson::Kind::Boolean, value.integer = spot.kind == JsonSpot::Kind::True;
      return;
    case JsonSpot::Kind::Number:
      return readNumber(written, options_.jsonIntegers, value);
    case JsonSpot::Kind::String:
      value.kind = FlatJson::Kind::String, value.text = written;
      return;
    case JsonSpot::Kind::Escaped:
      part_.parse({written.data() - 1, written.size() + 2});  // with its quotes
      scratch = part_.text(part_[0]);
      value.kind = FlatJson::Kind::String, value.text = scratch;
      return;
    default:
      part_.parse(written);
      scratch.clear();
      part_.appendJson(scratch, 0);
      value.kind = part_[0].kind, value.text = scratch;
  }
}

}  // namespace premap::resolve
