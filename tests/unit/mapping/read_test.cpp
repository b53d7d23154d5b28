// Every shape of mapping reads into the same model, and a fault costs its own field alone.
#include "premap/mapping/read.h"

#include <nlohmann/json.hpp>

#include "catch.h"
#include "premap/check/contract.h"
#include "premap/mapping/api.h"

using namespace premap;

namespace {

constexpr const char* kProperty = R"({"propertyName":"P","dataType":"String","ecProperties":[)"
                                  R"({"ecSchemaName":"S","ecClassName":"C","ecPropertyName":"N.M"}]})";

// The one group of a text that must be readable without a fault.
Group onlyGroup(const std::string& text) {
  const ReadResult read = readMapping(text);
  INFO(text);
  REQUIRE(read.isReadable);
  CHECK(read.diagnostics.empty());
  REQUIRE(read.mapping.groups.size() == 1);
  return read.mapping.groups[0];
}

std::string codesOf(const Diagnostics& diagnostics) {
  std::string codes;
  for (const Diagnostic& diagnostic : diagnostics) codes += (codes.empty() ? "" : " ") + diagnostic.code;
  return codes;
}

}  // namespace

TEST_CASE("premap's own file is read with every place", "[mapping]") {
  const std::string text =
      std::string(R"({"mappingName":"M","description":"d","extractionEnabled":false,"groups":[)") +
      R"({"groupName":"G","query":"SELECT \"x\"","metadata":[{"key":"k","value":null}],"properties":[)" + kProperty +
      "]}]}";
  const ReadResult read = readMapping(text);
  REQUIRE(read.isReadable);
  CHECK(read.diagnostics.empty());
  const Mapping& mapping = read.mapping;
  CHECK(mapping.mappingName.value == "M");
  CHECK_FALSE(mapping.isImplicit);
  CHECK(mapping.extractionEnabled.isPresent());
  CHECK_FALSE(mapping.extractionEnabled.value);
  REQUIRE(mapping.groups.size() == 1);
  const Group& group = mapping.groups[0];
  CHECK(group.query.value == "SELECT \"x\"");
  CHECK(text.substr(group.query.span.begin, group.query.span.end - group.query.span.begin) == R"("SELECT \"x\"")");
  CHECK(group.place.at(group.query) == "/groups/0/query");
  REQUIRE(group.metadata.size() == 1);
  CHECK(group.metadata[0].value.state == FieldState::Null);
  REQUIRE(group.properties.size() == 1);
  REQUIRE(group.properties[0].ecProperties.size() == 1);
  const ECProperty& entry = group.properties[0].ecProperties[0];
  CHECK(entry.place.path == "/groups/0/properties/0/ecProperties/0");
  CHECK(text.substr(entry.place.span.begin, 6) == "{\"ecSc");
  CHECK(text[entry.place.span.end - 1] == '}');
  CHECK(entry.ecPropertyName.value == "N.M");
  CHECK(entry.ecPropertyType.state == FieldState::Absent);
}

TEST_CASE("every written field can be found again under its pointer", "[mapping]") {
  const std::string text =
      std::string(R"({"mapping":{"mappingName":"a/b~c"},"groups":[{"group":{"groupName":"G","query":"Q"},)") +
      R"("properties":[)" + kProperty + R"(],"calculatedProperties":[{"propertyName":"V","type":"Volume"}]}]})";
  const ReadResult read = readMapping(text);
  REQUIRE(read.isReadable);
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  auto check = [&](const TextField& field, const Place& place) {
    if (!field.isPresent()) return;
    const nlohmann::json::json_pointer pointer(place.at(field));
    REQUIRE(json.contains(pointer));
    CHECK(json[pointer] == field.value);
    CHECK(nlohmann::json::parse(text.substr(field.span.begin, field.span.end - field.span.begin)) == field.value);
  };
  check(read.mapping.mappingName, read.mapping.place);
  REQUIRE(read.mapping.groups.size() == 1);
  const Group& group = read.mapping.groups[0];
  check(group.groupName, group.place);
  check(group.query, group.place);
  REQUIRE(group.properties.size() == 2);
  CHECK(group.properties[1].kind == GroupPropertyKind::CalculatedProperty);
  CHECK(group.properties[1].place.at(group.properties[1].calculatedPropertyType) ==
        "/groups/0/calculatedProperties/0/type");
  for (const GroupProperty& property : group.properties) {
    check(property.propertyName, property.place);
    check(property.dataType, property.place);
    check(property.calculatedPropertyType, property.place);
    for (const ECProperty& entry : property.ecProperties) check(entry.ecPropertyName, entry.place);
  }
}

TEST_CASE("a body or an answer alone is as good as a file", "[mapping]") {
  const std::string property = kProperty;
  struct Shape {
    std::string text;
    size_t properties;
    std::string query;
  };
  const std::string withQuery = property.substr(0, property.size() - 1) + R"(,"query":"Q"})";
  const Shape shapes[] = {
      {property, 1, ""},
      {withQuery, 1, "Q"},
      {R"({"query":"Q"})", 0, "Q"},
      {R"({"property":)" + property + "}", 1, ""},
      {R"({"property":)" + property + R"(,"query":"Q"})", 1, "Q"},
      {R"({"property":)" + withQuery + "}", 1, "Q"},
      {R"({"groupProperty":)" + property + "}", 1, ""},
      {R"({"customCalculation":{"propertyName":"F","formula":"1"}})", 1, ""},
      {R"({"properties":[)" + property + "," + property + R"(],"_links":{"self":{"href":"x"}}})", 2, ""},
      {R"({"groupProperties":[)" + property + R"(],"_links":{}})", 1, ""},
      {R"({"properties":[{"id":"1","propertyName":"V","type":"Volume","quantityType":"Volume"}],"_links":{}})", 1, ""},
      {R"({"calculatedProperties":[{"propertyName":"V","type":"Volume"}]})", 1, ""},
      {R"({"customCalculations":[{"propertyName":"F","formula":"1"}],"_links":{}})", 1, ""},
      {"[" + property + "]", 1, ""},
      {R"({"group":{"id":"1","groupName":"G","query":"Q"}})", 0, "Q"},
      {R"({"group":{"groupName":"G","query":"Q"},"properties":[)" + property + "]}", 1, "Q"},
      {R"({"groups":[{"groupName":"G","query":"Q"}],"_links":{}})", 0, "Q"},
      {R"([{"groupName":"G","query":"Q"}])", 0, "Q"},
      {R"({"groupName":"G","query":"Q","properties":[)" + property + "]}", 1, "Q"},
      {R"({"mapping":{"mappingName":"M"},"group":{"groupName":"G","query":"Q"}})", 0, "Q"},
      {R"({"mapping":{"mappingName":"M","groups":[{"groupName":"G","query":"Q"}]}})", 0, "Q"},
      {R"({"mapping":{"mappingName":"M"},"groups":[{"group":{"groupName":"G","query":"Q"},"properties":[)" + property +
           "]}]}",
       1, "Q"},
      {R"({"mapping":{"mappingName":"M"},"query":"Q","properties":[)" + property + "]}", 1, "Q"},
      {R"({"mappings":[{"mappingName":"M","groups":[{"groupName":"G","query":"Q"}]}],"_links":{}})", 0, "Q"},
      {R"({"$schema":"https://example.org/x.json","groups":[{"groupName":"G","query":"Q"}]})", 0, "Q"},
  };
  for (const Shape& shape : shapes) {
    const Group group = onlyGroup(shape.text);
    INFO(shape.text);
    CHECK(group.properties.size() == shape.properties);
    CHECK(group.query.value == shape.query);
  }
}

TEST_CASE("kinds and generations are told apart", "[mapping]") {
  auto api = [](const std::string& text) { return inferApi(readMapping(text).mapping).api; };
  CHECK(api(R"({"property":{"propertyName":"P","_links":{"imodel":{"href":"x"}}}})") == ApiGeneration::V1);
  CHECK(api(R"({"property":{"propertyName":"P","_links":{"iModel":{"href":"x"}}}})") ==
        ApiGeneration::GroupingAndMapping);
  CHECK(api(R"({"properties":[{"propertyName":"V","type":"Volume"}]})") == ApiGeneration::V1);
  CHECK(api(R"({"customCalculations":[]})") == ApiGeneration::V1);
  CHECK(api(R"({"propertyName":"P","dataType":"Number"})") == ApiGeneration::V1);
  CHECK(api(R"({"propertyName":"P","ecProperties":[{"ecPropertyType":"String"}]})") == ApiGeneration::V1);
  CHECK(api(R"({"propertyName":"P","formula":"1","ecProperties":[{"ecPropertyType":"String"}]})") ==
        ApiGeneration::GroupingAndMapping);
  CHECK(api(R"({"groupName":"G","query":"Q"})") == ApiGeneration::GroupingAndMapping);

  const Group group = onlyGroup(R"({"customCalculations":[{"propertyName":"F","formula":"1"}],)"
                                R"("calculatedProperties":[{"propertyName":"V","type":"Volume"}],"properties":[)" +
                                std::string(kProperty) + "]}");
  REQUIRE(group.properties.size() == 3);
  CHECK(group.properties[0].kind == GroupPropertyKind::Property);
  CHECK(group.properties[1].kind == GroupPropertyKind::CalculatedProperty);
  CHECK(group.properties[2].kind == GroupPropertyKind::CustomCalculation);
}

TEST_CASE("only names that are missing because nothing was written there are excused", "[mapping]") {
  CHECK(onlyGroup(kProperty).isImplicit);
  CHECK(readMapping(kProperty).mapping.isImplicit);
  CHECK_FALSE(onlyGroup(R"({"group":{"query":"Q"}})").isImplicit);
  CHECK_FALSE(onlyGroup(R"({"groups":[{"query":"Q"}]})").isImplicit);
  CHECK_FALSE(readMapping(R"({"groups":[{"query":"Q"}]})").mapping.isImplicit);
}

TEST_CASE("of a field written twice the last one counts", "[mapping]") {
  const ReadResult read = readMapping(R"({"query":"A","query":"B","query":"C"})");
  REQUIRE(read.isReadable);
  CHECK(codesOf(read.diagnostics) == "field-duplicate");
  CHECK(read.mapping.groups[0].query.value == "C");
}

TEST_CASE("a misspelt field is faulty, not absent", "[mapping]") {
  const ReadResult read = readMapping(R"({"groupName":"G","qurey":"A"})");
  REQUIRE(read.isReadable);
  CHECK(codesOf(read.diagnostics) == "field-unknown");
  CHECK(read.diagnostics[0].patch == R"([{"op":"move","from":"/qurey","path":"/query"}])");
  CHECK(read.mapping.groups[0].query.state == FieldState::Faulty);
}

TEST_CASE("texts of other shapes are not readable, and say so once", "[mapping]") {
  for (const char* text :
       {"5", "\"SELECT\"", "null", "[]", "[1]", "{}", R"({"a":1})", R"({"mappings":[]})", R"({"mappings":[1]})",
        R"({"ecSchemaName":"S"})", R"({"error":{"code":"X"}})", R"([{"a":1}])", R"({"name":"a","type":"module"})",
        R"({"type":"FeatureCollection","features":[]})", R"([{"type":"Feature"}])"}) {
    const ReadResult read = readMapping(text);
    INFO(text);
    CHECK_FALSE(read.isReadable);
    REQUIRE_FALSE(read.diagnostics.empty());
    CHECK(codesOf(read.diagnostics).find("mapping-shape-unknown") != std::string::npos);
  }
}

TEST_CASE("several mappings are all read", "[mapping]") {
  const ReadResult read =
      readMapping(R"({"mappings":[{"mappingName":"A"},{"mappingName":"B"},{"mapping":{"mappingName":"C"}}]})");
  REQUIRE(read.isReadable);
  CHECK(codesOf(read.diagnostics) == "mappings-several");
  CHECK(read.mapping.mappingName.value == "A");
  REQUIRE(read.others.size() == 2);
  CHECK(read.others[1].mappingName.value == "C");
  CHECK(read.others[1].place.path == "/mappings/2/mapping");
}

TEST_CASE("deep and wide texts end in diagnostics", "[mapping]") {
  std::string deep = R"({"groups":)" + std::string(10'000, '[') + std::string(10'000, ']') + "}";
  CHECK(codesOf(readMapping(deep).diagnostics) == "field-type");
  std::string nested;
  for (int i = 0; i < 10'000; ++i) nested += R"({"mapping":)";
  CHECK(readMapping(nested + "1" + std::string(10'000, '}')).isReadable);

  std::string wide = R"({"groupName":"G","query":"Q")";
  for (int i = 0; i < 20'000; ++i) wide += ",\"x" + std::to_string(i) + "\":0";
  const Diagnostics diagnostics = readMapping(wide + "}").diagnostics;
  CHECK(diagnostics.size() == 10'001);
  CHECK(diagnostics.back().code == "diagnostics-truncated");
}

TEST_CASE("fifty megabytes are read", "[mapping][nightly]") {
  std::string text =
      R"({"mappingName":"M","groups":[{"groupName":"G","query":"SELECT ECInstanceId, ECClassId FROM b.E","properties":[)";
  size_t count = 0;
  for (; text.size() < 50'000'000; ++count)
    text +=
        (count ? "," : "") + std::string(R"({"propertyName":"P)") + std::to_string(count) +
        R"(","dataType":"String","ecProperties":[{"ecSchemaName":"BisCore","ecClassName":"Element","ecPropertyName":"UserLabel"}]})";
  text += "]}]}";
  const ReadResult read = readMapping(text);
  REQUIRE(read.isReadable);
  CHECK(read.mapping.groups[0].properties.size() == count);
  CHECK(validateContract(read, std::nullopt).empty());
}
