// Solid primitives as streams have them. What each field means is told in docs/geometry.md.
#pragma once

#include <variant>

#include "geometry/curves/curve.h"

namespace premap::geometry {

/// Corners base + {0, baseX} x + {0, baseY} y, and the same above.
struct Box {
  Vec3 base, top, x, y;
  double baseX = 0, baseY = 0, topX = 0, topY = 0;
  bool isCapped = false;
};

/// Section at height h in 0..1: a + (b - a) h + (radiusA + (radiusB - radiusA) h)(u cos t + v sin t).
struct Cone {
  Vec3 a, b, u, v;
  double radiusA = 0, radiusB = 0;
  bool isCapped = false;
};

/// The part of a unit ball between two latitudes, moved by a frame; an ellipsoid when the frame is uneven.
struct Sphere {
  Transform frame;
  double latitude = 0, sweep = 0;
  bool isCapped = false;
};

struct TorusPipe {
  Vec3 center, x, y;
  double major = 0, minor = 0, sweep = 0;
  bool isCapped = false;
};

struct Extrusion {
  CurveCollection profile;
  Vec3 vector;
  bool isCapped = false;
};

struct Revolution {
  CurveCollection profile;
  Vec3 axisPoint, axis;  ///< the axis of length 1
  double sweep = 0;
  bool isCapped = false;
};

/// Equal-numbered curves of sections that follow each other are joined by lines of equal fraction.
struct RuledSweep {
  std::vector<CurveCollection> sections;
  bool isCapped = false;
};

using SolidShape = std::variant<Box, Cone, Sphere, TorusPipe, Extrusion, Revolution, RuledSweep>;

}  // namespace premap::geometry
