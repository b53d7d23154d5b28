// Surfaces that are known by their parameters alone: B-spline surfaces, and curves that are swept or spun.
//
//   const PatchPoint p = surface.at({u, v});
//   const auto uv = surface.nearest(point, guess);   // where a point of the surface is, by its parameters
#pragma once

#include <functional>
#include <limits>
#include <memory>
#include <optional>

#include "geometry/bsplines/surface.h"
#include "geometry/curves/pieces.h"
#include "geometry/measure/polygon.h"

namespace premap::geometry {

/// What one parameter runs over.
struct ParameterRange {
  static constexpr double kFar = std::numeric_limits<double>::infinity();
  double low = -kFar, high = kFar;
  bool isPeriodic = false;
  std::vector<double> breaks;  ///< inside, rising: where it goes on less smoothly

  double width() const { return high - low; }
  bool isBounded() const { return std::isfinite(low) && std::isfinite(high); }
  double inside(double t) const;
};

class PatchSurface {
 public:
  virtual ~PatchSurface() = default;
  /// Beyond its end a parameter that comes back goes on, any other stays.
  virtual PatchPoint at(const Vec2& uv) const = 0;
  /// Points of the line of one u, by v, or of one v, by u; all in the smooth part that `within` is in.
  virtual std::function<PatchPoint(double)> line(bool isOfU, double fixed, double within) const;
  /// Somewhere near a point that is on the surface.
  virtual Vec2 seed(const Vec3& point) const = 0;
  /// What a point costs: how many poles are looked at.
  virtual size_t cost() const = 0;
  const ParameterRange& u() const { return u_; }
  const ParameterRange& v() const { return v_; }

  /// The parameters of the point of the surface that is nearest, found from a guess that is near already; they are
  /// where the search ends, whether or not it is there.
  Vec2 nearest(const Vec3& point, Vec2 guess) const;

 protected:
  ParameterRange u_, v_;
};

/// A curve that is swept or spun: a line, a circle or ellipse, a B-spline.
class SectionCurve {
 public:
  explicit SectionCurve(const Vec3& point, const Vec3& direction);
  explicit SectionCurve(const Arc& arc);
  SectionCurve(BSpline spline, bool isPeriodic);
  PointAndTangent at(double t) const;
  const ParameterRange& range() const { return range_; }
  size_t cost() const;
  /// Of some parameters the one that is best by `distance`.
  static double best(const ParameterRange& range, const auto& distance);

 private:
  Curve curve_;
  ParameterRange range_;
};

class SplinePatch : public PatchSurface {
 public:
  SplinePatch(BSplineSurface surface, bool isPeriodicU, bool isPeriodicV);
  PatchPoint at(const Vec2& uv) const override;
  std::function<PatchPoint(double)> line(bool isOfU, double fixed, double within) const override;
  Vec2 seed(const Vec3& point) const override;
  size_t cost() const override { return static_cast<size_t>(surface_.u.order) * surface_.v.order; }
  const BSplineSurface& surface() const { return surface_; }

 private:
  BSplineSurface surface_;
};

/// C(u) + v direction
class SweptPatch : public PatchSurface {
 public:
  SweptPatch(SectionCurve section, const Vec3& direction);
  PatchPoint at(const Vec2& uv) const override;
  Vec2 seed(const Vec3& point) const override;
  size_t cost() const override { return section_.cost(); }

 private:
  SectionCurve section_;
  Vec3 direction_;
};

/// C(u) turned by v about an axis.
class SpunPatch : public PatchSurface {
 public:
  /// The part of the profile from `low` to `high`.
  SpunPatch(SectionCurve profile, const Vec3& base, const Vec3& axis, double low, double high);
  PatchPoint at(const Vec2& uv) const override;
  Vec2 seed(const Vec3& point) const override;
  size_t cost() const override { return profile_.cost(); }

 private:
  SectionCurve profile_;
  Vec3 base_, axis_;
};

}  // namespace premap::geometry
