// Holes are joined to the loop around them by bridges, then ears are cut off. Only a corner that bends inwards can lie
// in an ear, and a grid finds those nearby, so that the cost stays near the number of corners.
#include "geometry/tessellate/triangulate.h"

#include <algorithm>
#include <cmath>

#include "geometry/tessellate/edge_table.h"

namespace premap::geometry {
namespace {

constexpr size_t kMostLooks = 50'000'000;

bool isSame(const Vec2& a, const Vec2& b) {
  return a.x == b.x && a.y == b.y;
}

struct Node {
  Vec2 at;
  uint32_t corner;
  uint32_t before, after;
  bool isCut = false, isReflex = false;
};

// One outer loop and its holes, as a list of nodes that runs around all of them.
class Outline {
 public:
  explicit Outline(size_t& looks) : looks_(looks) {}

  uint32_t add(const Polygon& polygon, uint32_t firstCorner) {
    const auto first = static_cast<uint32_t>(nodes_.size()), count = static_cast<uint32_t>(polygon.size());
    for (uint32_t i = 0; i < count; ++i)
      nodes_.push_back({polygon[i], firstCorner + i, first + (i + count - 1) % count, first + (i + 1) % count});
    return first;
  }

  // From the hole's rightmost corner to a corner of the outline that it sees to its right.
  void bridge(uint32_t outline, uint32_t hole) {
    const uint32_t from = rightmost(hole);
    const uint32_t to = seenFrom(nodes_[from].at, outline);
    if (to == kNone) return;
    const uint32_t after = nodes_[to].after, last = nodes_[from].before;
    const auto copyTo = static_cast<uint32_t>(nodes_.size()), copyFrom = copyTo + 1;
    nodes_.push_back({nodes_[to].at, nodes_[to].corner, copyFrom, after});
    nodes_.push_back({nodes_[from].at, nodes_[from].corner, last, copyTo});
    nodes_[to].after = from, nodes_[from].before = to;
    nodes_[last].after = copyFrom, nodes_[after].before = copyTo;
  }

  bool cutEars(uint32_t start, std::vector<uint32_t>& triangles) {
    size_t left = prepare(start);
    uint32_t at = start, stop = start;
    int patience = 0;  // 0: ears; 1: what bends outwards, whoever lies in it; 2: anything
    while (left > 3) {
      if (looks_ > kMostLooks) return false;
      if (isEar(at, patience)) {
        cut(at, triangles), --left;
        at = stop = nodes_[nodes_[at].after].after;
        patience = 0;
        continue;
      }
      at = nodes_[at].after;
      if (at == stop) ++patience;
    }
    if (left == 3) emit(at, triangles);
    return true;
  }

 private:
  static constexpr uint32_t kNone = ~uint32_t{0};

  uint32_t rightmost(uint32_t start) const {
    uint32_t best = start;
    for (uint32_t i = nodes_[start].after; i != start; i = nodes_[i].after)
      if (nodes_[i].at.x > nodes_[best].at.x) best = i;
    return best;
  }

  uint32_t seenFrom(const Vec2& p, uint32_t outline) {
    uint32_t best = kNone, i = outline;
    double nearest = INFINITY;
    do {
      ++looks_;
      const uint32_t j = nodes_[i].after;
      const Vec2 &a = nodes_[i].at, &b = nodes_[j].at;
      // Outer loops run counterclockwise: to the right of what lies inside edges rise.
      if (a.y <= p.y && b.y >= p.y && a.y < b.y) {
        const double x = a.x + (p.y - a.y) * (b.x - a.x) / (b.y - a.y);
        if (x >= p.x && x < nearest) nearest = x, best = a.y == p.y ? i : b.y == p.y ? j : a.x > b.x ? i : j;
      }
      i = j;
    } while (i != outline);
    return best == kNone || nodes_[best].at.y == p.y ? best : unhidden(p, nearest, best, outline);
  }

  // Corners that lie between hide it: the one least off the ray is seen.
  uint32_t unhidden(const Vec2& p, double x, uint32_t best, uint32_t outline) {
    const Vec2 hit{x, p.y}, far = nodes_[best].at;
    double least = std::abs(far.y - p.y) / (far.x - p.x);
    uint32_t i = outline;
    do {
      ++looks_;
      const Vec2& q = nodes_[i].at;
      const bool isAbove = far.y > p.y;
      if (q.x > p.x && q.x <= std::max(far.x, x) && !isSame(q, far) &&
          cross(nodes_[nodes_[i].before].at, q, nodes_[nodes_[i].after].at) < 0 &&
          (isAbove ? isInside(p, hit, far, q) : isInside(p, far, hit, q))) {
        const double slope = std::abs(q.y - p.y) / (q.x - p.x);
        if (slope < least || (slope == least && q.x < nodes_[best].at.x)) least = slope, best = i;
      }
      i = nodes_[i].after;
    } while (i != outline);
    return best;
  }

  static bool isInside(const Vec2& a, const Vec2& b, const Vec2& c, const Vec2& p) {
    return cross(a, b, p) >= 0 && cross(b, c, p) >= 0 && cross(c, a, p) >= 0;
  }

  size_t prepare(uint32_t start) {
    size_t count = 0, reflex = 0;
    low_ = {INFINITY, INFINITY}, high_ = {-INFINITY, -INFINITY};
    uint32_t i = start;
    do {
      Node& n = nodes_[i];
      low_ = {std::min(low_.x, n.at.x), std::min(low_.y, n.at.y)};
      high_ = {std::max(high_.x, n.at.x), std::max(high_.y, n.at.y)};
      n.isReflex = bend(i) <= 0;
      ++count, reflex += n.isReflex;
      i = n.after;
    } while (i != start);
    side_ = std::clamp<size_t>(static_cast<size_t>(std::sqrt(static_cast<double>(reflex))), 1, 512);
    fillCells(start, reflex);
    return count;
  }

  void fillCells(uint32_t start, size_t count) {
    cells_.assign(side_ * side_ + 1, {});
    reflex_.resize(count);
    const auto forEachReflex = [&](auto&& f) {
      uint32_t i = start;
      do {
        if (nodes_[i].isReflex) f(i, cells_[column(nodes_[i].at.x) + side_ * row(nodes_[i].at.y)]);
        i = nodes_[i].after;
      } while (i != start);
    };
    forEachReflex([](uint32_t, Cell& cell) { ++cell.end; });
    uint32_t end = 0;
    for (Cell& cell : cells_) cell.begin = end, end += cell.end, cell.end = cell.begin;
    forEachReflex([&](uint32_t i, Cell& cell) { reflex_[cell.end++] = {nodes_[i].at, i}; });
  }

  size_t place(double v, double low, double high) const {
    const double f = high > low ? (v - low) / (high - low) * static_cast<double>(side_) : 0;
    return std::min(side_ - 1, static_cast<size_t>(std::max(0.0, f)));
  }
  size_t column(double x) const { return place(x, low_.x, high_.x); }
  size_t row(double y) const { return place(y, low_.y, high_.y); }

  double bend(uint32_t i) const {
    const Node& n = nodes_[i];
    return cross(nodes_[n.before].at, n.at, nodes_[n.after].at);
  }

  bool isEar(uint32_t i, int patience) {
    ++looks_;
    if (patience > 1) return true;
    if (!(bend(i) > 0)) return false;
    if (patience == 1) return true;
    const Node& n = nodes_[i];
    const Vec2 &a = nodes_[n.before].at, &b = n.at, &c = nodes_[n.after].at;
    const Vec2 low{std::min({a.x, b.x, c.x}), std::min({a.y, b.y, c.y})};
    const Vec2 high{std::max({a.x, b.x, c.x}), std::max({a.y, b.y, c.y})};
    const size_t x1 = column(high.x), y1 = row(high.y);
    for (size_t y = row(low.y); y <= y1; ++y)
      for (size_t x = column(low.x); x <= x1; ++x) {
        Cell& cell = cells_[x + side_ * y];
        for (uint32_t k = cell.begin; k < cell.end; ++k) {
          ++looks_;
          const Vec2 p = reflex_[k].at;
          if (p.x < low.x || p.x > high.x || p.y < low.y || p.y > high.y) continue;
          if (isSame(p, a) || isSame(p, b) || isSame(p, c) || !isInside(a, b, c, p)) continue;
          if (const Node& o = nodes_[reflex_[k].node]; !o.isCut && o.isReflex) return false;
          // It never will be in any ear's way again.
          reflex_[k--] = reflex_[--cell.end];
        }
      }
    return true;
  }

  void emit(uint32_t i, std::vector<uint32_t>& triangles) const {
    const Node& n = nodes_[i];
    triangles.push_back(nodes_[n.before].corner), triangles.push_back(n.corner);
    triangles.push_back(nodes_[n.after].corner);
  }

  void cut(uint32_t i, std::vector<uint32_t>& triangles) {
    emit(i, triangles);
    Node& n = nodes_[i];
    n.isCut = true;
    nodes_[n.before].after = n.after, nodes_[n.after].before = n.before;
    // What is cut off can only make its neighbours bend outwards.
    for (const uint32_t k : {n.before, n.after}) nodes_[k].isReflex = nodes_[k].isReflex && bend(k) <= 0;
  }

  size_t& looks_;
  std::vector<Node> nodes_;
  // Corners that bend inwards, cell by cell.
  struct Reflex {
    Vec2 at;
    uint32_t node;
  };
  struct Cell {
    uint32_t begin = 0, end = 0;
  };
  std::vector<Reflex> reflex_;
  std::vector<Cell> cells_;
  size_t side_ = 1;
  Vec2 low_, high_;
};

double highestX(const Polygon& polygon) {
  double x = -INFINITY;
  for (const Vec2& p : polygon) x = std::max(x, p.x);
  return x;
}

// An angle from 0 to half a turn by its sine and cosine, both times a length.
struct Angle {
  double sine, cosine;
};

Angle angleAt(const Vec2& o, const Vec2& p, const Vec2& q) {
  return {std::abs(cross(o, p, q)), (p.x - o.x) * (q.x - o.x) + (p.y - o.y) * (q.y - o.y)};
}

// Whether two of them make more than half a turn, but for rounding.
bool isBeyondHalfTurn(const Angle& a, const Angle& b) {
  const double sine = a.sine * b.cosine + a.cosine * b.sine;
  const double lengths = (a.sine * a.sine + a.cosine * a.cosine) * (b.sine * b.sine + b.cosine * b.cosine);
  return sine < 0 && sine * sine > 1e-18 * lengths;
}

}  // namespace

double signedArea(const Polygon& p) {
  double sum = 0;
  for (size_t i = 1; i + 1 < p.size(); ++i) sum += cross(p[0], p[i], p[i + 1]);
  return sum / 2;
}

std::vector<bool> turnByDepth(std::vector<Polygon>& polygons, const std::vector<int>& depth) {
  std::vector<bool> turned;
  for (size_t i = 0; i < polygons.size(); ++i) {
    turned.push_back((signedArea(polygons[i]) < 0) != (depth[i] % 2 == 1));
    if (turned.back()) std::reverse(polygons[i].begin(), polygons[i].end());
  }
  return turned;
}

std::vector<int> depthsOf(const std::vector<Polygon>& polygons) {
  return polygons.size() > 1 ? nestingOf(polygons) : std::vector<int>(polygons.size(), 0);
}

Outcome<std::vector<uint32_t>> triangulate(const std::vector<Polygon>& polygons, const std::vector<int>& depth) {
  std::vector<uint32_t> first, triangles;
  uint32_t count = 0;
  for (const Polygon& p : polygons) first.push_back(count), count += static_cast<uint32_t>(p.size());
  size_t looks = 0;
  for (size_t i = 0; i < polygons.size(); ++i) {
    if (depth[i] % 2 != 0) continue;
    std::vector<size_t> holes;
    for (size_t j = 0; j < polygons.size(); ++j)
      if (depth[j] == depth[i] + 1 && isWithin(polygons[j], polygons[i])) holes.push_back(j);
    std::sort(holes.begin(), holes.end(),
              [&](size_t a, size_t b) { return highestX(polygons[a]) > highestX(polygons[b]); });
    Outline outline(looks);
    const uint32_t start = outline.add(polygons[i], first[i]);
    for (const size_t hole : holes) outline.bridge(start, outline.add(polygons[hole], first[hole]));
    if (!outline.cutEars(start, triangles)) return Refusal::TooComplex;
  }
  return triangles;
}

EdgeTurner::EdgeTurner(const std::vector<Vec2>& points, std::vector<uint32_t>& triangles)
    : points_(points), triangles_(triangles), across_(triangles.size(), kNone), turnedIn_(triangles.size() / 3, 0) {
  EdgeTable edges(triangles.size() / 2);  // the corner that begins it
  for (uint32_t corner = 0; corner < triangles.size(); ++corner) {
    const auto [other, isNew] = edges.add(triangles[corner], triangles[next(corner)], corner);
    if (!isNew && across_[other] == kNone) join(corner, other);
  }
}

void EdgeTurner::join(uint32_t corner, uint32_t other) {
  if (corner != kNone) across_[corner] = other;
  if (other != kNone) across_[other] = corner;
}

// Of what did not change in the last pass nothing can change in this one.
bool EdgeTurner::pass() {
  const uint32_t last = pass_++;
  bool isChanged = false;
  for (uint32_t corner = 0; corner < triangles_.size(); ++corner) {
    const uint32_t other = across_[corner];
    if (other >= corner) continue;
    const uint32_t inFirst = turnedIn_[corner / 3], inSecond = turnedIn_[other / 3];
    if (inFirst == pass_ || inSecond == pass_ || (inFirst != last && inSecond != last)) continue;
    if (triangles_[other] != triangles_[next(corner)] || !isRounderTurned(corner, other)) continue;
    turn(corner, other);
    turnedIn_[corner / 3] = turnedIn_[other / 3] = pass_;
    isChanged = true;
  }
  return isChanged;
}

bool EdgeTurner::isRounderTurned(uint32_t corner, uint32_t other) const {
  const auto at = [&](uint32_t k) { return points_[triangles_[k]]; };
  const Vec2 a = at(corner), b = at(next(corner)), c = at(before(corner)), d = at(before(other));
  return cross(c, a, d) > 0 && cross(d, b, c) > 0 && isBeyondHalfTurn(angleAt(c, a, b), angleAt(d, a, b));
}

// From abc and bad to cad and dbc.
void EdgeTurner::turn(uint32_t corner, uint32_t other) {
  const uint32_t t = corner / 3 * 3, ot = other / 3 * 3;
  const uint32_t a = triangles_[corner], b = triangles_[next(corner)], c = triangles_[before(corner)],
                 d = triangles_[before(other)];
  const uint32_t bc = across_[next(corner)], ca = across_[before(corner)], ad = across_[next(other)],
                 db = across_[before(other)];
  triangles_[t] = c, triangles_[t + 1] = a, triangles_[t + 2] = d;
  triangles_[ot] = d, triangles_[ot + 1] = b, triangles_[ot + 2] = c;
  join(t, ca), join(t + 1, ad), join(t + 2, ot + 2), join(ot, db), join(ot + 1, bc);
}

}  // namespace premap::geometry
