// RowSource: the rows of a plan, block by block, in the order of its query. There are two: one steps the plan's
// statement (sql_rows.h), which can read any file; the other reads the tables' pages themselves (page_rows.h).
#pragma once

#include <memory>

#include "premap/sqlite/database.h"
#include "resolve/row_block.h"

namespace premap::resolve {

class RowSource {
 public:
  virtual ~RowSource() = default;
  /// The next rows, at most so many. Step::Row: there is one at least. Rows before a fault come first, then the fault.
  virtual Step next(size_t mostRows) = 0;
  /// What next() read; until it is called again.
  virtual const RowBlock& block() const = 0;
  /// After Step::Failed.
  virtual Diagnostics failure() const = 0;
};

}  // namespace premap::resolve
