// Table-valued functions: ids read from JSON text, and the classes that have certain properties.
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "premap/base/text.h"
#include "premap/schema/system_properties.h"
#include "premap/sqlite/id_list.h"
#include "premap/sqlite/id_table.h"
#include "schema/functions/registrar.h"

namespace premap {

namespace {

using Json = nlohmann::json;

// A positive whole number, however it is written (2, 2.0, 2e0), or text that is one in hexadecimal ("0x2d") or decimal;
// 0 when it is none.
int64_t idOf(const Json& element) {
  if (element.is_number_integer()) return element.is_number_unsigned() ? element.get<int64_t>() : 0;
  if (element.is_number_float()) {
    const double number = element.get<double>();
    return number > 0 && number < 0x1p63 && number == std::floor(number) ? static_cast<int64_t>(number) : 0;
  }
  if (!element.is_string()) return 0;
  std::string_view text = *element.get_ptr<const std::string*>();
  if (auto id = hexToId(text)) return *id;
  uint64_t id = 0;
  auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), id);
  return fault == std::errc() && end == text.data() + text.size() ? static_cast<int64_t>(id) : 0;
}

IdAnswer readIds(sqlite3_value* argument) {
  if (IdSet bound = idListOf(argument)) return {bound, {}};
  if (textOf(argument).empty()) return {};  // a parameter that nobody bound, too
  Json json = Json::parse(textOf(argument), nullptr, false);
  if (!json.is_array()) return {nullptr, "IdSet: the argument must be the text of a JSON array of ids"};
  std::vector<int64_t> ids;
  for (const Json& element : json) {
    ids.push_back(idOf(element));
    if (ids.back() == 0)
      return {nullptr, "IdSet: element " + std::to_string(ids.size() - 1) + " of the array is no id"};
  }
  return {makeIdSet(std::move(ids)), {}};
}

bool hasInstances(const Class& cls) {
  return cls.strategy == MapStrategy::OwnTable || cls.strategy == MapStrategy::TablePerHierarchy ||
         cls.strategy == MapStrategy::ExistingTable;
}

bool isSystemProperty(const Class& cls, std::string_view name) {
  for (const SystemProperty& system : kSystemProperties)
    if (equalsIgnoreCase(system.name, name)) return !system.isOfRelationships || cls.type == ClassType::Relationship;
  return false;
}

IdAnswer readClassesWithProperties(const Catalog& catalog, sqlite3_value* argument) {
  Json json = Json::parse(textOf(argument), nullptr, false);
  if (!json.is_array()) return {nullptr, "class_props: the argument must be the text of a JSON array of names"};
  std::vector<int64_t> ids;
  for (const Class* cls : catalog.classes()) {
    bool hasAll = hasInstances(*cls);
    for (const Json& name : json) {
      if (!hasAll) break;
      const auto* text = name.get_ptr<const std::string*>();
      hasAll = text && (isSystemProperty(*cls, *text) || catalog.mapsItself(*cls, *text));
    }
    if (hasAll) ids.push_back(cls->id);
  }
  return {makeIdSet(std::move(ids)), {}};
}

}  // namespace

void registerTableFunctions(Registrar& registrar) {
  registrar.note(registerIdTable(registrar.db(), {"IdSet", "id", readIds}));
  registrar.note(registerIdTable(registrar.db(),
                                 {"class_props", "class_id", [&catalog = registrar.catalog()](sqlite3_value* argument) {
                                    return readClassesWithProperties(catalog, argument);
                                  }}));
}

}  // namespace premap
