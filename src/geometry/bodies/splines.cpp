// Counts are held against each other before anything is expanded: a knot may be said to count 32,767 times.
#include "geometry/bodies/splines.h"

#include <algorithm>

#include "geometry/curves/bspline.h"

namespace premap::geometry {
namespace {

namespace at {
// Pointers of the nodes, then their integers.
constexpr size_t splineNurbs = 5;
constexpr size_t curveVertices = 0, curveCounts = 1, curveKnots = 2;
constexpr size_t curveDegree = 0, curveVertexCount = 1, curveDimension = 2, curvePeriodic = 4, curveRational = 6;
constexpr size_t surfaceVertices = 0, uCounts = 1, vCounts = 2, uKnots = 3, vKnots = 4;
constexpr size_t uPeriodic = 0, vPeriodic = 1, uDegree = 2, vDegree = 3, uVertexCount = 4, vVertexCount = 5,
                 surfaceRational = 8, surfaceDimension = 11;
}  // namespace at

std::optional<std::vector<double>> knotsOf(const NodeTable& nodes, uint32_t counts, uint32_t knots, size_t poles,
                                           int order) {
  const Node* times = nodes.find(counts, NodeType::KnotCounts);
  const Node* values = nodes.find(knots, NodeType::Knots);
  if (!times || !values || times->integers.size() != values->numbers.size()) return std::nullopt;
  size_t sum = 0;
  for (const int32_t count : times->integers) {
    if (count < 1) return std::nullopt;
    sum += static_cast<size_t>(count);
  }
  if (sum != poles + static_cast<size_t>(order)) return std::nullopt;
  std::vector<double> out;
  for (size_t i = 0; i < values->numbers.size(); ++i)
    out.insert(out.end(), static_cast<size_t>(times->integers[i]), values->numbers[i]);
  return areKnotsGood(out, poles, order) ? std::optional(std::move(out)) : std::nullopt;
}

struct Poles {
  std::vector<Vec3> points;
  std::vector<double> weights;
};

// Of each its coordinates, times its weight, and the weight behind them.
std::optional<Poles> polesOf(const NodeTable& nodes, uint32_t vertices, size_t count, int dimension, bool isRational) {
  const Node* node = nodes.find(vertices, NodeType::SplineVertices);
  const size_t each = static_cast<size_t>(dimension) + (isRational ? 1 : 0);
  if (!node || node->numbers.size() / each != count || node->numbers.size() % each != 0) return std::nullopt;
  Poles out;
  for (size_t i = 0; i < count; ++i) {
    const auto numbers = node->numbers.subspan(i * each, each);
    out.points.push_back({numbers[0], numbers[1], dimension == 3 ? numbers[2] : 0});
    if (!isRational) continue;
    if (!(numbers[each - 1] > 0)) return std::nullopt;
    out.weights.push_back(numbers[each - 1]);
  }
  return out;
}

bool isOrderGood(int order, int poles) {
  return order >= 2 && order <= kHighestOrder && poles >= order;
}

}  // namespace

std::optional<NodeSpline> readSpline(const NodeTable& nodes, const Node& curve, int dimension) {
  const Node* n =
      curve.type == NodeType::SplineCurve ? nodes.find(curve.pointers[at::splineNurbs], NodeType::NurbsCurve) : nullptr;
  if (!n) return std::nullopt;
  const int order = n->integers[at::curveDegree] + 1, count = n->integers[at::curveVertexCount];
  const bool isRational = n->integers[at::curveRational] != 0;
  if (!isOrderGood(order, count) || n->integers[at::curveDimension] != dimension + isRational) return std::nullopt;
  const auto poles = static_cast<size_t>(count);
  auto vertices = polesOf(nodes, n->pointers[at::curveVertices], poles, dimension, isRational);
  auto knots = knotsOf(nodes, n->pointers[at::curveCounts], n->pointers[at::curveKnots], poles, order);
  if (!vertices || !knots) return std::nullopt;
  return NodeSpline{{order, std::move(vertices->points), std::move(vertices->weights), std::move(*knots)},
                    n->integers[at::curvePeriodic] != 0};
}

std::optional<NodeSplineSurface> readSplineSurface(const NodeTable& nodes, const Node& surface) {
  const Node* n = surface.type == NodeType::SplineSurface
                      ? nodes.find(surface.pointers[at::splineNurbs], NodeType::NurbsSurface)
                      : nullptr;
  if (!n) return std::nullopt;
  const int uOrder = n->integers[at::uDegree] + 1, vOrder = n->integers[at::vDegree] + 1;
  const int uCount = n->integers[at::uVertexCount], vCount = n->integers[at::vVertexCount];
  const bool isRational = n->integers[at::surfaceRational] != 0;
  if (!isOrderGood(uOrder, uCount) || !isOrderGood(vOrder, vCount)) return std::nullopt;
  if (n->integers[at::surfaceDimension] != 3 + isRational) return std::nullopt;
  const auto u = static_cast<size_t>(uCount), v = static_cast<size_t>(vCount);
  auto uKnots = knotsOf(nodes, n->pointers[at::uCounts], n->pointers[at::uKnots], u, uOrder);
  auto vKnots = knotsOf(nodes, n->pointers[at::vCounts], n->pointers[at::vKnots], v, vOrder);
  auto vertices = polesOf(nodes, n->pointers[at::surfaceVertices], u * v, 3, isRational);
  if (!uKnots || !vKnots || !vertices) return std::nullopt;
  NodeSplineSurface out{{}, n->integers[at::uPeriodic] != 0, n->integers[at::vPeriodic] != 0};
  out.surface.u = {uOrder, u, std::move(*uKnots)};
  out.surface.v = {vOrder, v, std::move(*vKnots)};
  // v is fastest there, u here.
  for (size_t j = 0; j < v; ++j)
    for (size_t i = 0; i < u; ++i) {
      out.surface.poles.push_back(vertices->points[i * v + j]);
      if (isRational) out.surface.weights.push_back(vertices->weights[i * v + j]);
    }
  return out;
}

}  // namespace premap::geometry
