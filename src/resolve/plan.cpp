#include "premap/resolve/plan.h"

#include <algorithm>
#include <set>

#include "premap/base/text.h"
#include "resolve/case_fold.h"
#include "resolve/group_query.h"
#include "resolve/plan_data.h"

namespace premap::resolve {

namespace {

constexpr std::string_view kDefaultColumns[] = {"ECInstanceId", "ECClassId", "UserLabel", "BBoxLow", "BBoxHigh"};

// R12, E29: segments between dots; a blank one makes the path invalid.
bool splitPath(std::string_view path, std::vector<std::string>& segments) {
  for (size_t begin = 0;;) {
    size_t dot = path.find('.', begin);
    std::string_view segment = path.substr(begin, dot == std::string_view::npos ? dot : dot - begin);
    if (segment.find_first_not_of(" \t\r\n") == std::string_view::npos) return false;
    segments.emplace_back(segment);
    if (dot == std::string_view::npos) return true;
    begin = dot + 1;
  }
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::optional<Target> targetOf(DataType type, const ResolveOptions& options) {
  switch (type) {
    case DataType::Boolean:
      return Target::Boolean;
    case DataType::Integer:
      return Target::Integer;
    case DataType::Double:
    case DataType::Number:  // A12, R16
      return Target::Double;
    case DataType::String:
      return Target::String;
    case DataType::Undefined:  // A11
      if (options.undefinedTypeIsString) return Target::String;
      return std::nullopt;
  }
  return std::nullopt;
}

bool isBytes(ValueKind kind) {
  return kind == ValueKind::Binary || kind == ValueKind::GeometryStream || kind == ValueKind::Geometry;
}

const ValueShape* findMember(const ValueShape& shape, std::string_view name) {
  for (const ValueShape& member : shape.members)
    if (equalsIgnoreCase(member.name, name)) return &member;
  return nullptr;
}

// Access strings of a value's columns, each at the place its shape counts it (a struct's members stand in the order
// they are written in, which is not that of their columns).
void placeLeaves(const ValueShape& shape, const std::string& access, size_t first, std::vector<std::string>& leaves) {
  if (leaves.size() < first + static_cast<size_t>(shape.columnCount))
    leaves.resize(first + static_cast<size_t>(shape.columnCount));
  switch (shape.kind) {
    case ValueKind::Point2d:
    case ValueKind::Point3d:
      leaves[first] = access + ".X", leaves[first + 1] = access + ".Y";
      if (shape.kind == ValueKind::Point3d) leaves[first + 2] = access + ".Z";
      break;
    case ValueKind::Navigation:
      leaves[first] = access + ".Id", leaves[first + 1] = access + ".RelECClassId";
      break;
    case ValueKind::Struct:
      for (const ValueShape& member : shape.members)
        placeLeaves(member, access + "." + member.name, first + static_cast<size_t>(member.column), leaves);
      break;
    default:
      leaves[first] = access;
  }
}

ValueShape scalar(ValueKind kind) {
  ValueShape shape;
  shape.kind = kind;
  return shape;
}

class PlanBuilder {
 public:
  PlanBuilder(PlanData& data, ClassCensus& census) : data_(data), census_(census), catalog_(census.catalog()) {}

  Status build(bool withColumns) {
    Status compiled = compileQuery();
    if (!compiled.ok()) return compiled;
    findRowColumns();
    addRowNode();
    if (withColumns) addColumns();
    data_.sql = renderSql(data_);
    data_.countSql = renderCountSql(data_);
    return {};
  }

 private:
  // --- the query ---------------------------------------------------------------------------------------------------
  Status compileQuery() {
    const TextField& field = data_.group->query;
    std::string path = data_.group->place.at(field);
    auto place = [&](Diagnostic& d) {
      d.path = path;
      if (d.target.empty()) d.target = "query";
    };
    if (field.value.find_first_not_of(" \t\r\n;") == std::string::npos) {
      Diagnostic blank = error("query-blank", "the group has no query");
      place(blank);
      return std::move(blank).withHint("write an ECSQL query that selects ECInstanceId and ECClassId");
    }
    GroupQuery query = readGroupQuery(field.value, catalog_);
    for (Diagnostic& d : query.diagnostics) place(d), data_.diagnostics.push_back(std::move(d));
    if (query.yieldsNothing) {
      emptyQuery();
      return {};
    }
    auto compiled = ecsql::compile(query.ecsql, catalog_, {.asSubselect = true});
    if (!compiled) {
      for (Diagnostic& d : compiled.diagnostics()) place(d);
      return std::move(compiled.diagnostics());
    }
    if (!compiled->parameters.empty()) {  // A33
      Diagnostic fault = error("query-parameter", "the query has a parameter; nothing can bind it in an extraction");
      place(fault);
      return std::move(fault).withHint("write the value itself");
    }
    data_.query = std::move(*compiled);
    return {};
  }

  void emptyQuery() {
    ecsql::Column id;
    id.name = id.accessString = "ECInstanceId";
    id.shape = scalar(ValueKind::Id);
    data_.query.columns.push_back(id);
    data_.query.sql = "SELECT NULL c0 WHERE 0";
  }

  // --- rows --------------------------------------------------------------------------------------------------------
  void findRowColumns() {
    data_.elementClass = catalog_.findClass("BisCore", "Element");
    data_.aspectRoot = catalog_.findClass("BisCore", "ElementAspect");
    for (size_t i = 0; i < data_.query.columns.size(); ++i) {
      const ecsql::Column& column = data_.query.columns[i];
      if (data_.idColumn < 0 && isNamed(column, "ECInstanceId")) data_.idColumn = static_cast<int>(i);
      if (data_.classColumn < 0 && isNamed(column, "ECClassId")) data_.classColumn = static_cast<int>(i);
    }
    auto note = [&](Diagnostic d) {
      data_.diagnostics.push_back(std::move(d).withPath(data_.group->place.at(data_.group->query)).withTarget("query"));
    };
    if (data_.idColumn < 0)
      note(
          error("query-no-ecinstanceid", "the query selects no column named ECInstanceId: the extraction gives no rows")
              .withHint("select ECInstanceId, or name the id so: `SELECT Element.Id ECInstanceId …`"));
    else if (data_.classColumn < 0)
      note(warning("query-no-ecclassid", "the query selects no ECClassId: every row is taken for an element")
               .withHint("select ECClassId beside ECInstanceId"));
    if (data_.idColumn >= 0)
      data_.idSlot = querySlot(data_.query.columns[static_cast<size_t>(data_.idColumn)].firstColumn);
    if (data_.classColumn >= 0)
      data_.classSlot = querySlot(data_.query.columns[static_cast<size_t>(data_.classColumn)].firstColumn);
  }

  // A4: an alias, or the property path as written; a leaf's bare name (`Id` of `Model.Id`) names nothing.
  static bool isNamed(const ecsql::Column& column, std::string_view name) {
    return equalsIgnoreCase(column.accessString, name);
  }

  // The class the row's instance is known to be of: only for a plain ECInstanceId of a range of the query.
  const Class* staticClass(int index, std::string_view systemProperty) const {
    if (index < 0) return nullptr;
    const ecsql::Column& column = data_.query.columns[static_cast<size_t>(index)];
    bool isPlain = !column.generated && !column.property && equalsIgnoreCase(column.accessString, systemProperty);
    return isPlain ? column.rangeClass : nullptr;
  }

  void addRowNode() {
    data_.nodes.emplace_back();
    if (data_.idColumn < 0 || !data_.elementClass) return;
    const Class* range = staticClass(data_.idColumn, "ECInstanceId");
    std::vector<const Class*> candidates;
    for (const Class* cls : census_.present(*data_.elementClass))
      if (!range || catalog_.isA(*cls, *range)) candidates.push_back(cls);
    bool isNeverElement =
        range && candidates.empty() && !canBeElement(*range) && staticClass(data_.classColumn, "ECClassId") == range;
    if (isNeverElement) return;
    data_.readsElements = true;
    Node& row = data_.nodes[0];
    row.queryColumn = data_.query.columns[static_cast<size_t>(data_.idColumn)].firstColumn;
    row.candidates = std::move(candidates);
    row.primaries = {primaryTableOf(*data_.elementClass)};
    row.classSlot = nodeSlot(Slot::Kind::NodeClass, 0);
  }

  bool canBeElement(const Class& range) const {
    for (const Class* cls : catalog_.selfAndDerived(range))
      if (catalog_.isA(*cls, *data_.elementClass)) return true;
    return false;
  }

  // --- columns -----------------------------------------------------------------------------------------------------
  void addColumns() {
    addDefaultColumns();
    for (const GroupProperty& property : data_.group->properties) addColumn(property);
    addFormulas();
    followPaths();
  }

  void addDefaultColumns() {
    for (std::string_view name : kDefaultColumns) {
      PlanColumn column;
      column.name = std::string(name);
      column.type = Target::String;
      column.isDefault = true;
      data_.columns.push_back(std::move(column));
      data_.planned.emplace_back();
      bool isOfElement = name == "UserLabel" || name == "BBoxLow" || name == "BBoxHigh";
      if (!isOfElement || !data_.readsElements) continue;
      PathTable* table = pathTable(0, {std::string(name)});
      ensureAll(*table);
      data_.planned.back().element = table;
      if (name == "BBoxLow") data_.bboxLow = table;
      if (name == "BBoxHigh") data_.bboxHigh = table;
    }
  }

  void addColumn(const GroupProperty& property) {
    PlanColumn column;
    column.name = property.propertyName.value;
    column.property = &property;
    if (property.quantityType.isPresent()) column.quantityType = property.quantityType.value;
    if (column.quantityType == "Undefined") column.quantityType.clear();
    column.type = columnType(property);
    PlannedColumn planned;
    if (property.calculatedPropertyType.isPresent())
      planned.calculated = calculatedPropertyTypeFrom(property.calculatedPropertyType.value);
    if (planned.calculated && data_.readsElements) needGeometry();
    for (size_t i = 0; i < property.ecProperties.size(); ++i)
      planned.entries.push_back(planEntry(property.ecProperties[i], static_cast<int>(i)));
    data_.columns.push_back(std::move(column));
    data_.planned.push_back(std::move(planned));
  }

  std::optional<Target> columnType(const GroupProperty& property) const {
    if (property.dataType.isPresent()) {
      auto type = dataTypeFrom(property.dataType.value);
      // A custom calculation of an undefined type is a number, the most formulas' type.
      if (type == DataType::Undefined && property.kind == GroupPropertyKind::CustomCalculation) return Target::Double;
      return type ? resolve::targetOf(*type, data_.options) : std::nullopt;
    }
    if (property.kind != GroupPropertyKind::Property) return Target::Double;
    return std::nullopt;
  }

  // R18: formulas read the group's other columns by name.
  void addFormulas() {
    std::vector<FormulaColumn> columns;
    bool hasFormula = false;
    for (size_t c = kDefaultColumnCount; c < data_.columns.size(); ++c) {
      const GroupProperty& property = *data_.columns[c].property;
      FormulaColumn column;
      column.name = data_.columns[c].name;
      if (hasOwnType(property) && data_.columns[c].type) column.type = formulaType(*data_.columns[c].type);
      if (property.formula.isPresent()) column.formula = property.formula.value, hasFormula = true;
      columns.push_back(std::move(column));
    }
    if (!hasFormula) return;
    data_.formulas = compileFormulas(columns);
    for (size_t i = 0; i < columns.size(); ++i) {
      PlanColumn& column = data_.columns[kDefaultColumnCount + i];
      if (data_.formulas.formulas[i] && !hasOwnType(*column.property))
        column.type = targetOf(data_.formulas.formulas[i]->type());
    }
    for (auto& [at, fault] : data_.formulas.diagnostics) {
      const GroupProperty& property = *data_.columns[kDefaultColumnCount + at].property;
      data_.diagnostics.push_back(std::move(fault).withPath(property.place.at(property.formula)).withTarget("formula"));
    }
  }

  // The type of a v1 custom calculation is its formula's, unless an answer of the service told it.
  static bool hasOwnType(const GroupProperty& property) {
    return property.kind != GroupPropertyKind::CustomCalculation ||
           (property.dataType.isPresent() && property.dataType.value != "Undefined");
  }

  static FormulaType formulaType(Target target) {
    switch (target) {
      case Target::Boolean:
        return FormulaType::Boolean;
      case Target::Integer:
        return FormulaType::Integer;
      case Target::Double:
        return FormulaType::Double;
      case Target::String:
        return FormulaType::String;
    }
    return FormulaType::String;
  }

  static Target targetOf(FormulaType type) {
    switch (type) {
      case FormulaType::Boolean:
        return Target::Boolean;
      case FormulaType::Integer:
        return Target::Integer;
      case FormulaType::Double:
        return Target::Double;
      case FormulaType::String:
        return Target::String;
    }
    return Target::String;
  }

  void needGeometry() {
    if (data_.geometry) return;
    data_.geometry = pathTable(0, {"GeometryStream"});
    ensureAll(*data_.geometry);
  }

  // --- entries -----------------------------------------------------------------------------------------------------
  PlannedEntry planEntry(const ECProperty& written, int index) {
    PlannedEntry entry;
    entry.index = index;
    auto name = [&](const TextField& field) {
      return std::string(data_.options.trimNames ? trimmed(field.value) : std::string_view(field.value));  // A36
    };
    entry.schemaName = name(written.ecSchemaName), entry.className = name(written.ecClassName);
    entry.anySchema = entry.schemaName == "*", entry.anyClass = entry.className == "*";
    if (!entry.anySchema && !entry.anyClass) entry.named = classNamed(entry.schemaName, entry.className);
    entry.isAspect = entry.named && data_.aspectRoot && catalog_.isA(*entry.named, *data_.aspectRoot);
    entry.unmatched = whyUnmatched(entry, data_);
    if (written.ecPropertyType.state == FieldState::Faulty || written.ecPropertyType.isPresent()) {
      auto type = written.ecPropertyType.isPresent() ? dataTypeFrom(written.ecPropertyType.value) : std::nullopt;
      // R16: a word in another case is none of the types; the entry never gives a value.
      if (!type || *type == DataType::Undefined) entry.fault = Reason::TypeUnknown;
      else entry.type = resolve::targetOf(*type, data_.options);
    }
    std::vector<std::string> segments;
    std::string path = name(written.ecPropertyName);
    if (!splitPath(path, segments)) entry.fault = Reason::PathInvalid;  // E29
    if (entry.fault != Reason::None) return entry;
    planQueried(entry, path, segments);
    planElement(entry, segments);
    planAspect(entry, segments);
    return entry;
  }

  const Class* classNamed(std::string_view schema, std::string_view name) const {
    const Class* cls = catalog_.findClass(schema, name);
    return cls && equalsIgnoreCase(cls->schema->name, schema) ? cls : nullptr;
  }

  // R5 step 1. A4: the whole path as one column name, then its first segment.
  void planQueried(PlannedEntry& entry, const std::string& path, const std::vector<std::string>& segments) {
    int found = -1;
    size_t used = segments.size();
    if (segments.size() > 1 && data_.options.matchWholeColumnName) {
      found = queryColumnNamed(path, entry.queriedDecisions);
      if (found >= 0) entry.queriedDecisions |= bit(Decision::A4);
    }
    if (found < 0) found = queryColumnNamed(segments[0], entry.queriedDecisions), used = 1;
    if (found < 0) return;
    data_.queriedAccesses.push_back(queriedAccess(
        found, std::vector<std::string>(segments.begin() + static_cast<ptrdiff_t>(used), segments.end())));
    entry.queried = &data_.queriedAccesses.back();
  }

  int queryColumnNamed(std::string_view name, Decisions& decisions) const {
    int found = -1;
    std::string wanted = fold(name, data_.options.foldUnicode);
    for (size_t i = 0; i < data_.query.columns.size(); ++i) {
      std::string own = fold(data_.query.columns[i].accessString, data_.options.foldUnicode);
      if (own != wanted && !(found >= 0 && isRepeat(data_.query.columns[i], own, wanted))) continue;
      if (found >= 0) decisions |= bit(Decision::A5);
      if (found < 0 || !data_.options.firstDuplicateColumn) found = static_cast<int>(i);  // A5
    }
    if (found >= 0) return found;
    // The engine numbers repeated names: `P_1` is the second column P.
    for (size_t i = 0; i < data_.query.columns.size(); ++i) {
      const ecsql::Column& column = data_.query.columns[i];
      bool isNumbered = column.name.find('_') != std::string::npos && !isNamed(column, column.name);
      if (isNumbered && fold(column.name, data_.options.foldUnicode) == wanted) return static_cast<int>(i);
    }
    return -1;
  }

  // An alias given twice is numbered: `X_1` repeats an `X` before it.
  static bool isRepeat(const ecsql::Column& column, const std::string& own, const std::string& wanted) {
    return column.generated && own.size() > wanted.size() + 1 && own.starts_with(wanted + "_") &&
           own.find_first_not_of("0123456789", wanted.size() + 1) == std::string::npos;
  }

  Access queriedAccess(int index, std::vector<std::string> rest) {
    const ecsql::Column& column = data_.query.columns[static_cast<size_t>(index)];
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
        Access access = leaf(scalar(isId ? ValueKind::Id : ValueKind::ClassId), querySlot(first + (isId ? 0 : 1)));
        access.isRelationshipName = !isId, access.isNavigationMember = true;
        return access;
      }
      return hop(queryNavigationNode(first, column.property), left, nullptr);
    }
    return finish(*shape, left, [&](const ValueShape& value, int offset) { return querySlots(value, first + offset); });
  }

  // R5 step 2, only for classes the gate lets through.
  void planElement(PlannedEntry& entry, const std::vector<std::string>& segments) {
    if (!data_.readsElements) return;
    entry.element = pathTable(0, segments);
    bool isRowClassTold = data_.classColumn >= 0 && !staticClass(data_.classColumn, "ECClassId");
    for (const Class* cls : std::vector<const Class*>(data_.nodes[0].candidates))
      // A row class that is not the instance's own (a constant, a join) passes its own gate: prepare every class.
      if (isRowClassTold || classGate(entry, cls, data_) == Reason::None) ensure(*entry.element, *cls);
  }

  // R9: no wildcard, an aspect class, an element row.
  void planAspect(PlannedEntry& entry, const std::vector<std::string>& segments) {
    if (!entry.isAspect || !data_.readsElements) return;
    entry.aspectNode = aspectNode(*entry.named);
    if (entry.aspectNode < 0) return;
    entry.aspect = pathTable(entry.aspectNode, segments);
    ensureAll(*entry.aspect);
  }

  // --- nodes -------------------------------------------------------------------------------------------------------
  int aspectNode(const Class& named) {
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

  int addNode(Node node) {
    auto index = static_cast<int>(data_.nodes.size());
    data_.nodes.push_back(std::move(node));
    int idSlot = nodeSlot(Slot::Kind::NodeId, index), classSlot = nodeSlot(Slot::Kind::NodeClass, index);
    data_.nodes[static_cast<size_t>(index)].idSlot = idSlot;
    data_.nodes[static_cast<size_t>(index)].classSlot = classSlot;
    return index;
  }

  static void addCandidate(Node& node, const Class& cls) {
    if (std::find(node.candidates.begin(), node.candidates.end(), &cls) != node.candidates.end()) return;
    node.candidates.push_back(&cls);
    const Table* primary = primaryTableOf(cls);
    if (std::find(node.primaries.begin(), node.primaries.end(), primary) == node.primaries.end())
      node.primaries.push_back(primary);
  }

  // The other end of a navigation property's relationship; elements when the property is not known.
  void addTargets(Node& node, const Property* navigation) {
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
  void addRootSubject(Node& node, const Property& navigation) {
    const Class* models = catalog_.findClass("BisCore", "ModelModelsElement");
    const Class* subject = catalog_.findClass("BisCore", "Subject");
    if (!models || !subject || !navigation.navigationForward || !catalog_.isA(*navigation.relationship, *models))
      return;
    for (const Class* cls : census_.present(*subject)) addCandidate(node, *cls);
  }

  // With no instance in the file the link dangles; some table must still be asked so that this can be told.
  void addEmptyPrimaries(Node& node, const RelationshipEnd& end) {
    if (!node.primaries.empty()) return;
    for (const Class* constraint : end.classes)
      for (const Class* cls : catalog_.selfAndDerived(*constraint))
        if (const Table* table = primaryTableOf(*cls); table && node.primaries.empty()) node.primaries.push_back(table);
  }

  int queryNavigationNode(int queryColumn, const Property* navigation) {
    for (size_t n = 1; n < data_.nodes.size(); ++n)
      if (data_.nodes[n].queryColumn == queryColumn) return static_cast<int>(n);
    Node node;
    node.kind = Node::Kind::Navigation;
    node.queryColumn = queryColumn;
    addTargets(node, navigation);
    return addNode(std::move(node));
  }

  int navigationNode(int parent, const Class& cls, const Property& navigation) {
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

  // --- paths -------------------------------------------------------------------------------------------------------
  PathTable* pathTable(int node, std::vector<std::string> segments) {
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

  void ensure(PathTable& table, const Class& cls) {
    if (table.byClass.count(cls.id)) return;
    // Not in place: finding the access may add path tables, and classes to this one.
    Access access = accessOf(cls, table.node, table.segments);
    table.byClass.emplace(cls.id, std::move(access));
  }

  void ensureAll(PathTable& table) {
    std::vector<const Class*> candidates = data_.nodes[static_cast<size_t>(table.node)].candidates;
    for (const Class* cls : candidates) ensure(table, *cls);
  }

  // Navigation nodes gain classes while paths are followed, and with them their path tables.
  void followPaths() {
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

  Access accessOf(const Class& cls, int node, const std::vector<std::string>& segments) {
    if (equalsIgnoreCase(segments[0], "ECInstanceId") || equalsIgnoreCase(segments[0], "ECClassId")) {
      if (segments.size() > 1) return fail(Reason::PathIntoScalar);
      bool isId = equalsIgnoreCase(segments[0], "ECInstanceId");
      return leaf(scalar(isId ? ValueKind::Id : ValueKind::ClassId),
                  nodeSlot(isId ? Slot::Kind::NodeId : Slot::Kind::NodeClass, node));
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
      return storedSlots(cls, node, value, access, *property, offset);
    });
  }

  enum class NavigationMember { Id, RelationshipName };

  // R12a, A31: `id` and `relClassName` belong to the navigation value itself.
  std::optional<NavigationMember> navigationMember(const std::vector<std::string>& left, const Property* navigation) {
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

  Access navigationAccess(const Class& cls, int node, const Property& property, const std::vector<std::string>& left) {
    if (auto member = navigationMember(left, &property)) {
      if (left.size() > 1) return fail(Reason::PathIntoScalar);
      bool isId = *member == NavigationMember::Id;
      std::string access = property.name + (isId ? ".Id" : ".RelECClassId");
      ValueShape shape = scalar(isId ? ValueKind::Id : ValueKind::ClassId);
      Access found = leaf(shape, storedSlots(cls, node, shape, access, property, 0));
      found.isRelationshipName = !isId, found.isNavigationMember = true;
      return found;
    }
    int target = navigationNode(node, cls, property);
    return target < 0 ? fail(Reason::PropertyMissing) : hop(target, left, &property);
  }

  Access hop(int node, std::vector<std::string> left, const Property*) {
    Access access;
    access.kind = Access::Kind::Hop;
    access.next = pathTable(node, std::move(left));
    return access;
  }

  // R12c, R12d: what is left of the path after the property, and the leaf's columns.
  template <class SlotsOf>
  Access finish(const ValueShape& shape, std::vector<std::string> left, SlotsOf slotsOf) {
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

  static Access fail(Reason reason) {
    Access access;
    access.reason = reason;
    return access;
  }

  static Access leaf(ValueShape shape, int slot) {
    Access access;
    access.kind = slot < 0 ? Access::Kind::Fail : Access::Kind::Leaf;
    access.isPresenceOnly = isBytes(shape.kind);
    access.shape = std::move(shape);
    access.slot = slot;
    return access;
  }

  // --- slots -------------------------------------------------------------------------------------------------------
  int addSlots(const std::string& key, std::vector<Slot> slots) {
    auto [found, isNew] = slotIndexes_.try_emplace(key, static_cast<int>(data_.slots.size()));
    if (isNew) data_.slots.insert(data_.slots.end(), slots.begin(), slots.end());
    return found->second;
  }

  int querySlot(int queryColumn) { return querySlots(scalar(ValueKind::Integer), queryColumn); }

  int querySlots(const ValueShape& shape, int first) {
    std::vector<Slot> slots;
    for (int i = 0; i < shape.columnCount; ++i) {
      Slot slot;
      slot.kind = Slot::Kind::QueryColumn, slot.queryColumn = first + i;
      slots.push_back(slot);
    }
    return addSlots("q" + std::to_string(first) + "+" + std::to_string(shape.columnCount), std::move(slots));
  }

  int nodeSlot(Slot::Kind kind, int node) {
    Slot slot;
    slot.kind = kind, slot.node = node;
    return addSlots((kind == Slot::Kind::NodeId ? "id" : "class") + std::to_string(node), {slot});
  }

  // One slot for each column of the value, in the order its shape counts them. -1: the class does not map it.
  int storedSlots(const Class& cls, int node, const ValueShape& shape, const std::string& access,
                  const Property& property, int offset) {
    std::vector<std::string> leaves;
    placeLeaves(shape, access, 0, leaves);
    std::vector<Slot> slots;
    std::string key = "n" + std::to_string(node);
    bool isMapped = false;
    for (size_t i = static_cast<size_t>(offset); i < leaves.size(); ++i) {
      Slot slot = storedSlot(cls, node, leaves[i], property);
      if (isBytes(shape.kind) && slot.kind == Slot::Kind::Stored) slot.kind = Slot::Kind::Presence;
      isMapped = isMapped || slot.kind != Slot::Kind::Null;
      key += "," + std::to_string(static_cast<int>(slot.kind)) + ":" +
             (slot.column ? std::to_string(slot.column->id) : "") + ":" + std::to_string(slot.constant);
      slots.push_back(slot);
    }
    return isMapped ? addSlots(key, std::move(slots)) : -1;
  }

  Slot storedSlot(const Class& cls, int node, const std::string& access, const Property& property) {
    Slot slot;
    slot.node = node;
    const premap::Column* column = catalog_.findColumn(cls, access);
    if (!column) return slot;
    if (!column->isVirtual) {
      slot.kind = Slot::Kind::Stored, slot.column = column;
      return slot;
    }
    // A virtual relationship class id is the navigation property's relationship, wherever there is an id.
    const premap::Column* idColumn = catalog_.findColumn(cls, property.name + ".Id");
    if (property.kind != PropertyKind::Navigation || !property.relationship || !idColumn || idColumn->isVirtual)
      return slot;
    slot.kind = Slot::Kind::RelationshipClass, slot.column = idColumn, slot.constant = property.relationship->id;
    return slot;
  }

  PlanData& data_;
  ClassCensus& census_;
  const Catalog& catalog_;
  std::map<std::string, int> navigations_, slotIndexes_;
  std::map<std::string, PathTable*> tableIndexes_;
  std::set<std::pair<int, const Property*>> targeted_;
};

}  // namespace

GroupPlan::GroupPlan(std::unique_ptr<PlanData> data) : data_(std::move(data)) {}
GroupPlan::~GroupPlan() = default;

Result<std::unique_ptr<GroupPlan>> GroupPlan::make(const Group& group, ClassCensus& census,
                                                   const ResolveOptions& options) {
  return build(group, census, options, true);
}

Result<std::unique_ptr<GroupPlan>> GroupPlan::makeRows(const Group& group, ClassCensus& census,
                                                       const ResolveOptions& options) {
  return build(group, census, options, false);
}

Result<std::unique_ptr<GroupPlan>> GroupPlan::build(const Group& group, ClassCensus& census,
                                                    const ResolveOptions& options, bool withColumns) {
  auto data = std::make_unique<PlanData>();
  data->group = &group;
  data->catalog = &census.catalog();
  data->options = options;
  Status built = PlanBuilder(*data, census).build(withColumns);
  if (!built.ok()) return std::move(built.diagnostics());
  return std::unique_ptr<GroupPlan>(new GroupPlan(std::move(data)));
}

const std::vector<PlanColumn>& GroupPlan::columns() const {
  return data_->columns;
}
const std::string& GroupPlan::sql() const {
  return data_->sql;
}
const std::string& GroupPlan::countSql() const {
  return data_->countSql;
}
const Diagnostics& GroupPlan::diagnostics() const {
  return data_->diagnostics;
}
const Group& GroupPlan::group() const {
  return *data_->group;
}

std::string GroupPlan::aspectClass(size_t column, size_t entry) const {
  const auto& entries = data_->planned[column].entries;
  if (entry >= entries.size() || !entries[entry].isAspect || !entries[entry].named) return {};
  return entries[entry].named->fullName('.');
}

void GroupPlan::bind(Statement& statement, int64_t limit, int64_t offset) const {
  statement.bind(1, limit < 0 ? int64_t{-1} : limit);
  statement.bind(2, offset < 0 ? int64_t{0} : offset);
  bindCount(statement);
}

void GroupPlan::bindCount(Statement& statement) const {
  if (!data_->options.ecInstanceIds.empty() && data_->idColumn >= 0) statement.bindIds(3, data_->options.ecInstanceIds);
}

}  // namespace premap::resolve
