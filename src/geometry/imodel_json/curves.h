// Curves and collections of them as iModel JSON.
#pragma once

#include "geometry/curves/read.h"
#include "geometry/imodel_json/splines.h"
#include "geometry/imodel_json/text.h"

namespace premap::geometry::imodel {

/// What the native engine makes no geometry of: the whole value, or a member that its collection lacks.
inline constexpr std::string_view kNoGeometry;
/// What it keeps and has no JSON for: an Akima curve, a catenary, a part of a curve.
inline constexpr std::string_view kNoJson = "null";

/// Of a variant that holds a curve or a collection; else kNoGeometry.
std::string curveJson(const Table& variant, TextState& state, int depth = 0);
/// Of a collection's own table.
std::string collectionJson(const Table& collection, TextState& state, int depth = 0);
std::string splineJson(const KeptSpline& spline, TextState& state);

double toDegrees(double radians);

}  // namespace premap::geometry::imodel
