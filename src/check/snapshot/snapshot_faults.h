// What a snapshot says of a mapping: queries that do not compile or run, classes, properties and members it does not
// have, and what the rows themselves show.
#pragma once

#include <memory>

#include "premap/check/validation.h"

namespace premap {

/// Errors and warnings. Faults the contract already tells (a blank query, say) may be among them.
/// Cost: one statement for each table, and a few for JSON members that are nowhere to be found.
class SnapshotCheck {
 public:
  /// The mapping must outlive the check.
  SnapshotCheck(const Mapping& mapping, SnapshotTables& tables, RowChecks rows);
  ~SnapshotCheck();

  /// Reads rows until the deadline (null: none); true when all tables are read.
  bool advance(Deadline* deadline);
  uint64_t rowsRead() const;
  /// All faults, once `advance` was true; to be asked for once.
  Diagnostics finish();

 private:
  class Rules;
  std::unique_ptr<Rules> rules_;
};

}  // namespace premap
