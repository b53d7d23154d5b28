// Measures of any primitive.
#pragma once

#include <memory>
#include <optional>

#include "geometry/measure/mesh.h"
#include "geometry/measure/wish.h"
#include "geometry/stream/primitive.h"
#include "premap/geometry/measure.h"

namespace premap::geometry {

struct PrimitiveMeasure {
  Measured measured;
  /// Set where the engine's volume depends on the placement.
  std::shared_ptr<const Mesh> mesh;
  MeshMeasure meshMeasure;
};

Outcome<PrimitiveMeasure> measurePrimitive(Primitive& primitive, const Wish& wish);

/// What is left of a primitive that is refused: the curves of a region have their length whatever they enclose.
std::optional<PrimitiveMeasure> measureRest(const Primitive& primitive);

PrimitiveKind kindOf(const Primitive& primitive);
/// As far as the op code tells; for what could not be read.
PrimitiveKind kindOf(OpCode code);
/// What an op of this code can add to at most.
QuantitySet quantitiesOf(OpCode code);

bool isRegion(const Primitive& primitive);

}  // namespace premap::geometry
