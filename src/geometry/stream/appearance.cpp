// The three ops of appearance on which measures hang.
#include "geometry/stream/appearance.h"

#include "geometry/flatbuffers/table.h"

namespace premap::geometry {

// Everything goes back to the subcategory's first.
void Appearance::takeSymbology(const Table& table) {
  constexpr int8_t construction = 1;
  const uint64_t before = look_.subCategory;
  *this = {};
  standing_.isConstruction = table.number<int8_t>(6, 0) == construction;
  look_.subCategory = table.number<uint64_t>(0, 0);
  if (look_.subCategory == 0) look_.subCategory = before;
  look_.hasColor = table.number<uint8_t>(7, 0) != 0;
  if (look_.hasColor) look_.color = table.number<uint32_t>(1, 0);
  look_.hasTransparency = table.has(4);
  look_.transparency = table.number<double>(4, 0);
}

void Appearance::take(const Op& op) {
  Buffer buffer(op.payload);
  switch (op.code) {
    case OpCode::Symbology:
      takeSymbology(buffer.root());
      break;
    case OpCode::Fill:
      standing_.isFilled = buffer.root().number<int8_t>(0, 0) != 0;
      break;
    case OpCode::Pattern:
      standing_.isBoundaryInvisible = buffer.root().number<uint8_t>(11, 0) != 0;
      break;
    default:
      break;
  }
}

}  // namespace premap::geometry
