// The plan against a deliberately naive resolver: row by row, entry by entry, one small statement for every column
// read. Random mappings over building.bim; both must give the same cells.
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <random>
#include <regex>

#include "catch.h"
#include "premap/base/text.h"
#include "premap/schema/value.h"
#include "resolve/support.h"

using namespace premap;
using namespace premap::test;
using Json = nlohmann::ordered_json;

namespace {

using Path = std::vector<std::string>;
using Maybe = std::optional<Json>;  // nothing: null or undefined

Path split(const std::string& text) {
  Path parts{""};
  for (char c : text) {
    if (c == '.') parts.emplace_back();
    else parts.back() += c;
  }
  return parts;
}

Path rest(const Path& path, size_t from) {
  return Path(path.begin() + static_cast<ptrdiff_t>(from), path.end());
}

class NaiveResolver {
 public:
  explicit NaiveResolver(Snapshot& snapshot) : catalog_(*snapshot.catalog), database_(*snapshot.database) {}

  // One cell of an element row.
  std::string cell(int64_t id, const std::map<std::string, Json>& queried, const Json& property) {
    const Class* cls = classOf("bis_Element", id);
    for (const Json& entry : property["ecProperties"]) {
      Maybe value = entryValue(id, *cls, queried, entry);
      if (value && entry.contains("ecPropertyType")) value = convert(*value, entry["ecPropertyType"]);
      if (value) value = convert(*value, property["dataType"]);
      if (value) return value->dump();
    }
    return "null";
  }

 private:
  Maybe entryValue(int64_t id, const Class& cls, const std::map<std::string, Json>& queried, const Json& entry) {
    std::string schema = entry["ecSchemaName"], name = entry["ecClassName"];
    Path path = split(entry["ecPropertyName"]);
    if (matches(cls, schema, name)) {
      auto found = queried.find(toLower(path[0]));
      if (found != queried.end())
        if (Maybe value = jsonAt(found->second, rest(path, 1)); value && converts(*value, entry)) return value;
      if (Maybe value = pathValue(cls, id, path); value && converts(*value, entry)) return value;
    }
    if (schema == "*" || name == "*") return std::nullopt;
    const Class* aspect = named(schema, name);
    const Class* root = catalog_.findClass("BisCore", "ElementAspect");
    if (!aspect || !catalog_.isA(*aspect, *root)) return std::nullopt;
    std::vector<std::pair<int64_t, const Class*>> owned;
    for (const char* table : {"bis_ElementUniqueAspect", "bis_ElementMultiAspect"})
      for (int64_t one : ids("SELECT Id FROM " + std::string(table) + " WHERE ElementId=" + std::to_string(id)))
        if (const Class* actual = classOf(table, one); catalog_.isA(*actual, *aspect)) owned.emplace_back(one, actual);
    if (owned.size() != 1) return std::nullopt;
    return pathValue(*owned[0].second, owned[0].first, path);
  }

  // A value that does not convert counts as none for its source too.
  bool converts(const Json& value, const Json& entry) {
    Json current = value;
    if (entry.contains("ecPropertyType")) {
      Maybe first = convert(current, entry["ecPropertyType"]);
      if (!first) return false;
      current = *first;
    }
    return convert(current, dataType).has_value();
  }

  bool matches(const Class& cls, const std::string& schema, const std::string& name) {
    if (schema == "*" && name == "*") return true;
    if (schema == "*") return equalsIgnoreCase(cls.name, name);
    if (name == "*") return equalsIgnoreCase(cls.schema->name, schema);
    const Class* wanted = named(schema, name);
    return wanted && catalog_.isA(cls, *wanted);
  }

  const Class* named(const std::string& schema, const std::string& name) {
    for (const Class* cls : catalog_.classes())
      if (equalsIgnoreCase(cls->schema->name, schema) && equalsIgnoreCase(cls->name, name)) return cls;
    return nullptr;
  }

  Maybe pathValue(const Class& cls, int64_t id, const Path& path) {
    const Property* property = nullptr;
    for (const Property* one : cls.properties)
      if (equalsIgnoreCase(one->name, path[0])) property = one;
    if (!property) return std::nullopt;
    std::string access = property->name;
    size_t next = 1;
    while (property->kind == PropertyKind::Struct && next < path.size()) {
      const Property* member = nullptr;
      for (const Property* one : property->structClass->properties)
        if (equalsIgnoreCase(one->name, path[next])) member = one;
      if (!member) return std::nullopt;
      property = member;
      access += "." + member->name;
      ++next;
    }
    if (property->kind == PropertyKind::Navigation) return navigation(cls, id, *property, rest(path, next));
    if (property->kind != PropertyKind::Primitive) return std::nullopt;  // not among the random paths
    Maybe value = primitive(cls, id, *property, access);
    if (!value || next == path.size()) return value;
    return property->primitive == PrimitiveType::String ? jsonAt(*value, rest(path, next)) : std::nullopt;
  }

  Maybe navigation(const Class& cls, int64_t id, const Property& property, const Path& path) {
    Maybe target = stored(cls, id, property.name + ".Id", [](const Statement& row) { return Json(row.int64(0)); });
    if (!target) return std::nullopt;
    auto targetId = target->get<int64_t>();
    const Class* relationship = property.relationship;
    if (Maybe stated =
            stored(cls, id, property.name + ".RelECClassId", [](const Statement& row) { return Json(row.int64(0)); }))
      relationship = catalog_.classById(stated->get<int64_t>());
    std::string hex = idToHex(targetId), name = relationship->fullName('.');
    if (path.empty()) return Json{{"id", hex}, {"relClassName", name}};
    if (equalsIgnoreCase(path[0], "id")) return path.size() == 1 ? Maybe(Json{{"hex", hex}}) : std::nullopt;
    if (equalsIgnoreCase(path[0], "relClassName")) return path.size() == 1 ? Maybe(name) : std::nullopt;
    const RelationshipEnd& end =
        property.navigationForward ? property.relationship->target : property.relationship->source;
    const Class* model = catalog_.findClass("BisCore", "Model");
    const char* table = catalog_.isA(*end.classes[0], *model) ? "bis_Model" : "bis_Element";
    const Class* actual = classOf(table, targetId);
    return actual ? pathValue(*actual, targetId, path) : std::nullopt;
  }

  Maybe primitive(const Class& cls, int64_t id, const Property& property, const std::string& access) {
    switch (property.primitive) {
      case PrimitiveType::Boolean:
        return stored(cls, id, access, [](const Statement& row) { return Json(row.int64(0) != 0); });
      case PrimitiveType::Integer:
      case PrimitiveType::Long:
        return stored(cls, id, access, [](const Statement& row) { return Json(row.int64(0)); });
      case PrimitiveType::Double:
        return stored(cls, id, access, [](const Statement& row) { return Json(row.real(0)); });
      case PrimitiveType::String:
        return stored(cls, id, access, [](const Statement& row) { return Json(std::string(row.text(0))); });
      case PrimitiveType::DateTime:
        return stored(cls, id, access, [&](const Statement& row) {
          // Wrapped, so that no conversion takes it for text.
          return Json{{"date", isoDateTime(row.real(0), property.dateTimeKind, property.dateTimeComponent)}};
        });
      default:
        return std::nullopt;
    }
  }

  template <class Read>
  Maybe stored(const Class& cls, int64_t id, const std::string& access, Read read) {
    const Column* column = catalog_.findColumn(cls, access);
    if (!column || column->isVirtual) return std::nullopt;
    auto statement = database_.prepare("SELECT [" + column->name + "] FROM [" + column->table->name + "] WHERE [" +
                                       column->table->idColumn->name + "]=" + std::to_string(id));
    if (!statement || statement->step() != Step::Row || statement->isNull(0)) return std::nullopt;
    return read(*statement);
  }

  const Class* classOf(const std::string& table, int64_t id) {
    std::vector<int64_t> found = ids("SELECT ECClassId FROM " + table + " WHERE Id=" + std::to_string(id));
    return found.empty() ? nullptr : catalog_.classById(found[0]);
  }

  std::vector<int64_t> ids(const std::string& sql) {
    std::vector<int64_t> found;
    auto statement = database_.prepare(sql);
    while (statement && statement->step() == Step::Row) found.push_back(statement->int64(0));
    return found;
  }

  Maybe jsonAt(Json value, const Path& path) {
    for (const std::string& segment : path) {
      if (value.is_string()) value = Json::parse(value.get<std::string>(), nullptr, false);
      if (!value.is_object()) return std::nullopt;
      bool isAmbiguous = false;
      std::map<std::string, int> folded;
      for (const auto& [key, member] : value.items()) isAmbiguous = isAmbiguous || ++folded[toLower(key)] > 1;
      Json found;
      for (const auto& [key, member] : value.items())
        if (key == segment || (!isAmbiguous && equalsIgnoreCase(key, segment))) found = member;
      value = found;
    }
    return value.is_null() ? std::nullopt : Maybe(value);
  }

  static Maybe convert(const Json& value, const std::string& type) {
    bool isDate = value.is_object() && value.contains("date");
    if (value.is_object() && value.contains("hex")) {  // an id
      if (type == "String") return value["hex"];
      return type == "Integer" ? Maybe(*hexToId(value["hex"].get<std::string>())) : std::nullopt;
    }
    if (type == "String") {
      if (value.is_string()) return value;
      if (isDate) return value["date"];
      if (value.is_boolean()) return Json(value.get<bool>() ? "true" : "false");
      if (value.is_number_float()) return Json(shortestDouble(value.get<double>()));
      return Json(value.dump());
    }
    if (value.is_object() || value.is_array()) return std::nullopt;
    if (type == "Boolean") {
      if (value.is_boolean()) return value;
      if (value.is_number()) return Json(value.get<double>() != 0);
      std::string text = toLower(value.get<std::string>());
      if (text == "true" || text == "1") return Json(true);
      if (text == "false" || text == "0") return Json(false);
      return std::nullopt;
    }
    if (value.is_boolean())
      return type == "Integer" ? Json(value.get<bool>() ? 1 : 0) : Json(value.get<bool>() ? 1.0 : 0.0);
    if (type == "Integer") {
      if (value.is_number_integer()) return value;
      if (value.is_number()) {
        double whole = std::trunc(value.get<double>());
        return std::fabs(whole) < 9e18 ? Maybe(static_cast<int64_t>(whole)) : std::nullopt;
      }
      static const std::regex whole(R"(\s*[+-]?\d+(\.0+)?\s*)");
      std::string text = value.get<std::string>();
      return std::regex_match(text, whole) ? Maybe(std::stoll(text)) : std::nullopt;
    }
    if (value.is_number()) return Json(value.get<double>());
    static const std::regex decimal(R"(\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*)");
    std::string text = value.get<std::string>();
    return std::regex_match(text, decimal) ? Maybe(std::stod(text)) : std::nullopt;
  }

 public:
  std::string dataType;

 private:
  const Catalog& catalog_;
  Database& database_;
};

const std::vector<std::string> kSchemas{"BuildingTest", "StructuralTest", "BisCore", "*", "*",
                                        "buildingTEST", "Nope",           "bt"};
const std::vector<std::string> kClasses{"Beam",
                                        "StructuralMember",
                                        "HaunchedBeam",
                                        "Column",
                                        "*",
                                        "*",
                                        "FireProtection",
                                        "WeldInspection",
                                        "InspectionAspect",
                                        "CostAspect",
                                        "ITagged",
                                        "PhysicalElement",
                                        "element",
                                        "Brace",
                                        "ExternalSourceAspect"};
const std::vector<std::string> kPaths{"Mark",
                                      "Length",
                                      "Count",
                                      "BigCount",
                                      "IsExternal",
                                      "UserLabel",
                                      "CodeValue",
                                      "Notes",
                                      "NumText",
                                      "numtext",
                                      "Material",
                                      "LoadClass",
                                      "HaunchDepth",
                                      "Height",
                                      "CreatedUtc",
                                      "DueDate",
                                      "Tag",
                                      "TagRevision",
                                      "Weight",
                                      "Section.Name",
                                      "section.size.width",
                                      "Section.Nope",
                                      "Section.Size.Corner.X",
                                      "Category",
                                      "Category.id",
                                      "Category.CodeValue",
                                      "Category.JsonProperties.nested.Key",
                                      "Parent",
                                      "Parent.Mark",
                                      "Parent.Parent.Mark",
                                      "Parent.UserLabel",
                                      "Parent.Model.ModeledElement.CodeValue",
                                      "Model.ModeledElement.UserLabel",
                                      "Model.JsonProperties.formatter.mastUnit.label",
                                      "Model.JsonProperties.Formatter.mastUnit.label",
                                      "model.jsonproperties.ORDER",
                                      "TypeDefinition.Manufacturer",
                                      "TypeDefinition.Price",
                                      "TypeDefinition.relClassName",
                                      "Supplier.CompanyName",
                                      "Supplier.ParentCompany.CompanyName",
                                      "Supplier.JsonProperties.address.zip",
                                      "Supplier.JsonProperties.ADDRESS.city",
                                      "JsonProperties.a.b.c",
                                      "JsonProperties.num",
                                      "JsonProperties.flag",
                                      "JsonProperties.nul",
                                      "JsonProperties.Dup",
                                      "JsonProperties.dUP",
                                      "JsonProperties.nest.other.deep",
                                      "JsonProperties.str.inner.n",
                                      "JsonProperties.arr",
                                      "JsonProperties.big",
                                      "JsonProperties.numText",
                                      "JsonProperties.boolText",
                                      "JsonProperties.exp",
                                      "ConfigJson.paint.COLOR",
                                      "ConfigJson.Owner",
                                      "ConfigJson.price",
                                      "ConfigJson.nested.json.k",
                                      "ExtJson.m.v",
                                      "RatingMinutes",
                                      "Coating",
                                      "Layer.LayerName",
                                      "Inspector",
                                      "Score",
                                      "ReportJson.result.ok",
                                      "Cost",
                                      "Currency",
                                      "Identifier",
                                      "Scope.CodeValue",
                                      "Scope.id",
                                      "Grade",
                                      "Extra",
                                      "EXTRA",
                                      "J.x",
                                      "Nope",
                                      "Rating"};
const std::vector<std::string> kTypes{"String", "String", "Double", "Integer", "Boolean"};

struct GroupCase {
  std::string query;
  std::map<std::string, Json> queried;
};
const std::vector<GroupCase> kGroups{
    {"SELECT ECInstanceId, ECClassId FROM bt.StructuralMember", {}},
    {"SELECT ECInstanceId, ECClassId FROM bis.PhysicalElement", {}},
    {"SELECT ECInstanceId FROM bis.GeometricElement3d", {}},
    {"SELECT ECInstanceId, ECClassId, '7' Extra, NULL Mark, '{\"x\":true}' J FROM bt.Beam",
     {{"extra", "7"}, {"mark", nullptr}, {"j", "{\"x\":true}"}}},
    {"SELECT ECInstanceId, ECClassId FROM (SELECT ECInstanceId, ECClassId FROM st.Beam UNION ALL SELECT ECInstanceId, "
     "ECClassId FROM bt.CurtainWall)",
     {}},
};

}  // namespace

TEST_CASE("Random mappings give the cells of a naive resolver", "[resolve][naive]") {
  std::mt19937 random(20240611);
  auto pick = [&](const auto& list) -> const auto& {
    return list[random() % list.size()];
  };
  NaiveResolver naive(building());
  size_t compared = 0, filled = 0;
  // PREMAP_RANDOM_MAPPINGS=5000 for a long run.
  const char* wanted = std::getenv("PREMAP_RANDOM_MAPPINGS");
  const int rounds = wanted ? std::atoi(wanted) : 60;
  for (int round = 0; round < rounds; ++round) {
    const GroupCase& group = kGroups[static_cast<size_t>(round) % kGroups.size()];
    std::vector<std::string> properties;
    std::vector<Json> parsed;
    for (size_t c = 0, columns = 1 + random() % 8; c < columns; ++c) {
      std::vector<std::string> entries;
      for (size_t e = 0, count = 1 + random() % 4; e < count; ++e) {
        std::string entry = pick(kSchemas) + "." + pick(kClasses) + "." + pick(kPaths);
        // A third of the entries aims at something that exists.
        if (random() % 3 == 0) entry = "*.*." + pick(kPaths);
        if (random() % 3 == 0) entry += ":" + pick(kTypes);
        entries.push_back(entry);
      }
      properties.push_back(propertyJson("P" + std::to_string(c), pick(kTypes), entries));
      parsed.push_back(Json::parse(properties.back()));
    }
    std::string query = "SELECT * FROM (" + group.query + ") LIMIT 45 OFFSET " + std::to_string(random() % 60);
    ReadTable table = read(building(), mappingJson(query, properties));
    for (const Diagnostic& d : table.diagnostics) UNSCOPED_INFO(d.code << ": " << d.message);
    REQUIRE(table.isOpen);
    for (const Row& row : table.rows) {
      for (size_t c = 0; c < parsed.size(); ++c) {
        naive.dataType = parsed[c]["dataType"];
        std::string expected = naive.cell(*hexToId(row.id), group.queried, parsed[c]);
        Json actual = Json::parse(row.cells[c], nullptr, false), hoped = Json::parse(expected, nullptr, false);
        ++compared;
        filled += !hoped.is_null();
        if (actual == hoped) continue;
        FAIL("row " << row.id << " of " << query << "\n"
                    << properties[c] << "\nnaive " << expected << "\nplan  " << row.cells[c]);
      }
    }
  }
  CHECK(compared > 5000);
  CHECK(filled > compared / 20);
}
