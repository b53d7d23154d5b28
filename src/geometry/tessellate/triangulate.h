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

/// Turns edges inside so that fewer triangles have another's corner in their circle, pass by pass.
class EdgeTurner {
 public:
  EdgeTurner(const std::vector<Vec2>& points, std::vector<uint32_t>& triangles);
  /// Each triangle at most once; whether any was. Rounding may turn one for ever, so callers bound how often they ask.
  bool pass();

 private:
  static constexpr uint32_t kNone = ~uint32_t{0};
  // A corner is also the edge from it to the next corner of its triangle.
  static uint32_t next(uint32_t corner) { return corner % 3 == 2 ? corner - 2 : corner + 1; }
  static uint32_t before(uint32_t corner) { return corner % 3 == 0 ? corner + 2 : corner - 1; }
  void join(uint32_t corner, uint32_t other);
  bool isRounderTurned(uint32_t corner, uint32_t other) const;
  void turn(uint32_t corner, uint32_t other);

  const std::vector<Vec2>& points_;
  std::vector<uint32_t>& triangles_;
  std::vector<uint32_t> across_;    // of each edge the one on its other side
  std::vector<uint32_t> turnedIn_;  // of each triangle the pass that changed it last
  uint32_t pass_ = 0;
};

}  // namespace premap::geometry
