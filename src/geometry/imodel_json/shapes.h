// Solids, meshes and surfaces as iModel JSON; empty or "null" as curves.h has it.
#pragma once

#include "geometry/imodel_json/text.h"

namespace premap::geometry::imodel {

/// Of a variant that holds a solid.
std::string solidJson(const Table& variant, TextState& state);
/// Of a mesh's own table.
std::string meshJson(const Table& mesh, TextState& state);
/// Of a B-spline surface's own table.
std::string surfaceJson(const Table& surface, TextState& state);

}  // namespace premap::geometry::imodel
