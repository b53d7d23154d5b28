// Every code of the module: a mapping that provokes it, and one that comes close and does not.
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "catch.h"
#include "check/rules.h"
#include "premap/check/contract.h"

using namespace premap;
namespace fs = std::filesystem;

namespace {

constexpr auto kV1 = ApiGeneration::V1;
constexpr auto kGM = ApiGeneration::GroupingAndMapping;

Diagnostics validate(const std::string& text, ApiGeneration api) {
  return validateContract(readMapping(text), api);
}

const Diagnostic* find(const Diagnostics& diagnostics, std::string_view code) {
  for (const Diagnostic& diagnostic : diagnostics)
    if (diagnostic.code == code) return &diagnostic;
  return nullptr;
}

std::string mappingOf(const std::string& groups) {
  return R"({"mappingName":"M","groups":[)" + groups + "]}";
}
std::string groupWith(const std::string& fields) {
  return mappingOf(R"({"groupName":"G","query":"SELECT ECInstanceId, ECClassId FROM a.B",)" + fields + "}");
}
std::string queryOf(const std::string& query) {
  return mappingOf(R"({"groupName":"G","query":")" + query + R"(","properties":[]})");
}
std::string propertyOf(const std::string& fields) {
  return groupWith(R"("properties":[{)" + fields + "}]");
}
std::string named(const std::string& name) {
  return propertyOf(
      R"("propertyName":")" + name +
      R"(","dataType":"String","ecProperties":[{"ecSchemaName":"*","ecClassName":"*","ecPropertyName":"P"}])");
}
std::string entriesOf(const std::string& entries, const std::string& type = "String") {
  return propertyOf(R"("propertyName":"P","dataType":")" + type + R"(","ecProperties":[)" + entries + "]");
}
std::string entry(const std::string& schema, const std::string& className, const std::string& path,
                  const std::string& type = "") {
  return R"({"ecSchemaName":")" + schema + R"(","ecClassName":")" + className + R"(","ecPropertyName":")" + path +
         "\"" + (type.empty() ? "" : R"(,"ecPropertyType":")" + type + "\"") + "}";
}
std::string twoProperties(const std::string& first, const std::string& second) {
  return groupWith(R"("properties":[{"propertyName":")" + first +
                   R"(","dataType":"Double","formula":"1"},{"propertyName":")" + second +
                   R"(","dataType":"Double","formula":"2"}])");
}
std::string twoGroups(const std::string& first, const std::string& second, const std::string& typeOfSecond = "Double") {
  auto group = [](const std::string& name, const std::string& type) {
    return R"({"groupName":")" + name + R"(","query":"SELECT ECInstanceId, ECClassId FROM a.B","properties":[)" +
           R"({"propertyName":"P","dataType":")" + type + R"(","formula":"1"}]})";
  };
  return mappingOf(group(first, "Double") + "," + group(second, typeOfSecond));
}

struct Case {
  std::string code;
  Severity severity;
  ApiGeneration api;
  std::string provoking;
  std::string path;   ///< where it is reported
  std::string close;  ///< nearly the same, without the fault
};

const std::vector<Case>& cases() {
  const std::string fine = entry("*", "*", "P");
  static const std::vector<Case> all{
      {"json-invalid", Severity::Error, kGM, "{\"groups\":[],}", "", "{\"groups\":[]}"},
      {"mapping-shape-unknown", Severity::Error, kGM, R"({"grups":[]})", "", R"({"groups":[]})"},
      {"mappings-several", Severity::Info, kGM, R"({"mappings":[{"mappingName":"A"},{"mappingName":"B"}]})",
       "/mappings/1", R"({"mappings":[{"mappingName":"A"}]})"},
      {"field-unknown", Severity::Error, kGM, R"({"groupName":"G","qurey":"x"})", "/qurey",
       R"({"groupName":"G","query":"x"})"},
      {"field-misplaced", Severity::Error, kGM, R"({"mappingName":"M","groups":[],"query":"x"})", "/query",
       R"({"mapping":{"mappingName":"M"},"query":"x"})"},
      {"field-type", Severity::Error, kGM, R"({"mappingName":1,"groups":[]})", "/mappingName",
       R"({"mappingName":null,"groups":[]})"},
      {"field-duplicate", Severity::Error, kGM, R"({"groups":[],"groups":[]})", "/groups",
       R"({"groups":[],"group":null})"},
      {"field-missing", Severity::Error, kGM, R"({"groups":[]})", "", R"({"mappingName":"M","groups":[]})"},
      {"name-invalid", Severity::Error, kGM, named("a b"), "/groups/0/properties/0/propertyName", named("a_b")},
      {"name-too-long", Severity::Error, kGM, named(std::string(129, 'x')), "/groups/0/properties/0/propertyName",
       named(std::string(128, 'x'))},
      {"name-double-underscore", Severity::Warning, kGM, named("a__b"), "/groups/0/properties/0/propertyName",
       named("a_b_")},
      {"name-shadows-default-column", Severity::Warning, kGM, named("bboxLOW"), "/groups/0/properties/0/propertyName",
       named("BBox")},
      {"name-shadows-constant", Severity::Warning, kGM, named("log10e"), "/groups/0/properties/0/propertyName",
       named("log10")},
      {"name-not-usable-in-formula", Severity::Warning, kGM, named("\u2167"), "/groups/0/properties/0/propertyName",
       named("梁Ü_9")},
      {"name-duplicate-in-group", Severity::Error, kGM, twoProperties("Name", "NAME"),
       "/groups/0/properties/1/propertyName", twoProperties("Name", "Name_")},
      {"name-whitespace", Severity::Error, kGM, entriesOf(entry("S ", "*", "P")),
       "/groups/0/properties/0/ecProperties/0/ecSchemaName", entriesOf(entry("S", "*", "P"))},
      {"query-blank", Severity::Error, kGM, queryOf("  "), "/groups/0/query", queryOf("SELECT")},
      {"query-not-ecsql", Severity::Error, kGM, queryOf("bis.Element"), "/groups/0/query", queryOf(" with x")},
      {"query-invalid", Severity::Error, kGM, queryOf("SELECT ECInstanceId; SELECT 2"), "/groups/0/query",
       queryOf("SELECT ECInstanceId, '; SELECT 2'")},
      {"query-parameter", Severity::Error, kGM, queryOf("SELECT ECInstanceId FROM a:B WHERE x = :y"), "/groups/0/query",
       queryOf("SELECT ECInstanceId FROM a:B WHERE x = ':y' -- ?")},
      {"query-not-subselectable", Severity::Warning, kGM, queryOf("SELECT * FROM a.B;"), "/groups/0/query",
       queryOf("SELECT * FROM a.B /* ; */")},
      {"query-no-ecinstanceid", Severity::Error, kGM, queryOf("SELECT Element.Id FROM a.B"), "/groups/0/query",
       queryOf("SELECT Element.Id ecInstanceId FROM a.B")},
      {"query-no-ecclassid", Severity::Warning, kGM, queryOf("SELECT ECInstanceId FROM a.B"), "/groups/0/query",
       queryOf("SELECT ECInstanceId, [ecclassid] FROM a.B")},
      {"enum-unknown", Severity::Error, kGM, entriesOf(fine, "string"), "/groups/0/properties/0/dataType",
       entriesOf(fine, "String")},
      {"type-undefined", Severity::Error, kV1, entriesOf(entry("*", "*", "P", "Undefined")),
       "/groups/0/properties/0/ecProperties/0/ecPropertyType", entriesOf(entry("*", "*", "P", "String"))},
      {"deprecated-number", Severity::Info, kV1, entriesOf(entry("*", "*", "P", "Double"), "Number"),
       "/groups/0/properties/0/dataType", entriesOf(entry("*", "*", "P", "Double"), "Double")},
      {"quantity-not-numeric", Severity::Warning, kGM,
       propertyOf(R"("propertyName":"P","dataType":"String","formula":"1","quantityType":"Area")"),
       "/groups/0/properties/0/quantityType",
       propertyOf(R"("propertyName":"P","dataType":"Integer","formula":"1","quantityType":"Area")")},
      {"calculated-not-double", Severity::Warning, kGM,
       propertyOf(R"("propertyName":"P","dataType":"Integer","calculatedPropertyType":"Area")"),
       "/groups/0/properties/0/dataType",
       propertyOf(R"("propertyName":"P","dataType":"Double","calculatedPropertyType":"Area")")},
      {"ecproperties-empty", Severity::Error, kV1, entriesOf(""), "/groups/0/properties/0/ecProperties",
       entriesOf(entry("*", "*", "P", "String"))},
      {"property-no-source", Severity::Info, kGM, propertyOf(R"("propertyName":"P","dataType":"String")"),
       "/groups/0/properties/0", propertyOf(R"("propertyName":"P","dataType":"String","formula":"1")")},
      {"formula-empty", Severity::Error, kGM, propertyOf(R"("propertyName":"P","dataType":"String","formula":" ")"),
       "/groups/0/properties/0/formula", propertyOf(R"("propertyName":"P","dataType":"String","formula":null)")},
      {"gm-only-field", Severity::Warning, kV1,
       propertyOf(R"("propertyName":"P","dataType":"Double","formula":"1","ecProperties":[)" +
                  entry("*", "*", "P", "Double") + "]"),
       "/groups/0/properties/0/formula", propertyOf(R"("propertyName":"P","dataType":"Double","formula":"1")")},
      {"v1-only-field", Severity::Info, kGM, entriesOf(entry("*", "*", "P", "String")),
       "/groups/0/properties/0/ecProperties/0/ecPropertyType", entriesOf(fine)},
      {"ecproperty-blank", Severity::Error, kGM, entriesOf(entry("*", " ", "P")),
       "/groups/0/properties/0/ecProperties/0/ecClassName", entriesOf(fine)},
      {"wildcard-misused", Severity::Warning, kGM, entriesOf(entry("*", "Be*", "P")),
       "/groups/0/properties/0/ecProperties/0/ecClassName", entriesOf(entry("*", "Be", "P"))},
      {"wildcard-no-inheritance", Severity::Info, kGM, entriesOf(entry("*", "Beam", "P")),
       "/groups/0/properties/0/ecProperties/0/ecSchemaName", entriesOf(entry("S", "Beam", "P"))},
      {"aspect-wildcard", Severity::Warning, kGM, entriesOf(entry("*", "BeamAspect", "P")),
       "/groups/0/properties/0/ecProperties/0/ecSchemaName", entriesOf(entry("S", "BeamAspect", "P"))},
      {"ec-name-impossible", Severity::Warning, kGM, entriesOf(entry("S", "S:Beam", "P")),
       "/groups/0/properties/0/ecProperties/0/ecClassName", entriesOf(entry("S", "Beam_1", "P"))},
      {"path-invalid", Severity::Error, kGM, entriesOf(entry("*", "*", "A..B")),
       "/groups/0/properties/0/ecProperties/0/ecPropertyName", entriesOf(entry("*", "*", "A.B C.D"))},
      {"path-array-index", Severity::Warning, kGM, entriesOf(entry("*", "*", "A[0]")),
       "/groups/0/properties/0/ecProperties/0/ecPropertyName", entriesOf(entry("*", "*", "A.0"))},
      {"type-mismatch", Severity::Warning, kV1, entriesOf(entry("*", "*", "P", "String"), "Double"),
       "/groups/0/properties/0/ecProperties/0/ecPropertyType", entriesOf(entry("*", "*", "P", "Integer"), "Double")},
      {"entry-unreachable", Severity::Warning, kGM, entriesOf(fine + "," + entry("*", "*", "p")),
       "/groups/0/properties/0/ecProperties/1", entriesOf(entry("S", "C", "P") + "," + fine)},
      {"query-not-portable", Severity::Info, kGM, queryOf("SELECT * FROM a.B WHERE Parent.Id IN (0x2a)"),
       "/groups/0/query", queryOf("SELECT * FROM a.B WHERE Parent.Id IS NULL AND Width = 42")},
      {"query-dialect", Severity::Warning, kGM, queryOf("SELECT * FROM a.B WHERE P <> NULL"), "/groups/0/query",
       queryOf("SELECT * FROM a.B WHERE P IS NOT NULL AND [NULL] = 1 AND Q <> 'NULL' AND R >= NULL")},
      {"query-dialect", Severity::Warning, kGM, queryOf("SELECT * FROM a.B WHERE P LIKE '*a*'"), "/groups/0/query",
       queryOf("SELECT * FROM a.B WHERE P LIKE '%*a*' AND Q LIKE 'a' AND R LIKE '***' AND S LIKE 'a**' ESCAPE '*'")},
      {"query-dialect", Severity::Warning, kGM, queryOf("SELECT * FROM a.B b WHERE b.Model.Id = '0x1'"),
       "/groups/0/query", queryOf("SELECT * FROM a.B b WHERE Identifier = '0x1' AND Id LIKE '0x' AND b.Id = '0x1'")},
      {"query-dialect", Severity::Warning, kGM, queryOf("SELECT * FROM a.B WHERE ECClassId != 'a.C'"),
       "/groups/0/query",
       queryOf("SELECT * FROM a.B WHERE ECClassId IS NOT (a.C) AND Name = 'a.C' AND ECClassId <> 'about: C'")},
      {"query-limit-unordered", Severity::Warning, kGM,
       queryOf("SELECT ECInstanceId, ECClassId FROM a.B WHERE P IN (SELECT Q FROM a.C ORDER BY Q) LIMIT 5"),
       "/groups/0/query",
       queryOf("SELECT ECInstanceId, ECClassId FROM a.B WHERE [Limit] = 1 ORDER BY ECInstanceId LIMIT 5")},
      {"metadata-key-blank", Severity::Error, kGM, groupWith(R"("properties":[],"metadata":[{"key":" "}])"),
       "/groups/0/metadata/0/key", groupWith(R"("properties":[],"metadata":[{"key":"a"}])")},
      {"metadata-key-duplicate", Severity::Error, kGM,
       groupWith(R"("properties":[],"metadata":[{"key":"a"},{"key":"a"}])"), "/groups/0/metadata/1/key",
       groupWith(R"("properties":[],"metadata":[{"key":"a"},{"key":"A"}])")},
      {"groups-merged", Severity::Warning, kGM, twoGroups("G", "G"), "/groups/1/groupName", twoGroups("G", "H")},
      {"merge-type-conflict", Severity::Error, kGM, twoGroups("G", "G", "Integer"), "/groups/1/properties/0/dataType",
       twoGroups("G", "H", "Integer")},
      {"table-name-collision", Severity::Warning, kGM, twoGroups("G", "g"), "/groups/1/groupName",
       twoGroups("G", "G_")},
      {"mapping-no-groups", Severity::Warning, kGM, R"({"mappingName":"M","groups":[]})", "",
       R"({"mappingName":"M","groups":[{"groupName":"G"}]})"},
      {"group-no-properties", Severity::Info, kGM, queryOf("SELECT"), "/groups/0", named("P")},
      {"extraction-disabled", Severity::Info, kGM, R"({"mappingName":"M","extractionEnabled":false})",
       "/extractionEnabled", R"({"mappingName":"M","extractionEnabled":true})"},
      {"iModel-missing", Severity::Error, kGM, R"({"mappingName":"M","sourceMappingId":"x"})", "",
       R"({"mappingName":"M","sourceMappingId":"x","iModelId":"y"})"},
      {"source-not-in-file", Severity::Info, kGM, R"({"mappingName":"M","sourceMappingId":"x"})", "",
       R"({"mappingName":"M","sourceMappingId":null})"},
  };
  return all;
}

std::string readFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

nlohmann::json catalogue() {
  return nlohmann::json::parse(readFile(fs::path(PREMAP_DOCS) / "diagnostics.json"), nullptr, false);
}

using Codes = std::set<std::string>;

Codes codesOf(const Rule& rule) {
  std::istringstream words{std::string(rule.codes)};
  return Codes(std::istream_iterator<std::string>(words), {});
}

// Asks one rule about everything in the text that it looks at.
class Asked {
 public:
  Asked(const Rule& rule, const ReadResult& read, ApiGeneration api) : rule_(rule), contract_{api, sink_, true} {
    std::vector<const Mapping*> mappings{&read.mapping};
    for (const Mapping& other : read.others) mappings.push_back(&other);
    ask<OnMappings>(mappings, contract_);
    for (const Mapping* mapping : mappings) {
      ask<OnMapping>(*mapping, contract_);
      ask<OnGroups>(mapping->groups, contract_);
      for (const Group& group : mapping->groups) askAbout(group);
    }
  }

  Codes codes() {
    Codes codes;
    for (const Diagnostic& fault : sink_.take()) codes.insert(fault.code);
    for (const Diagnostic& fault : ofFormulas_) codes.insert(fault.code);
    return codes;
  }

 private:
  void askAbout(const Group& group) {
    ask<OnGroup>(group, contract_);
    ask<OnColumns>(group.properties, contract_);
    ask<OnFormulas>(group, ofFormulas_);
    for (const GroupProperty& property : group.properties) ask<OnColumn>(property, contract_);
  }

  template <class Function, class... Facts>
  void ask(Facts&&... facts) {
    if (const auto* run = std::get_if<Function>(&rule_.run)) (*run)(facts...);
  }

  const Rule& rule_;
  DiagnosticSink sink_;
  const Contract contract_;
  Diagnostics ofFormulas_;
};

}  // namespace

TEST_CASE("each code is given for its fault, in its place, and not for a near miss", "[mapping][codes]") {
  for (const Case& test : cases()) {
    INFO(test.code << "\n" << test.provoking << "\n" << test.close);
    const Diagnostics faults = validate(test.provoking, test.api);
    const Diagnostic* found = find(faults, test.code);
    REQUIRE(found);
    CHECK(found->severity == test.severity);
    CHECK(found->path == test.path);
    REQUIRE(found->span);
    CHECK(found->span->begin < found->span->end);
    CHECK(found->span->end <= test.provoking.size());
    CHECK_FALSE(found->message.empty());
    CHECK_FALSE(found->hint.empty());
    CHECK_FALSE(find(validate(test.close, test.api), test.code));
  }
}

TEST_CASE("every code the catalogue has for this module is tested above", "[mapping][codes]") {
  REQUIRE(catalogue().is_array());
  std::set<std::string> tested{"mapping-too-large", "diagnostics-truncated",  // in document_test and read_test
                               "request-invalid",   "request-unknown",        // in request_test
                               "api-mixed",         "patch-invalid"};         // in api_test and patch_test
  for (const Case& test : cases()) tested.insert(test.code);
  for (const auto& row : catalogue())
    if (row["module"] == "mapping") CHECK(tested.count(row["code"].get<std::string>()) == 1);
}

TEST_CASE("a mechanical repair is a JSON Patch that leaves the fault behind", "[mapping][codes]") {
  size_t repaired = 0;
  for (const Case& test : cases()) {
    const Diagnostics faults = validate(test.provoking, test.api);
    const Diagnostic* found = find(faults, test.code);
    if (!found || found->patch.empty()) continue;
    INFO(test.code << " " << found->patch);
    const auto patch = nlohmann::json::parse(found->patch, nullptr, false);
    REQUIRE(patch.is_array());
    const auto mapping = nlohmann::json::parse(test.provoking, nullptr, false).patch(patch);
    CHECK_FALSE(find(validate(mapping.dump(), test.api), test.code));
    ++repaired;
  }
  CHECK(repaired >= 14);
}

TEST_CASE("what the API's client would answer is told word for word", "[mapping][client]") {
  struct Row {
    ApiGeneration api;
    std::string text, code, target, answer;
  };
  const std::string v1Entry = entry("*", "*", "P", "String");
  const Row rows[] = {
      {kGM, R"({"mappingName":"a b","groups":[]})", "name-invalid", "mappingName",
       "create it (field `mappingName`): Required field mappingName was missing or invalid."},
      {kGM, R"({"groups":[]})", "field-missing", "mappingName",
       "create it (field `mappingName`): Required field mappingName was missing or invalid."},
      {kGM, R"({"mapping":{}})", "field-missing", "mappingName",
       "update it (field `mapping`): All properties of mapping were missing."},
      {kGM, R"({"mappingName":"a b","groups":[]})", "name-invalid", "mappingName",
       "update it (field `mappingName`): Required field mappingName was invalid."},
      {kV1, R"({"mappingName":"a b","groups":[]})", "name-invalid", "mappingName",
       "copy it (field `mappingName`): Field mappingName was invalid."},
      {kGM, R"({"group":{"groupName":"a b","query":"Q"}})", "name-invalid", "groupName",
       "create it (field `groupName`): Field groupName was invalid."},
      {kGM, R"({"group":{"groupName":"G"}})", "query-blank", "query",
       "create it (field `query`): Required field query was null or undefined."},
      {kGM, R"({"group":{}})", "field-missing", "groupName",
       "update it (field `group`): All properties of group were missing."},
      {kGM, R"({"group":{"groupName":"G","query":" \t"}})", "query-blank", "query",
       "update it (field `query`): Field query cannot consist only of whitespace characters."},
      {kGM, groupWith(R"("metadata":[{"key":"a"},{"key":"\t"}])"), "metadata-key-blank", "metadata.key[1]",
       "(field `metadata.key[1]`): Key cannot be empty or consist only of whitespace characters."},
      {kGM, groupWith(R"("metadata":[{"key":"a"},{"key":"a"}])"), "metadata-key-duplicate", "metadata.key[1]",
       "(field `metadata.key[1]`): Duplicate key found: a"},
      {kGM, named("1"), "name-invalid", "propertyName", "(field `propertyName`): Field propertyName was invalid."},
      {kGM, propertyOf(R"("propertyName":"P","formula":"1")"), "field-missing", "dataType",
       "(field `dataType`): Required field dataType was null or undefined."},
      {kV1, entriesOf(v1Entry, "Undefined"), "type-undefined", "dataType",
       "(field `dataType`): Required field dataType was null or undefined."},
      {kV1, entriesOf(""), "ecproperties-empty", "ecProperties",
       "(field `ecProperties`): Required field ecProperties was null or empty."},
      {kGM, entriesOf(entry("", "*", "P")), "ecproperty-blank", "ecProperties",
       "(field `ecProperties`): Field ecProperties was invalid."},
      {kGM, entriesOf(entry("*", "", "P")), "ecproperty-blank", "ecProperties",
       "(field `ecProperties`): Field ecProperties was invalid."},
      {kGM, entriesOf(entry("*", "*", " ")), "ecproperty-blank", "ecProperties",
       "(field `ecProperties`): Field ecProperties was invalid."},
      {kV1, entriesOf(entry("*", "*", "P", "Undefined")), "type-undefined", "ecProperties",
       "(field `ecProperties`): Field ecProperties was invalid."},
      {kV1, R"({"calculatedProperties":[{"propertyName":"V","type":"Undefined"}]})", "type-undefined", "type",
       "(field `type`): Required field type was null or undefined."},
      {kV1, R"({"customCalculations":[{"propertyName":"F","formula":""}]})", "formula-empty", "formula",
       "(field `formula`): Required field formula was null or undefined."},
      {kGM, twoProperties("A", "A"), "name-duplicate-in-group", "propertyName",
       "the API answers 409 `GroupPropertyExists`"},
  };
  for (const Row& row : rows) {
    INFO(row.text << "\n" << row.answer);
    const Diagnostics faults = validate(row.text, row.api);
    const Diagnostic* found = find(faults, row.code);
    REQUIRE(found);
    CHECK(found->target == row.target);
    CHECK(std::any_of(found->related.begin(), found->related.end(),
                      [&](const RelatedInfo& info) { return info.message.find(row.answer) != std::string::npos; }));
  }
}

TEST_CASE("all faults are told at once", "[mapping]") {
  std::string properties;
  for (int i = 0; i < 40; ++i)
    properties += (i ? "," : "") + std::string(R"({"propertyName":"P )") + std::to_string(i) +
                  R"(","dataType":"Double","formula":"1"})";
  const Diagnostics faults = validate(groupWith(R"("properties":[)" + properties + "]"), kGM);
  CHECK(faults.size() == 40);
  CHECK(std::is_sorted(faults.begin(), faults.end(),
                       [](const Diagnostic& a, const Diagnostic& b) { return a.span->begin < b.span->begin; }));
}

TEST_CASE("a rule says the codes of its row and no others", "[check][codes]") {
  std::vector<std::string> texts;
  for (const fs::directory_entry& file : fs::directory_iterator(fs::path(PREMAP_GOLDEN) / "validate"))
    if (file.path().extension() == ".json") texts.push_back(readFile(file.path()));
  REQUIRE(texts.size() >= 60);
  for (const Case& test : cases()) texts.push_back(test.provoking);
  const std::string name = "\"a__" + std::string(130, 'a') + "\"";
  texts.push_back(R"({"mappingName":)" + name + R"(,"groups":[{"groupName":)" + name +
                  R"(,"query":"SELECT ECInstanceId, ECClassId FROM a.B LIMIT 1","properties":[{"propertyName":"P",)" +
                  R"("dataType":"Double","formula":")" + std::string(300, '(') + "1" + std::string(300, ')') +
                  "\"}]}]}");
  for (const Rule& rule : rules()) {
    if (rule.needs > Need::FormulaTypes) continue;
    Codes said;
    for (const std::string& text : texts)
      for (ApiGeneration api : {ApiGeneration::V1, ApiGeneration::GroupingAndMapping})
        said.merge(Asked(rule, readMapping(text), api).codes());
    INFO(std::string(rule.codes));
    CHECK(said == codesOf(rule));
  }
}

TEST_CASE("the codes of the rules are catalogued", "[check][codes]") {
  Codes known;
  for (const nlohmann::json& row : catalogue()) known.insert(row["code"].get<std::string>());
  for (const Rule& rule : rules())
    for (const std::string& code : codesOf(rule)) {
      INFO(code);
      CHECK(known.count(code) == 1);
    }
}
