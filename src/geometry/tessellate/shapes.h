// Triangles of each kind of primitive, one file a kind or two.
#pragma once

#include "geometry/stream/primitive.h"
#include "geometry/tessellate/builder.h"

namespace premap::geometry {

Refusal tessellate(const Curve& curve, Builder& builder);
Refusal tessellate(const CurveCollection& curves, Builder& builder);
Refusal tessellate(const Box& box, Builder& builder);
Refusal tessellate(const Cone& cone, Builder& builder);
Refusal tessellate(const Sphere& sphere, Builder& builder);
Refusal tessellate(const TorusPipe& pipe, Builder& builder);
Refusal tessellate(const Extrusion& extrusion, Builder& builder);
Refusal tessellate(const Revolution& revolution, Builder& builder);
Refusal tessellate(const RuledSweep& sweep, Builder& builder);
Refusal tessellate(const Mesh& mesh, Builder& builder);
Refusal tessellate(const BSplineSurface& surface, Builder& builder);
Refusal tessellate(const Body& body, Builder& builder);

}  // namespace premap::geometry
