// Which elements a group has: the ids of its rows, each once, ascending.
//
//   GroupIds group(std::move(table));
//   while (!*group.collect(deadline)) …;   // a slice of the work
//   group.ids();
#pragma once

#include <memory>
#include <vector>

#include "premap/preview/cursor.h"
#include "premap/preview/group_table.h"

namespace premap::drawing {

class GroupIds {
 public:
  explicit GroupIds(GroupTable table) : table_(std::make_unique<GroupTable>(std::move(table))) {}
  /// Some blocks of rows. True: all ids are there. Errors: `cancelled`, and what the rows say.
  Result<bool> collect(const Deadline& deadline);
  std::vector<int64_t>& ids() { return ids_; }

 private:
  std::unique_ptr<GroupTable> table_;  ///< null: all were read
  resolve::VerdictBook book_;
  std::unique_ptr<resolve::RowReader> reader_;
  size_t part_ = 0;
  std::vector<int64_t> ids_;
};

/// Ascending, each once.
void sortOnce(std::vector<int64_t>& ids);

}  // namespace premap::drawing
