// A body's bytes as nodes: Parasolid's transmit format, bare binary, as its format reference publishes it.
//
// 'B', a text with the modeller's version, the schema's name, the size of user fields; then nodes, each its type, its
// index and the fields of that type. Nothing tells how long a node is, so one unknown type ends the reading.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "premap/geometry/outcome.h"
#include "premap/geometry/vec3.h"

namespace premap::geometry {

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
  Plane = 50,
  Cylinder = 51,
  Cone = 52,
  Sphere = 53,
  Torus = 54,
};

struct Node {
  NodeType type = NodeType::End;
  uint32_t index = 0;
  bool isForward = true;                ///< its sense, where it has one
  std::array<uint32_t, 20> pointers{};  ///< by their order among the pointers
  std::array<double, 12> numbers{};     ///< likewise; a vector is three of them

  Vec3 vector(size_t first) const { return {numbers[first], numbers[first + 1], numbers[first + 2]}; }
};

inline constexpr uint32_t kNoNode = 1;

class NodeTable {
 public:
  /// Errors: BodyFormat, BodyNode, Damaged, NotFinite.
  static Outcome<NodeTable> read(std::span<const std::byte> bytes);

  /// Null when there is none of that index, or of another type.
  const Node* find(uint32_t index, NodeType type) const;
  const Node* find(uint32_t index) const;
  const std::vector<Node>& all() const { return nodes_; }

 private:
  std::vector<Node> nodes_;  // by index
};

}  // namespace premap::geometry
