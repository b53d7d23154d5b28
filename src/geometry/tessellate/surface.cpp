// B-spline surfaces: a grid over their spans, or what their trims leave of it.
#include "geometry/bsplines/surface.h"

#include <algorithm>

#include "geometry/curves/strokes.h"
#include "geometry/math/count.h"
#include "geometry/tessellate/face.h"
#include "geometry/tessellate/shapes.h"
#include "geometry/tessellate/surface_steps.h"

namespace premap::geometry {
namespace {

class SurfaceGrid {
 public:
  SurfaceGrid(const BSplineSurface& s, const SurfaceSteps& steps)
      : s_(s), u_(parameters(s.u, steps.u)), v_(parameters(s.v, steps.v)) {}
  const std::vector<double>& u() const { return u_; }
  const std::vector<double>& v() const { return v_; }

  /// From cells to the surface, and back to cells from a parameter.
  SurfacePoint at(const Vec2& cell) const {
    const PatchPoint p = evaluate(s_, parameter(u_, cell.x), parameter(v_, cell.y));
    return {p.point, cross(p.ds, p.dt)};
  }
  static double cellOf(const std::vector<double>& all, double t) {
    const auto after = std::upper_bound(all.begin() + 1, all.end() - 1, t);
    const double begin = *(after - 1), end = *after;
    return static_cast<double>(after - 1 - all.begin()) + (t - begin) / (end - begin);
  }

 private:
  static double parameter(const std::vector<double>& all, double cell) {
    const double top = static_cast<double>(all.size() - 1), at = std::clamp(cell, 0.0, top);
    const auto i = std::min(all.size() - 2, static_cast<size_t>(at));
    return all[i] + (all[i + 1] - all[i]) * (at - static_cast<double>(i));
  }

  static std::vector<double> parameters(const SplineDirection& along, const std::vector<int>& steps) {
    std::vector<double> out{along.begin()};
    size_t span = 0;
    for (size_t k = static_cast<size_t>(along.order) - 1; k < along.poles; ++k) {
      const double a = along.knots[k], b = along.knots[k + 1];
      if (!(a < b)) continue;
      const int count = steps[span++];
      for (int i = 1; i <= count; ++i) out.push_back(a + (b - a) * i / count);
    }
    out.back() = along.end();
    return out;
  }

  const BSplineSurface& s_;
  std::vector<double> u_, v_;
};

// Points along a loop of the parameters, no farther apart than a cell.
FaceLoop loopOf(const std::vector<Vec2>& cells, const SurfaceGrid& grid) {
  FaceLoop loop;
  for (size_t i = 0; i < cells.size(); ++i) {
    const Vec2 &a = cells[i], &b = cells[(i + 1) % cells.size()];
    const int count = countOf(std::max(std::abs(b.x - a.x), std::abs(b.y - a.y)), 1000);
    for (int k = 0; k < count; ++k) {
      const Vec2 uv{a.x + (b.x - a.x) * k / count, a.y + (b.y - a.y) * k / count};
      loop.push_back({uv, grid.at(uv).point});
    }
  }
  return loop;
}

void addTrims(const BSplineSurface& s, const CurveCollection& trims, const SurfaceGrid& grid,
              std::vector<FaceLoop>& loops) {
  const auto add = [&](const std::vector<Vec3>& points) {
    std::vector<Vec2> cells;
    for (const Vec3& p : points) {
      const double u = s.u.begin() + (s.u.end() - s.u.begin()) * std::clamp(p.x, 0.0, 1.0);
      const double v = s.v.begin() + (s.v.end() - s.v.begin()) * std::clamp(p.y, 0.0, 1.0);
      const Vec2 cell{SurfaceGrid::cellOf(grid.u(), u), SurfaceGrid::cellOf(grid.v(), v)};
      if (cells.empty() || cells.back().x != cell.x || cells.back().y != cell.y) cells.push_back(cell);
    }
    if (cells.size() > 1 && cells[0].x == cells.back().x && cells[0].y == cells.back().y) cells.pop_back();
    if (cells.size() > 2) loops.push_back(loopOf(cells, grid));
  };
  if (trims.isLoop()) return add(stroke(trims, 0.1));
  for (const Curve& curve : trims.curves) add(stroke(curve, 0.1));
  for (const CurveCollection& child : trims.children) addTrims(s, child, grid, loops);
}

}  // namespace

Refusal tessellate(const BSplineSurface& s, Builder& builder) {
  const auto steps = stepsOf(s, builder.tolerance());
  if (!steps) return steps.refusal();
  const SurfaceGrid grid(s, *steps);
  if (grid.u().size() < 2 || grid.v().size() < 2) return Refusal::Order;
  const auto top = Vec2{static_cast<double>(grid.u().size() - 1), static_cast<double>(grid.v().size() - 1)};
  if (!builder.hasRoomFor(grid.u().size(), grid.v().size())) return Refusal::TooComplex;
  if (!s.isTrimmed()) {
    builder.grid(grid.v().size(), grid.u().size(), [&](size_t row, size_t column) {
      return grid.at({static_cast<double>(column), static_cast<double>(row)});
    });
    return Refusal::None;
  }
  std::vector<FaceLoop> loops;
  if (!s.isOuterTrimmed) loops.push_back(loopOf({{0, 0}, {top.x, 0}, top, {0, top.y}}, grid));
  addTrims(s, s.trims, grid, loops);
  const ParameterSurface surface{
      [&](const Vec2& uv) { return grid.at(uv); },
      [](const Vec2& a, const Vec2& b) { return std::max(std::abs(a.x - b.x), std::abs(a.y - b.y)) > 1.5; }};
  return tessellateFace(loops, surface, 1, builder);
}

}  // namespace premap::geometry
