// Pages of a log laid over the pages of a file.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "premap/sqlite/byte_source.h"

namespace premap {

/// Which pages a log holds, and where. Records of one length follow one another in runs; a record counts from 0.
class PageIndex {
 public:
  PageIndex(uint32_t pageSize, uint32_t recordSize) : pageSize_(pageSize), recordSize_(recordSize) {}

  /// The records added from now on lie from `offset` on (where the data of the first one's page begins).
  void beginRun(uint64_t offset) { runs_.push_back({count_, offset}); }
  void add(uint32_t page);
  /// Forgets all but the first `count` records.
  void cutTo(uint32_t count);
  /// Keeps for each page the newest record alone; nothing is added afterwards.
  void finish();

  uint32_t pageSize() const { return pageSize_; }
  uint32_t count() const { return count_; }
  /// Where the page's data begins in the log; 0 when the log does not hold it (no log begins with a page).
  uint64_t find(uint32_t page) const;

 private:
  struct Run {
    uint32_t first;
    uint64_t offset;
  };

  uint32_t pageSize_, recordSize_, count_ = 0;
  std::vector<int64_t> entries_;  // page number above, record below
  std::vector<Run> runs_;
};

/// `pageCount` pages: those of the index out of `log`, all others out of `main`, or zeros where that has ended.
std::unique_ptr<ByteSource> makePageOverlay(std::unique_ptr<ByteSource> main, std::unique_ptr<ByteSource> log,
                                            PageIndex index, uint32_t pageCount);

}  // namespace premap
