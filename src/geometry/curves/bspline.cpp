// Poles by the functions of their span, in homogeneous coordinates; the conventions of files undone.
#include "geometry/curves/bspline.h"

#include <algorithm>
#include <cmath>

namespace premap::geometry {

SplinePoint evaluate(const BSpline& s, size_t span, double t) {
  const Basis basis = basisAt(s.knots, s.order, span, t);
  const size_t first = span + 1 - static_cast<size_t>(s.order);
  Vec3 point, slope;
  double w = 0, wSlope = 0;
  for (size_t i = 0; i < static_cast<size_t>(s.order); ++i) {
    point += s.poles[first + i] * basis.value[i], slope += s.poles[first + i] * basis.slope[i];
    if (!s.weights.empty()) w += s.weights[first + i] * basis.value[i], wSlope += s.weights[first + i] * basis.slope[i];
  }
  if (s.weights.empty()) return {point, slope};
  point = point * (1 / w);
  return {point, (slope - point * wSlope) * (1 / w)};
}

bool areKnotsGood(const std::vector<double>& knots, size_t poles, int order) {
  if (order < 2 || order > kHighestOrder || poles < static_cast<size_t>(order) || knots.size() != poles + order)
    return false;
  for (size_t i = 0; i < knots.size(); ++i)
    if (!isMeasurable(knots[i]) || (i > 0 && knots[i] < knots[i - 1])) return false;
  return knots[order - 1] < knots[poles];
}

bool areWeightsGood(const std::vector<double>& weights, size_t poles) {
  constexpr double least = 1e-5, most = 1e5;
  const auto isGood = [](double w) { return w >= least && w <= most; };
  return weights.empty() || (weights.size() == poles && std::all_of(weights.begin(), weights.end(), isGood));
}

std::vector<double> uniformKnots(size_t poles, size_t order, bool isClosed) {
  const size_t inner = isClosed ? poles - 1 : poles - order;
  const double step = 1 / static_cast<double>(inner + 1);
  std::vector<double> knots(inner + 2 * order, 0.0);
  for (size_t i = 0; i < knots.size(); ++i) {
    const double number = (static_cast<double>(i) - static_cast<double>(order - 1)) * step;
    knots[i] = isClosed ? number : std::clamp(number, 0.0, 1.0);
  }
  return knots;
}

size_t knotCount(size_t poles, size_t order, bool isClosed) {
  return isClosed ? poles + 2 * order - 1 : poles + order;
}

Outcome<BSpline> makeBSpline(FileSpline file) {
  const size_t order = static_cast<size_t>(file.order), poles = file.poles.size();
  if (file.order < 2 || file.order > kHighestOrder || poles < order) return Refusal::Order;
  if (!areWeightsGood(file.weights, poles)) return Refusal::Order;
  if (file.knots.empty()) file.knots = uniformKnots(poles, order, file.isClosed);
  if (file.knots.size() != knotCount(poles, order, file.isClosed)) return Refusal::Order;
  if (file.isClosed) {
    for (size_t i = 0; i + 1 < order; ++i) {
      file.poles.push_back(Vec3(file.poles[i]));
      if (!file.weights.empty()) file.weights.push_back(double(file.weights[i]));
    }
  }
  if (!areKnotsGood(file.knots, file.poles.size(), file.order)) return Refusal::Order;
  return BSpline{file.order, std::move(file.poles), std::move(file.weights), std::move(file.knots)};
}

}  // namespace premap::geometry
