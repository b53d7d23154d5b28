// Which tables are the same.
#include "premap/preview/snapshot_tables.h"

#include "preview/row_tally.h"

namespace premap {

namespace {

template <class Plans>
size_t hashOf(const Plans& plans) {
  size_t sum = plans.size();
  for (const auto& plan : plans) sum = sum * 31 + std::hash<const void*>()(plan.get());
  return sum;
}

}  // namespace

SnapshotTables::Plans SnapshotTables::plansOf(const GroupTable& table) {
  Plans plans;
  for (const TablePart& part : table.parts()) plans.push_back(part.plan.shared());
  return plans;
}

std::shared_ptr<const RowTally> SnapshotTables::tallyOf(const GroupTable& table, ProfileDetail detail) {
  const Plans plans = plansOf(table);
  const auto told = told_.find(hashOf(plans), [&](const Told& each) {
    return each.plans == plans && (each.detail == detail || each.detail == ProfileDetail::Values);
  });
  return told ? told->tally : nullptr;
}

void SnapshotTables::keep(const GroupTable& table, ProfileDetail detail, std::shared_ptr<const RowTally> tally) {
  Plans plans = plansOf(table);
  const size_t hash = hashOf(plans), bytes = bytesOf(*tally);
  told_.add(hash, bytes, std::make_shared<Told>(Told{std::move(plans), detail, std::move(tally)}));
}

}  // namespace premap
