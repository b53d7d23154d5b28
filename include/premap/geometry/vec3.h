// Points, vectors and the transforms between the frames that a stream passes through: part, element, world.
//
//   const Transform placed = Transform::fromAngles({10, 0, 0}, {.yaw = 90});
//   placed.point({1, 0, 0});   // {10, 1, 0}
#pragma once

#include <cmath>

namespace premap::geometry {

struct Vec3 {
  double x = 0, y = 0, z = 0;
  Vec3& operator+=(const Vec3& b) { return x += b.x, y += b.y, z += b.z, *this; }
  bool operator==(const Vec3&) const = default;
};

inline Vec3 operator+(const Vec3& a, const Vec3& b) {
  return {a.x + b.x, a.y + b.y, a.z + b.z};
}
inline Vec3 operator-(const Vec3& a, const Vec3& b) {
  return {a.x - b.x, a.y - b.y, a.z - b.z};
}
inline Vec3 operator-(const Vec3& a) {
  return {-a.x, -a.y, -a.z};
}
inline Vec3 operator*(const Vec3& a, double s) {
  return {a.x * s, a.y * s, a.z * s};
}
inline Vec3 operator*(double s, const Vec3& a) {
  return a * s;
}
inline double dot(const Vec3& a, const Vec3& b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}
inline Vec3 cross(const Vec3& a, const Vec3& b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
inline double length(const Vec3& a) {
  return std::sqrt(dot(a, a));
}
inline double distance(const Vec3& a, const Vec3& b) {
  return length(b - a);
}
/// The zero vector stays what it is.
inline Vec3 unit(const Vec3& a) {
  const double size = length(a);
  return size > 0 ? a * (1 / size) : a;
}
inline Vec3 mix(const Vec3& a, const Vec3& b, double f) {
  return a + (b - a) * f;
}
/// Numbers, and none so large that a product of four of them is none.
inline bool isMeasurable(double x) {
  return std::abs(x) < 1e60;
}
inline bool isFinite(const Vec3& a) {
  return isMeasurable(a.x) && isMeasurable(a.y) && isMeasurable(a.z);
}
/// A vector square to `a`, of length 1; `a` itself has to be of length 1.
inline Vec3 squareTo(const Vec3& a) {
  return unit(cross(a, std::abs(a.z) < 0.8 ? Vec3{0, 0, 1} : Vec3{1, 0, 0}));
}

/// Degrees, as placements and part references have them.
struct Angles {
  double yaw = 0, pitch = 0, roll = 0;
};

struct Transform {
  Vec3 x{1, 0, 0}, y{0, 1, 0}, z{0, 0, 1};  ///< where the axes go
  Vec3 origin;

  /// Rz(yaw) Ry(-pitch) Rx(roll), times the scale; then the origin.
  static Transform fromAngles(const Vec3& origin, const Angles& angles, double scale = 1);

  Vec3 vector(const Vec3& v) const { return x * v.x + y * v.y + z * v.z; }
  Vec3 point(const Vec3& p) const { return vector(p) + origin; }
  double determinant() const { return dot(cross(x, y), z); }
};

/// First `inner`, then `outer`.
Transform operator*(const Transform& outer, const Transform& inner);

}  // namespace premap::geometry
