// Which plans are the same, and what each takes.
#include "premap/resolve/planner.h"

#include <algorithm>

#include "premap/base/engine_parts.h"
#include "premap/mapping/same_content.h"
#include "resolve/group_query.h"
#include "resolve/plan_builder.h"

namespace premap::resolve {

namespace {

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

// Nearly all of it are the accesses of each path for each class, and the copy of the group.
size_t bytesOf(const PlanData& data) {
  constexpr size_t kNode = 48, kEntry = 1024;
  size_t bytes =
      sizeof data + data.sql.size() + data.countSql.size() + data.unorderedSql.size() + data.query.sql.size();
  for (const PathTable& table : data.pathTables)
    bytes += sizeof table + table.byClass.size() * (sizeof(Access) + kNode);
  for (const GroupProperty& property : data.group.properties)
    bytes += sizeof property + (property.ecProperties.size() + 1) * kEntry;
  return bytes + data.group.query.value.size() + data.slots.size() * sizeof(Slot);
}

// Once the part is there it is made otherwise.
bool tellsOfPart(const Diagnostic& fault) {
  return fault.code == "part-not-loaded";
}
bool lacksPart(const Diagnostics& faults) {
  return isPartAsked() || std::any_of(faults.begin(), faults.end(), tellsOfPart);
}
bool lacksFormulas(const PlanData& data) {
  const auto& told = data.formulas.diagnostics;
  return std::any_of(told.begin(), told.end(), [](const auto& each) { return tellsOfPart(each.second); });
}

// Structs, lists and links as a whole are written by the part that writes them for queries.
bool readsComposites(const PlanData& data) {
  for (const PathTable& table : data.pathTables)
    for (const auto& [id, access] : table.byClass)
      if (access.kind == Access::Kind::Leaf && access.shape.kind >= ValueKind::Navigation) return true;
  return false;
}

}  // namespace

std::shared_ptr<Planner::Made> Planner::madeFor(const Group& group, const ResolveOptions& options, PlanScope scope) {
  if (!options.ecInstanceIds.empty()) return make(group, options, scope);
  const size_t hash = hashOf(group, scope);
  auto made = kept_.find(hash, [&](const Made& each) {
    return each.scope == scope && plansTheSame(each.data->group, group) && each.data->options == options;
  });
  if (made) return made;
  made = make(group, options, scope);
  if (!lacksPart(made->faults) && !lacksFormulas(*made->data)) kept_.add(hash, bytesOf(*made->data), made);
  return made;
}

std::shared_ptr<Planner::Made> Planner::make(const Group& group, const ResolveOptions& options, PlanScope scope) {
  auto data = std::make_shared<PlanData>();
  data->group = group;
  data->catalog = &catalog();
  data->pages = &pages_;
  data->options = options;
  ++compilations_;
  Status built = buildPlan(*data, census_, scope);
  return std::make_shared<Made>(
      Made{scope, std::move(data), built.ok() ? Diagnostics() : std::move(built.diagnostics()), {}});
}

Result<GroupPlan> Planner::plan(const Group& group, const ResolveOptions& options, PlanScope scope) {
  const auto made = madeFor(group, options, scope);
  if (!made->faults.empty()) return placeInQuery(made->faults, group);
  if (readsComposites(*made->data) && !needPart(EnginePart::Query)) return partMissing(EnginePart::Query);
  return GroupPlan(made->data, group);
}

Diagnostics Planner::subselectFaults(const Group& group) {
  const auto made = madeFor(group, {}, PlanScope::Columns);
  if (made->asSubselect) return *made->asSubselect;
  Diagnostics faults = resolve::subselectFaults(group.query.value, catalog());
  if (!lacksPart(faults)) made->asSubselect = faults;
  return faults;
}

}  // namespace premap::resolve
