// validate through the boundary: alone, and against a snapshot.
#include <nlohmann/json.hpp>
#include <optional>

#include "catch.h"
#include "premap/base/json_writer.h"
#include "premap/session/session.h"

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
  const std::string answer =
      callWithoutSnapshot("validate", params("{\"mappingName\": \"M\",\n \"groups\": [], \"x\": 1}"));
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
  CHECK(told(callWithoutSnapshot("validate", params(mapping, "gm"))) ==
        std::vector<std::string>{"query-not-ecsql /groups/0/query"});
  CHECK(told(callWithoutSnapshot("validate", params(mapping, "v1"))) ==
        std::vector<std::string>{"field-missing /groups/0/properties/0/ecProperties/0"});
  CHECK(callWithoutSnapshot("validate", params(mapping, "v2")).find("option-value") != std::string::npos);
}

TEST_CASE("formulas are checked in their place", "[session][validate]") {
  const std::string mapping = R"({"groupName":"G","query":"SELECT ECInstanceId, ECClassId FROM a.B","properties":[)"
                              R"({"propertyName":"F","dataType":"Double","formula":"1 +\tx"}]})";
  const auto value = nlohmann::json::parse(callWithoutSnapshot("validate", params(mapping)), nullptr, false)["value"];
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
  CHECK(faults(mappingWith("SELECT ECInstanceId, ECClassId FROM BuildingTest.Bim", entry("*", "*", "Mark"))) ==
        Told{"query-invalid /groups/0/query"});
}

TEST_CASE("what the contract tells of a query the snapshot does not tell again", "[session][validate]") {
  const std::unique_ptr<Session> session = openBuilding();
  const std::string mapping = mappingWith("SELECT ECInstanceId FROM BuildingTest.Beam", entry("*", "*", "Mark"));
  CHECK(told(session->call("validate", params(mapping))) ==
        std::vector<std::string>{"query-no-ecclassid /groups/0/query"});
}
