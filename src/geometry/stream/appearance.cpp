// The three ops of appearance on which measures hang.
#include "geometry/stream/appearance.h"

#include "geometry/flatbuffers/table.h"

namespace premap::geometry {

void Appearance::take(const Op& op) {
  constexpr int8_t construction = 1;
  Buffer buffer(op.payload);
  switch (op.code) {
    case OpCode::Symbology:
      // Everything goes back to the subcategory's first.
      *this = {};
      isConstruction_ = buffer.root().number<int8_t>(6, 0) == construction;
      break;
    case OpCode::Fill:
      isFilled_ = buffer.root().number<int8_t>(0, 0) != 0;
      break;
    case OpCode::Pattern:
      isBoundaryInvisible_ = buffer.root().number<uint8_t>(11, 0) != 0;
      break;
    default:
      break;
  }
}

}  // namespace premap::geometry
