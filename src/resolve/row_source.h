// RowSource: the rows of a plan, block by block, in the order of its query. There are two: one steps the plan's
// statement (sql_rows.h), which can read any file; the other reads the tables' pages themselves (page_rows.h).
#pragma once

#include <limits>
#include <memory>
#include <optional>

#include "premap/resolve/row_reader.h"
#include "premap/sqlite/database.h"
#include "resolve/row_block.h"

namespace premap::resolve {

/// No id lies beyond it.
inline constexpr int64_t kNoBound = std::numeric_limits<int64_t>::max();

class RowSource {
 public:
  virtual ~RowSource() = default;
  /// The next rows, at most so many. Step::Row: there is one at least. Rows before a fault come first, then the fault.
  /// A source that can look ahead gives none from the first on whose id lies beyond `upTo`; unless it is the very next.
  virtual Step next(size_t mostRows, int64_t upTo) = 0;
  /// The id of the next row; none: it is not known before the row is read, or there is no more.
  virtual std::optional<int64_t> peekId(int64_t upTo) = 0;
  /// Passes over rows without reading what belongs to them. Fewer than asked: next() tells why.
  virtual size_t skip(size_t mostRows) = 0;
  /// What next() read; until it is called again.
  virtual const RowBlock& block() const = 0;
  /// After Step::Failed.
  virtual Diagnostics failure() const = 0;
  virtual RowWay way() const = 0;
};

}  // namespace premap::resolve
