// Which tables are the same, and how many are remembered.
#include "premap/preview/snapshot_tables.h"

#include <algorithm>

namespace premap {

namespace {

constexpr size_t kMostTallies = 600;

}  // namespace

SnapshotTables::Plans SnapshotTables::plansOf(const GroupTable& table) {
  Plans plans;
  for (const TablePart& part : table.parts()) plans.push_back(part.plan.shared());
  return plans;
}

std::shared_ptr<const RowTally> SnapshotTables::tallyOf(const GroupTable& table, ProfileDetail detail) {
  const Plans plans = plansOf(table);
  const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) {
    return kept.plans == plans && (kept.detail == detail || kept.detail == ProfileDetail::Values);
  });
  if (found == kept_.end()) return nullptr;
  kept_.splice(kept_.begin(), kept_, found);
  return kept_.front().tally;
}

void SnapshotTables::keep(const GroupTable& table, ProfileDetail detail, std::shared_ptr<const RowTally> tally) {
  kept_.push_front({plansOf(table), detail, std::move(tally)});
  if (kept_.size() > kMostTallies) kept_.pop_back();
}

}  // namespace premap
