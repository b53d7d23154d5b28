// Together: readers that go through the ids of a snapshot side by side, a round of ids after the other. What several of
// them want of a table is read once. Those take part that were opened with it (RowWindow).
//
//   Together together;
//   reader.open({.together = &together});                // and others
//   together.beginRound(first, last);                    // then each reader: next(mostRows, last)
#pragma once

#include <cstdint>
#include <memory>

namespace premap::resolve {

class TableWindows;

class Together {
 public:
  Together();

  /// The ids that the readers are at from now on; what was read for the round before may be gone.
  void beginRound(int64_t first, int64_t last);
  /// For readers, which may outlive it.
  const std::shared_ptr<TableWindows>& windows() const { return windows_; }

 private:
  std::shared_ptr<TableWindows> windows_;
};

}  // namespace premap::resolve
