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

}  // namespace

Planner::Kept& Planner::keptFor(const Group& group, const ResolveOptions& options, PlanScope scope) {
  const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) {
    return kept.scope == scope && plansTheSame(kept.data->group, group) && kept.data->options == options;
  });
  if (found != kept_.end()) {
    kept_.splice(kept_.begin(), kept_, found);
    return kept_.front();
  }
  auto data = std::make_shared<PlanData>();
  data->group = group;
  data->catalog = &catalog();
  data->options = options;
  ++compilations_;
  Status built = buildPlan(*data, census_, scope);
  kept_.push_front({scope, std::move(data), built.ok() ? Diagnostics() : std::move(built.diagnostics()), {}});
  if (kept_.size() > kMostPlans) kept_.pop_back();
  return kept_.front();
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
