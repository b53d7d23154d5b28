// Surfaces as files have them, the conventions undone; points line by line.
#include "geometry/bsplines/surface.h"

#include <algorithm>

#include "geometry/curves/bspline.h"

namespace premap::geometry {
namespace {

// A file may have a knot too many at both ends, or none at all.
void mendKnots(SplineDirection& d, bool isClosed) {
  const size_t order = static_cast<size_t>(d.order), wanted = knotCount(d.poles, order, isClosed);
  if (d.knots.empty()) d.knots = uniformKnots(d.poles, order, isClosed);
  if (d.knots.size() != wanted + 2 || !(d.knots.front() < 0 && d.knots.back() > 1)) return;
  d.knots.pop_back(), d.knots.erase(d.knots.begin());
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
  // Not by their product, which may be any in 32 bits.
  if (s.poles.size() % s.u.poles != 0 || s.poles.size() / s.u.poles != s.v.poles) return Refusal::Order;
  if (!areWeightsGood(s.weights, s.poles.size())) return Refusal::Order;
  mendKnots(s.u, isClosedU), mendKnots(s.v, isClosedV);
  if (isClosedU) {
    const size_t more = static_cast<size_t>(s.u.order) - 1;
    repeatInU(s.poles, s.u.poles, more), repeatInU(s.weights, s.u.poles, more);
    s.u.poles += more;
  }
  if (isClosedV) {
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
  constexpr unsigned knotsU = 2, knotsV = 3;
  auto poles = readPoints(table, 0);
  if (!poles) return poles.refusal();
  if (!table.has(knotsU) || !table.has(knotsV)) return Refusal::Order;
  BSplineSurface s{readDirection(table, knotsU, 4, 6),
                   readDirection(table, knotsV, 5, 7),
                   std::move(*poles),
                   readNumbers(table, 1),
                   {},
                   false,
                   false};
  const bool isClosedU = table.number<uint8_t>(12, 0) != 0, isClosedV = table.number<uint8_t>(13, 0) != 0;
  s.isClosed = isClosedU || isClosedV;
  Refusal refusal = arrange(s, isClosedU, isClosedV);
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

SurfaceLine::SurfaceLine(const BSplineSurface& s, SpanPair at, const Basis& fixed, bool isOfU)
    : along_(isOfU ? &s.v : &s.u), span_(isOfU ? at.v : at.u), isOfU_(isOfU), isWeighted_(!s.weights.empty()) {
  const size_t corner = (at.v + 1 - s.v.order) * s.u.poles + at.u + 1 - s.u.order;
  const size_t step = isOfU ? 1 : s.u.poles, stepAlong = isOfU ? s.u.poles : 1;
  const int order = isOfU ? s.u.order : s.v.order;
  for (int j = 0; j < along_->order; ++j) {
    Row row{{}, {}, 0, 0};
    for (int i = 0; i < order; ++i) {
      const size_t pole = corner + j * stepAlong + i * step;
      row.point += s.poles[pole] * fixed.value[i], row.slope += s.poles[pole] * fixed.slope[i];
      if (!isWeighted_) continue;
      row.weight += s.weights[pole] * fixed.value[i], row.weightSlope += s.weights[pole] * fixed.slope[i];
    }
    rows_[j] = row;
  }
}

PatchPoint SurfaceLine::operator()(double t) const {
  const Basis basis = basisAt(along_->knots, along_->order, span_, t);
  Vec3 point, across, along;
  double w = 0, wAcross = 0, wAlong = 0;
  for (int j = 0; j < along_->order; ++j) {
    const Row& row = rows_[j];
    point += row.point * basis.value[j], across += row.slope * basis.value[j], along += row.point * basis.slope[j];
    w += row.weight * basis.value[j], wAcross += row.weightSlope * basis.value[j],
        wAlong += row.weight * basis.slope[j];
  }
  if (isWeighted_) {
    point = point * (1 / w);
    across = (across - point * wAcross) * (1 / w), along = (along - point * wAlong) * (1 / w);
  }
  return isOfU_ ? PatchPoint{point, across, along} : PatchPoint{point, along, across};
}

PatchPoint evaluate(const BSplineSurface& s, double u, double v) {
  return SurfaceLine::ofU(s, {s.u.spanOf(u), s.v.spanOf(v)}, u)(v);
}

}  // namespace premap::geometry
