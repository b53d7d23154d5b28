// B-spline surfaces: reading and evaluation.
#pragma once

#include "geometry/curves/basis.h"
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
  bool isClosed = false;        ///< in u or v
  bool isOuterTrimmed = false;  ///< only what the loops enclose counts, else they are holes

  bool isTrimmed() const { return !trims.curves.empty() || !trims.children.empty(); }
};

Outcome<BSplineSurface> readSurface(const Table& variant);

/// Where in the surface: the spans of u and v.
struct SpanPair {
  size_t u, v;
};

/// A line of one u, or of one v, within one span: what the poles come to there, so that each of its points is cheap.
class SurfaceLine {
 public:
  static SurfaceLine ofU(const BSplineSurface& s, SpanPair at, double u) {
    return {s, at, basisAt(s.u.knots, s.u.order, at.u, u), true};
  }
  static SurfaceLine ofV(const BSplineSurface& s, SpanPair at, double v) {
    return {s, at, basisAt(s.v.knots, s.v.order, at.v, v), false};
  }
  /// At a parameter of the other direction.
  PatchPoint operator()(double t) const;

 private:
  struct Row {
    Vec3 point, slope;
    double weight, weightSlope;
  };
  SurfaceLine(const BSplineSurface& surface, SpanPair at, const Basis& fixed, bool isOfU);
  const SplineDirection* along_;
  size_t span_;
  bool isOfU_, isWeighted_;
  std::array<Row, kHighestOrder> rows_;  // of each function along the line
};

/// At parameters anywhere.
PatchPoint evaluate(const BSplineSurface& surface, double u, double v);

}  // namespace premap::geometry
