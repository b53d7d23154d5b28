// One statement for each ec_ table, in the order in which they refer to each other; nothing is looked up row by row.
#include "catalog_loader.h"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "premap/base/sort_stably.h"
#include "premap/base/text.h"

namespace premap {
namespace {

// Runs `sql` and hands each row to `onRow`.
Status forEachRow(Database& db, const char* sql, const std::function<void(Statement&)>& onRow) {
  auto statement = db.prepare(sql);
  if (!statement) return statement.diagnostics();
  for (;;) {
    switch (statement->step()) {
      case Step::Row:
        onRow(*statement);
        break;
      case Step::Done:
        return {};
      default:
        return statement->failure();
    }
  }
}

std::string string(const Statement& row, int index) {
  return std::string(row.text(index));
}

template <class T>
T* lookup(const ById<T*>& map, int64_t id) {
  auto found = map.find(id);
  return found == map.end() ? nullptr : found->second;
}

// Text of an XML element without attributes; empty when it is absent. Custom attributes are flat, machine-written XML.
std::string xmlElement(std::string_view xml, const std::string& name) {
  size_t begin = xml.find("<" + name + ">");
  if (begin == std::string_view::npos) return {};
  begin += name.size() + 2;
  size_t end = xml.find("</" + name + ">", begin);
  if (end == std::string_view::npos) return {};
  std::string out(xml.substr(begin, end - begin));
  static constexpr std::pair<std::string_view, char> kEntities[] = {
      {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&amp;", '&'}};
  for (auto [entity, character] : kEntities) {
    for (size_t at = 0; (at = out.find(entity, at)) != std::string::npos; ++at)
      out.replace(at, entity.size(), 1, character);
  }
  return out;
}

// Enumerators of files older than profile 4.0.0.2 have no names: the import derived them so.
std::string derivedEnumeratorName(const Enumeration& enumeration, const Enumerator& value) {
  if (enumeration.type == PrimitiveType::Integer) return enumeration.name + std::to_string(value.intValue);
  std::string name = value.stringValue;
  for (char& c : name) {
    bool valid = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (!valid) c = '_';
  }
  return name;
}

void readEnumerators(Enumeration& enumeration, std::string_view jsonText) {
  auto json = nlohmann::json::parse(jsonText, nullptr, false);
  if (!json.is_array()) return;
  for (const auto& item : json) {
    if (!item.is_object()) continue;
    Enumerator value;
    if (auto at = item.find("IntValue"); at != item.end() && at->is_number()) value.intValue = at->get<int64_t>();
    auto text = [&](const char* key) {
      auto at = item.find(key);
      return at != item.end() && at->is_string() ? at->get<std::string>() : std::string();
    };
    value.stringValue = text("StringValue");
    value.label = text("DisplayLabel");
    value.name = text("Name");
    if (value.name.empty()) value.name = derivedEnumeratorName(enumeration, value);
    enumeration.enumerators.push_back(std::move(value));
  }
}

DateTimeKind dateTimeKind(std::string_view text) {
  if (equalsIgnoreCase(text, "utc")) return DateTimeKind::Utc;
  if (equalsIgnoreCase(text, "local")) return DateTimeKind::Local;
  return DateTimeKind::Unspecified;
}

DateTimeComponent dateTimeComponent(std::string_view text) {
  if (equalsIgnoreCase(text, "date")) return DateTimeComponent::Date;
  if (equalsIgnoreCase(text, "timeofday")) return DateTimeComponent::TimeOfDay;
  return DateTimeComponent::DateTime;
}

}  // namespace

// ---------------------------------------------------------------- look-ups

const Schema* CatalogData::schema(std::string_view nameOrAlias) const {
  auto found = schemaByName.find(toLower(nameOrAlias));
  return found == schemaByName.end() ? nullptr : found->second;
}
const Class* CatalogData::classWithId(int64_t id) const {
  return lookup(classById_, id);
}
const StoredColumn* CatalogData::columnById(int64_t id) const {
  return lookup(columnById_, id);
}

const Property* CatalogData::property(const Class& cls, std::string_view name) const {
  auto ofClass = propertyByName_.find(&cls);
  if (ofClass == propertyByName_.end()) return nullptr;
  auto found = ofClass->second.find(toLower(name));
  return found == ofClass->second.end() ? nullptr : found->second;
}

// ---------------------------------------------------------------- loading

Status CatalogData::load(Database& db) {
  using Loader = Status (CatalogData::*)(Database&);
  for (Loader loader :
       {&CatalogData::loadSchemas, &CatalogData::loadClasses, &CatalogData::loadBases, &CatalogData::loadEnumerations,
        &CatalogData::loadProperties, &CatalogData::loadConstraints, &CatalogData::loadTables,
        &CatalogData::loadCustomAttributes, &CatalogData::loadKindsOfQuantity}) {
    if (Status status = (this->*loader)(db); !status) return status;
  }
  inheritProperties();
  collectDerived();
  return {};
}

Status CatalogData::loadSchemas(Database& db) {
  Status status = forEachRow(db,
                             "SELECT Id, Name, Alias, DisplayLabel, Description, VersionDigit1, VersionDigit2, "
                             "VersionDigit3 FROM ec_Schema ORDER BY Name",
                             [&](Statement& row) {
                               auto schema = std::make_unique<Schema>();
                               schema->id = row.int64(0);
                               schema->name = string(row, 1);
                               schema->alias = string(row, 2);
                               schema->label = string(row, 3);
                               schema->description = string(row, 4);
                               schema->versionRead = static_cast<int>(row.int64(5));
                               schema->versionWrite = static_cast<int>(row.int64(6));
                               schema->versionMinor = static_cast<int>(row.int64(7));
                               schemaById_[schema->id] = schema.get();
                               schemaByName[toLower(schema->name)] = schema.get();
                               schemaList.push_back(schema.get());
                               schemas.push_back(std::move(schema));
                             });
  for (const auto& schema : schemas) {
    if (!schema->alias.empty()) schemaByName.emplace(toLower(schema->alias), schema.get());
  }
  return status;
}

Status CatalogData::loadClasses(Database& db) {
  return forEachRow(db,
                    "SELECT c.Id, c.SchemaId, c.Name, c.DisplayLabel, c.Description, c.Type, c.Modifier, m.MapStrategy "
                    "FROM ec_Class c LEFT JOIN ec_ClassMap m ON m.ClassId=c.Id ORDER BY c.Id",
                    [&](Statement& row) {
                      Schema* schema = lookup(schemaById_, row.int64(1));
                      if (!schema) return;
                      auto cls = std::make_unique<Class>();
                      cls->id = row.int64(0);
                      cls->schema = schema;
                      cls->name = string(row, 2);
                      cls->label = string(row, 3);
                      cls->description = string(row, 4);
                      cls->type = static_cast<ClassType>(row.int64(5));
                      cls->modifier = static_cast<ClassModifier>(row.int64(6));
                      cls->strategy = static_cast<MapStrategy>(row.int64(7));
                      classById_[cls->id] = cls.get();
                      classByName[toLower(schema->name) + "." + toLower(cls->name)] = cls.get();
                      schema->classes.push_back(cls.get());
                      classList.push_back(cls.get());
                      classes.push_back(std::move(cls));
                    });
}

Status CatalogData::loadBases(Database& db) {
  Status status = forEachRow(db, "SELECT ClassId, BaseClassId FROM ec_ClassHasBaseClasses ORDER BY ClassId, Ordinal",
                             [&](Statement& row) {
                               Class* cls = lookup(classById_, row.int64(0));
                               Class* base = lookup(classById_, row.int64(1));
                               if (!cls || !base) return;
                               cls->bases.push_back(base);
                               base->derived.push_back(cls);
                             });
  for (const auto& schema : schemas) {
    sortStably(schema->classes, [](const Class* a, const Class* b) { return LessIgnoreCase{}(a->name, b->name); });
  }
  return status;
}

Status CatalogData::loadEnumerations(Database& db) {
  return forEachRow(db,
                    "SELECT Id, SchemaId, Name, UnderlyingPrimitiveType, EnumValues FROM ec_Enumeration ORDER BY Id",
                    [&](Statement& row) {
                      auto enumeration = std::make_unique<Enumeration>();
                      enumeration->id = row.int64(0);
                      enumeration->schema = lookup(schemaById_, row.int64(1));
                      enumeration->name = string(row, 2);
                      enumeration->type = static_cast<PrimitiveType>(row.int64(3));
                      readEnumerators(*enumeration, row.text(4));
                      enumById_[enumeration->id] = enumeration.get();
                      enumerationList.push_back(enumeration.get());
                      enums.push_back(std::move(enumeration));
                    });
}

Status CatalogData::loadProperties(Database& db) {
  return forEachRow(
      db,
      "SELECT Id, ClassId, Name, DisplayLabel, Description, Kind, PrimitiveType, EnumerationId, StructClassId, "
      "ExtendedTypeName, NavigationRelationshipClassId, NavigationDirection, KindOfQuantityId, Ordinal "
      "FROM ec_Property ORDER BY ClassId, Ordinal, Id",
      [&](Statement& row) {
        Class* owner = lookup(classById_, row.int64(1));
        if (!owner) return;
        auto property = std::make_unique<Property>();
        property->id = row.int64(0);
        property->owner = owner;
        property->name = string(row, 2);
        property->label = string(row, 3);
        property->description = string(row, 4);
        property->kind = static_cast<PropertyKind>(row.int64(5));
        property->primitive = static_cast<PrimitiveType>(row.int64(6));
        property->enumeration = lookup(enumById_, row.int64(7));
        if (property->enumeration) property->primitive = property->enumeration->type;
        property->structClass = lookup(classById_, row.int64(8));
        property->extendedType = string(row, 9);
        property->relationship = lookup(classById_, row.int64(10));
        property->navigationForward = row.int64(11) != 2;
        property->kindOfQuantityId = row.int64(12);
        property->ordinal = static_cast<int>(row.int64(13));
        propertyById_[property->id] = property.get();
        owner->ownProperties.push_back(property.get());
        properties.push_back(std::move(property));
      });
}

Status CatalogData::loadCustomAttributes(Database& db) {
  constexpr int64_t kClassContainer = 30, kPropertyContainer = 992;
  return forEachRow(
      db,
      "SELECT c.Name, a.ContainerId, a.ContainerType, a.Instance FROM ec_CustomAttribute a JOIN ec_Class c ON "
      "c.Id=a.ClassId JOIN ec_Schema s ON s.Id=c.SchemaId WHERE (s.Name='CoreCustomAttributes' AND c.Name IN "
      "('IsMixin','DateTimeInfo')) OR (s.Name='ECDbMap' AND c.Name IN ('QueryView','ForeignKeyView'))",
      [&](Statement& row) {
        std::string_view name = row.text(0);
        int64_t container = row.int64(1), type = row.int64(2);
        if (type == kPropertyContainer && name == "DateTimeInfo") {
          if (Property* property = lookup(propertyById_, container)) {
            property->dateTimeKind = dateTimeKind(xmlElement(row.text(3), "DateTimeKind"));
            property->dateTimeComponent = dateTimeComponent(xmlElement(row.text(3), "DateTimeComponent"));
            property->saysDateTime = true;
          }
          return;
        }
        Class* cls = type == kClassContainer ? lookup(classById_, container) : nullptr;
        if (!cls) return;
        if (name == "IsMixin") cls->isMixin = true;
        if (name == "QueryView") cls->viewQuery = xmlElement(row.text(3), "Query");
        if (name == "ForeignKeyView") cls->isForeignKeyView = true;
      });
}

Status CatalogData::loadConstraints(Database& db) {
  return forEachRow(db,
                    "SELECT k.RelationshipClassId, k.RelationshipEnd, k.IsPolymorphic, k.AbstractConstraintClassId, "
                    "c.ClassId FROM ec_RelationshipConstraint k LEFT JOIN ec_RelationshipConstraintClass c ON "
                    "c.ConstraintId=k.Id ORDER BY k.Id, c.Id",
                    [&](Statement& row) {
                      Class* relationship = lookup(classById_, row.int64(0));
                      if (!relationship) return;
                      RelationshipEnd& end = row.int64(1) == 0 ? relationship->source : relationship->target;
                      end.polymorphic = row.int64(2) != 0;
                      if (Class* abstract = lookup(classById_, row.int64(3))) end.abstractConstraint = abstract;
                      Class* cls = lookup(classById_, row.int64(4));
                      if (!cls) return;
                      end.classes.push_back(cls);
                      if (!end.abstractConstraint) end.abstractConstraint = cls;
                    });
}

Status CatalogData::loadTables(Database& db) {
  Status status = forEachRow(db, "SELECT Id, Name, Type, ParentTableId, ExclusiveRootClassId FROM ec_Table ORDER BY Id",
                             [&](Statement& row) {
                               auto table = std::make_unique<Table>();
                               table->id = row.int64(0);
                               table->name = string(row, 1);
                               table->type = static_cast<TableType>(row.int64(2));
                               table->parent = lookup(tableById_, row.int64(3));
                               table->exclusiveRoot = lookup(classById_, row.int64(4));
                               tableById_[table->id] = table.get();
                               tables.push_back(std::move(table));
                             });
  if (!status) return status;
  status =
      forEachRow(db, "SELECT Id, TableId, Name, ColumnKind, IsVirtual FROM ec_Column ORDER BY Id", [&](Statement& row) {
        Table* table = lookup(tableById_, row.int64(1));
        if (!table) return;
        auto column = std::make_unique<StoredColumn>();
        column->id = row.int64(0);
        column->table = table;
        column->name = string(row, 2);
        column->kind = static_cast<ColumnKind>(row.int64(3));
        column->isVirtual = row.int64(4) != 0;
        if (column->kind == ColumnKind::InstanceId) table->idColumn = column.get();
        if (column->kind == ColumnKind::ClassId) table->classIdColumn = column.get();
        columnById_[column->id] = column.get();
        columns.push_back(std::move(column));
      });
  if (!status) return status;
  return forEachRow(db, "SELECT ClassId, TableId FROM ec_cache_ClassHasTables ORDER BY ClassId, TableId",
                    [&](Statement& row) {
                      Class* cls = lookup(classById_, row.int64(0));
                      Table* table = lookup(tableById_, row.int64(1));
                      if (!cls || !table) return;
                      cls->tables.push_back(table);
                      table->classes.push_back(cls);
                    });
}

Status CatalogData::loadKindsOfQuantity(Database& db) {
  return forEachRow(db, "SELECT Id, SchemaId, Name, PersistenceUnit FROM ec_KindOfQuantity", [&](Statement& row) {
    const Schema* schema = lookup(schemaById_, row.int64(1));
    kindsOfQuantity[row.int64(0)] = {(schema ? schema->name + ":" : "") + string(row, 2), string(row, 3)};
  });
}

// ---------------------------------------------------------------- derived facts

// Property order of a class: the bases' properties depth first, then its own; a property declared again leaves its
// inherited place. Also hands DateTimeInfo down to overrides that do not repeat it.
void CatalogData::inheritProperties() {
  std::set<const Class*> done;
  std::function<void(Class&)> inherit = [&](Class& cls) {
    if (!done.insert(&cls).second) return;
    std::vector<const Property*> all;
    auto& byName = propertyByName_[&cls];
    for (const Class* baseConst : cls.bases) {
      Class* base = lookup(classById_, baseConst->id);
      inherit(*base);
      for (const Property* property : base->properties) {
        if (byName.emplace(toLower(property->name), property).second) all.push_back(property);
      }
    }
    for (const Property* own : cls.ownProperties) {
      auto [entry, isNew] = byName.emplace(toLower(own->name), own);
      if (!isNew) {
        const Property* overridden = entry->second;
        all.erase(std::remove(all.begin(), all.end(), overridden), all.end());
        entry->second = own;
        Property* mine = lookup(propertyById_, own->id);
        if (own->primitive == PrimitiveType::DateTime && !own->saysDateTime) {
          mine->dateTimeKind = overridden->dateTimeKind;
          mine->dateTimeComponent = overridden->dateTimeComponent;
          mine->saysDateTime = overridden->saysDateTime;
        }
      }
      all.push_back(own);
    }
    cls.properties = std::move(all);
  };
  for (const auto& cls : classes) inherit(*cls);
}

void CatalogData::collectDerived() {
  for (const auto& cls : classes) {
    std::set<const Class*> reached{cls.get()};
    std::vector<const Class*> open{cls.get()};
    while (!open.empty()) {
      const Class* next = open.back();
      open.pop_back();
      for (const Class* derived : next->derived) {
        if (reached.insert(derived).second) open.push_back(derived);
      }
    }
    std::vector<const Class*> list(reached.begin(), reached.end());
    std::sort(list.begin(), list.end(), [](const Class* a, const Class* b) { return a->id < b->id; });
    selfAndDerived.emplace(cls.get(), std::move(list));
  }
}

}  // namespace premap
