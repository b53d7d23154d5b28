// The tables of one class joined by id into one prepared statement, with the fields that are asked for.
#include "schema/instance_reader.h"

#include <algorithm>

#include "premap/base/text.h"
#include "premap/schema/system_properties.h"

namespace premap {

namespace {

bool isClassId(const SystemProperty& system) {
  return system.extendedType.ends_with("ClassId");
}

std::string quoted(std::string_view name) {
  std::string out = "\"";
  for (char c : name) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

std::string lowerFirst(std::string name) {
  if (!name.empty() && name[0] >= 'A' && name[0] <= 'Z') name[0] = static_cast<char>(name[0] + 32);
  return name;
}

// Writes the statement for one class; collects the tables as it meets their columns.
class SelectBuilder {
 public:
  SelectBuilder(const Catalog& catalog, const Class& cls) : catalog_(catalog), class_(cls) {
    for (const MappedColumn& mapped : catalog.systemColumns(cls))
      if (equalsIgnoreCase(mapped.accessString, "ECInstanceId") && isPhysical(mapped.column))
        idTables_.push_back(mapped.column->table);
  }

  bool hasTable() const { return !idTables_.empty(); }

  void addProperty(const Property& property) {
    InstanceField field{property.name, lowerFirst(property.name), shapeOf(property), count_};
    std::string navigationId;
    for (const std::string& leaf : leafAccessStrings(property)) {
      std::string expression = columnExpression(catalog_.findColumn(class_, leaf));
      if (property.kind == PropertyKind::Navigation) {
        if (navigationId.empty()) navigationId = expression;
        else expression = relationshipClass(property, leaf, navigationId);
      }
      add(expression);
    }
    fields_.push_back(std::move(field));
  }

  // Before any other table is met the base is the primary table; a lone property is read from its own table alone.
  void addSystem(const SystemProperty& system) {
    InstanceField field{std::string(system.name), std::string(system.jsonName), {}, count_};
    field.shape.kind = isClassId(system) ? ValueKind::ClassId : ValueKind::Id;
    fields_.push_back(std::move(field));
    deferred_.emplace_back(items_.size(), system.name);
    add("NULL");
  }

  std::vector<InstanceField> takeFields() { return std::move(fields_); }

  std::string sql() {
    if (tables_.empty()) tables_.push_back(idTables_.front());
    for (const auto& [at, name] : deferred_) items_[at] = systemExpression(name);
    const Table& base = *tables_.front();
    std::string out = "SELECT ";
    for (size_t i = 0; i < items_.size(); ++i) out += (i ? "," : "") + items_[i];
    out += " FROM " + quoted(base.name);
    for (size_t i = 1; i < tables_.size(); ++i)
      out += " LEFT JOIN " + quoted(tables_[i]->name) + " ON " + of(*tables_[i]->idColumn) + "=" + of(*base.idColumn);
    out += " WHERE " + of(*base.idColumn) + "=?1";
    if (base.hasPhysicalClassId()) out += " AND " + of(*base.classIdColumn) + " IN (" + classIds() + ")";
    return out;
  }

 private:
  static bool isPhysical(const StoredColumn* column) {
    return column && column->table && !column->isVirtual && column->table->type != TableType::Virtual &&
           column->table->idColumn;
  }

  static std::string of(const StoredColumn& column) { return quoted(column.table->name) + "." + quoted(column.name); }

  void add(std::string item) { items_.push_back(std::move(item)), ++count_; }

  void meet(const Table* table) {
    if (std::find(tables_.begin(), tables_.end(), table) == tables_.end()) tables_.push_back(table);
  }

  std::string columnExpression(const StoredColumn* column) {
    if (!isPhysical(column)) return "NULL";
    meet(column->table);
    return of(*column);
  }

  // The relationship of a navigation value: stored, or the only one there can be.
  std::string relationshipClass(const Property& property, const std::string& leaf, const std::string& id) {
    const StoredColumn* column = catalog_.findColumn(class_, leaf);
    std::string value = isPhysical(column)      ? columnExpression(column)
                        : property.relationship ? std::to_string(property.relationship->id)
                                                : "NULL";
    return "CASE WHEN " + id + " IS NULL THEN NULL ELSE " + value + " END";
  }

  const StoredColumn* systemColumn(std::string_view name) const {
    for (const MappedColumn& mapped : catalog_.systemColumns(class_))
      if (equalsIgnoreCase(mapped.accessString, name)) return mapped.column;
    return nullptr;
  }

  std::string systemExpression(std::string_view name) {
    const Table& base = *tables_.front();
    if (name == "ECInstanceId") return of(*base.idColumn);
    if (name == "ECClassId") return base.hasPhysicalClassId() ? of(*base.classIdColumn) : std::to_string(class_.id);
    bool isClassId = name.ends_with("ClassId"), isSource = name.starts_with("Source");
    const StoredColumn* column = systemColumn(name);
    if (!isClassId) return columnExpression(column);
    return isPhysical(column) ? endClass(*column, isSource) : constantEndClass(isSource);
  }

  // The class id of a relationship's end stands in the link table itself, or in the end's own table.
  std::string endClass(const StoredColumn& column, bool isSource) {
    for (const Table* table : idTables_)
      if (table == column.table) return columnExpression(&column);
    std::string id = columnExpression(systemColumn(isSource ? "SourceECInstanceId" : "TargetECInstanceId"));
    return "(SELECT e." + quoted(column.name) + " FROM " + quoted(column.table->name) + " e WHERE e." +
           quoted(column.table->idColumn->name) + "=" + id + ")";
  }

  std::string constantEndClass(bool isSource) const {
    const RelationshipEnd& end = isSource ? class_.source : class_.target;
    const Class* cls = end.abstractConstraint ? end.abstractConstraint : end.classes.empty() ? nullptr : end.classes[0];
    return cls ? std::to_string(cls->id) : "NULL";
  }

  std::string classIds() const {
    std::string out;
    for (const Class* cls : catalog_.selfAndDerived(class_)) out += (out.empty() ? "" : ",") + std::to_string(cls->id);
    return out;
  }

  const Catalog& catalog_;
  const Class& class_;
  std::vector<const Table*> idTables_, tables_;
  std::vector<std::string> items_;
  std::vector<std::pair<size_t, std::string>> deferred_;
  std::vector<InstanceField> fields_;
  int count_ = 0;
};

void addAll(SelectBuilder& builder, const Class& cls) {
  auto addSystem = [&](bool ofRelationships) {
    for (const SystemProperty& system : kSystemProperties)
      if (system.isOfRelationships == ofRelationships) builder.addSystem(system);
  };
  addSystem(false);
  for (const Property* property : cls.properties) builder.addProperty(*property);
  if (cls.type == ClassType::Relationship) addSystem(true);
}

bool addOne(SelectBuilder& builder, const Catalog& catalog, const Class& cls, std::string_view name) {
  for (const SystemProperty& system : kSystemProperties)
    if (equalsIgnoreCase(system.name, name) && (!system.isOfRelationships || cls.type == ClassType::Relationship))
      return builder.addSystem(system), true;
  const Property* property = catalog.findProperty(cls, name);
  if (!property) return false;
  builder.addProperty(*property);
  return true;
}

}  // namespace

Result<std::unique_ptr<InstanceReader>> InstanceReader::make(const Catalog& catalog, const Class& cls,
                                                             std::string_view property) {
  SelectBuilder builder(catalog, cls);
  if (!builder.hasTable()) return std::unique_ptr<InstanceReader>();
  if (property.empty()) addAll(builder, cls);
  else if (!addOne(builder, catalog, cls, property)) return std::unique_ptr<InstanceReader>();
  auto statement = catalog.database().prepare(builder.sql());
  if (!statement) return statement.diagnostics();
  std::unique_ptr<InstanceReader> reader(new InstanceReader(catalog));
  reader->statement_ = std::move(*statement);
  reader->fields_ = builder.takeFields();
  return reader;
}

Step InstanceReader::seek(int64_t id) {
  statement_.reset();
  statement_.bind(1, id);
  return statement_.step();
}

bool InstanceReader::appendFieldJson(std::string& out, const InstanceField& field, const ValueFormat& format) const {
  return appendJson(out, statement_, field.firstColumn, field.shape, format, catalog_);
}

void InstanceReader::appendInstanceJson(std::string& out, const ValueFormat& format) const {
  bool javaScript = format.names == NameStyle::JavaScript, first = true;
  out += '{';
  for (const InstanceField& field : fields_) {
    const size_t begin = out.size();
    if (!first) out += ',';
    appendJsonString(out, javaScript ? field.javaScriptName : field.name);
    out += ':';
    if (appendFieldJson(out, field, format)) first = false;
    else out.resize(begin);
  }
  out += '}';
}

}  // namespace premap
