// Polygons with holes as triangles.
#pragma once

#include "geometry/measure/polygon.h"
#include "premap/geometry/outcome.h"

namespace premap::geometry {

/// Of polygons that do not cross: those at even depths run counterclockwise, those at odd ones are holes and run
/// clockwise. Corners count through all polygons. Every edge of a polygon is the edge of one triangle, even where that
/// takes triangles without area, so what joins along it stays closed.
Outcome<std::vector<uint32_t>> triangulate(const std::vector<Polygon>& polygons, const std::vector<int>& depth);

/// Positive when it runs counterclockwise.
double signedArea(const Polygon& polygon);

/// Turns polygons to run as `triangulate` wants them, and tells which were turned.
std::vector<bool> turnByDepth(std::vector<Polygon>& polygons, const std::vector<int>& depth);

/// How deep each lies in the others; cheap for one.
std::vector<int> depthsOf(const std::vector<Polygon>& polygons);

/// Turns edges inside so that fewer triangles have another's corner in their circle, each triangle once; whether it
/// turned any. Rounding may turn one for ever, so callers bound how often they ask.
bool turnEdges(const std::vector<Vec2>& points, std::vector<uint32_t>& triangles);

}  // namespace premap::geometry
