// From nodes to faces: which pointers lead where, and how an edge becomes a line or an arc that runs the right way.
#include "geometry/curves/read.h"

#include <algorithm>
#include <numbers>
#include <optional>

#include "geometry/bodies/body.h"
#include "geometry/bodies/nodes.h"

namespace premap::geometry {
namespace {

// Which pointer of a node is which.
namespace at {
constexpr size_t faceLoop = 3, faceSurface = 5;
constexpr size_t loopHalfEdge = 1, loopNext = 3;
constexpr size_t edgeHalfEdge = 1, edgeCurve = 4;
constexpr size_t halfLoop = 1, halfForward = 2, halfBackward = 3, halfVertex = 4, halfOther = 5, halfEdge = 6;
constexpr size_t vertexPoint = 4;
}  // namespace at

constexpr double kTurn = 2 * std::numbers::pi;

std::optional<FaceSurface> surfaceOf(const Node& n) {
  switch (n.type) {
    case NodeType::Plane:
      return PlaneSurface{n.vector(0)};
    case NodeType::Cylinder:
      return CylinderSurface{n.vector(0), unit(n.vector(3)), n.numbers[6]};
    case NodeType::Cone: {
      const double radius = n.numbers[6], sine = n.numbers[7], cosine = n.numbers[8];
      if (sine == 0) return std::nullopt;
      return ConeSurface{n.vector(0) - unit(n.vector(3)) * (radius * cosine / sine), unit(n.vector(3)), sine};
    }
    case NodeType::Sphere:
      return SphereSurface{n.vector(0), n.numbers[3]};
    case NodeType::Torus:
      return TorusSurface{n.vector(0), unit(n.vector(3)), n.numbers[6], n.numbers[7]};
    default:
      return std::nullopt;
  }
}

// The arc of a whole circle or ellipse, from its x axis, with its sense.
std::optional<Arc> arcOf(const Node& n) {
  if (n.type != NodeType::Circle && n.type != NodeType::Ellipse) return std::nullopt;
  const Vec3 normal = unit(n.vector(3)), x = unit(n.vector(6)), y = cross(normal, x);
  const double first = n.numbers[9], second = n.type == NodeType::Circle ? first : n.numbers[10];
  return Arc{n.vector(0), x * first, y * second, 0, n.isForward ? kTurn : -kTurn};
}

double angleOn(const Arc& arc, const Vec3& p) {
  const Vec3 arm = p - arc.center;
  return std::atan2(dot(arm, arc.v) / dot(arc.v, arc.v), dot(arm, arc.u) / dot(arc.u, arc.u));
}

class BodyReader {
 public:
  explicit BodyReader(const NodeTable& nodes) : nodes_(nodes) {}

  Refusal read(Body& body) {
    for (const Node& node : nodes_.all()) {
      Refusal why = Refusal::None;
      if (node.type == NodeType::Face) why = readFace(node, body);
      if (node.type == NodeType::Edge && body.kind == BodyKind::Sheet) why = readFreeEdge(node, body);
      if (why != Refusal::None) return why;
    }
    return Refusal::None;
  }

 private:
  Refusal readFace(const Node& node, Body& body) {
    const Node* surface = nodes_.find(node.pointers[at::faceSurface]);
    if (!surface) return Refusal::BodySurface;
    const auto shape = surfaceOf(*surface);
    if (!shape) return Refusal::BodySurface;
    Face face{*shape, node.isForward == surface->isForward, {}};
    uint32_t loop = node.pointers[at::faceLoop];
    while (loop != kNoNode) {
      const Node* found = nodes_.find(loop, NodeType::Loop);
      if (!found || !spend()) return Refusal::Damaged;
      face.loops.emplace_back();
      if (const Refusal why = readLoop(*found, face.loops.back()); why != Refusal::None) return why;
      loop = found->pointers[at::loopNext];
    }
    body.faces.push_back(std::move(face));
    return Refusal::None;
  }

  Refusal readLoop(const Node& node, BodyLoop& loop) {
    const uint32_t first = node.pointers[at::loopHalfEdge];
    uint32_t next = first;
    do {
      const Node* half = nodes_.find(next, NodeType::HalfEdge);
      if (!half || !spend()) return Refusal::Damaged;
      if (const Refusal why = addCurve(*half, loop); why != Refusal::None) return why;
      next = half->pointers[at::halfForward];
    } while (next != first);
    return Refusal::None;
  }

  // An edge of which a half belongs to no loop. Along its other half, whichever way.
  Refusal readFreeEdge(const Node& edge, Body& body) {
    const Node* half = nodes_.find(edge.pointers[at::edgeHalfEdge], NodeType::HalfEdge);
    if (!half) return Refusal::None;
    const Node* other = nodes_.find(half->pointers[at::halfOther], NodeType::HalfEdge);
    if (other && half->pointers[at::halfLoop] == kNoNode) std::swap(half, other);
    if (half->pointers[at::halfLoop] == kNoNode || (other && other->pointers[at::halfLoop] != kNoNode))
      return Refusal::None;
    return addCurve(*half, body.freeEdges);
  }

  Refusal addCurve(const Node& half, std::vector<Curve>& curves) {
    const Node* edge = nodes_.find(half.pointers[at::halfEdge], NodeType::Edge);
    // A loop of one vertex and no edge, as at the tip of a cone.
    if (!edge) return half.pointers[at::halfEdge] == kNoNode ? Refusal::None : Refusal::Damaged;
    const Node* curve = nodes_.find(edge->pointers[at::edgeCurve]);
    if (!curve) return Refusal::BodyCurve;
    const Node* backward = nodes_.find(half.pointers[at::halfBackward], NodeType::HalfEdge);
    if (!backward) return Refusal::Damaged;
    const auto begin = placeOf(*backward), end = placeOf(half);
    if (curve->type == NodeType::Line) {
      if (!begin || !end) return Refusal::Damaged;
      curves.push_back({LineString{{*begin, *end}}});
      return Refusal::None;
    }
    auto arc = arcOf(*curve);
    if (!arc || dot(arc->u, arc->u) == 0 || dot(arc->v, arc->v) == 0) return Refusal::BodyCurve;
    if (!half.isForward) arc->sweep = -arc->sweep;
    const bool isRing = !begin || !end || backward->pointers[at::halfVertex] == half.pointers[at::halfVertex];
    if (begin) arc->start = angleOn(*arc, *begin);
    if (!isRing) arc->sweep = sweepTo(*arc, angleOn(*arc, *end));
    curves.push_back({*arc});
    return Refusal::None;
  }

  static double sweepTo(const Arc& arc, double end) {
    const double turn = arc.sweep > 0 ? end - arc.start : arc.start - end;
    const double positive = turn - kTurn * std::floor(turn / kTurn);
    return arc.sweep > 0 ? positive : -positive;
  }

  // Where a half-edge ends.
  std::optional<Vec3> placeOf(const Node& half) const {
    const Node* vertex = nodes_.find(half.pointers[at::halfVertex], NodeType::Vertex);
    const Node* point = vertex ? nodes_.find(vertex->pointers[at::vertexPoint], NodeType::Point) : nullptr;
    return point ? std::optional(point->vector(0)) : std::nullopt;
  }

  // Chains that lead back into themselves end when more links were followed than there are nodes.
  bool spend() { return ++followed_ <= nodes_.all().size(); }

  const NodeTable& nodes_;
  size_t followed_ = 0;
};

}  // namespace

Outcome<Body> readBody(std::span<const std::byte> payload) {
  Buffer buffer(payload);
  const Table root = buffer.root();
  const NumberVector<uint8_t> bytes = root.numbers<uint8_t>(2);
  Body body;
  body.kind = static_cast<BodyKind>(root.number<int8_t>(1, 0));
  std::array<double, 12> rows;
  if (root.isThere() && root.doubles(0, rows)) body.frame = toTransform(rows.data());
  if (buffer.isBroken() || bytes.empty()) return Refusal::Damaged;
  if (!isFinite(body.frame.x) || !isFinite(body.frame.y) || !isFinite(body.frame.z) || !isFinite(body.frame.origin))
    return Refusal::NotFinite;
  const auto nodes = NodeTable::read(bytes.bytes());
  if (!nodes) return nodes.refusal();
  const Refusal why = BodyReader(*nodes).read(body);
  return why == Refusal::None ? Outcome<Body>(std::move(body)) : why;
}

}  // namespace premap::geometry
