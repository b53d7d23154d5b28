// validate through the boundary: alone, and against a snapshot.
#include <nlohmann/json.hpp>
#include <optional>

#include "catch.h"
#include "premap/base/json_writer.h"
#include "premap/mapping/fix.h"
#include "premap/mapping/patch.h"
#include "premap/session/session.h"
#include "session/free_calls.h"

using namespace premap;

namespace {

std::string params(const std::string& mapping, std::string_view api = {}, bool rows = true) {
  JsonWriter json;
  json.beginObject().key("mapping").value(mapping).optional("api", api).key("rows").value(rows).endObject();
  return json.take();
}

// "code path" of every diagnostic.
std::vector<std::string> told(const std::string& answer) {
  const auto json = nlohmann::json::parse(answer, nullptr, false);
  REQUIRE(json.is_object());
  REQUIRE(json.value("ok", false));
  std::vector<std::string> codes;
  for (const auto& fault : json["value"]["diagnostics"])
    codes.push_back(fault.value("code", "") + " " + fault.value("path", ""));
  return codes;
}

std::unique_ptr<Session> openBuilding() {
  auto source = openFileSource(PREMAP_FIXTURES "/building.bim");
  REQUIRE(source);
  auto session = Session::open(std::move(*source));
  REQUIRE(session);
  return std::move(*session);
}

// The text that `fix` leaves.
std::string fixed(const std::string& mapping) {
  const auto json =
      nlohmann::json::parse(callFreely("fix", nlohmann::json({{"mapping", mapping}}).dump()), nullptr, false);
  REQUIRE(json.value("ok", false));
  std::string text = mapping;
  const auto& edits = json["value"]["edits"];
  for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) {
    const size_t begin = (*edit)["span"]["begin"], end = (*edit)["span"]["end"];
    text.replace(begin, end - begin, (*edit)["text"].get<std::string>());
  }
  return text;
}

std::string mappingWith(const std::string& query, const std::string& entries) {
  return R"({"mappingName":"M","groups":[{"groupName":"G","query":")" + query +
         R"(","properties":[{"propertyName":"P","dataType":"String","ecProperties":[)" + entries + "]}]}]}";
}
std::string entry(const std::string& schema, const std::string& className, const std::string& path) {
  return R"({"ecSchemaName":")" + schema + R"(","ecClassName":")" + className + R"(","ecPropertyName":")" + path +
         R"("})";
}

const std::string kBeams = "SELECT ECInstanceId, ECClassId, Mark Tag FROM BuildingTest.Beam";
const std::string kEntry = "/groups/0/properties/0/ecProperties/0/";

}  // namespace

TEST_CASE("validate answers with diagnostics, places and counts", "[session][validate]") {
  const std::string answer = callFreely("validate", params("{\"mappingName\": \"M\",\n \"groups\": [], \"x\": 1}"));
  const auto value = nlohmann::json::parse(answer, nullptr, false)["value"];
  CHECK(value["ok"] == true);
  CHECK(value["counts"] == nlohmann::json{{"error", 0}, {"warning", 2}, {"info", 0}});
  REQUIRE(value["diagnostics"].size() == 2);
  CHECK(value["diagnostics"][1]["code"] == "field-unknown");
  CHECK(value["diagnostics"][1]["span"]["line"] == 2);
  CHECK(value["diagnostics"][1]["span"]["column"] == 16);
}

TEST_CASE("validate takes the API, and no other", "[session][validate]") {
  const std::string mapping = mappingWith("bis.Element", entry("*", "*", "UserLabel"));
  CHECK(told(callFreely("validate", params(mapping, "gm"))) ==
        std::vector<std::string>{"query-not-ecsql /groups/0/query"});
  CHECK(told(callFreely("validate", params(mapping, "v1"))) ==
        std::vector<std::string>{"field-missing /groups/0/properties/0/ecProperties/0"});
  CHECK(callFreely("validate", params(mapping, "v2")).find("option-value") != std::string::npos);
}

TEST_CASE("formulas are checked in their place", "[session][validate]") {
  const std::string mapping = R"({"groupName":"G","query":"SELECT ECInstanceId, ECClassId FROM a.B","properties":[)"
                              R"({"propertyName":"F","dataType":"Double","formula":"1 +\tx"}]})";
  const auto value = nlohmann::json::parse(callFreely("validate", params(mapping)), nullptr, false)["value"];
  REQUIRE(value["diagnostics"].size() == 1);
  const auto& fault = value["diagnostics"][0];
  CHECK(fault["code"] == "formula-variable-unknown");
  CHECK(mapping.substr(fault["span"]["begin"].get<size_t>(), 1) == "x");
}

TEST_CASE("a snapshot tells what it does not have", "[session][validate]") {
  const std::unique_ptr<Session> session = openBuilding();
  auto faults = [&](const std::string& mapping) {
    return told(session->call("validate", params(mapping, {}, /*rows*/ false)));
  };
  using Told = std::vector<std::string>;
  CHECK(faults(mappingWith(kBeams, entry("BuildingTest", "Beam", "Mark"))).empty());
  CHECK(faults(mappingWith(kBeams, entry("buildingtest", "BEAM", "tag"))).empty());
  CHECK(faults(mappingWith(kBeams, entry("*", "*", "Category.CodeValue"))).empty());
  CHECK(faults(mappingWith(kBeams, entry("BuildingTest", "Beem", "Mark"))) ==
        Told{"class-unknown " + kEntry + "ecClassName"});
  CHECK(faults(mappingWith(kBeams, entry("Bilding", "Beam", "Mark"))) ==
        Told{"class-unknown " + kEntry + "ecSchemaName"});
  CHECK(faults(mappingWith(kBeams, entry("bt", "Beam", "Mark"))) == Told{"class-unknown " + kEntry + "ecSchemaName"});
  CHECK(faults(mappingWith(kBeams, entry("BuildingTest", "Beam", "Marc"))) ==
        Told{"property-unknown " + kEntry + "ecPropertyName"});
  CHECK(faults(mappingWith(kBeams, entry("*", "*", "UserLabl.x"))) ==
        Told{"property-unknown " + kEntry + "ecPropertyName"});
  // Paths that no row can have a value for, with the first name among the query's columns and without.
  const std::string all = "SELECT * FROM BuildingTest.Beam";
  for (const char* path : {"ECInstanceId.foo", "ECClassId.Name", "Model.id.foo", "Model.relClassName.x", "Length.x",
                           "Origin.X", "SourceECInstanceId", "Parent.TargetECClassId"}) {
    INFO(path);
    for (const std::string& query : {std::string(kBeams), all})
      CHECK(faults(mappingWith(query, entry("*", "*", path))) == Told{"property-unknown " + kEntry + "ecPropertyName"});
  }
  for (const char* path : {"ECInstanceId", "ECClassId", "Model.id", "Model.relClassName", "Model.ECInstanceId"}) {
    INFO(path);
    for (const std::string& query : {std::string(kBeams), all})
      CHECK(faults(mappingWith(query, entry("*", "*", path))).empty());
  }
  CHECK(faults(mappingWith("SELECT ECInstanceId, ECClassId FROM BuildingTest.Bim", entry("*", "*", "Mark"))) ==
        Told{"query-invalid /groups/0/query"});
}

TEST_CASE("one repair of a conversion that loses something leaves nothing to lose", "[session][validate]") {
  const std::unique_ptr<Session> session = openBuilding();
  struct Case {
    const char *property, *dataType, *entryType, *code;
  };
  for (const Case& c :
       {Case{"Length", "Integer", "Integer", "lossy-conversion"},
        Case{"Length", "Double", "Integer", "lossy-conversion"},
        Case{"Length", "String", "Integer", "lossy-conversion"},
        Case{"Length", "Integer", "Double", "lossy-conversion"}, Case{"Length", "Integer", nullptr, "lossy-conversion"},
        Case{"Mark", "Double", "Double", "type-mismatch"}, Case{"Mark", "Integer", nullptr, "type-mismatch"},
        Case{"Mark", "Double", "String", "type-mismatch"}}) {
    INFO(c.property << " " << c.dataType << " " << (c.entryType ? c.entryType : "-"));
    std::string text =
        mappingWith("SELECT ECInstanceId, ECClassId FROM BuildingTest.Beam", entry("BuildingTest", "Beam", c.property));
    text.replace(text.find("String"), 6, c.dataType);
    if (c.entryType) text.insert(text.rfind("}]}]}]}"), R"(,"ecPropertyType":")" + std::string(c.entryType) + '"');
    auto faults = [&] {
      return nlohmann::json::parse(session->call("validate", params(text)))["value"]["diagnostics"];
    };
    bool isRepaired = false;
    for (const auto& fault : faults()) {
      const std::string path = fault.value("path", std::string());
      if (fault["code"] != c.code || path.find("ecPropertyName") == path.npos) continue;
      const auto edits = PatchPlaces(text).editsOf(fault.value("patch", std::string()));
      REQUIRE(edits);
      text = applyEdits(text, *edits);
      isRepaired = true;
      break;
    }
    REQUIRE(isRepaired);
    for (const auto& fault : faults()) {
      CHECK(fault["code"] != "lossy-conversion");
      CHECK(fault["code"] != "type-mismatch");
    }
  }
}

TEST_CASE("what the contract tells of a query the snapshot does not tell again", "[session][validate]") {
  const std::unique_ptr<Session> session = openBuilding();
  const std::string mapping = mappingWith("SELECT ECInstanceId FROM BuildingTest.Beam", entry("*", "*", "Mark"));
  CHECK(told(session->call("validate", params(mapping))) ==
        std::vector<std::string>{"query-no-ecclassid /groups/0/query"});
}

TEST_CASE("every safe repair is made, however many faults stand before it", "[session][fix]") {
  // 10,000 faults are listed; these cannot be repaired without asking.
  std::string entries;
  for (int i = 0; i < 10'001; ++i)
    entries += std::string(i ? "," : "") +
               R"({"ecSchemaName":"S","ecClassName":"C","ecPropertyName":"","ecPropertyType":"String"})";
  const std::string last = R"(,{"ecSchemaName":"S","ecClassName":"C ","ecPropertyName":"P","ecPropertyType":"String"})";
  const std::string text = mappingWith("SELECT ECInstanceId, ECClassId FROM bis.Element", entries + last);
  std::string repaired = text;
  repaired.erase(text.find("C \"") + 1, 1);
  CHECK(fixed(text) == repaired);
}

TEST_CASE("repairs that make room for others are told as one list of edits", "[session][fix]") {
  const std::string text = mappingWith("SELECT ECInstanceId, ECClassId FROM bis.Element;",
                                       R"({"ecschemaname":" S","ecClassName":"C","ecPropertyName":"P"})");
  CHECK(fixed(text) == mappingWith("SELECT ECInstanceId, ECClassId FROM bis.Element",
                                   R"({"ecSchemaName":"S","ecClassName":"C","ecPropertyName":"P"})"));
}

TEST_CASE("a patch is told as edits of the text when asked for", "[session]") {
  const std::string text = mappingWith("SELECT ECInstanceId FROM bis.Element;", "");
  auto ask = [&](bool edits) {
    JsonWriter json;
    json.beginObject().key("mapping").value(text).key("edits").value(edits).endObject();
    return nlohmann::json::parse(callFreely("validate", json.text()));
  };
  const auto without = ask(false), with = ask(true);
  for (const auto& fault : without["value"]["diagnostics"]) CHECK_FALSE(fault.contains("edits"));
  size_t withPatch = 0;
  for (const auto& fault : with["value"]["diagnostics"]) {
    CHECK(fault.contains("edits") == fault.contains("patch"));
    if (!fault.contains("patch")) continue;
    ++withPatch;
    CHECK(fault["edits"][0]["span"]["line"] == 1);
    if (fault["code"] == "query-not-subselectable") CHECK(fault["edits"][0]["span"]["begin"] == text.find("\"SELECT"));
  }
  CHECK(withPatch > 0);
}
