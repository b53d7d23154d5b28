// Frames and tolerances of the native engine's JSON writer: what it takes for square, equal, or the identity.
#pragma once

#include <cmath>
#include <optional>

#include "premap/geometry/vec3.h"

namespace premap::geometry::imodel {

struct Frame {
  Vec3 x, y, z;
};

constexpr double kTightTolerance = 1e-12;

inline bool isIdentity(const Vec3& x, const Vec3& y, const Vec3& z) {
  const auto isNear = [](const Vec3& a, const Vec3& b) {
    return std::abs(a.x - b.x) <= kTightTolerance && std::abs(a.y - b.y) <= kTightTolerance &&
           std::abs(a.z - b.z) <= kTightTolerance;
  };
  return isNear(x, {1, 0, 0}) && isNear(y, {0, 1, 0}) && isNear(z, {0, 0, 1});
}

/// x keeps its direction, y its side of x; none: they span no plane.
inline std::optional<Frame> squareFrame(const Vec3& x, const Vec3& y) {
  const Vec3 unitX = unit(x), z = cross(unitX, y);
  if (z == Vec3{}) return std::nullopt;
  const Vec3 unitZ = unit(z);
  return Frame{unitX, unit(cross(unitZ, unitX)), unitZ};
}

inline bool isAlmostEqual(double a, double b) {
  return std::abs(b - a) <= 1e-10 * (1 + std::abs(a) + std::abs(b));
}

inline bool isPerpendicular(const Vec3& a, const Vec3& b) {
  return std::abs(dot(a, b)) <= kTightTolerance * length(a) * length(b);
}

}  // namespace premap::geometry::imodel
