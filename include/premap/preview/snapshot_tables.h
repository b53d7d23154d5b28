// SnapshotTables: what an open snapshot remembers of the groups it was asked about: their plans, and what their rows
// told. An edit costs what it changed; asking again costs nothing.
//
//   SnapshotTables tables(catalog);
//   auto profile = profileGroup(mapping, "Beams", tables, options);     // compiles, reads the rows
//   auto again = profileGroup(edited, "Beams", tables, options);        // neither, if Beams is mapped as before
//
// One per open snapshot, kept as long as it is open. What rows told takes at most some 8 MB, beside the plans.
#pragma once

#include <memory>
#include <vector>

#include "premap/base/kept.h"
#include "premap/preview/group_table.h"

namespace premap {

struct RowTally;

enum class ProfileDetail : uint8_t {
  Values,   ///< also distinct values, the most frequent ones, their range and stricter types
  Verdicts  ///< only where values come from; cheaper
};

class SnapshotTables {
 public:
  explicit SnapshotTables(const Catalog& catalog) : planner_(catalog) {}
  SnapshotTables(const SnapshotTables&) = delete;

  resolve::Planner& planner() { return planner_; }
  /// What all rows of a table planned the same told in at least that detail; null: they were not read.
  std::shared_ptr<const RowTally> tallyOf(const GroupTable& table, ProfileDetail detail);
  void keep(const GroupTable& table, ProfileDetail detail, std::shared_ptr<const RowTally> tally);

 private:
  using Plans = std::vector<std::shared_ptr<const resolve::PlanData>>;
  struct Told {
    Plans plans;
    ProfileDetail detail;
    std::shared_ptr<const RowTally> tally;
  };
  static constexpr size_t kMostBytes = size_t{8} << 20;
  static Plans plansOf(const GroupTable& table);
  resolve::Planner planner_;
  Kept<Told> told_{kMostBytes};
};

}  // namespace premap
