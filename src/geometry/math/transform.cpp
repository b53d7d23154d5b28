// Angles as rotations, and one transform after the other.
#include <numbers>

#include "premap/geometry/vec3.h"

namespace premap::geometry {

Transform Transform::fromAngles(const Vec3& origin, const Angles& angles, double scale) {
  const double degree = std::numbers::pi / 180;
  const double cy = std::cos(angles.yaw * degree), sy = std::sin(angles.yaw * degree);
  const double cp = std::cos(angles.pitch * degree), sp = std::sin(angles.pitch * degree);
  const double cr = std::cos(angles.roll * degree), sr = std::sin(angles.roll * degree);
  Transform t;
  t.x = Vec3{cy * cp, sy * cp, sp} * scale;
  t.y = Vec3{-cy * sp * sr - sy * cr, -sy * sp * sr + cy * cr, cp * sr} * scale;
  t.z = Vec3{-cy * sp * cr + sy * sr, -sy * sp * cr - cy * sr, cp * cr} * scale;
  t.origin = origin;
  return t;
}

Transform operator*(const Transform& outer, const Transform& inner) {
  return {outer.vector(inner.x), outer.vector(inner.y), outer.vector(inner.z), outer.point(inner.origin)};
}

}  // namespace premap::geometry
