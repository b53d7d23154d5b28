// A node is `u16` height (of the root alone), `u16` count, then cells of an id and three pairs of floats, all
// big-endian; the ids of inner nodes are numbers of nodes. SQLite documents it.
#include "session/drawing/spatial_index.h"

#include <bit>
#include <cmath>

namespace premap::drawing {
namespace {

constexpr size_t kHead = 4, kCell = 8 + 6 * 4;
constexpr int kMostHeight = 40;  // SQLite's own bound

template <class T>
T bigEndian(const std::byte* at) {
  T value = 0;
  for (size_t i = 0; i < sizeof(T); ++i) value = static_cast<T>(value << 8 | std::to_integer<T>(at[i]));
  return value;
}

double coordinate(const std::byte* at) {
  return static_cast<double>(std::bit_cast<float>(bigEndian<uint32_t>(at)));
}

size_t countOf(std::span<const std::byte> node) {
  if (node.size() < kHead) return 0;
  return std::min<size_t>(bigEndian<uint16_t>(node.data() + 2), (node.size() - kHead) / kCell);
}

}  // namespace

std::optional<SpatialIndex> SpatialIndex::open(Database& database) {
  if (!database.hasTable("dgn_SpatialIndex_node")) return std::nullopt;
  auto statement = database.prepare("SELECT data FROM dgn_SpatialIndex_node WHERE nodeno=?1");
  if (!statement) return std::nullopt;
  SpatialIndex index;
  index.nodes_ = std::move(*statement);
  constexpr int64_t root = 1;
  if (index.read(root) != Step::Row) return std::nullopt;
  const auto node = index.nodes_.blob(0);
  const int height = node.size() < kHead ? kMostHeight + 1 : bigEndian<uint16_t>(node.data());
  if (countOf(node) == 0 || height > kMostHeight) return std::nullopt;
  index.open_.push_back({root, height});
  return index;
}

Step SpatialIndex::read(int64_t number) {
  nodes_.reset();
  nodes_.bind(1, number);
  return nodes_.step();
}

Step SpatialIndex::next(std::vector<Entry>& out) {
  while (!open_.empty()) {
    const Node at = open_.back();
    open_.pop_back();
    if (!visited_.insert(at.number).second) continue;
    const Step step = read(at.number);
    if (step == Step::Done) continue;  // a damaged tree names a node that is not there
    if (step != Step::Row) return step;
    const auto node = nodes_.blob(0);
    const size_t count = countOf(node);
    for (size_t i = 0; i < count; ++i) {
      // Nodes below come in the order of their cells, so the last goes onto the stack first.
      const std::byte* cell = node.data() + kHead + (at.height > 0 ? count - 1 - i : i) * kCell;
      const auto id = bigEndian<uint64_t>(cell);
      if (at.height > 0) {
        open_.push_back({static_cast<int64_t>(id), at.height - 1});
        continue;
      }
      const auto value = [&](size_t k) { return coordinate(cell + 8 + 4 * k); };
      const WorldBox box{{value(0), value(2), value(4)}, {value(1), value(3), value(5)}};
      const bool isBox = box.low.x <= box.high.x && box.low.y <= box.high.y && box.low.z <= box.high.z;
      if (isBox && std::isfinite(length(box.high - box.low))) out.push_back({id, box});
    }
    if (at.height == 0) return Step::Row;
  }
  return Step::Done;
}

}  // namespace premap::drawing
