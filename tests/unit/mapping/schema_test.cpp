// The published JSON Schema says what the reader and the checks say: the same fields, the same words.
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "catch.h"
#include "mapping/fields.h"

using namespace premap;

namespace {

using Names = std::set<std::string>;

nlohmann::json schema() {
  std::ifstream file(PREMAP_SCHEMA "/mapping.schema.json");
  std::stringstream text;
  text << file.rdbuf();
  return nlohmann::json::parse(text.str(), nullptr, false);
}

Names fieldsOf(const nlohmann::json& object) {
  Names names;
  for (const auto& [name, rule] : object["properties"].items())
    if (!name.starts_with("$")) names.insert(name);
  return names;
}

// What the reader knows at a level, without the ways to write answers of the API that a file of its own does not need.
Names knownAt(Levels level) {
  const Names ofEnvelopes{
      "mapping",          "mappings", "group", "property", "groupProperty", "groupProperties", "calculatedProperty",
      "customCalculation"};
  Names names;
  for (const KnownField& field : knownFields())
    if ((field.levels & level) && !ofEnvelopes.count(std::string(field.name))) names.emplace(field.name);
  return names;
}

template <class T>
Names wordsOf(std::span<const Word<T>> words) {
  Names names;
  for (const Word<T>& word : words) names.emplace(word.text);
  return names;
}

Names enumOf(const nlohmann::json& rule) {
  Names names;
  for (const auto& word : rule["enum"])
    if (word.is_string()) names.insert(word.get<std::string>());
  return names;
}

}  // namespace

TEST_CASE("the schema has the fields the reader knows", "[mapping][schema]") {
  const nlohmann::json root = schema();
  REQUIRE(root.is_object());
  const nlohmann::json& defs = root["$defs"];
  CHECK(fieldsOf(root) == knownAt(kMappingLevel));
  CHECK(fieldsOf(defs["group"]) == knownAt(kGroupLevel));
  CHECK(fieldsOf(defs["ecProperty"]) == knownAt(kECPropertyLevel));
  CHECK(fieldsOf(defs["metadata"]) == knownAt(kMetadataLevel));
  Names property = knownAt(kPropertyLevel);
  property.erase("type");  // of a calculated property
  CHECK(fieldsOf(defs["property"]) == property);
  for (const char* kind : {"calculatedProperty", "customCalculation"})
    for (const std::string& name : fieldsOf(defs[kind])) CHECK(knownAt(kPropertyLevel).count(name) == 1);
}

TEST_CASE("the schema has the words the checks know", "[mapping][schema]") {
  const nlohmann::json root = schema();
  REQUIRE(root.is_object());
  const nlohmann::json& defs = root["$defs"];
  CHECK(enumOf(defs["dataType"]) == wordsOf(dataTypes()));
  CHECK(enumOf(defs["ecPropertyType"]) == wordsOf(ecPropertyTypes()));
  CHECK(enumOf(defs["quantityType"]) == wordsOf(quantityTypes()));
  CHECK(enumOf(defs["calculatedPropertyType"]) == wordsOf(calculatedPropertyTypes()));
  CHECK(defs["name"]["maxLength"] == 128);
}
