// A pole of a clamped curve is the blossom of one of its old pieces at the new knots beside it; most are the old ones.
#include "geometry/imodel_json/splines.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "geometry/curves/blossom.h"
#include "geometry/curves/bspline.h"
#include "geometry/curves/read.h"

namespace premap::geometry::imodel {
namespace {

constexpr double kSameKnot = 1e-14;

size_t knotCount(size_t poles, size_t order, bool isClosed) {
  return isClosed ? poles + 2 * order - 1 : poles + order;
}

// Open: the domain 0..1 in equal steps, its ends as often as the order has it. Closed: in as many steps
// as there are poles.
std::vector<double> computedKnots(size_t poles, size_t order, bool isClosed) {
  std::vector<double> inner;
  const size_t steps = isClosed ? poles : poles - order + 1;
  for (size_t i = 0; i <= steps; ++i)
    inner.push_back(i == steps ? 1 : static_cast<double>(i) * (1 / static_cast<double>(steps)));
  std::vector<double> knots;
  if (isClosed) {
    for (size_t i = steps - (order - 1); i < steps; ++i) knots.push_back(inner[i] - 1);
    knots.insert(knots.end(), inner.begin(), inner.end());
    for (size_t i = 1; i < order; ++i) knots.push_back(inner[i] + 1);
    return knots;
  }
  knots.assign(order - 1, 0);
  knots.insert(knots.end(), inner.begin(), inner.end());
  knots.insert(knots.end(), order - 1, 1);
  return knots;
}

bool isClamped(const KeptSpline& s) {
  const size_t order = static_cast<size_t>(s.order), poles = s.poles.size();
  for (size_t i = 0; i + 1 < order; ++i)
    if (std::abs(s.knots[i] - s.knots[order - 1]) > kSameKnot ||
        std::abs(s.knots[poles + i] - s.knots[poles]) > kSameKnot)
      return false;
  return true;
}

// Of the piece between two neighbouring knots, at as many parameters as the degree.
Weighted blossomOf(const KeptSpline& s, size_t span, const double* at) {
  const auto order = static_cast<size_t>(s.order);
  std::array<Weighted, kHighestOrder> poles;
  for (size_t i = 0; i < order; ++i) {
    const size_t pole = span + 1 - order + i;
    poles[i] = {s.poles[pole], s.weights.empty() ? 1 : s.weights[pole]};
  }
  return blossom(s.knots, span, {poles.data(), order}, [at](size_t i) { return at[i]; });
}

// A span of the old knots that holds a stretch of `knots` from `first` to `last`, which are a pole's.
std::optional<size_t> spanWithin(const KeptSpline& s, const std::vector<double>& knots, size_t first, size_t last) {
  const auto rise = std::adjacent_find(knots.begin() + static_cast<std::ptrdiff_t>(first),
                                       knots.begin() + static_cast<std::ptrdiff_t>(last) + 1, std::less<>());
  if (rise == knots.begin() + static_cast<std::ptrdiff_t>(last) + 1) return std::nullopt;
  const auto after = std::upper_bound(s.knots.begin(), s.knots.end(), *rise);
  return static_cast<size_t>(after - s.knots.begin()) - 1;
}

// The same curve with its ends' knots as often as the order has it, over 0..1.
bool clamp(KeptSpline& s) {
  const size_t order = static_cast<size_t>(s.order);
  const double begin = s.knots[order - 1], end = s.knots[s.poles.size()];
  if (!(begin < end)) return false;
  const auto firstInner = std::upper_bound(s.knots.begin(), s.knots.end(), begin);
  const auto lastInner = std::lower_bound(firstInner, s.knots.end(), end);
  std::vector<double> knots(order, begin);
  knots.insert(knots.end(), firstInner, lastInner);
  knots.insert(knots.end(), order, end);
  KeptSpline out{s.order, false, {}, {}, {}};
  for (size_t i = 0; i + order < knots.size(); ++i) {
    const auto span = spanWithin(s, knots, i, i + order);
    if (!span) return false;
    const Weighted pole = blossomOf(s, *span, &knots[i + 1]);
    out.poles.push_back(pole.point);
    if (!s.weights.empty()) out.weights.push_back(pole.weight);
  }
  for (const double knot : knots) out.knots.push_back((knot - begin) / (end - begin));
  s = std::move(out);
  return true;
}

}  // namespace

std::vector<Vec3> storedPoints(const Table& table, unsigned field) {
  const NumberVector<double> flat = table.numbers<double>(field);
  std::vector<Vec3> points(flat.size() / 3);
  for (size_t i = 0; i < points.size(); ++i) points[i] = {flat[3 * i], flat[3 * i + 1], flat[3 * i + 2]};
  return points;
}

bool haveNan(const std::vector<Vec3>& points) {
  return std::any_of(points.begin(), points.end(),
                     [](Vec3 p) { return std::isnan(p.x) || std::isnan(p.y) || std::isnan(p.z); });
}

bool areWeightsKept(const std::vector<double>& weights) {
  constexpr double least = 1e-5, most = 1e5;
  return std::all_of(weights.begin(), weights.end(), [](double w) { return w >= least && w <= most; });
}

bool keepKnots(std::vector<double>& knots, size_t poles, int order, bool isClosed) {
  if (order < 2 || order > kHighestOrder || poles < static_cast<size_t>(order)) return false;
  const size_t high = static_cast<size_t>(order);
  if (knots.empty()) knots = computedKnots(poles, high, isClosed);
  if (knots.size() != knotCount(poles, high, isClosed)) return false;
  return std::none_of(knots.begin(), knots.end(), [](double k) { return std::isnan(k); }) &&
         std::is_sorted(knots.begin(), knots.end());
}

std::optional<KeptSpline> keptSpline(const Table& curve) {
  if (!curve.has(2) || !curve.has(4)) return std::nullopt;
  KeptSpline s{curve.number<int32_t>(0, 0), curve.number<uint8_t>(1, 0) != 0, storedPoints(curve, 2),
               readNumbers(curve, 3), readNumbers(curve, 4)};
  if (!s.weights.empty() && s.weights.size() != s.poles.size()) return std::nullopt;
  if (!keepKnots(s.knots, s.poles.size(), s.order, s.isClosed) || !areWeightsKept(s.weights) || haveNan(s.poles))
    return std::nullopt;
  if (s.isClosed || isClamped(s) || clamp(s)) return s;
  return std::nullopt;
}

KeptSpline splineOf(const std::vector<Vec3>& points) {
  return {2, false, points, {}, computedKnots(points.size(), 2, false)};
}

// Pieces of at most 120 degrees; the pole between two ends stands where their tangents meet.
KeptSpline splineOf(const Arc& arc) {
  const double most = 2 * std::numbers::pi / 3;
  const size_t pieces = std::clamp<size_t>(static_cast<size_t>(std::ceil(std::abs(arc.sweep) / most - 1e-12)), 1, 3);
  const double half = arc.sweep / static_cast<double>(2 * pieces), weight = std::cos(half);
  KeptSpline out{3, false, {}, {}, {0, 0, 0}};
  for (size_t i = 0; i <= 2 * pieces; ++i) {
    const double at = arc.start + half * static_cast<double>(i), w = i % 2 == 0 ? 1 : weight;
    out.poles.push_back(arc.center * w + arc.u * std::cos(at) + arc.v * std::sin(at));
    out.weights.push_back(w);
  }
  for (size_t i = 1; i < pieces; ++i)
    out.knots.insert(out.knots.end(), 2, static_cast<double>(i) / static_cast<double>(pieces));
  out.knots.insert(out.knots.end(), 3, 1);
  return out;
}

}  // namespace premap::geometry::imodel
