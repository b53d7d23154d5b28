// The layouts of the nodes that a body may have, and the reader that walks them.
#include "geometry/bodies/nodes.h"

#include <algorithm>
#include <string_view>

#include "geometry/stream/bytes.h"

namespace premap::geometry {
namespace {

constexpr std::string_view kSchema = "SCH_1200000_12006";

// Fields of a node: d a whole number, n a short one, l a byte that counts, f a number, v a vector, p a pointer, c a
// sense; u a byte that is read over. A list of one kind may end it, behind a bar: its length stands before the index.
struct Layout {
  uint16_t type;
  std::string_view fields;
};

constexpr Layout kLayouts[] = {
    // Topology
    {12, "dppppppffpppupuuppppppp"},
    {13, "dpppppppp"},
    {14, "dpfpppppcppppp"},
    {15, "dpppp"},
    {16, "dpfppppppp"},
    {17, "pppppppppc"},
    {18, "dpppppfp"},
    {19, "dpppppc"},
    // Points and curves
    {29, "dppppv"},
    {30, "dpppppcvv"},
    {31, "dpppppcvvvf"},
    {32, "dpppppcvvvff"},
    {38, "dpppppcppppp"},
    {40, "ffdffff|v"},
    {41, "l|v"},
    {45, "|f"},
    {127, "|n"},
    {128, "|f"},
    {130, "dpppppcupp|p"},
    {133, "dpppppcpvvff"},
    {134, "dpppppcpp"},
    {135, "up"},
    {136,
     "ndndulllu"
     "ppp"},
    {137, "dpppppcpppf"},
    {184, "vvvuffff"},
    // Surfaces
    {50, "dpppppcvvv"},
    {51, "dpppppcvvfv"},
    {52, "dpppppcvvfffv"},
    {53, "dpppppcvfvv"},
    {54, "dpppppcvvffv"},
    {56, "dpppppcupppffffpppp"},
    {59, "dpppppcnp"},
    {60, "dpppppculpff"},
    {67, "dpppppcpvf"},
    {68, "dpppppcpvvvvffvf"},
    {120, "dpppppcupp|p"},
    {124, "dpppppcpp"},
    {125, "ffffffffuuuuuuuuuuuuupppp"},
    {126, "llnndduuddlllunppppp"},
    {163, "vvufffff"},
    // What hangs on them: who uses a curve, lists, attributes, groups, geometry of others
    {70,
     "dpppdddd"
     "ppdl"},
    {74, "dp|p"},
    {79, "|u"},
    {80,
     "ppduuuuuuuu"
     "uuuuuuuuuuuuu|u"},
    {81, "dpppppp|p"},
    {82, "|d"},
    {83, "|f"},
    {84, "|u"},
    {85, "|v"},
    {86, "|v"},
    {87, "|v"},
    {88, "|d"},
    {89, "|v"},
    {90, "dppppup"},
    {91, "dpppppp"},
    {98, "|n"},
    {99, "|p"},
    {100, "dpppfffffffffvfdv"},
    {102, "|u"},
    {121, "dpp"},
    {122, "ppp"},
    {141, "pppp"},
};
// Of an attribute's definition: with names of its fields, and one more kind of owner.
constexpr std::string_view kNewerDefinition =
    "ppduuuuuuuup"
    "uuuuuuuuuuuuuu|u";

std::string_view fieldsOf(uint16_t type, bool isNewer) {
  if (isNewer && type == static_cast<uint16_t>(NodeType::AttributeDefinition)) return kNewerDefinition;
  for (const Layout& layout : kLayouts)
    if (layout.type == type) return layout.fields;
  return {};
}

size_t leastSizeOf(char field) {
  switch (field) {
    case 'v':
      return 24;
    case 'f':
      return 8;
    case 'd':
      return 4;
    case 'p':
    case 'n':
      return 2;
    default:
      return 1;
  }
}

/// How many fields of each kind a node has.
struct Sizes {
  size_t pointers = 0, numbers = 0, integers = 0;
};

class Reader {
 public:
  Reader(std::span<const std::byte> bytes, bool isNewer) : bytes_(bytes), isNewer_(isNewer) {}

  std::vector<uint32_t> pointers;
  std::vector<double> numbers;
  std::vector<int32_t> integers;

  bool head() {
    std::string_view text, schema;
    return number<uint8_t>() == 'B' && readText(text) && readText(schema) && schema == kSchema &&
           number<int32_t>() == 0 && !isBroken_;
  }

  // The node after this one; BodyNode when its type is not known. Its fields go behind those of the nodes before.
  Refusal node(Node& node, Sizes& sizes) {
    const auto type = number<uint16_t>();
    node.type = static_cast<NodeType>(type);
    if (node.type == NodeType::End) return isAtEnd() ? Refusal::None : Refusal::Damaged;
    const std::string_view layout = fieldsOf(type, isNewer_);
    if (layout.empty()) return isBroken_ ? Refusal::Damaged : Refusal::BodyNode;
    const Sizes before{pointers.size(), numbers.size(), integers.size()};
    const size_t bar = layout.find('|');
    const bool hasList = bar != std::string_view::npos;
    const int32_t count = hasList ? number<int32_t>() : 0;
    node.index = index();
    for (const char field : layout.substr(0, bar)) read(field, node);
    if (hasList) readList(layout[bar + 1], count, node);
    if (isBroken_) return Refusal::Damaged;
    sizes = {pointers.size() - before.pointers, numbers.size() - before.numbers, integers.size() - before.integers};
    const auto first = numbers.begin() + static_cast<ptrdiff_t>(before.numbers);
    return std::all_of(first, numbers.end(), isMeasurable) ? Refusal::None : Refusal::NotFinite;
  }

 private:
  void read(char field, Node& node) {
    switch (field) {
      case 'p':
        return pointers.push_back(index());
      case 'd':
        return integers.push_back(number<int32_t>());
      case 'n':
        return integers.push_back(number<int16_t>());
      case 'l':
        return integers.push_back(number<uint8_t>());
      case 'u':
        return static_cast<void>(number<uint8_t>());
      case 'c':
        return static_cast<void>(node.isForward = number<uint8_t>() != '-');
      case 'v':
        for (int i = 0; i < 3; ++i) numbers.push_back(number<double>());
        return;
      default:
        numbers.push_back(number<double>());
    }
  }

  void readList(char field, int32_t count, Node& node) {
    if (count < 0 || static_cast<size_t>(count) > bytes_.size() / leastSizeOf(field)) {
      isBroken_ = true;
      return;
    }
    for (int32_t i = 0; i < count && !isBroken_; ++i) read(field, node);
  }

  // The mark has an index that is none, and nothing follows.
  bool isAtEnd() { return index() == kNoNode && !isBroken_ && bytes_.empty(); }

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
  bool isNewer_;
  bool isBroken_ = false;
};

}  // namespace

Outcome<NodeTable> NodeTable::read(std::span<const std::byte> bytes) {
  // Which of the two layouts a definition of attributes has no byte tells: the one that leads to the end.
  for (const bool isNewer : {false, true}) {
    NodeTable table;
    const Refusal why = table.readAs(bytes, isNewer);
    if (why == Refusal::None) return table;
    const bool hasDefinition = std::any_of(table.nodes_.begin(), table.nodes_.end(),
                                           [](const Node& node) { return node.type == NodeType::AttributeDefinition; });
    if (!hasDefinition || isNewer) return why;
  }
  return Refusal::Damaged;
}

Refusal NodeTable::readAs(std::span<const std::byte> bytes, bool isNewer) {
  Reader reader(bytes, isNewer);
  if (!reader.head()) return Refusal::BodyFormat;
  std::vector<Sizes> sizes;
  for (;;) {
    Node node;
    Sizes size;
    if (const Refusal why = reader.node(node, size); why != Refusal::None) {
      if (node.type == NodeType::AttributeDefinition) nodes_.push_back(node);
      return why;
    }
    if (node.type == NodeType::End) break;
    nodes_.push_back(node), sizes.push_back(size);
  }
  pointers_ = std::move(reader.pointers), numbers_ = std::move(reader.numbers), integers_ = std::move(reader.integers);
  Sizes at;
  for (size_t i = 0; i < nodes_.size(); ++i) {
    nodes_[i].pointers = std::span(pointers_).subspan(at.pointers, sizes[i].pointers);
    nodes_[i].numbers = std::span(numbers_).subspan(at.numbers, sizes[i].numbers);
    nodes_[i].integers = std::span(integers_).subspan(at.integers, sizes[i].integers);
    at.pointers += sizes[i].pointers, at.numbers += sizes[i].numbers, at.integers += sizes[i].integers;
  }
  std::stable_sort(nodes_.begin(), nodes_.end(), [](const Node& a, const Node& b) { return a.index < b.index; });
  return Refusal::None;
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
