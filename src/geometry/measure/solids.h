// Measures of solid primitives, one file a kind. The formulas are told in docs/geometry.md.
#pragma once

#include "geometry/measure/measured.h"
#include "geometry/measure/wish.h"
#include "geometry/solids/solid.h"
#include "premap/geometry/outcome.h"

namespace premap::geometry {

Outcome<Measured> measure(const Box& box, const Wish& wish);
Outcome<Measured> measure(const Cone& cone, const Wish& wish);
Outcome<Measured> measure(const Sphere& sphere, const Wish& wish);
Outcome<Measured> measure(const TorusPipe& pipe, const Wish& wish);
Outcome<Measured> measure(const Extrusion& extrusion, const Wish& wish);
Outcome<Measured> measure(const Revolution& revolution, const Wish& wish);
Outcome<Measured> measure(const RuledSweep& sweep, const Wish& wish);

}  // namespace premap::geometry
