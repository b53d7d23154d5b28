// Crossings, nesting and even-odd areas of polygons; bounded, as none of them is linear.
#include "geometry/measure/polygon.h"

#include <algorithm>
#include <cmath>

namespace premap::geometry {
namespace {

constexpr size_t kMostPairs = 100'000'000;
constexpr size_t kMostEdgesThatCross = 2'000;

struct Edge {
  Vec2 a, b;
  size_t polygon, index, count;
  double low() const { return std::min(a.x, b.x); }
  double high() const { return std::max(a.x, b.x); }
};

std::vector<Edge> edgesOf(const std::vector<Polygon>& polygons) {
  std::vector<Edge> edges;
  for (size_t p = 0; p < polygons.size(); ++p) {
    const size_t n = polygons[p].size();
    for (size_t i = 0; i < n; ++i) edges.push_back({polygons[p][i], polygons[p][(i + 1) % n], p, i, n});
  }
  return edges;
}

// Each has its ends on different sides of the other; touching is not crossing.
bool doCross(const Edge& e, const Edge& f) {
  if (std::max(e.a.y, e.b.y) <= std::min(f.a.y, f.b.y) || std::max(f.a.y, f.b.y) <= std::min(e.a.y, e.b.y))
    return false;
  const double a = cross(e.a, e.b, f.a), b = cross(e.a, e.b, f.b), c = cross(f.a, f.b, e.a), d = cross(f.a, f.b, e.b);
  const double scale = std::max({std::abs(a), std::abs(b), std::abs(c), std::abs(d)}) * 1e-12;
  return ((a > scale && b < -scale) || (a < -scale && b > scale)) &&
         ((c > scale && d < -scale) || (c < -scale && d > scale));
}

bool areNeighbours(const Edge& e, const Edge& f) {
  if (e.polygon != f.polygon) return false;
  const size_t apart = e.index > f.index ? e.index - f.index : f.index - e.index;
  return apart <= 1 || apart + 1 == e.count;
}

// One that always turns to the same side, and once around, cannot cross itself.
bool isConvex(const Polygon& p) {
  const size_t n = p.size();
  int turn = 0, xFlips = 0;
  double lastDx = 0;
  for (size_t i = 0; i < n; ++i) {
    const Vec2 &a = p[i], &b = p[(i + 1) % n], &c = p[(i + 2) % n];
    const double z = cross(a, b, c);
    if (z != 0 && turn != 0 && (z > 0) != (turn > 0)) return false;
    if (z != 0) turn = z > 0 ? 1 : -1;
    const double dx = b.x - a.x;
    if (dx != 0 && lastDx != 0 && (dx > 0) != (lastDx > 0)) ++xFlips;
    if (dx != 0) lastDx = dx;
  }
  return xFlips <= 2;
}

bool contains(const Polygon& polygon, const Vec2& p) {
  bool isInside = false;
  for (size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
    const Vec2 &a = polygon[i], &b = polygon[j];
    if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) isInside = !isInside;
  }
  return isInside;
}

struct Extent {
  Vec2 low{INFINITY, INFINITY}, high{-INFINITY, -INFINITY};
  explicit Extent(const Polygon& polygon) {
    for (const Vec2& p : polygon) {
      low = {std::min(low.x, p.x), std::min(low.y, p.y)};
      high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
  }
  bool holds(const Extent& b) const {
    return low.x <= b.low.x && low.y <= b.low.y && high.x >= b.high.x && high.y >= b.high.y;
  }
};

// Every height at which the order of the edges may change.
std::vector<double> heights(const std::vector<Edge>& edges) {
  std::vector<double> out;
  for (const Edge& e : edges) out.push_back(e.a.y);
  for (size_t i = 0; i < edges.size(); ++i) {
    for (size_t j = i + 1; j < edges.size(); ++j) {
      const Edge &e = edges[i], &f = edges[j];
      if (areNeighbours(e, f) || !doCross(e, f)) continue;
      const double c = cross(f.a, f.b, e.a), d = cross(f.a, f.b, e.b);
      out.push_back(e.a.y + (e.b.y - e.a.y) * (c / (c - d)));
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

struct Crossing {
  double low, high;  // x at the bottom and at the top of the slab
};

std::vector<Crossing> crossings(const std::vector<Edge>& edges, double bottom, double top) {
  std::vector<Crossing> out;
  const double middle = (bottom + top) / 2;
  for (const Edge& e : edges) {
    if ((e.a.y > middle) == (e.b.y > middle)) continue;
    const double slope = (e.b.x - e.a.x) / (e.b.y - e.a.y);
    out.push_back({e.a.x + (bottom - e.a.y) * slope, e.a.x + (top - e.a.y) * slope});
  }
  std::sort(out.begin(), out.end(),
            [](const Crossing& a, const Crossing& b) { return a.low + a.high < b.low + b.high; });
  return out;
}

void addTriangle(const Vec2& a, const Vec2& b, const Vec2& c, EvenOdd& sum) {
  const double area = std::abs(cross(a, b, c)) / 2;
  sum.area += area;
  sum.moment.x += area * (a.x + b.x + c.x) / 3;
  sum.moment.y += area * (a.y + b.y + c.y) / 3;
}

void widest(const std::vector<std::vector<Vec3>>& loops, auto&& measure, Vec3& best) {
  double most = 0;
  for (const auto& loop : loops)
    for (const Vec3& p : loop)
      if (const double m = measure(p); m > most) most = m, best = p;
}

}  // namespace

bool isWithin(const Polygon& inner, const Polygon& outer) {
  int votes = 0;
  for (size_t k = 0; k < 3; ++k) {
    const size_t i = k * inner.size() / 3, j = (i + 1) % inner.size();
    votes += contains(outer, {(inner[i].x + inner[j].x) / 2, (inner[i].y + inner[j].y) / 2});
  }
  return votes >= 2;
}

Plane planeOf(const std::vector<std::vector<Vec3>>& loops) {
  Plane plane;
  if (loops.empty() || loops[0].empty()) return plane;
  const Vec3 o = plane.origin = loops[0][0];
  Vec3 far = o, aside = o;
  widest(
      loops, [&](const Vec3& p) { return distance(o, p); }, far);
  widest(
      loops, [&](const Vec3& p) { return length(cross(far - o, p - o)); }, aside);
  plane.size = distance(o, far);
  plane.normal = unit(cross(far - o, aside - o));
  plane.x = unit(far - o), plane.y = cross(plane.normal, plane.x);
  for (const auto& loop : loops)
    for (const Vec3& p : loop) plane.offPlane = std::max(plane.offPlane, std::abs(dot(p - o, plane.normal)));
  return plane;
}

Outcome<bool> doEdgesCross(const std::vector<Polygon>& polygons) {
  if (polygons.size() == 1 && isConvex(polygons[0])) return false;
  std::vector<Edge> edges = edgesOf(polygons);
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.low() < b.low(); });
  size_t pairs = 0;
  for (size_t i = 0; i < edges.size(); ++i) {
    for (size_t j = i + 1; j < edges.size() && edges[j].low() <= edges[i].high(); ++j) {
      if (++pairs > kMostPairs) return Refusal::TooComplex;
      if (!areNeighbours(edges[i], edges[j]) && doCross(edges[i], edges[j])) return true;
    }
  }
  return false;
}

std::vector<int> nestingOf(const std::vector<Polygon>& polygons) {
  const std::vector<Extent> extents(polygons.begin(), polygons.end());
  std::vector<int> depth(polygons.size(), 0);
  for (size_t i = 0; i < polygons.size(); ++i)
    for (size_t j = 0; j < polygons.size(); ++j)
      if (i != j && extents[j].holds(extents[i]) && isWithin(polygons[i], polygons[j])) ++depth[i];
  return depth;
}

// Slab by slab between heights at which nothing crosses.
template <class F>
Refusal forEachTriangle(const std::vector<Polygon>& polygons, F&& f) {
  const std::vector<Edge> edges = edgesOf(polygons);
  if (edges.size() > kMostEdgesThatCross) return Refusal::TooComplex;
  const std::vector<double> ys = heights(edges);
  for (size_t k = 0; k + 1 < ys.size(); ++k) {
    if (!(ys[k] < ys[k + 1])) continue;
    const std::vector<Crossing> at = crossings(edges, ys[k], ys[k + 1]);
    for (size_t i = 0; i + 1 < at.size(); i += 2) {
      f(Vec2{at[i].low, ys[k]}, Vec2{at[i + 1].low, ys[k]}, Vec2{at[i + 1].high, ys[k + 1]});
      f(Vec2{at[i].low, ys[k]}, Vec2{at[i + 1].high, ys[k + 1]}, Vec2{at[i].high, ys[k + 1]});
    }
  }
  return Refusal::None;
}

Outcome<EvenOdd> evenOdd(const std::vector<Polygon>& polygons) {
  EvenOdd sum;
  const Refusal why =
      forEachTriangle(polygons, [&](const Vec2& a, const Vec2& b, const Vec2& c) { addTriangle(a, b, c, sum); });
  return why == Refusal::None ? Outcome<EvenOdd>(sum) : why;
}

Outcome<std::vector<Vec2>> trianglesByEvenOdd(const std::vector<Polygon>& polygons) {
  std::vector<Vec2> out;
  const Refusal why = forEachTriangle(polygons, [&](const Vec2& a, const Vec2& b, const Vec2& c) {
    if (cross(a, b, c) > 0) out.push_back(a), out.push_back(b), out.push_back(c);
  });
  return why == Refusal::None ? Outcome<std::vector<Vec2>>(std::move(out)) : why;
}

}  // namespace premap::geometry
