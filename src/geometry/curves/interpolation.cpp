// The C2 cubic through points: one tridiagonal system over the slopes at them.
#include "geometry/curves/interpolation.h"

#include <algorithm>

namespace premap::geometry {
namespace {

// Row i of a tridiagonal system over the slopes at the points.
struct Row {
  double before = 0, at = 1, after = 0;
  Vec3 right;
};

// Files have no knots, one a point, or those of the B-spline: then two or three more at each end. Others give no steps.
std::vector<double> steps(const FitPoints& fit) {
  const size_t n = fit.points.size(), k = fit.knots.size();
  const size_t skipped = k > n ? (k - n) / 2 : 0;
  std::vector<double> out;
  if (k != 0 && k != n && k != n + 4 && k != n + 6) return out;
  for (size_t i = 0; i + 1 < n; ++i)
    out.push_back(k == 0 ? distance(fit.points[i], fit.points[i + 1])
                         : fit.knots[skipped + i + 1] - fit.knots[skipped + i]);
  return out;
}

// Of the parabola through three points, at the first of them.
Vec3 parabolaSlope(const Vec3& a, const Vec3& b, const Vec3& c, double ab, double bc) {
  const Vec3 first = (b - a) * (1 / ab), second = (c - b) * (1 / bc);
  return first - (second - first) * (ab / (ab + bc));
}

Row endRow(const FitPoints& fit, const std::vector<double>& h, bool isStart) {
  const std::vector<Vec3>& p = fit.points;
  const size_t n = p.size();
  const auto& tangent = isStart ? fit.startTangent : fit.endTangent;
  const Vec3 &a = isStart ? p[0] : p[n - 1], &b = isStart ? p[1] : p[n - 2];
  const double ab = isStart ? h.front() : h.back(), turn = isStart ? 1 : -1;
  // Tangents are directions: the slope by chord length has length 1.
  if (tangent) return {0, 1, 0, unit(*tangent) * turn};
  const Vec3 chord = (b - a) * (turn / ab);
  if (n == 2) return {0, 1, 0, chord};
  if (fit.hasNaturalEnds) return isStart ? Row{0, 2, 1, chord * 3} : Row{1, 2, 0, chord * 3};
  const Vec3& c = isStart ? p[2] : p[n - 3];
  return {0, 1, 0, parabolaSlope(a, b, c, ab, isStart ? h[1] : h[n - 3]) * turn};
}

// That the second derivative does not jump at point i.
Row innerRow(const std::vector<Vec3>& p, const std::vector<double>& h, size_t i) {
  const double before = h[i - 1], after = h[i];
  const Vec3 right = (p[i] - p[i - 1]) * (3 * after / before) + (p[i + 1] - p[i]) * (3 * before / after);
  return {after, 2 * (before + after), before, right};
}

std::vector<Vec3> solve(std::vector<Row> rows) {
  for (size_t i = 1; i < rows.size(); ++i) {
    const double factor = rows[i].before / rows[i - 1].at;
    rows[i].at -= factor * rows[i - 1].after;
    rows[i].right = rows[i].right - rows[i - 1].right * factor;
  }
  std::vector<Vec3> slopes(rows.size());
  for (size_t i = rows.size(); i-- > 0;) {
    const Vec3 later = i + 1 < rows.size() ? slopes[i + 1] * rows[i].after : Vec3{};
    slopes[i] = (rows[i].right - later) * (1 / rows[i].at);
  }
  return slopes;
}

}  // namespace

Outcome<CubicChain> interpolate(const FitPoints& fit) {
  CubicChain chain;
  const std::vector<Vec3>& p = fit.points;
  if (p.size() < 2) return chain;
  // One that closes smoothly would need a system of its own; no writer has been seen to make one.
  if (fit.isClosed) return Refusal::UnknownType;
  const std::vector<double> h = steps(fit);
  if (h.empty() || std::any_of(h.begin(), h.end(), [](double step) { return !(step > 0); })) return Refusal::Order;
  std::vector<Row> rows{endRow(fit, h, true)};
  for (size_t i = 1; i + 1 < p.size(); ++i) rows.push_back(innerRow(p, h, i));
  rows.push_back(endRow(fit, h, false));
  const std::vector<Vec3> slopes = solve(std::move(rows));
  for (size_t i = 0; i + 1 < p.size(); ++i)
    chain.cubics.push_back({p[i], p[i] + slopes[i] * (h[i] / 3), p[i + 1] - slopes[i + 1] * (h[i] / 3), p[i + 1]});
  return chain;
}

}  // namespace premap::geometry
