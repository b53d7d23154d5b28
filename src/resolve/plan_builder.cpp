// Compiles a group: its query, then for every column where each entry's value is found, for each class a row may have.
// docs/group-plan.md walks through it.
#include "resolve/plan_builder.h"

#include <algorithm>
#include <set>

#include "premap/base/text.h"
#include "premap/resolve/calculated.h"
#include "premap/resolve/formula_columns.h"
#include "resolve/case_fold.h"
#include "resolve/group_query.h"
#include "resolve/path_planner.h"
#include "resolve/plan_data.h"
#include "resolve/slot_table.h"
#include "resolve/stream_plan.h"

namespace premap::resolve {

namespace {

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

class PlanBuilder {
 public:
  PlanBuilder(PlanData& data, ClassCensus& census)
      : data_(data), census_(census), catalog_(census.catalog()), slots_(data), paths_(data, census, slots_) {}

  Status build(PlanScope scope) {
    Status compiled = compileQuery();
    if (!compiled.ok()) return compiled;
    findRowColumns();
    // Another column may be called ECInstanceId, and a list of ids is a range of its own.
    if (staticClass(data_.idColumn, "ECInstanceId") && data_.options.ecInstanceIds.empty())
      data_.idTable = data_.query.rowsById;
    addRowNode();
    if (scope != PlanScope::Rows) addColumns(scope == PlanScope::Columns || isCalculated());
    if (isWholeTable()) streamAspects(data_);
    data_.sql = renderSql(data_);
    data_.countSql = renderCountSql(data_);
    return {};
  }

 private:
  // --- the query ---------------------------------------------------------------------------------------------------
  Status compileQuery() {
    const std::string& text = data_.group.query.value;
    if (text.find_first_not_of(" \t\r\n;") == std::string::npos) {
      return error("query-blank", "the group has no query")
          .withTarget("query")
          .withHint("write an ECSQL query that selects ECInstanceId and ECClassId");
    }
    GroupQuery query = readGroupQuery(text, catalog_);
    for (Diagnostic& d : query.diagnostics) note(std::move(d));
    if (query.yieldsNothing) {
      emptyQuery();
      return {};
    }
    ecsql::ClassIdsIn classIdsIn = [this](const Table& table) { return census_.classIdsIn(table); };
    auto compiled = ecsql::compile(query.ecsql, catalog_, {.classIdsIn = classIdsIn});
    if (!compiled) return std::move(compiled.diagnostics());
    if (!compiled->parameters.empty()) {  // A33
      return error("query-parameter", "the query has a parameter; nothing can bind it in an extraction")
          .withHint("write the value itself");
    }
    data_.query = std::move(*compiled);
    data_.unorderedSql = ecsql::compile(query.ecsql, catalog_)->sql;
    readHexIds();
    for (const ecsql::NewerConstruct& construct : data_.query.newer)
      note(warning("query-newer-ecsql", construct.what + " is new in ECSQL " + ecsql::kEcsqlVersion +
                                            ": a service that runs an older engine refuses the query, or "
                                            "reads it differently")
               .withSpan(construct.span)
               .withHint("if the service may be older, write it without; docs/ecsql.md has the table"));
    return {};
  }

  void note(Diagnostic d) { data_.diagnostics.push_back(std::move(d)); }

  // `IdToHex(ECInstanceId) AS ECInstanceId` is the very text that an id is in the service's rows.
  void readHexIds() {
    const auto& columns = data_.query.columns;
    auto id =
        std::find_if(columns.begin(), columns.end(), [](auto& column) { return isNamed(column, "ECInstanceId"); });
    if (id == columns.end() || id->shape.kind != ValueKind::String) return;
    std::string list;
    for (int i = 0; i < columns.back().firstColumn + columns.back().shape.columnCount; ++i) {
      std::string name = "c" + std::to_string(i);
      bool isId = i == id->firstColumn;
      list += (i ? "," : "") +
              (isId ? "CASE WHEN " + name + " LIKE '0x%' THEN HexToId(" + name + ") ELSE " + name + " END " : "") +
              name;
    }
    for (std::string* sql : {&data_.query.sql, &data_.unorderedSql}) *sql = "SELECT " + list + " FROM (" + *sql + ")";
  }

  void emptyQuery() {
    ecsql::ResultColumn id;
    id.name = id.accessString = "ECInstanceId";
    id.shape = scalar(ValueKind::Id);
    data_.query.columns.push_back(id);
    data_.query.sql = data_.unorderedSql = "SELECT NULL c0 WHERE 0";
  }

  // --- rows --------------------------------------------------------------------------------------------------------
  void findRowColumns() {
    data_.elementClass = catalog_.findClass("BisCore", "Element");
    data_.aspectRoot = catalog_.findClass("BisCore", "ElementAspect");
    for (size_t i = 0; i < data_.query.columns.size(); ++i) {
      const ecsql::ResultColumn& column = data_.query.columns[i];
      if (data_.idColumn < 0 && isNamed(column, "ECInstanceId")) data_.idColumn = static_cast<int>(i);
      if (data_.classColumn < 0 && isNamed(column, "ECClassId")) data_.classColumn = static_cast<int>(i);
    }
    if (data_.idColumn < 0)
      note(
          error("query-no-ecinstanceid", "the query selects no column named ECInstanceId: the extraction gives no rows")
              .withHint("select ECInstanceId, or name the id so: `SELECT Element.Id ECInstanceId …`"));
    else if (data_.classColumn < 0)
      note(warning("query-no-ecclassid", "the query selects no ECClassId: every row is taken for an element")
               .withHint("select ECClassId beside ECInstanceId"));
    if (data_.idColumn >= 0)
      data_.idSlot = slots_.queried(data_.query.columns[static_cast<size_t>(data_.idColumn)].firstColumn);
    if (data_.classColumn >= 0)
      data_.classSlot = slots_.queried(data_.query.columns[static_cast<size_t>(data_.classColumn)].firstColumn);
  }

  // A4: an alias, or the property path as written; a leaf's bare name (`Id` of `Model.Id`) names nothing.
  static bool isNamed(const ecsql::ResultColumn& column, std::string_view name) {
    return equalsIgnoreCase(column.accessString, name);
  }

  // The class the row's instance is known to be of: only for a plain ECInstanceId of a range of the query.
  const Class* staticClass(int index, std::string_view systemProperty) const {
    if (index < 0) return nullptr;
    const ecsql::ResultColumn& column = data_.query.columns[static_cast<size_t>(index)];
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
    row.classSlot = slots_.ofNode(Slot::Kind::NodeClass, 0);
  }

  // Rows far apart cost more than a look-up each when aspects are read beside them.
  bool isWholeTable() {
    if (!data_.idTable) return false;
    const std::set<int64_t>* present = census_.classIdsIn(*data_.idTable);
    return present && present->size() == data_.nodes[0].candidates.size();
  }

  bool canBeElement(const Class& range) const {
    for (const Class* cls : catalog_.selfAndDerived(range))
      if (catalog_.isA(*cls, *data_.elementClass)) return true;
    return false;
  }

  // --- columns -----------------------------------------------------------------------------------------------------
  void addColumns(bool withDefaults) {
    addDefaultColumns(withDefaults);
    needMeasures();
    for (const GroupProperty& property : data_.group.properties) addColumn(property);
    addFormulas();
    paths_.followPaths();
  }

  // Boxes are read from the default columns.
  bool isCalculated() const {
    return std::any_of(data_.group.properties.begin(), data_.group.properties.end(),
                       [](const GroupProperty& property) { return property.calculatedPropertyType.isPresent(); });
  }

  void addDefaultColumns(bool areRead) {
    for (std::string_view name : kDefaultColumns) {
      PlanColumn column;
      column.name = std::string(name);
      column.type = Target::String;
      column.isDefault = true;
      data_.columns.push_back(std::move(column));
      data_.planned.emplace_back();
      bool isOfElement = name == "UserLabel" || name == "BBoxLow" || name == "BBoxHigh";
      if (!isOfElement || !data_.readsElements || !areRead) continue;
      PathTable* table = paths_.pathTable(0, {std::string(name)});
      paths_.ensureAll(*table);
      data_.planned.back().element = table;
      if (name == "BBoxLow") data_.bboxLow = table;
      if (name == "BBoxHigh") data_.bboxHigh = table;
    }
  }

  void addColumn(const GroupProperty& property) {
    PlanColumn column;
    column.name = property.propertyName.value;
    if (property.quantityType.isPresent()) column.quantityType = property.quantityType.value;
    if (column.quantityType == "Undefined") column.quantityType.clear();
    column.type = columnType(property, data_.options);
    PlannedColumn planned;
    if (property.calculatedPropertyType.isPresent())
      planned.calculated = calculatedPropertyTypeFrom(property.calculatedPropertyType.value);
    if (planned.calculated && data_.readsElements) needGeometry();
    for (size_t i = 0; i < property.ecProperties.size(); ++i)
      planned.entries.push_back(planEntry(property.ecProperties[i], static_cast<int>(i)));
    data_.columns.push_back(std::move(column));
    data_.planned.push_back(std::move(planned));
  }

  // R18: formulas read the group's other columns by name.
  void addFormulas() {
    const std::vector<FormulaColumn> columns = formulaColumns(data_.group, data_.options);
    if (std::none_of(columns.begin(), columns.end(), [](const FormulaColumn& column) { return column.formula; }))
      return;
    data_.formulas = compileFormulas(columns);
    for (size_t i = 0; i < columns.size(); ++i) {
      PlanColumn& column = data_.columns[kDefaultColumnCount + i];
      if (data_.formulas.formulas[i] && !hasOwnType(data_.group.properties[i]))
        column.type = data_.formulas.formulas[i]->type();
    }
  }

  void needGeometry() {
    if (!data_.geometry) data_.geometry = elementPath("GeometryStream");
  }

  // Before any column: whether a stream is read or only looked for is one decision for all of them.
  void needMeasures() {
    if (!data_.readsElements) return;
    MeasurePaths& measures = data_.measures;
    for (const GroupProperty& property : data_.group.properties)
      if (property.calculatedPropertyType.isPresent())
        if (const auto type = calculatedPropertyTypeFrom(property.calculatedPropertyType.value))
          if (const auto quantity = quantityOf(*type)) measures.wanted.add({*quantity});
    if (measures.wanted.isEmpty()) return;
    // Whether lines and perimeters count may hang on there being a volume.
    if (data_.options.facesHaveLength || !data_.options.solidsHaveLength)
      measures.wanted = geometry::QuantitySet::all();
    measures.in2d = catalog_.findClass("BisCore", "GeometricElement2d");
    measures.origin = elementPath("Origin"), measures.rotation = elementPath("Rotation");
    measures.yaw = elementPath("Yaw"), measures.pitch = elementPath("Pitch"), measures.roll = elementPath("Roll");
  }

  PathTable* elementPath(const char* property) {
    PathTable* table = paths_.pathTable(0, {property});
    paths_.ensureAll(*table);
    return table;
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
      else entry.type = targetOf(*type, data_.options);
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
    data_.queriedAccesses.push_back(paths_.queriedAccess(
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
      const ecsql::ResultColumn& column = data_.query.columns[i];
      bool isNumbered = column.name.find('_') != std::string::npos && !isNamed(column, column.name);
      if (isNumbered && fold(column.name, data_.options.foldUnicode) == wanted) return static_cast<int>(i);
    }
    return -1;
  }

  // An alias given twice is numbered: `X_1` repeats an `X` before it.
  static bool isRepeat(const ecsql::ResultColumn& column, const std::string& own, const std::string& wanted) {
    return column.generated && own.size() > wanted.size() + 1 && own.starts_with(wanted + "_") &&
           own.find_first_not_of("0123456789", wanted.size() + 1) == std::string::npos;
  }

  // R5 step 2, only for classes the gate lets through.
  void planElement(PlannedEntry& entry, const std::vector<std::string>& segments) {
    if (!data_.readsElements) return;
    entry.element = paths_.pathTable(0, segments);
    bool isRowClassTold = data_.classColumn >= 0 && !staticClass(data_.classColumn, "ECClassId");
    for (const Class* cls : std::vector<const Class*>(data_.nodes[0].candidates))
      // A row class that is not the instance's own (a constant, a join) passes its own gate: prepare every class.
      if (isRowClassTold || classGate(entry, cls, data_) == Reason::None) paths_.ensure(*entry.element, *cls);
  }

  // R9: no wildcard, an aspect class, an element row.
  void planAspect(PlannedEntry& entry, const std::vector<std::string>& segments) {
    if (!entry.isAspect || !data_.readsElements) return;
    entry.aspectNode = paths_.aspectNode(*entry.named);
    if (entry.aspectNode < 0) return;
    entry.aspect = paths_.pathTable(entry.aspectNode, segments);
    paths_.ensureAll(*entry.aspect);
  }

  PlanData& data_;
  ClassCensus& census_;
  const Catalog& catalog_;
  SlotTable slots_;
  PathPlanner paths_;
};

}  // namespace

Status buildPlan(PlanData& data, ClassCensus& census, PlanScope scope) {
  return PlanBuilder(data, census).build(scope);
}

}  // namespace premap::resolve
