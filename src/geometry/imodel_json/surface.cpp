// B-spline surfaces. What trims one is kept as loops: of points when all are line strings, else of B-splines alone.
#include <algorithm>

#include "geometry/imodel_json/curves.h"
#include "geometry/imodel_json/frame.h"
#include "geometry/imodel_json/shapes.h"

namespace premap::geometry::imodel {
namespace {

std::vector<Vec3> endsOf(const Table& variant) {
  const Table table = variant.table(1);
  if (typeOf(variant) == TableType::LineString) return storedPoints(table, 0);
  std::array<double, 6> n;
  if (typeOf(variant) == TableType::Segment && table.doubles(0, n)) return {toVec3(&n[0]), toVec3(&n[3])};
  return {};
}

bool isNear(const Vec3& a, const Vec3& b) {
  return isAlmostEqual(a.x, b.x) && isAlmostEqual(a.y, b.y) && isAlmostEqual(a.z, b.z);
}

// Is a path of straight lines closed by where it ends?
bool isClosedPath(const Table& collection) {
  const size_t count = collection.tableCount(1);
  if (count == 0) return false;
  const auto first = endsOf(collection.tableAt(1, 0)), last = endsOf(collection.tableAt(1, count - 1));
  return !first.empty() && !last.empty() && isNear(first.front(), last.back());
}

// Loops of regions, and paths that are closed.
void collectLoops(const Table& collection, int depth, std::vector<Table>& loops) {
  const auto kind = static_cast<CollectionKind>(collection.number<int32_t>(0, 0));
  if (kind == CollectionKind::OuterLoop || kind == CollectionKind::InnerLoop ||
      (kind == CollectionKind::OpenPath && isClosedPath(collection))) {
    loops.push_back(collection);
    return;
  }
  if (depth > kDeepest || (kind != CollectionKind::Parity && kind != CollectionKind::Union)) return;
  for (size_t i = 0, n = collection.tableCount(1); i < n; ++i) {
    const Table member = collection.tableAt(1, i);
    if (typeOf(member) == TableType::Collection && member.table(1).isThere())
      collectLoops(member.table(1), depth + 1, loops);
  }
}

bool isPolygon(const Table& loop) {
  return loop.tableCount(1) == 1 && typeOf(loop.tableAt(1, 0)) == TableType::LineString;
}

std::string loopJson(const std::vector<std::string>& members, TextState& state) {
  return Text(state, "loop").list(members).take();
}

// In the plane of u and v, and closed.
std::string polygonJson(const Table& loop, TextState& state) {
  std::vector<Vec3> points = storedPoints(loop.tableAt(1, 0).table(1), 0);
  for (Vec3& point : points) point.z = 0;
  if (!points.empty() && !isNear(points.front(), points.back())) points.push_back(points.front());
  else if (!points.empty()) points.back() = points.front();
  return loopJson({Text(state, "lineString").vectors(points).take()}, state);
}

// A curve of a loop as a B-spline; none for what has no length. `isKnown`: false when we cannot tell what it would be.
std::optional<KeptSpline> edgeOf(const Table& variant, bool& isKnown) {
  const Table table = variant.table(1);
  switch (typeOf(variant)) {
    case TableType::Segment:
    case TableType::LineString: {
      const std::vector<Vec3> points = endsOf(variant);
      return points.size() < 2 ? std::nullopt : std::optional(splineOf(points));
    }
    case TableType::Arc: {
      std::array<double, 11> n;
      if (!table.doubles(0, n)) return std::nullopt;
      return splineOf(Arc{toVec3(&n[0]), toVec3(&n[3]), toVec3(&n[6]), n[9], n[10]});
    }
    case TableType::BSplineCurve:
      return keptSpline(table);
    case TableType::PointString:
    case TableType::Collection:
      return std::nullopt;
    default:
      isKnown = false;
      return std::nullopt;
  }
}

std::string edgesJson(const Table& loop, TextState& state, bool& isKnown) {
  std::vector<std::string> edges;
  for (size_t i = 0, n = loop.tableCount(1); i < n; ++i)
    if (const auto edge = edgeOf(loop.tableAt(1, i), isKnown)) edges.push_back(splineJson(*edge, state));
  return edges.empty() ? std::string() : loopJson(edges, state);
}

// Empty: nothing trims the surface.
std::string trimsJson(const Table& boundaries, TextState& state, bool& isKnown) {
  std::vector<Table> loops;
  if (boundaries.isThere()) collectLoops(boundaries, 0, loops);
  const bool arePolygons = std::all_of(loops.begin(), loops.end(), isPolygon);
  std::vector<std::string> texts;
  for (const Table& loop : loops) {
    std::string text = arePolygons ? polygonJson(loop, state) : edgesJson(loop, state, isKnown);
    if (!text.empty()) texts.push_back(std::move(text));
  }
  return texts.empty() ? std::string() : Text(state, "parityRegion").list(texts).take();
}

struct Direction {
  int32_t order, poles;
  bool isClosed;
  std::vector<double> knots;

  Direction(const Table& table, bool isV)
      : order(table.number<int32_t>(isV ? 7 : 6, 0)),
        poles(table.number<int32_t>(isV ? 5 : 4, 0)),
        isClosed(table.number<uint8_t>(isV ? 13 : 12, 0) != 0),
        knots(readNumbers(table, isV ? 3 : 2)) {
    dropOuterKnots();
  }

  // Some files have one knot more at each end.
  void dropOuterKnots() {
    const int64_t expected = int64_t{poles} + (isClosed ? 2 * int64_t{order} - 1 : order);
    if (static_cast<int64_t>(knots.size()) != expected + 2 || knots.size() < 2 ||
        !(knots.front() < 0 && knots.back() > 1))
      return;
    knots.pop_back();
    knots.erase(knots.begin());
  }

  bool keep() { return keepKnots(knots, static_cast<size_t>(poles), order, isClosed); }
};

// Before knots are made for them, and not by their product, which may be any in 32 bits.
bool areCounted(size_t poles, const Direction& u, const Direction& v) {
  return u.poles > 0 && v.poles > 0 && poles % static_cast<size_t>(u.poles) == 0 &&
         poles / static_cast<size_t>(u.poles) == static_cast<size_t>(v.poles);
}

}  // namespace

std::string surfaceJson(const Table& table, TextState& state) {
  if (!table.has(0) || !table.has(2) || !table.has(3)) return {};
  Direction u(table, false), v(table, true);
  const std::vector<Vec3> poles = storedPoints(table, 0);
  const std::vector<double> weights = readNumbers(table, 1);
  if (!areCounted(poles.size(), u, v) || !u.keep() || !v.keep()) return {};
  if ((!weights.empty() && weights.size() != poles.size()) || !areWeightsKept(weights) || haveNan(poles)) return {};
  Text text(state, "bsurf");
  text.beginObject()
      .whole("orderU", u.order)
      .whole("orderV", v.order)
      .numbers("uKnots", u.knots)
      .numbers("vKnots", v.knots);
  if (u.isClosed) text.flag("closedU", true);
  if (v.isClosed) text.flag("closedV", true);
  text.rows("points", poles, weights, static_cast<size_t>(u.poles));
  bool isKnown = true;
  if (const std::string trims = trimsJson(table.table(11), state, isKnown); !trims.empty()) {
    text.raw("uvBoundaries", trims);
    if (table.number<int32_t>(10, 0) != 0) text.flag("outerBoundaryActive", false);
  }
  return isKnown ? text.endObject().take() : std::string();
}

}  // namespace premap::geometry::imodel
