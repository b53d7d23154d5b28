#include "resolve/path_planner.h"

#include <algorithm>

#include "premap/base/text.h"

namespace premap::resolve {

namespace {

const ValueShape* findMember(const ValueShape& shape, std::string_view name) {
  for (const ValueShape& member : shape.members)
    if (equalsIgnoreCase(member.name, name)) return &member;
  return nullptr;
}

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

Access leaf(ValueShape shape, int slot) {
  Access access;
  access.kind = slot < 0 ? Access::Kind::Fail : Access::Kind::Leaf;
  access.isPresenceOnly = isBytes(shape.kind);
  access.shape = std::move(shape);
  access.slot = slot;
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

// The other end of a navigation property's relationship; elements when the property is not known.
void PathPlanner::addTargets(Node& node, const Property* navigation) {
  if (!navigation || !navigation->relationship) {
    if (data_.elementClass)
      for (const Class* cls : census_.present(*data_.elementClass)) addCandidate(node, *cls);
    return;
  }
  // The property's class is one end of the relationship: following it leads to the other.
  const Class& relationship = *navigation->relationship;
  const RelationshipEnd& end = navigation->navigationForward ? relationship.target : relationship.source;
  for (const Class* constraint : end.classes)
    for (const Class* cls : census_.present(*constraint))
      if (end.polymorphic || cls == constraint) addCandidate(node, *cls);
  addRootSubject(node, *navigation);
  addEmptyPrimaries(node, end);
}

// The repository model models the root subject, though the relationship's constraint does not let in subjects.
void PathPlanner::addRootSubject(Node& node, const Property& navigation) {
  const Class* models = catalog_.findClass("BisCore", "ModelModelsElement");
  const Class* subject = catalog_.findClass("BisCore", "Subject");
  if (!models || !subject || !navigation.navigationForward || !catalog_.isA(*navigation.relationship, *models)) return;
  for (const Class* cls : census_.present(*subject)) addCandidate(node, *cls);
}

// With no instance in the file the link dangles; some table must still be asked so that this can be told.
void PathPlanner::addEmptyPrimaries(Node& node, const RelationshipEnd& end) {
  if (!node.primaries.empty()) return;
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
  const premap::Column* idColumn = catalog_.findColumn(cls, navigation.name + ".Id");
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

Access PathPlanner::accessOf(const Class& cls, int node, const std::vector<std::string>& segments) {
  if (equalsIgnoreCase(segments[0], "ECInstanceId") || equalsIgnoreCase(segments[0], "ECClassId")) {
    if (segments.size() > 1) return fail(Reason::PathIntoScalar);
    bool isId = equalsIgnoreCase(segments[0], "ECInstanceId");
    return leaf(scalar(isId ? ValueKind::Id : ValueKind::ClassId),
                slots_.ofNode(isId ? Slot::Kind::NodeId : Slot::Kind::NodeClass, node));
  }
  const Property* property = catalog_.findProperty(cls, segments[0]);
  if (!property) return fail(Reason::PropertyMissing);  // E3, A37
  ValueShape whole = shapeOf(*property);
  const ValueShape* shape = &whole;
  std::string access = property->name;
  size_t i = 1;
  while (i < segments.size() && shape->kind == ValueKind::Struct) {  // R12b
    shape = findMember(*shape, segments[i++]);
    if (!shape) return fail(Reason::PropertyMissing);
    access += '.' + shape->name;
  }
  std::vector<std::string> left(segments.begin() + static_cast<ptrdiff_t>(i), segments.end());
  if (shape->kind == ValueKind::Navigation && !left.empty()) return navigationAccess(cls, node, *property, left);
  return finish(*shape, left, [&](const ValueShape& value, int offset) {
    return slots_.stored(cls, node, value, access, *property, offset);
  });
}

// R12a, A31: `id` and `relClassName` belong to the navigation value itself.
std::optional<PathPlanner::NavigationMember> PathPlanner::navigationMember(const std::vector<std::string>& left,
                                                                           const Property* navigation) {
  bool isId = equalsIgnoreCase(left[0], "id"), isName = equalsIgnoreCase(left[0], "relClassName");
  if (!isId && !isName) return std::nullopt;
  if (!data_.options.navigationMembersFirst && navigation) {
    Node targets;
    addTargets(targets, navigation);
    for (const Class* cls : targets.candidates)
      if (catalog_.findProperty(*cls, left[0])) return std::nullopt;
  }
  return isId ? NavigationMember::Id : NavigationMember::RelationshipName;
}

Access PathPlanner::navigationAccess(const Class& cls, int node, const Property& property,
                                     const std::vector<std::string>& left) {
  if (auto member = navigationMember(left, &property)) {
    if (left.size() > 1) return fail(Reason::PathIntoScalar);
    bool isId = *member == NavigationMember::Id;
    std::string access = property.name + (isId ? ".Id" : ".RelECClassId");
    ValueShape shape = scalar(isId ? ValueKind::Id : ValueKind::ClassId);
    Access found = leaf(shape, slots_.stored(cls, node, shape, access, property, 0));
    found.isRelationshipName = !isId, found.isNavigationMember = true;
    return found;
  }
  int target = navigationNode(node, cls, property);
  return target < 0 ? fail(Reason::PropertyMissing) : hop(target, left);
}

// R12c, R12d: what is left of the path after the property, and the leaf's columns.
Access PathPlanner::finish(const ValueShape& shape, std::vector<std::string> left, const SlotsOf& slotsOf) {
  if (left.empty()) return leaf(shape, slotsOf(shape, 0));
  bool isText = shape.kind == ValueKind::String || shape.kind == ValueKind::Json;
  // What has no type of its own may be text on some row.
  if (isText || shape.kind == ValueKind::Any || shape.kind == ValueKind::Null) {
    Access access = leaf(shape, slotsOf(shape, 0));
    access.jsonRest = std::move(left);
    return access;
  }
  bool isPoint = shape.kind == ValueKind::Point2d || shape.kind == ValueKind::Point3d;
  if (isPoint && data_.options.pathIntoPoints && left.size() == 1 && left[0].size() == 1) {
    int offset = toLower(left[0])[0] - 'x';
    if (offset >= 0 && offset < shape.columnCount) return leaf(scalar(ValueKind::Double), slotsOf(shape, offset));
  }
  return fail(Reason::PathIntoScalar);
}

Access PathPlanner::queriedAccess(int queryColumn, const std::vector<std::string>& rest) {
  const ecsql::Column& column = data_.query.columns[static_cast<size_t>(queryColumn)];
  const ValueShape* shape = &column.shape;
  int first = column.firstColumn;
  size_t i = 0;
  while (i < rest.size() && shape->kind == ValueKind::Struct) {
    shape = findMember(*shape, rest[i++]);
    if (!shape) return fail(Reason::PropertyMissing);
    first += shape->column;
  }
  std::vector<std::string> left(rest.begin() + static_cast<ptrdiff_t>(i), rest.end());
  if (shape->kind == ValueKind::Navigation && !left.empty()) {
    if (auto member = navigationMember(left, column.property)) {
      if (left.size() > 1) return fail(Reason::PathIntoScalar);
      bool isId = *member == NavigationMember::Id;
      Access access = leaf(scalar(isId ? ValueKind::Id : ValueKind::ClassId), slots_.queried(first + (isId ? 0 : 1)));
      access.isRelationshipName = !isId, access.isNavigationMember = true;
      return access;
    }
    return hop(queryNavigationNode(first, column.property), left);
  }
  return finish(*shape, left,
                [&](const ValueShape& value, int offset) { return slots_.queried(value, first + offset); });
}

}  // namespace premap::resolve
