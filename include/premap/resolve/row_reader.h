// RowReader: the rows of a plan as cells, block by block: it walks the entries of every column (rules R1 to R12, R17 to
// R19) for many rows at once.
//
//   VerdictBook book;
//   RowReader reader(plan, book);
//   reader.open({.limit = 100});
//   while (reader.next(1024) == Step::Row)
//     for (size_t row = 0; row < reader.cells().rowCount(); ++row) show(reader.cells().column(5).kind(row));
//
// What the mapping decides was worked out once a group, what a row's class decides once a class; a block then goes
// column by column, the rows of a class at a time (docs/group-plan.md).
#pragma once

#include <limits>
#include <memory>
#include <optional>
#include <span>

#include "premap/geometry/measure.h"
#include "premap/resolve/cell_block.h"
#include "premap/resolve/plan.h"

namespace premap::resolve {

class Together;

/// What happened to the rows themselves.
struct RowCounts {
  uint64_t read = 0;
  uint64_t dangling = 0;        ///< left out: no element of that id (A21)
  uint64_t repeated = 0;        ///< left out: the id was there already (A7 switched off)
  uint64_t undecodedClass = 0;  ///< ECClassId did not tell a class; the element's own was taken (A2)
  uint64_t notElements = 0;     ///< rows that are no elements: only queried columns apply (R11)

  RowCounts& operator+=(const RowCounts& other) {
    read += other.read, dangling += other.dangling, repeated += other.repeated;
    undecodedClass += other.undecodedClass, notElements += other.notElements;
    return *this;
  }
};

/// Who reads the rows: for tests and benches, which would otherwise not notice that the other way was taken.
enum class RowWay : uint8_t {
  Statement,  ///< SQLite alone
  Pages,      ///< ids from the group's query, values from the pages of their tables
  Scan        ///< ids too: the rows of a table as they lie there
};

/// How much is kept of measured elements.
enum class MeasureDetail : uint8_t {
  Values,
  Primitives  ///< also what each primitive of an element gave
};

/// Which rows of the query: a window of them, or those of a range of ids (GroupPlan::idTable).
struct RowWindow {
  int64_t limit = -1;  ///< negative: all
  int64_t offset = 0;
  std::optional<IdRange> ids = std::nullopt;
  const Together* together = nullptr;  ///< null: it reads alone
};

class RowReader {
 public:
  RowReader(const GroupPlan& plan, VerdictBook& book, MeasureDetail detail = MeasureDetail::Values);
  ~RowReader();

  /// Errors: what SQLite says of the group's query.
  Status open(const RowWindow& window);
  /// The next rows, of at most so many rows of the query. Step::Row: cells() has them, or none where all were left out.
  /// Rows before a fault come first, then Step::Failed.
  /// `upTo`: where rows come by id, those beyond it are left for later, unless the next is one of them.
  Step next(size_t mostRows, int64_t upTo = std::numeric_limits<int64_t>::max());
  /// The id of the row that comes next; none: nobody knows before it is read, or there is none. `upTo`: no need to look
  /// far beyond it.
  std::optional<int64_t> peekId(int64_t upTo);
  /// The same without the cells: what the rows themselves are.
  Step skim(size_t mostRows);
  Diagnostics failure() const;

  /// Of the block read last, default columns first.
  const CellBlock& cells() const;
  /// Number of instances an aspect entry met in a row: 0, 1 or more; -1 for other entries.
  int64_t aspectInstances(size_t row, size_t column, size_t entry) const;
  /// What the element of a row measures; null when no column asked for it.
  const geometry::ElementMeasures* measures(size_t row) const;
  const RowCounts& counts() const;
  /// Of the block that comes next; a scan that meets few rows ends as `Pages`.
  RowWay way() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace premap::resolve
