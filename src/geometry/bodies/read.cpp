// From nodes to faces: which pointers lead where.
#include "geometry/curves/read.h"

#include <algorithm>

#include "geometry/bodies/body.h"
#include "geometry/bodies/edges.h"
#include "geometry/bodies/nodes.h"
#include "geometry/bodies/surfaces.h"

namespace premap::geometry {
namespace {

// Which pointer of a node is which.
namespace at {
constexpr size_t faceLoop = 3, faceSurface = 5;
constexpr size_t loopHalfEdge = 1, loopNext = 3;
constexpr size_t edgeHalfEdge = 1;
constexpr size_t halfLoop = 1, halfForward = 2, halfOther = 5;
}  // namespace at

class BodyReader {
 public:
  explicit BodyReader(const NodeTable& nodes) : nodes_(nodes), surfaces_(nodes), edges_(nodes, surfaces_) {}

  Refusal read(Body& body) {
    for (const Node& node : nodes_.all()) {
      Refusal why = Refusal::None;
      if (node.type == NodeType::Face) why = readFace(node, body);
      if (node.type == NodeType::Edge && body.kind == BodyKind::Sheet) why = readFreeEdge(node, body);
      if (why != Refusal::None) return why;
    }
    body.tolerance = edges_.tolerance(), body.gapArea = edges_.gapArea();
    // Where all edges are exact, what faces share is what they have.
    if (body.tolerance == 0)
      for (Face& face : body.faces) face.sharedLoops.clear();
    return Refusal::None;
  }

 private:
  Refusal readFace(const Node& node, Body& body) {
    const uint32_t index = node.pointers[at::faceSurface];
    const Node* surface = nodes_.find(index);
    const FaceSurface* shape = surfaces_.find(index);
    if (!surface || !shape) return Refusal::BodySurface;
    Face face{*shape, node.isForward == surface->isForward, {}};
    uint32_t loop = node.pointers[at::faceLoop];
    while (loop != kNoNode) {
      const Node* found = nodes_.find(loop, NodeType::Loop);
      if (!found || !spend()) return Refusal::Damaged;
      face.loops.emplace_back(), face.sharedLoops.emplace_back();
      if (const Refusal why = readLoop(*found, face); why != Refusal::None) return why;
      loop = found->pointers[at::loopNext];
    }
    body.faces.push_back(std::move(face));
    return Refusal::None;
  }

  Refusal readLoop(const Node& node, Face& face) {
    const uint32_t first = node.pointers[at::loopHalfEdge];
    uint32_t next = first;
    do {
      const Node* half = nodes_.find(next, NodeType::HalfEdge);
      if (!half || !spend()) return Refusal::Damaged;
      const Refusal why = edges_.add(*half, face.loops.back(), face.sharedLoops.back());
      if (why != Refusal::None) return why;
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
    BodyLoop shared;
    return edges_.add(*half, body.freeEdges, shared);
  }

  // Chains that lead back into themselves end when more links were followed than there are nodes.
  bool spend() { return ++followed_ <= nodes_.all().size(); }

  const NodeTable& nodes_;
  SurfaceReader surfaces_;
  EdgeReader edges_;
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
