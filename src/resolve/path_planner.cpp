// Every path becomes a table from class to access; a hop adds a node, whose classes are prepared in rounds
// until none is new.
#include "resolve/path_planner.h"

#include <algorithm>

#include "premap/base/text.h"
#include "premap/resolve/path_step.h"
#include "premap/resolve/path_walk.h"

namespace premap::resolve {

namespace {

void addCandidate(Node& node, const Class& cls) {
  if (std::find(node.candidates.begin(), node.candidates.end(), &cls) != node.candidates.end()) return;
  node.candidates.push_back(&cls);
  const Table* primary = primaryTableOf(cls);
  if (std::find(node.primaries.begin(), node.primaries.end(), primary) == node.primaries.end())
    node.primaries.push_back(primary);
}

Access fail(Reason reason) {
  Access access;
  access.reason = reason;
  return access;
}

Access leaf(PathStep& step, int slot) {
  Access access;
  access.kind = slot < 0 ? Access::Kind::Fail : Access::Kind::Leaf;
  access.isPresenceOnly = isBytes(step.shape.kind);
  access.isRelationshipName = step.kind == PathStep::Kind::RelationshipName;
  access.isNavigationMember = access.isRelationshipName || step.kind == PathStep::Kind::NavigationId;
  access.shape = std::move(step.shape);
  access.slot = slot;
  access.jsonRest = std::move(step.left);
  return access;
}

}  // namespace

Access PathPlanner::hop(int node, std::vector<std::string> left) {
  Access access;
  access.kind = Access::Kind::Hop;
  access.next = pathTable(node, std::move(left));
  return access;
}

int PathPlanner::aspectNode(const Class& named) {
  for (size_t n = 0; n < data_.nodes.size(); ++n)
    if (data_.nodes[n].aspectClass == &named) return static_cast<int>(n);
  Node node;
  node.kind = Node::Kind::Aspect;
  node.aspectClass = &named;
  for (const Class* cls : census_.present(named))
    if (data_.options.polymorphicAspects || cls == &named) addCandidate(node, *cls);  // A6
  if (node.candidates.empty()) return -1;
  return addNode(std::move(node));
}

int PathPlanner::addNode(Node node) {
  auto index = static_cast<int>(data_.nodes.size());
  data_.nodes.push_back(std::move(node));
  int idSlot = slots_.ofNode(Slot::Kind::NodeId, index), classSlot = slots_.ofNode(Slot::Kind::NodeClass, index);
  data_.nodes[static_cast<size_t>(index)].idSlot = idSlot;
  data_.nodes[static_cast<size_t>(index)].classSlot = classSlot;
  return index;
}

void PathPlanner::addTargets(Node& node, const Property* navigation) {
  for (const Class* cls : targetsOf(navigation, census_)) addCandidate(node, *cls);
  if (node.primaries.empty() && navigation && navigation->relationship) addEmptyPrimaries(node, otherEnd(*navigation));
}

// With no instance in the file the link dangles; some table must still be asked so that this can be told.
void PathPlanner::addEmptyPrimaries(Node& node, const RelationshipEnd& end) {
  for (const Class* constraint : end.classes)
    for (const Class* cls : catalog_.selfAndDerived(*constraint))
      if (const Table* table = primaryTableOf(*cls); table && node.primaries.empty()) node.primaries.push_back(table);
}

int PathPlanner::queryNavigationNode(int queryColumn, const Property* navigation) {
  for (size_t n = 1; n < data_.nodes.size(); ++n)
    if (data_.nodes[n].queryColumn == queryColumn) return static_cast<int>(n);
  Node node;
  node.kind = Node::Kind::Navigation;
  node.queryColumn = queryColumn;
  addTargets(node, navigation);
  return addNode(std::move(node));
}

int PathPlanner::navigationNode(int parent, const Class& cls, const Property& navigation) {
  const StoredColumn* idColumn = catalog_.findColumn(cls, navigation.name + ".Id");
  if (!idColumn || idColumn->isVirtual) return -1;
  std::string key = std::to_string(parent) + "/" + toLower(navigation.name);
  auto [found, isNew] = navigations_.try_emplace(key, -1);
  if (isNew) {
    Node fresh;
    fresh.kind = Node::Kind::Navigation;
    fresh.parent = parent;
    found->second = addNode(std::move(fresh));
  }
  Node& node = data_.nodes[static_cast<size_t>(found->second)];
  node.idColumns.emplace(idColumn->id, idColumn);
  auto& classes = node.idColumnClasses[idColumn->id];
  if (std::find(classes.begin(), classes.end(), cls.id) == classes.end()) classes.push_back(cls.id);
  // The classes below one property share its relationship: its targets are gathered once.
  if (targeted_.emplace(found->second, &navigation).second) addTargets(node, &navigation);
  return found->second;
}

PathTable* PathPlanner::pathTable(int node, std::vector<std::string> segments) {
  std::string key = std::to_string(node);
  for (const std::string& segment : segments) key += '.' + segment;
  auto [found, isNew] = tableIndexes_.try_emplace(key, nullptr);
  if (isNew) {
    data_.pathTables.emplace_back();
    found->second = &data_.pathTables.back();
    found->second->node = node;
    found->second->segments = std::move(segments);
  }
  return found->second;
}

void PathPlanner::ensure(PathTable& table, const Class& cls) {
  if (table.byClass.count(cls.id)) return;
  // Not in place: finding the access may add path tables, and classes to this one.
  Access access = accessOf(cls, table.node, table.segments);
  table.byClass.emplace(cls.id, std::move(access));
}

void PathPlanner::ensureAll(PathTable& table) {
  std::vector<const Class*> candidates = data_.nodes[static_cast<size_t>(table.node)].candidates;
  for (const Class* cls : candidates) ensure(table, *cls);
}

// Navigation nodes gain classes while paths are followed, and with them their path tables.
void PathPlanner::followPaths() {
  bool isChanged = true;
  while (isChanged) {
    isChanged = false;
    for (size_t i = 0; i < data_.pathTables.size(); ++i) {
      PathTable& table = data_.pathTables[i];
      if (data_.nodes[static_cast<size_t>(table.node)].kind != Node::Kind::Navigation) continue;
      size_t before = table.byClass.size();
      ensureAll(table);
      isChanged = isChanged || table.byClass.size() != before;
    }
  }
}

bool PathPlanner::isNavigationMember(const Property& navigation, const std::string& name) {
  if (data_.options.navigationMembersFirst) return true;
  Node targets;
  addTargets(targets, &navigation);
  return std::none_of(targets.candidates.begin(), targets.candidates.end(),
                      [&](const Class* cls) { return catalog_.findProperty(*cls, name); });
}

Access PathPlanner::accessOf(const Class& cls, int node, const std::vector<std::string>& segments) {
  PathStep step =
      stepFrom(catalog_, cls, segments, data_.options,
               [this](const Property& navigation, const auto& name) { return isNavigationMember(navigation, name); });
  switch (step.kind) {
    case PathStep::Kind::Fail:
      return fail(step.reason);
    case PathStep::Kind::Id:
      return leaf(step, slots_.ofNode(Slot::Kind::NodeId, node));
    case PathStep::Kind::ClassId:
      return leaf(step, slots_.ofNode(Slot::Kind::NodeClass, node));
    case PathStep::Kind::Hop: {
      const int target = navigationNode(node, cls, *step.property);
      return target < 0 ? fail(Reason::PropertyMissing) : hop(target, std::move(step.left));
    }
    default:
      return leaf(step, slots_.stored(cls, node, step.shape, step.access, *step.property, 0));
  }
}

Access PathPlanner::queriedAccess(int queryColumn, const std::vector<std::string>& rest) {
  const ecsql::ResultColumn& column = data_.query.columns[static_cast<size_t>(queryColumn)];
  PathStep step =
      stepInto(column.shape, column.property, rest, data_.options,
               [this](const Property& navigation, const auto& name) { return isNavigationMember(navigation, name); });
  const int first = column.firstColumn + step.offset;
  switch (step.kind) {
    case PathStep::Kind::Fail:
      return fail(step.reason);
    case PathStep::Kind::Hop:
      return hop(queryNavigationNode(first, column.property), std::move(step.left));
    default:
      return leaf(step, slots_.queried(step.shape, first));
  }
}

}  // namespace premap::resolve
