// A measure and its first moment: what sums, and from which the centroid comes.
#pragma once

#include "premap/geometry/vec3.h"

namespace premap::geometry {

struct Amount {
  double value = 0;
  Vec3 moment;  ///< integral of the place; about the origin

  Amount& operator+=(const Amount& b) { return value += b.value, moment += b.moment, *this; }
};

inline Amount operator*(const Amount& a, double s) {
  return {a.value * s, a.moment * s};
}
inline Amount operator+(Amount a, const Amount& b) {
  return a += b;
}
/// All of it in one place.
inline Amount at(const Vec3& place, double value) {
  return {value, place * value};
}
/// A moment that was taken about `base`.
inline Amount about(const Vec3& base, double value, const Vec3& moment) {
  return {value, moment + base * value};
}
/// The origin when there is nothing.
inline Vec3 centroid(const Amount& a) {
  return a.value == 0 ? Vec3{} : a.moment * (1 / a.value);
}

}  // namespace premap::geometry
