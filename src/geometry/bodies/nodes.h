// A body's bytes as nodes: Parasolid's transmit format, bare binary, as its format reference publishes it.
//
// 'B', a text with the modeller's version, the schema's name, the size of user fields; then nodes, each its type, its
// index and the fields of that type. Nothing tells how long a node is, so one unknown type ends the reading.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "premap/geometry/outcome.h"
#include "premap/geometry/vec3.h"

namespace premap::geometry {

/// Those that are looked at; others are read over.
enum class NodeType : uint16_t {
  End = 1,
  Body = 12,
  Shell = 13,
  Face = 14,
  Loop = 15,
  Edge = 16,
  HalfEdge = 17,
  Vertex = 18,
  Region = 19,
  Point = 29,
  Line = 30,
  Circle = 31,
  Ellipse = 32,
  Intersection = 38,
  Chart = 40,
  Limit = 41,
  SplineVertices = 45,
  Plane = 50,
  Cylinder = 51,
  Cone = 52,
  Sphere = 53,
  Torus = 54,
  Swept = 67,
  Spun = 68,
  AttributeDefinition = 80,
  SplineSurface = 124,
  NurbsSurface = 126,
  KnotCounts = 127,
  Knots = 128,
  TrimmedCurve = 133,
  SplineCurve = 134,
  NurbsCurve = 136,
  SurfaceCurve = 137,
};

/// Each kind of field by its order among those of its kind; of a node that ends in a list, the list comes last.
struct Node {
  NodeType type = NodeType::End;
  uint32_t index = 0;
  bool isForward = true;  ///< its sense, where it has one
  std::span<const uint32_t> pointers;
  std::span<const double> numbers;  ///< a vector is three of them
  std::span<const int32_t> integers;

  Vec3 vector(size_t first) const { return {numbers[first], numbers[first + 1], numbers[first + 2]}; }
};

inline constexpr uint32_t kNoNode = 1;
/// What a number is that has no value.
inline constexpr double kNoNumber = -31415800000000.0;

class NodeTable {
 public:
  /// Errors: BodyFormat, BodyNode, Damaged, NotFinite.
  static Outcome<NodeTable> read(std::span<const std::byte> bytes);
  NodeTable(NodeTable&&) = default;

  /// Null when there is none of that index, or of another type.
  const Node* find(uint32_t index, NodeType type) const;
  const Node* find(uint32_t index) const;
  const std::vector<Node>& all() const { return nodes_; }

 private:
  NodeTable() = default;
  Refusal readAs(std::span<const std::byte> bytes, bool isNewer);

  std::vector<Node> nodes_;  // by index
  std::vector<uint32_t> pointers_;
  std::vector<double> numbers_;
  std::vector<int32_t> integers_;
};

}  // namespace premap::geometry
