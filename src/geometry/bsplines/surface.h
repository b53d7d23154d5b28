// B-spline surfaces: reading and evaluation.
#pragma once

#include "geometry/curves/read.h"
#include "geometry/measure/patch.h"

namespace premap::geometry {

struct SplineDirection {
  int order = 0;
  size_t poles = 0;
  std::vector<double> knots;

  double begin() const { return knots[order - 1]; }
  double end() const { return knots[poles]; }
  /// Where the span that holds `t` begins.
  size_t spanOf(double t) const;
};

struct BSplineSurface {
  SplineDirection u, v;
  std::vector<Vec3> poles;      ///< u fastest, times their weights
  std::vector<double> weights;  ///< empty: none
  CurveCollection trims;        ///< loops in fractions of u and v, 0..1
  bool isOuterTrimmed = false;  ///< only what the loops enclose counts, else they are holes

  bool isTrimmed() const { return !trims.curves.empty() || !trims.children.empty(); }
};

Outcome<BSplineSurface> readSurface(const Table& variant);

/// Values and slopes of the functions that are not zero on a span; `order` of each.
struct Basis {
  std::array<double, 26> value, slope;
};
Basis basisAt(const SplineDirection& direction, size_t span, double t);

PatchPoint evaluate(const BSplineSurface& surface, size_t uSpan, const Basis& u, size_t vSpan, const Basis& v);
/// At parameters anywhere.
PatchPoint evaluate(const BSplineSurface& surface, double u, double v);

}  // namespace premap::geometry
