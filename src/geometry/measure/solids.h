// Measures of solid primitives, one file a kind. The formulas are told in docs/geometry.md.
#pragma once

#include "geometry/measure/measured.h"
#include "geometry/solids/solid.h"
#include "premap/geometry/outcome.h"

namespace premap::geometry {

Outcome<Measured> measure(const Box& box);
Outcome<Measured> measure(const Cone& cone);
Outcome<Measured> measure(const Sphere& sphere);
Outcome<Measured> measure(const TorusPipe& pipe);
Outcome<Measured> measure(const Extrusion& extrusion);
Outcome<Measured> measure(const Revolution& revolution);
Outcome<Measured> measure(const RuledSweep& sweep);

}  // namespace premap::geometry
