// Every code of the contract's list: a mapping that provokes it on the sample snapshot, and one
// that comes close without.
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "catch.h"
#include "premap/base/json_writer.h"
#include "premap/session/session.h"

using namespace premap;

namespace {

// The contract, section 5.3. Of `formula-*` the codes of the catalogue.
const std::map<std::string, std::string> kContract{
    {"name-invalid", "error"},
    {"name-too-long", "error"},
    {"name-duplicate-in-group", "error"},
    {"query-blank", "error"},
    {"query-invalid", "error"},
    {"query-no-ecinstanceid", "error"},
    {"enum-unknown", "error"},
    {"ecproperty-blank", "error"},
    {"path-invalid", "error"},
    {"formula-cycle", "error"},
    {"merge-type-conflict", "error"},
    {"iModel-missing", "error"},
    {"query-no-ecclassid", "warning"},
    {"query-not-element", "warning"},
    {"query-zero-rows", "warning"},
    {"query-duplicate-ids", "warning"},
    {"query-not-subselectable", "warning"},
    {"aspect-multiple", "warning"},
    {"entry-unreachable", "warning"},
    {"entry-never-used", "warning"},
    {"class-unknown", "warning"},
    {"property-unknown", "warning"},
    {"column-all-null", "warning"},
    {"type-mismatch", "warning"},
    {"lossy-conversion", "warning"},
    {"name-double-underscore", "warning"},
    {"name-shadows-default-column", "warning"},
    {"name-shadows-constant", "warning"},
    {"name-not-usable-in-formula", "warning"},
    {"groups-overlap", "warning"},
    {"table-name-collision", "warning"},
    {"wildcard-ambiguous-types", "warning"},
    {"deprecated-number", "info"},
    {"v1-only-field", "info"},
    {"extraction-disabled", "info"},
};
// What the snapshot's rules say beyond that list.
const std::set<std::string> kFurther{"query-duplicate-column", "json-member-unknown", "column-mostly-null",
                                     "row-dangling",           "row-class-unknown",   "not-computable-offline",
                                     "aspect-wildcard",        "query-not-portable",  "query-newer-ecsql",
                                     "query-limit-unordered"};

nlohmann::json catalogue() {
  std::ifstream file(std::string(PREMAP_DOCS) + "/diagnostics.json");
  std::stringstream text;
  text << file.rdbuf();
  return nlohmann::json::parse(text.str(), nullptr, false);
}

std::string entry(const std::string& name, const std::string& type = "") {
  const size_t first = name.find('.'), second = name.find('.', first + 1);
  return R"({"ecSchemaName":")" + name.substr(0, first) + R"(","ecClassName":")" +
         name.substr(first + 1, second - first - 1) + R"(","ecPropertyName":")" + name.substr(second + 1) + "\"" +
         (type.empty() ? "" : R"(,"ecPropertyType":")" + type + "\"") + "}";
}
std::string column(const std::string& name, const std::string& type, const std::string& entries) {
  return R"({"propertyName":")" + name + R"(","dataType":")" + type + R"(","ecProperties":[)" + entries + "]}";
}
std::string formula(const std::string& name, const std::string& type, const std::string& text) {
  return R"({"propertyName":")" + name + R"(","dataType":")" + type + R"(","formula":")" + text + R"("})";
}
std::string group(const std::string& name, const std::string& query, const std::string& columns) {
  return R"({"groupName":")" + name + R"(","query":")" + query + R"(","properties":[)" + columns + "]}";
}
std::string mapping(const std::string& groups, const std::string& fields = "") {
  return R"({"mappingName":"M",)" + fields + R"("groups":[)" + groups + "]}";
}

const std::string kIds = "SELECT ECInstanceId, ECClassId FROM ";
const std::string kBeams = kIds + "BuildingTest.Beam";
const std::string kMark = column("Mark", "String", entry("BuildingTest.Beam.Mark"));

std::string beams(const std::string& columns) {
  return mapping(group("Beams", kBeams, columns));
}
std::string over(const std::string& query) {
  return mapping(group("Beams", query, kMark));
}
std::string beamColumn(const std::string& type, const std::string& entries) {
  return beams(column("P", type, entries));
}
std::string named(const std::string& name) {
  return beams(column(name, "String", entry("BuildingTest.Beam.Mark")));
}
std::string withFormula(const std::string& type, const std::string& text) {
  return beams(column("a", "Double", entry("BuildingTest.Beam.Length")) + "," +
               column("s", "String", entry("BuildingTest.Beam.Mark")) + "," +
               column("t", "Boolean", entry("BuildingTest.Beam.IsExternal")) + "," + formula("F", type, text));
}

struct Case {
  std::string code, provoking, close;
};

const std::vector<Case>& cases() {
  const std::string mark = entry("BuildingTest.Beam.Mark"), typed = entry("BuildingTest.Beam.Mark", "String");
  const std::string columns = group("Columns", kIds + "bt.[Column]", column("P", "String", entry("*.*.CodeValue")));
  static const std::vector<Case> all{
      {"name-invalid", named("0Mark"), named("_0Mark")},
      {"name-too-long", named(std::string(129, 'x')), named(std::string(128, 'x'))},
      {"name-duplicate-in-group", beams(kMark + "," + column("MARK", "String", mark)),
       beams(kMark + "," + column("Mark2", "String", mark))},
      {"query-blank", over("\\t"), over(kBeams)},
      {"query-invalid", over(kIds + "BuildingTest.Bim"), over(kIds + "buildingtest.BEAM")},
      {"query-no-ecinstanceid", over("SELECT Element.Id, ECClassId FROM bt.CostAspect"),
       over("SELECT Element.Id ECInstanceId, ECClassId FROM bt.CostAspect")},
      {"enum-unknown", beamColumn("Text", mark), beamColumn("String", mark)},
      {"ecproperty-blank", beamColumn("String", entry("BuildingTest..Mark")), beamColumn("String", mark)},
      {"path-invalid", beamColumn("String", entry("*.*.Category.")), beamColumn("String", entry("*.*.Category.Id"))},
      {"formula-cycle", beams(formula("A", "Double", "B + 1") + "," + formula("B", "Double", "A")),
       beams(formula("A", "Double", "B + 1") + "," + formula("B", "Double", "2"))},
      {"merge-type-conflict",
       mapping(group("G", kBeams, kMark) + "," + group("G", kIds + "bt.Space", formula("Mark", "Double", "1"))),
       mapping(group("G", kBeams, kMark) + "," + group("G", kIds + "bt.Space", formula("Mark", "String", "'1'")))},
      {"iModel-missing", mapping(group("G", kBeams, kMark), R"("iModelId":" ",)"),
       mapping(group("G", kBeams, kMark), R"("iModelId":"x",)")},
      {"query-no-ecclassid", over("SELECT ECInstanceId FROM bt.Beam"), over(kBeams)},
      {"query-not-element",
       mapping(group("G", kIds + "bt.CostAspect", column("Cost", "Double", entry("BuildingTest.CostAspect.Cost")))),
       mapping(group("G", "SELECT ECInstanceId, ECClassId, Cost FROM bt.CostAspect",
                     column("Cost", "Double", entry("BuildingTest.CostAspect.Cost"))))},
      {"query-zero-rows", over(kBeams + " WHERE Mark = 'none such'"), over(kBeams + " LIMIT 1")},
      {"query-duplicate-ids",
       over("SELECT b.ECInstanceId, b.ECClassId FROM bt.Beam b JOIN bt.WeldInspection w ON w.Element.Id = "
            "b.ECInstanceId"),
       over("SELECT b.ECInstanceId, b.ECClassId FROM bt.Beam b JOIN bt.FireProtection f ON f.Element.Id = "
            "b.ECInstanceId")},
      {"query-not-subselectable", over(kBeams + ";"), over("SELECT ECInstanceId, ECClassId, ';' FROM bt.Beam")},
      {"aspect-multiple", beamColumn("String", entry("BuildingTest.WeldInspection.WeldType")),
       beamColumn("String", entry("BuildingTest.FireProtection.Coating"))},
      {"entry-unreachable", beamColumn("String", mark + "," + mark),
       beamColumn("String", mark + "," + entry("BuildingTest.Beam.UserLabel"))},
      {"entry-never-used", beamColumn("String", entry("*.*.ECInstanceId") + "," + mark),
       beamColumn("String", mark + "," + entry("*.*.ECInstanceId"))},
      {"class-unknown", beamColumn("String", entry("BuildingTest.Beem.Mark")),
       beamColumn("String", entry("buildingtest.BEAM.Mark"))},
      {"property-unknown", beamColumn("String", entry("*.*.Category.CodeValu")),
       beamColumn("String", entry("*.*.category.codevalue"))},
      {"column-all-null", beamColumn("String", entry("BuildingTest.Column.UserLabel")),
       beamColumn("String", entry("BuildingTest.HaunchedBeam.UserLabel"))},
      {"type-mismatch", beamColumn("Integer", entry("BuildingTest.Beam.NumText")),
       beamColumn("String", entry("BuildingTest.Beam.NumText"))},
      {"lossy-conversion", beamColumn("Integer", entry("BuildingTest.Beam.Length")),
       beamColumn("Double", entry("BuildingTest.Beam.Length"))},
      {"name-double-underscore", named("Net__Area"), named("Net_Area_")},
      {"name-shadows-default-column", named("userlabel"), named("UserLabel2")},
      {"name-shadows-constant", named("pi"), named("pie")},
      {"name-not-usable-in-formula", named("\u2167"), named("VIII")},
      {"groups-overlap", mapping(group("A", kBeams, kMark) + "," + group("B", kBeams + " LIMIT 3", kMark)),
       mapping(group("A", kBeams, kMark) + "," + columns)},
      {"table-name-collision", mapping(group("G", kBeams, kMark) + "," + group("g", kIds + "bt.Space", "")),
       mapping(group("G", kBeams, kMark) + "," + group("G_", kIds + "bt.Space", ""))},
      {"wildcard-ambiguous-types",
       mapping(group("G", kIds + "bis.PhysicalElement", column("P", "Double", entry("*.*.Length")))),
       beamColumn("Double", entry("*.*.Length"))},
      {"deprecated-number", beamColumn("Number", entry("BuildingTest.Beam.Length", "Double")),
       beamColumn("Double", entry("BuildingTest.Beam.Length", "Double"))},
      {"v1-only-field",
       beams(column("P", "String", typed) +
             R"(,{"propertyName":"V","dataType":"Double","calculatedPropertyType":"Volume"})"),
       beamColumn("String", typed)},
      {"extraction-disabled", mapping(columns, R"("extractionEnabled":false,)"),
       mapping(columns, R"("extractionEnabled":true,)")},

      {"query-duplicate-column", over("SELECT ECInstanceId, ECClassId, Mark, UserLabel AS Mark FROM bt.Beam"),
       over("SELECT ECInstanceId, ECClassId, Mark, UserLabel AS Mark2 FROM bt.Beam")},
      {"json-member-unknown", beamColumn("String", entry("BuildingTest.Beam.ConfigJson.paint.colr")),
       beamColumn("String", entry("BuildingTest.Beam.ConfigJson.paint.COLOR"))},
      {"column-mostly-null",
       mapping(group("G", kIds + "bis.Element", column("P", "String", entry("BuildingTest.Space.Number")))),
       mapping(group("G", kIds + "bt.Space", column("P", "String", entry("BuildingTest.Space.Number"))))},
      {"row-dangling", over("SELECT ECInstanceId + 1000000 AS ECInstanceId, ECClassId FROM bt.Beam"), over(kBeams)},
      {"row-class-unknown", over("SELECT ECInstanceId, 'bt.Bim' AS ECClassId FROM bt.Beam"),
       over("SELECT ECInstanceId, 'bt.Beam' AS ECClassId FROM bt.Beam")},
      {"not-computable-offline", withFormula("Double", "random()"), withFormula("Double", "round(a)")},
      {"aspect-wildcard", beamColumn("String", entry("*.FireProtection.Coating")),
       beamColumn("String", entry("BuildingTest.FireProtection.Coating"))},
      {"query-newer-ecsql", over(kBeams + " WHERE Mark IS UserLabel"), over(kBeams + " WHERE Mark IS NOT NULL")},
      {"query-limit-unordered", over(kBeams + " LIMIT 5"), over(kBeams + " ORDER BY ECInstanceId LIMIT 5")},
      {"query-not-portable", over(kBeams + " WHERE UserLabel = 'x'"), over(kBeams + " WHERE Length = 2")},

      {"formula-empty", withFormula("Double", " "), withFormula("Double", "1")},
      {"formula-invalid", withFormula("Double", "(a + 1"), withFormula("Double", "(a + 1)")},
      {"formula-literal", withFormula("Double", "1.2.3"), withFormula("Double", "1.23")},
      {"formula-operator", withFormula("Double", "s * 2"), withFormula("Double", "t * 2")},
      {"formula-variable-unknown", withFormula("Double", "b * 2"), withFormula("Double", "A * 2")},
      {"formula-function-unknown", withFormula("Double", "mox(a, 1)"), withFormula("Double", "MAX(a, 1)")},
      {"formula-arguments", withFormula("Double", "min(a)"), withFormula("Double", "min(a, 1)")},
      {"formula-always-null", withFormula("Double", "null"), withFormula("Double", "if(t, null, 1)")},
      {"formula-self-reference", withFormula("Double", "f + 1"), withFormula("Double", "a + 1")},
      {"formula-too-deep", withFormula("Double", std::string(300, '(') + "a" + std::string(300, ')')),
       withFormula("Double", std::string(30, '(') + "a" + std::string(30, ')'))},
      {"formula-type-mismatch", withFormula("Integer", "a / 2"), withFormula("Double", "a / 2")},
      {"formula-not-offline", withFormula("Double", "random()"), withFormula("Double", "round(a)")},
  };
  return all;
}

std::unique_ptr<Session> openBuilding() {
  auto source = openFileSource(PREMAP_FIXTURES "/building.bim");
  REQUIRE(source);
  auto session = Session::open(std::move(*source));
  REQUIRE(session);
  return std::move(*session);
}

nlohmann::json faultsOf(Session& session, const std::string& text) {
  JsonWriter json;
  json.beginObject().key("mapping").value(text).endObject();
  const auto answer = nlohmann::json::parse(session.call("validate", json.take()), nullptr, false);
  REQUIRE(answer.value("ok", false));
  return answer["value"]["diagnostics"];
}

const nlohmann::json* find(const nlohmann::json& faults, const std::string& code) {
  for (const auto& fault : faults)
    if (fault["code"] == code) return &fault;
  return nullptr;
}

std::string codesOf(const nlohmann::json& faults) {
  std::string codes;
  for (const auto& fault : faults) codes += fault.value("code", "") + ": " + fault.value("message", "") + "\n";
  return codes;
}

}  // namespace

TEST_CASE("each code of the contract is given on a snapshot for its fault, and not for a near miss",
          "[session][validate][codes]") {
  const std::unique_ptr<Session> session = openBuilding();
  for (const Case& test : cases()) {
    const auto faults = faultsOf(*session, test.provoking), close = faultsOf(*session, test.close);
    INFO(test.code << "\n"
                   << test.provoking << "\n"
                   << codesOf(faults) << "\n"
                   << test.close << "\n"
                   << codesOf(close));
    const nlohmann::json* found = find(faults, test.code);
    CHECK_FALSE(find(close, test.code));
    CHECK(found);
    if (!found) continue;
    const auto wanted = kContract.find(test.code);
    if (wanted != kContract.end()) CHECK((*found)["severity"] == wanted->second);
    CHECK(found->value("message", "") != "");
    REQUIRE(found->contains("span"));
    CHECK((*found)["span"]["line"] == 1);
    CHECK((*found)["span"]["begin"].get<size_t>() < (*found)["span"]["end"].get<size_t>());
  }
}

TEST_CASE("what can be mended mechanically is: the patch leaves the fault behind and nothing new",
          "[session][validate][codes]") {
  const std::unique_ptr<Session> session = openBuilding();
  const std::string mark = entry("BuildingTest.Beam.Mark");
  const std::vector<std::pair<std::string, std::string>> mechanical{
      {"formula-variable-unknown", beams(column("Length", "Double", entry("BuildingTest.Beam.Length")) + "," +
                                         formula("F", "Boolean", "'\\n' + 1 == Lenght || Length == 1"))},
      {"formula-function-unknown", withFormula("Double", "rond(a)")},
      {"formula-type-mismatch", withFormula("Integer", "a / 2")},
      {"wildcard-misused", beamColumn("String", entry("BuildingTest.Be*.Mark"))},
      {"query-no-ecclassid", over("SELECT 'x' AS Package, ECInstanceId FROM bt.Beam ORDER BY ECInstanceId")},
      {"query-no-ecclassid",
       over("SELECT b.ECInstanceId FROM bt.Beam b JOIN bt.FireProtection f ON f.Element.Id = b.ECInstanceId")},
      {"query-dialect", over("SELECT ECInstanceId, ECClassId FROM bt.Beam WHERE Mark=NULL")},
      {"query-dialect", over("SELECT ECInstanceId, ECClassId FROM bt.Beam WHERE Mark<>NULL AND Length > 1")},
      {"query-dialect", over("SELECT ECInstanceId, ECClassId FROM bt.Beam WHERE ECClassId<>'bt.HaunchedBeam'")},
      {"query-dialect", over("SELECT ECInstanceId, ECClassId FROM bis.Element WHERE ECClassId='BuildingTest:Beam'")},
      {"query-dialect", over("SELECT ECInstanceId, ECClassId FROM bt.Beam WHERE Model.Id='0x1'AND Length > 1")},
      {"class-unknown", beamColumn("String", entry("BisCor.HaunchedBeam.Mark"))},
      {"name-duplicate-in-group", beams(kMark + "," + column("MARK", "String", mark))},
      {"entry-never-used", beamColumn("String", entry("*.*.ECInstanceId") + "," + mark)},
      {"entry-unreachable", beamColumn("String", entry("*.*.Mark") + "," + entry("*.Beam.Mark"))},
      {"name-invalid", named("Gate \u2640\uFE0F")},
  };
  for (const auto& [code, text] : mechanical) {
    const auto faults = faultsOf(*session, text);
    const nlohmann::json* found = find(faults, code);
    INFO(code << "\n" << codesOf(faults));
    REQUIRE(found);
    REQUIRE(found->contains("patch"));
    const auto patch = nlohmann::json::parse(found->value("patch", ""), nullptr, false);
    const auto mended = nlohmann::json::parse(text, nullptr, false).patch(patch);
    const auto after = faultsOf(*session, mended.dump());
    INFO(mended.dump() << "\n" << codesOf(after));
    CHECK_FALSE(find(after, code));
    CHECK(after.size() < faults.size());
  }
}

TEST_CASE("no patch is offered where it would be a guess", "[session][validate][codes]") {
  const std::unique_ptr<Session> session = openBuilding();
  const std::vector<std::pair<std::string, std::string>> guesses{
      {"formula-variable-unknown", withFormula("Double", "b * 2")},
      // Two schemas have a beam, and neither is named alike.
      {"class-unknown", beamColumn("String", entry("BisCor.Beam.Mark"))},
      {"formula-variable-unknown", withFormula("Double", "UserLabel == 'x'")},
      // Which of the joined classes?
      {"query-no-ecclassid",
       over("SELECT ECInstanceId FROM bt.Beam JOIN bt.FireProtection f ON f.Element.Id = f.Element.Id")},
      {"query-no-ecclassid", over("SELECT Element.Id ECInstanceId FROM bt.CostAspect")},
      {"query-no-ecclassid", over("SELECT ECInstanceId FROM (SELECT ECInstanceId FROM bt.Beam)")},
      {"query-no-ecclassid", over("SELECT (SELECT ECInstanceId FROM bt.Beam LIMIT 1) ECInstanceId FROM bt.Beam")},
      {"name-invalid", named("\U0001F477\U0001F3FD\u200D\u2640\uFE0F")},
  };
  for (const auto& [code, text] : guesses) {
    const auto faults = faultsOf(*session, text);
    const nlohmann::json* found = find(faults, code);
    INFO(code << "\n" << text << "\n" << codesOf(faults));
    if (!found) continue;
    CHECK_FALSE(found->contains("patch"));
  }
}

TEST_CASE("the codes tested are the contract's, and the catalogue has them with the contract's severity",
          "[session][validate][codes]") {
  std::map<std::string, std::string> listed;
  std::set<std::string> wanted = kFurther, tested;
  for (const auto& row : catalogue()) {
    const std::string code = row["code"].get<std::string>();
    listed.emplace(code, row["severity"].get<std::string>());
    if (code.starts_with("formula-")) wanted.insert(code);
  }
  for (const auto& [code, severity] : kContract) {
    INFO(code);
    wanted.insert(code);
    REQUIRE(listed.count(code) == 1);
    // A few are told with two severities, each where the contract has it so.
    CHECK(listed[code].find(severity) != std::string::npos);
  }
  for (const Case& test : cases()) tested.insert(test.code);
  CHECK(tested == wanted);
}
