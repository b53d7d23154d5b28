// The layouts of the nodes that are known, and the reader that walks them.
#include "geometry/bodies/nodes.h"

#include <algorithm>
#include <string_view>

#include "geometry/stream/bytes.h"

namespace premap::geometry {
namespace {

constexpr std::string_view kSchema = "SCH_1200000_12006";

// Fields of a node: d a whole number, f a number, v a vector, p a pointer, c a sense, u another byte.
std::string_view fieldsOf(NodeType type) {
  switch (type) {
    case NodeType::Body:
      return "dppppppffpppupuuppppppp";
    case NodeType::Shell:
      return "dpppppppp";
    case NodeType::Face:
      return "dpfpppppcppppp";
    case NodeType::Loop:
      return "dpppp";
    case NodeType::Edge:
      return "dpfppppppp";
    case NodeType::HalfEdge:
      return "pppppppppc";
    case NodeType::Vertex:
      return "dpppppfp";
    case NodeType::Region:
      return "dpppppc";
    case NodeType::Point:
      return "dppppv";
    case NodeType::Line:
      return "dpppppcvv";
    case NodeType::Circle:
      return "dpppppcvvvf";
    case NodeType::Ellipse:
      return "dpppppcvvvff";
    case NodeType::Plane:
      return "dpppppcvvv";
    case NodeType::Cylinder:
      return "dpppppcvvfv";
    case NodeType::Cone:
      return "dpppppcvvfffv";
    case NodeType::Sphere:
      return "dpppppcvfvv";
    case NodeType::Torus:
      return "dpppppcvvffv";
    case NodeType::End:
      break;
  }
  return {};
}

class Reader {
 public:
  explicit Reader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  bool head() {
    std::string_view text, schema;
    return number<uint8_t>() == 'B' && readText(text) && readText(schema) && schema == kSchema &&
           number<int32_t>() == 0 && !isBroken_;
  }

  // The node after this one; BodyNode when its type is not known.
  Refusal node(Node& node) {
    node.type = static_cast<NodeType>(number<uint16_t>());
    node.index = index();
    if (node.type == NodeType::End) return isBroken_ ? Refusal::Damaged : Refusal::None;
    const std::string_view fields = fieldsOf(node.type);
    if (fields.empty()) return isBroken_ ? Refusal::Damaged : Refusal::BodyNode;
    size_t pointers = 0, numbers = 0;
    for (const char field : fields) {
      switch (field) {
        case 'p':
          node.pointers[pointers++] = index();
          break;
        case 'd':
          number<int32_t>();
          break;
        case 'u':
          number<uint8_t>();
          break;
        case 'c':
          node.isForward = number<uint8_t>() != '-';
          break;
        case 'v':
          for (int i = 0; i < 3; ++i) node.numbers[numbers++] = number<double>();
          break;
        default:
          node.numbers[numbers++] = number<double>();
      }
    }
    const bool areFinite = std::all_of(node.numbers.begin(), node.numbers.end(), isMeasurable);
    return isBroken_ ? Refusal::Damaged : areFinite ? Refusal::None : Refusal::NotFinite;
  }

 private:
  template <class T>
  T number() {
    if (bytes_.size() < sizeof(T)) return isBroken_ = true, T{};
    const T value = load<T>(bytes_.data());
    bytes_ = bytes_.subspan(sizeof(T));
    return value;
  }
  // Two bytes, or four where the first two are negative.
  uint32_t index() {
    const int32_t first = number<int16_t>();
    if (first >= 0) return static_cast<uint32_t>(first);
    return 32767u * number<uint16_t>() + static_cast<uint32_t>(-first);
  }
  bool readText(std::string_view& text) {
    const uint32_t size = number<uint32_t>();
    if (isBroken_ || size > bytes_.size()) return false;
    text = {reinterpret_cast<const char*>(bytes_.data()), size};
    bytes_ = bytes_.subspan(size);
    return true;
  }

  std::span<const std::byte> bytes_;
  bool isBroken_ = false;
};

}  // namespace

Outcome<NodeTable> NodeTable::read(std::span<const std::byte> bytes) {
  Reader reader(bytes);
  if (!reader.head()) return Refusal::BodyFormat;
  NodeTable table;
  for (;;) {
    Node node;
    if (const Refusal why = reader.node(node); why != Refusal::None) return why;
    if (node.type == NodeType::End) break;
    table.nodes_.push_back(node);
  }
  std::stable_sort(table.nodes_.begin(), table.nodes_.end(),
                   [](const Node& a, const Node& b) { return a.index < b.index; });
  return table;
}

const Node* NodeTable::find(uint32_t index) const {
  const auto found = std::lower_bound(nodes_.begin(), nodes_.end(), index,
                                      [](const Node& node, uint32_t wanted) { return node.index < wanted; });
  return index != kNoNode && found != nodes_.end() && found->index == index ? &*found : nullptr;
}

const Node* NodeTable::find(uint32_t index, NodeType type) const {
  const Node* node = find(index);
  return node && node->type == type ? node : nullptr;
}

}  // namespace premap::geometry
