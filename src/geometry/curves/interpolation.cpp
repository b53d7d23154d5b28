// The C2 cubic through points: one tridiagonal system over the slopes at them, a cyclic one where the curve closes.
#include "geometry/curves/interpolation.h"

#include <algorithm>

namespace premap::geometry {
namespace {

// Points nearer than this are one.
constexpr double kSamePoint = 1e-5;

// Row i of a tridiagonal system over the slopes at the points.
struct Row {
  double before = 0, at = 1, after = 0;
  Vec3 right;
};

// Of the parabola through three points, at the first of them.
Vec3 parabolaSlope(const Vec3& a, const Vec3& b, const Vec3& c, double ab, double bc) {
  const Vec3 first = (b - a) * (1 / ab), second = (c - b) * (1 / bc);
  return first - (second - first) * (ab / (ab + bc));
}

// Of an open curve.
class Ends {
 public:
  Ends(const FitPoints& fit, const std::vector<Vec3>& points, const std::vector<double>& h)
      : fit_(fit), p_(points), h_(h) {}

  Row start() const { return row(true); }
  Row end() const { return row(false); }

 private:
  const std::optional<Vec3>& given(bool isStart) const { return isStart ? fit_.startTangent : fit_.endTangent; }

  Vec3 parabola(bool isStart) const {
    const size_t n = p_.size();
    if (n == 2) return (p_[1] - p_[0]) * (1 / h_[0]);
    if (isStart) return parabolaSlope(p_[0], p_[1], p_[2], h_[0], h_[1]);
    return -parabolaSlope(p_[n - 1], p_[n - 2], p_[n - 3], h_[n - 2], h_[n - 3]);
  }

  // Tangents point into the curve: that at the end against its direction.
  Vec3 slope(bool isStart) const {
    const Vec3 own = parabola(isStart);
    const auto& tangent = given(isStart);
    if (!tangent) return isClosingStraight() ? unit(sharedDirection()) * length(own) : own;
    const double size = fit_.isTangentByChord ? 1 : length(own);
    return unit(*tangent) * (isStart ? size : -size);
  }

  bool isClosingStraight() const {
    const bool isAsked = fit_.isClosingStraight && !fit_.hasNaturalEnds && !(fit_.startTangent && fit_.endTangent);
    return isAsked && p_.size() > 3 && distance(p_.front(), p_.back()) < kSamePoint;
  }

  // That of the tangent that is given, or the mean of both parabolas.
  Vec3 sharedDirection() const {
    if (fit_.startTangent) return *fit_.startTangent;
    if (fit_.endTangent) return -*fit_.endTangent;
    return parabola(true) * h_.front() + parabola(false) * h_.back();
  }

  Row row(bool isStart) const {
    const size_t n = p_.size();
    if (n > 2 && fit_.hasNaturalEnds && !given(isStart)) {
      const Vec3 chord = isStart ? (p_[1] - p_[0]) * (3 / h_.front()) : (p_[n - 1] - p_[n - 2]) * (3 / h_.back());
      return isStart ? Row{0, 2, 1, chord} : Row{1, 2, 0, chord};
    }
    return {0, 1, 0, slope(isStart)};
  }

  const FitPoints& fit_;
  const std::vector<Vec3>& p_;
  const std::vector<double>& h_;
};

// That the second derivative does not jump at point i.
Row innerRow(const Vec3& last, const Vec3& here, const Vec3& next, double before, double after) {
  const Vec3 right = (here - last) * (3 * after / before) + (next - here) * (3 * before / after);
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

// The first row has the last slope before it, the last row the first one after it: what these two add is taken out of
// the system and put back by a second solution (Sherman and Morrison).
std::vector<Vec3> solveCyclic(std::vector<Row> rows) {
  const double corner = rows.front().before, other = rows.back().after, pivot = -rows.front().at;
  rows.front().at -= pivot;
  rows.back().at -= corner * other / pivot;
  std::vector<Row> second = rows;
  for (Row& row : second) row.right = {};
  second.front().right.x = pivot, second.back().right.x = other;
  std::vector<Vec3> slopes = solve(std::move(rows));
  const std::vector<Vec3> added = solve(std::move(second));
  const double share = corner / pivot;
  const Vec3 factor = (slopes.front() + slopes.back() * share) * (1 / (1 + added.front().x + added.back().x * share));
  for (size_t i = 0; i < slopes.size(); ++i) slopes[i] = slopes[i] - factor * added[i].x;
  slopes.push_back(slopes.front());
  return slopes;
}

std::vector<Vec3> withoutRepeats(const std::vector<Vec3>& points) {
  std::vector<Vec3> out;
  for (const Vec3& p : points)
    if (out.empty() || distance(out.back(), p) > kSamePoint) out.push_back(p);
  return out;
}

// Three different points, or two, are left open by the engine.
bool doesClose(const FitPoints& fit, std::vector<Vec3>& points) {
  if (!fit.isClosed || points.size() < 3) return false;
  if (distance(points.front(), points.back()) > kSamePoint) points.push_back(points.front());
  return points.size() > 4;
}

std::vector<Vec3> slopesOf(const FitPoints& fit, const std::vector<Vec3>& p, const std::vector<double>& h,
                           bool isClosed) {
  std::vector<Row> rows;
  if (isClosed) rows.push_back(innerRow(p[p.size() - 2], p[0], p[1], h.back(), h.front()));
  const Ends ends(fit, p, h);
  if (!isClosed) rows.push_back(ends.start());
  for (size_t i = 1; i + 1 < p.size(); ++i) rows.push_back(innerRow(p[i - 1], p[i], p[i + 1], h[i - 1], h[i]));
  if (isClosed) return solveCyclic(std::move(rows));
  rows.push_back(ends.end());
  return solve(std::move(rows));
}

}  // namespace

Outcome<CubicChain> interpolate(const FitPoints& fit) {
  CubicChain chain;
  std::vector<Vec3> p = withoutRepeats(fit.points);
  if (p.size() == 3 && distance(p.front(), p.back()) <= kSamePoint) p.pop_back();
  const bool isClosed = doesClose(fit, p);
  if (p.size() < 2) return chain;
  std::vector<double> h;
  for (size_t i = 0; i + 1 < p.size(); ++i) h.push_back(isClosed && !fit.isByChord ? 1 : distance(p[i], p[i + 1]));
  const std::vector<Vec3> slopes = slopesOf(fit, p, h, isClosed);
  for (size_t i = 0; i + 1 < p.size(); ++i)
    chain.cubics.push_back({p[i], p[i] + slopes[i] * (h[i] / 3), p[i + 1] - slopes[i + 1] * (h[i] / 3), p[i + 1]});
  return chain;
}

}  // namespace premap::geometry
