// Sums over flat facets: for boxes, for meshes, and for the shapes that the service's engine cuts into facets.
#pragma once

#include <span>

#include "geometry/measure/amount.h"

namespace premap::geometry {

/// About `base`; facets turn their right-hand side outwards.
class FacetSum {
 public:
  explicit FacetSum(const Vec3& base) : base_(base) {}
  /// By its vector from the first corner on: right for concave facets, and for holes by a doubled bridge edge. What is
  /// bent counts by its vector, not by triangles.
  void add(std::span<const Vec3> corners);
  Amount area() const { return about(base_, area_, areaMoment_); }
  /// Of closed facets; negative when they are inside out.
  Amount volume() const { return about(base_, volume_, volumeMoment_); }

 private:
  Vec3 base_, areaMoment_, volumeMoment_;
  double area_ = 0, volume_ = 0;
};

}  // namespace premap::geometry
