// Solid primitives from the geometry tables of a stream.
#pragma once

#include "geometry/curves/read.h"
#include "geometry/solids/solid.h"

namespace premap::geometry {

/// UnknownType when the variant is no solid.
Outcome<SolidShape> readSolid(const Table& variant);

}  // namespace premap::geometry
