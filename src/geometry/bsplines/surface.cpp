// Surfaces as files have them, the conventions undone; basis functions by Cox and de Boor, with their slopes.
#include "geometry/bsplines/surface.h"

#include <algorithm>

#include "geometry/curves/bspline.h"

namespace premap::geometry {
namespace {

// A file leaves out what a closed direction repeats, or the outermost knots. True when poles have to be repeated.
bool undoConventions(SplineDirection& d, bool isClosed) {
  const size_t order = static_cast<size_t>(d.order);
  if (isClosed && d.knots.size() == d.poles + 2 * order - 1) return true;
  if (!d.knots.empty() && d.knots.size() + 2 == d.poles + order) {
    d.knots.insert(d.knots.begin(), double(d.knots.front()));
    d.knots.push_back(double(d.knots.back()));
  }
  return false;
}

template <class T>
void repeatInU(std::vector<T>& grid, size_t width, size_t count) {
  if (grid.empty()) return;
  std::vector<T> out;
  for (size_t row = 0; row < grid.size() / width; ++row) {
    const auto begin = grid.begin() + static_cast<ptrdiff_t>(row * width);
    out.insert(out.end(), begin, begin + static_cast<ptrdiff_t>(width));
    out.insert(out.end(), begin, begin + static_cast<ptrdiff_t>(count));
  }
  grid = std::move(out);
}

template <class T>
void repeatInV(std::vector<T>& grid, size_t width, size_t count) {
  if (grid.empty()) return;
  const std::vector<T> first(grid.begin(), grid.begin() + static_cast<ptrdiff_t>(width * count));
  grid.insert(grid.end(), first.begin(), first.end());
}

bool isDirectionSound(const SplineDirection& d) {
  return d.order >= 2 && d.order <= kHighestOrder && d.poles >= static_cast<size_t>(d.order);
}

SplineDirection readDirection(const Table& table, unsigned knots, unsigned poles, unsigned order) {
  const int32_t count = table.number<int32_t>(poles, 0);
  return {table.number<int32_t>(order, 0), static_cast<size_t>(std::max(0, count)), readNumbers(table, knots)};
}

Refusal arrange(BSplineSurface& s, bool isClosedU, bool isClosedV) {
  if (!isDirectionSound(s.u) || !isDirectionSound(s.v)) return Refusal::Order;
  if (s.u.poles > s.poles.size() || s.poles.size() != s.u.poles * s.v.poles) return Refusal::Order;
  if (!s.weights.empty() && s.weights.size() != s.poles.size()) return Refusal::Order;
  if (undoConventions(s.u, isClosedU)) {
    const size_t more = static_cast<size_t>(s.u.order) - 1;
    repeatInU(s.poles, s.u.poles, more), repeatInU(s.weights, s.u.poles, more);
    s.u.poles += more;
  }
  if (undoConventions(s.v, isClosedV)) {
    const size_t more = static_cast<size_t>(s.v.order) - 1;
    repeatInV(s.poles, s.u.poles, more), repeatInV(s.weights, s.u.poles, more);
    s.v.poles += more;
  }
  const bool areGood = areKnotsGood(s.u.knots, s.u.poles, s.u.order) && areKnotsGood(s.v.knots, s.v.poles, s.v.order);
  return areGood ? Refusal::None : Refusal::Order;
}

Refusal readTrims(const Table& table, BSplineSurface& s) {
  if (!table.table(11).isThere()) return Refusal::None;
  auto trims = readCollection(table.table(11), 1);
  if (!trims) return trims.refusal();
  s.trims = std::move(*trims);
  s.isOuterTrimmed = table.number<int32_t>(10, 0) != 0;
  return Refusal::None;
}

}  // namespace

Outcome<BSplineSurface> readSurface(const Table& variant) {
  if (!variant.isThere() || !variant.table(1).isThere()) return Refusal::Damaged;
  if (typeOf(variant) != TableType::BSplineSurface) return Refusal::UnknownType;
  const Table table = variant.table(1);
  auto poles = readPoints(table, 0);
  if (!poles) return poles.refusal();
  BSplineSurface s{readDirection(table, 2, 4, 6),
                   readDirection(table, 3, 5, 7),
                   std::move(*poles),
                   readNumbers(table, 1),
                   {},
                   false};
  Refusal refusal = arrange(s, table.number<int32_t>(12, 0) != 0, table.number<int32_t>(13, 0) != 0);
  if (refusal == Refusal::None) refusal = readTrims(table, s);
  if (variant.buffer()->isBroken()) return Refusal::Damaged;
  return refusal == Refusal::None ? Outcome<BSplineSurface>(std::move(s)) : refusal;
}

size_t SplineDirection::spanOf(double t) const {
  const auto first = knots.begin() + order, last = knots.begin() + static_cast<ptrdiff_t>(poles);
  size_t span = static_cast<size_t>(std::upper_bound(first, last, t) - knots.begin()) - 1;
  // At the very end: the last span that is one.
  while (span >= static_cast<size_t>(order) && !(knots[span] < knots[span + 1])) --span;
  return span;
}

Basis basisAt(const SplineDirection& d, size_t span, double t) {
  Basis basis{};
  std::array<double, 26>& n = basis.value;
  const int degree = d.order - 1;
  n[0] = 1;
  for (int level = 1; level <= degree; ++level) {
    if (level == degree) {
      // The slopes come from the functions of one degree less.
      for (int i = 0; i <= degree; ++i) {
        const size_t k = span - degree + i;
        const double left = i > 0 ? n[i - 1] / (d.knots[k + degree] - d.knots[k]) : 0;
        const double right = i < degree ? n[i] / (d.knots[k + degree + 1] - d.knots[k + 1]) : 0;
        basis.slope[i] = degree * (left - right);
      }
    }
    for (int i = level; i >= 0; --i) {
      const size_t k = span - level + i;
      const double left = i > 0 ? n[i - 1] * (t - d.knots[k]) / (d.knots[k + level] - d.knots[k]) : 0;
      const double right =
          i < level ? n[i] * (d.knots[k + level + 1] - t) / (d.knots[k + level + 1] - d.knots[k + 1]) : 0;
      n[i] = left + right;
    }
  }
  return basis;
}

PatchPoint evaluate(const BSplineSurface& s, size_t uSpan, const Basis& u, size_t vSpan, const Basis& v) {
  PatchPoint out;
  double w = 0, wu = 0, wv = 0;
  const size_t column = uSpan + 1 - s.u.order;
  for (int j = 0; j < s.v.order; ++j) {
    const size_t row = (vSpan + 1 - s.v.order + j) * s.u.poles + column;
    Vec3 point, slope;
    double weight = 0, weightSlope = 0;
    for (int i = 0; i < s.u.order; ++i) {
      point += s.poles[row + i] * u.value[i], slope += s.poles[row + i] * u.slope[i];
      if (s.weights.empty()) continue;
      weight += s.weights[row + i] * u.value[i], weightSlope += s.weights[row + i] * u.slope[i];
    }
    out.point += point * v.value[j], out.ds += slope * v.value[j], out.dt += point * v.slope[j];
    w += weight * v.value[j], wu += weightSlope * v.value[j], wv += weight * v.slope[j];
  }
  if (s.weights.empty()) return out;
  out.point = out.point * (1 / w);
  out.ds = (out.ds - out.point * wu) * (1 / w), out.dt = (out.dt - out.point * wv) * (1 / w);
  return out;
}

PatchPoint evaluate(const BSplineSurface& s, double u, double v) {
  const size_t uSpan = s.u.spanOf(u), vSpan = s.v.spanOf(v);
  return evaluate(s, uSpan, basisAt(s.u, uSpan, u), vSpan, basisAt(s.v, vSpan, v));
}

}  // namespace premap::geometry
