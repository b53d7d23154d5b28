// B-splines as the native engine keeps what a file has: with knots where it has none, open ones clamped at their ends.
#pragma once

#include <optional>
#include <vector>

#include "geometry/curves/curve.h"
#include "geometry/flatbuffers/table.h"

namespace premap::geometry::imodel {

struct KeptSpline {
  int order = 0;
  bool isClosed = false;
  std::vector<Vec3> poles;      ///< times their weights
  std::vector<double> weights;  ///< empty: none
  std::vector<double> knots;    ///< of a closed one they run over both ends
};

/// None: what the native engine refuses.
std::optional<KeptSpline> keptSpline(const Table& curve);

/// Knots as they are kept: computed when there are none. False: they fit no curve of so many poles.
bool keepKnots(std::vector<double>& knots, size_t poles, int order, bool isClosed);
bool areWeightsKept(const std::vector<double>& weights);
bool haveNan(const std::vector<Vec3>& points);

/// Numbers three by three, whatever they are.
std::vector<Vec3> storedPoints(const Table& table, unsigned field);

/// A curve of straight lines from point to point, and an arc in at most three pieces.
KeptSpline splineOf(const std::vector<Vec3>& points);
KeptSpline splineOf(const Arc& arc);

}  // namespace premap::geometry::imodel
