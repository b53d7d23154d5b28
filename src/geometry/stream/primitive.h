// Ops as the shapes they hold.
#pragma once

#include <variant>

#include "geometry/bodies/body.h"
#include "geometry/bsplines/surface.h"
#include "geometry/curves/curve.h"
#include "geometry/meshes/mesh.h"
#include "geometry/solids/solid.h"
#include "geometry/stream/ops.h"

namespace premap::geometry {

using Primitive = std::variant<Curve, CurveCollection, SolidShape, Mesh, BSplineSurface, Body>;

/// Whether the op holds a shape (and not appearance, text, or what is not known).
bool isShape(OpCode code);

/// A closed shape of points or an arc is a region of one loop.
Outcome<Primitive> readPrimitive(const Op& op);

struct PartReference {
  uint64_t part = 0;
  Transform frame;
  double scale = 1;
};
Outcome<PartReference> readPartReference(const Op& op);

}  // namespace premap::geometry
