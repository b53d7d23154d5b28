// B-spline curves: evaluation, and the forms in which files have them.
#pragma once

#include "geometry/curves/curve.h"
#include "premap/geometry/outcome.h"

namespace premap::geometry {

inline constexpr int kHighestOrder = 26;

struct SplinePoint {
  Vec3 point, tangent;
};

/// At `t` of the span that begins at `knots[span]`, by de Boor's scheme.
SplinePoint evaluate(const BSpline& spline, size_t span, double t);

/// As a file has it, before the conventions are undone.
struct FileSpline {
  int order = 0;
  bool isClosed = false;
  std::vector<Vec3> poles;
  std::vector<double> weights, knots;
};

/// Puts back knots that some writers leave out at the ends, and the poles that a closed curve repeats.
Outcome<BSpline> makeBSpline(FileSpline file);

/// Whether the knots are as many as the poles and the order want, finite, and never fall.
bool areKnotsGood(const std::vector<double>& knots, size_t poles, int order);

}  // namespace premap::geometry
