// RowEvaluator: walks the entries of every column for one row after the other (rules R1 to R12, R17 to R19).
//
//   RowEvaluator evaluator(plan, book);
//   while (statement.step() == Step::Row)
//     if (evaluator.read(statement))
//       for (const Cell& cell : evaluator.cells()) show(cell.value, book[cell.verdict]);
//
// What a row's class decides is worked out once for each class met; a cell then costs a few reads of the statement.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "premap/geometry/measure.h"
#include "premap/resolve/plan.h"

namespace premap::resolve {

/// One cell: null, or a value of the column's type (Boolean, Integer, Double, String). Text lives until the next row.
struct Cell {
  Value value;
  uint16_t verdict = 0;
};

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

/// Whether cells say why they have their value. Without it a cell's verdict means nothing.
enum class Provenance : uint8_t {
  Off,
  On,
  Detailed  ///< also what each primitive of a measured element gave
};

class RowEvaluator {
 public:
  RowEvaluator(const GroupPlan& plan, VerdictBook& book, Provenance provenance = Provenance::On);
  ~RowEvaluator();

  /// False: the row is left out of the table.
  bool read(const Statement& row);
  /// The same without the cells: only what the row itself is.
  bool skim(const Statement& row);
  /// The cells of the row read last, default columns first.
  std::span<const Cell> cells() const;
  /// Of the row read last; 0 and null when the query does not tell.
  int64_t id() const;
  const Class* rowClass() const;
  bool isElement() const;
  const RowCounts& counts() const;
  /// Number of instances an aspect entry met in the row read last: 0, 1 or more; -1 for other entries.
  int64_t aspectInstances(size_t column, size_t entry) const;
  /// What the element of the row read last measures; null when no column asked for it.
  const geometry::ElementMeasures* measures() const;
  /// Step::Row, or why aspects could not be read beside the row (GroupPlan::aspectSql): Step::Failed with `failure`, or
  /// Step::Interrupted. What was read since is not to be used.
  Step trouble() const;
  Diagnostics failure() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace premap::resolve
