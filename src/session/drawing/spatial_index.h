// The boxes of the spatial index, neighbours in space after each other: SQLite's R-tree, read node by node.
#pragma once

#include <unordered_set>
#include <vector>

#include "premap/sqlite/database.h"
#include "session/drawing/elements.h"

namespace premap::drawing {

class SpatialIndex {
 public:
  struct Entry {
    uint64_t id = 0;
    WorldBox box;
  };

  /// None where the file has no index, or nothing in it.
  static std::optional<SpatialIndex> open(Database& database);

  /// The entries of the next leaf, added to `out`. Step::Done: there is none.
  Step next(std::vector<Entry>& out);
  Diagnostic failure() const { return nodes_.failure(); }

 private:
  struct Node {
    int64_t number;
    int height;  ///< above the leaves
  };
  SpatialIndex() = default;
  Step read(int64_t number);

  Statement nodes_;
  std::vector<Node> open_;               ///< to be read, the next one last
  std::unordered_set<int64_t> visited_;  ///< a damaged tree may lead to a node twice, or round and round
};

}  // namespace premap::drawing
