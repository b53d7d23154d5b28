// B-spline curves: evaluation, and the forms in which files have them.
#pragma once

#include "geometry/curves/basis.h"
#include "geometry/curves/curve.h"
#include "premap/geometry/outcome.h"

namespace premap::geometry {

struct SplinePoint {
  Vec3 point, tangent;
};

/// At `t` of the span that begins at `knots[span]`.
SplinePoint evaluate(const BSpline& spline, size_t span, double t);

/// As a file has it, before the conventions are undone.
struct FileSpline {
  int order = 0;
  bool isClosed = false;
  std::vector<Vec3> poles;
  std::vector<double> weights, knots;
};

/// Puts back the poles that a closed curve repeats, and even knots where there are none.
/// Errors: Order, for all that the engine refuses to read, too.
Outcome<BSpline> makeBSpline(FileSpline file);

/// How many knots a file has for so many poles, of which a closed curve repeats the first.
size_t knotCount(size_t poles, size_t order, bool isClosed);
/// From 0 to 1 in even steps; beyond them where it is closed.
std::vector<double> uniformKnots(size_t poles, size_t order, bool isClosed);
/// None, or as many as the poles and within what the engine accepts.
bool areWeightsGood(const std::vector<double>& weights, size_t poles);

/// Whether the knots are as many as the poles and the order want, finite, and never fall.
bool areKnotsGood(const std::vector<double>& knots, size_t poles, int order);

}  // namespace premap::geometry
