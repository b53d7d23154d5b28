// Together: readers that go through the ids of a snapshot side by side, a round of ids after the other. What several of
// them want of a table is read once. Readers opened while it lives take part.
//
//   Together together(planner.pages());
//   together.beginRound(first, last);                    // then each reader: next(mostRows, last)
#pragma once

#include <cstdint>
#include <memory>

namespace premap::resolve {

class PageTables;
class TableWindows;

class Together {
 public:
  explicit Together(PageTables& tables);
  /// What the readers hold of it stays theirs.
  ~Together();
  Together(const Together&) = delete;

  /// The ids that the readers are at from now on; what was read for the round before may be gone.
  void beginRound(int64_t first, int64_t last);

 private:
  PageTables& tables_;
  std::shared_ptr<TableWindows> windows_;
};

}  // namespace premap::resolve
