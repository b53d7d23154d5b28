// Which plans are the same, and how many are kept.
#include "premap/resolve/planner.h"

#include <algorithm>

#include "premap/mapping/same_content.h"
#include "resolve/group_query.h"
#include "resolve/plan_builder.h"

namespace premap::resolve {

namespace {

// Enough for the largest mappings people keep; a plan of a dozen columns takes some 20 kB.
constexpr size_t kMostPlans = 600;

// Names and words about the group itself change no value.
bool plansTheSame(const Group& a, const Group& b) {
  return sameContent(a.query, b.query) && sameContent(a.properties, b.properties);
}

size_t hashOf(const Group& group, PlanScope scope) {
  const std::hash<std::string> hash;
  size_t sum = hash(group.query.value) + static_cast<size_t>(scope);
  for (const GroupProperty& property : group.properties) sum = sum * 31 + hash(property.propertyName.value);
  return sum;
}

}  // namespace

Planner::Kept& Planner::keptFor(const Group& group, const ResolveOptions& options, PlanScope scope) {
  const size_t hash = hashOf(group, scope);
  const auto [first, last] = byHash_.equal_range(hash);
  const auto found = std::find_if(first, last, [&](const auto& entry) {
    const Kept& kept = *entry.second;
    return kept.scope == scope && plansTheSame(kept.data->group, group) && kept.data->options == options;
  });
  if (found != last) {
    kept_.splice(kept_.begin(), kept_, found->second);
    return kept_.front();
  }
  auto data = std::make_shared<PlanData>();
  data->group = group;
  data->catalog = &catalog();
  data->options = options;
  ++compilations_;
  Status built = buildPlan(*data, census_, scope);
  kept_.push_front({hash, scope, std::move(data), built.ok() ? Diagnostics() : std::move(built.diagnostics()), {}});
  byHash_.emplace(hash, kept_.begin());
  if (kept_.size() > kMostPlans) forgetOldest();
  return kept_.front();
}

void Planner::forgetOldest() {
  const auto [first, last] = byHash_.equal_range(kept_.back().hash);
  byHash_.erase(std::find_if(first, last, [&](const auto& entry) { return &*entry.second == &kept_.back(); }));
  kept_.pop_back();
}

Result<GroupPlan> Planner::plan(const Group& group, const ResolveOptions& options, PlanScope scope) {
  const Kept& kept = keptFor(group, options, scope);
  if (!kept.faults.empty()) return placeInQuery(kept.faults, group);
  return GroupPlan(kept.data, group);
}

const Diagnostics& Planner::subselectFaults(const Group& group) {
  Kept& kept = keptFor(group, {}, PlanScope::Columns);
  if (!kept.asSubselect) kept.asSubselect = resolve::subselectFaults(group.query.value, catalog());
  return *kept.asSubselect;
}

}  // namespace premap::resolve
