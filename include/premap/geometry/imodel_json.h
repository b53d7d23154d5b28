// Values of type IGeometry as the native engine gives them: iModel JSON.
//
//   std::string json = imodelJson(bytes, {});   // {"arc":{"center":[0,0,0],…}}
//
// Nothing is computed that the bytes hold. What is not stored so is written as the native engine keeps it: knots of a
// B-spline that has none, B-splines clamped at their ends, meshes over numbered points. docs/ecsql.md tells which kinds
// that engine writes.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace premap::geometry {

struct JsonNumbers {
  bool areOfInstances = false;  ///< as the JSON of `$` has them: 1e25 and 10000000000000000000.0
};

/// Empty: no geometry, or one the native engine has no JSON for.
std::string imodelJson(std::span<const std::byte> bytes, JsonNumbers numbers);

}  // namespace premap::geometry
