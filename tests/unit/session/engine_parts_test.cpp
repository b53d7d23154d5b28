// Parts of the engine that the host loads on demand: what a call answers while one is not there, and when it cannot be.
#include "premap/base/engine_parts.h"

#include <nlohmann/json.hpp>

#include "catch.h"
#include "premap/session/session.h"

using namespace premap;
using Json = nlohmann::json;

namespace {

std::string needs(std::string_view part) {
  return R"({"ok":false,"needs":")" + std::string(part) + R"("})";
}

// For one test: natively every part is there.
struct WithParts {
  explicit WithParts(EnginePartState state, EnginePartFault fault = {}) {
    for (EnginePart part : kEngineParts) setPart(part, state, fault);
  }
  ~WithParts() {
    for (EnginePart part : kEngineParts) setPart(part, EnginePartState::Loaded);
  }
};

std::unique_ptr<Session> openShapes() {
  auto source = openFileSource(PREMAP_FIXTURES "/shapes.bim");
  REQUIRE(source);
  auto session = Session::open(std::move(*source));
  REQUIRE(session);
  return std::move(*session);
}

Json paramsOf(const char* calculated, Json more = Json::object()) {
  const Json column = {{"propertyName", "Q"}, {"dataType", "Double"}, {"calculatedPropertyType", calculated}};
  const Json formula = {{"propertyName", "F"}, {"dataType", "Double"}, {"formula", "Q * 2"}};
  const Json group = {{"groupName", "G"},
                      {"query", "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d WHERE CodeValue = 'cone'"},
                      {"properties", {column, formula}}};
  more["mapping"] = Json{{"mappingName", "M"}, {"groups", {group}}}.dump();
  return more;
}

std::string answerOf(Session& session, const char* method, const Json& params) {
  return session.call(method, params.dump());
}

}  // namespace

TEST_CASE("a call that needs a part which is not there yet is not made", "[session][engine-parts]") {
  auto session = openShapes();
  const WithParts absent(EnginePartState::Absent);
  for (const char* method : {"openPreview", "openProfile", "openValidation", "validate"}) {
    INFO(method);
    CHECK(answerOf(*session, method, paramsOf("BoundingBoxDiagonalLength")) == needs("formula"));
  }
  setPart(EnginePart::Formula, EnginePartState::Loaded);
  for (const char* method : {"openPreview", "openProfile", "openValidation", "validate"}) {
    INFO(method);
    CHECK(answerOf(*session, method, paramsOf("Volume")) == needs("geometry"));
    CHECK(Json::parse(answerOf(*session, method, paramsOf("BoundingBoxDiagonalLength")))["ok"] == true);
  }
  for (const char* method : {"openValidation", "validate"})
    CHECK(answerOf(*session, method, paramsOf("BoundingBoxDiagonalLength", {{"edits", true}})) == needs("tools"));
  const Json cell = paramsOf("Length", {{"ecInstanceId", "0x1"}, {"property", "F"}});
  CHECK(answerOf(*session, "explain", cell) == needs("tools"));
  setPart(EnginePart::Tools, EnginePartState::Loaded);
  CHECK(answerOf(*session, "explain", cell) == needs("geometry"));
  setPart(EnginePart::Tools, EnginePartState::Absent);
  CHECK(answerOf(*session, "openExtract", paramsOf("BoundingBoxDiagonalLength", {{"format", "csv"}})) ==
        needs("tools"));
  for (const char* method : {"openView", "openTableFile", "extractRanges", "groupFacts", "fix"})
    CHECK(answerOf(*session, method, {{"mapping", paramsOf("BoundingBoxDiagonalLength")["mapping"]}}) ==
          needs("tools"));
  CHECK(answerOf(*session, "openQuery", {{"ecsql", "SELECT 1"}}) == needs("query"));
  // It was not asked for by those before.
  CHECK(Json::parse(answerOf(*session, "info", Json::object()))["ok"] == true);
  CHECK_FALSE(takeNeededPart());
}

TEST_CASE("a query that calls a function of a part is not made before the part is there", "[session][engine-parts]") {
  auto session = openShapes();
  const auto mappingWith = [](const char* condition) {
    const Json group = {{"groupName", "G"},
                        {"query", std::string("SELECT ECInstanceId, ECClassId FROM bis.Element e WHERE ") + condition},
                        {"properties", Json::array()}};
    return Json{{"mapping", Json{{"mappingName", "M"}, {"groups", {group}}}.dump()}};
  };
  struct Case {
    const char* condition;
    const char* part;
  };
  for (const auto& [condition, part] :
       {Case{"regexp('c.*', CodeValue)", "tools"}, Case{"e.$->CodeValue = 'cone'", "query"},
        Case{"XmlCAToJson('', '') IS NULL", "tools"}}) {
    INFO(condition);
    const WithParts absent(EnginePartState::Absent);
    CHECK(answerOf(*session, "openPreview", mappingWith(condition)) == needs(part));
    // Nor is what was made of it without the part kept.
    CHECK(answerOf(*session, "openPreview", mappingWith(condition)) == needs(part));
    setPart(*partFrom(part), EnginePartState::Failed, {"404", ""});
    CHECK(answerOf(*session, "openPreview", mappingWith(condition)).find("part-not-loaded") != std::string::npos);
    setPart(*partFrom(part), EnginePartState::Loaded);
    CHECK(answerOf(*session, "openPreview", mappingWith(condition)).find(R"("ok":true)") != std::string::npos);
  }
}

TEST_CASE("what a call opened before it needed a part is closed", "[session][engine-parts]") {
  auto session = openShapes();
  const WithParts absent(EnginePartState::Absent);
  setPart(EnginePart::Formula, EnginePartState::Loaded);
  const int before =
      Json::parse(answerOf(*session, "openPreview", paramsOf("BoundingBoxDiagonalLength")))["value"]["cursor"];
  REQUIRE(answerOf(*session, "openPreview", paramsOf("Volume")) == needs("geometry"));
  CHECK(session->next(before, {})[4] == 1);  // the last batch: it is still open
  CHECK((session->next(before + 1, {})[4] & 2) != 0);
  setPart(EnginePart::Geometry, EnginePartState::Loaded);
  CHECK(Json::parse(answerOf(*session, "openPreview", paramsOf("Volume")))["value"]["diagnostics"].empty());
}

TEST_CASE("a part that could not be loaded is told of, and its columns are empty", "[session][engine-parts]") {
  auto session = openShapes();
  const WithParts failed(EnginePartState::Failed, {"geometry.wasm: 404", "serve it"});
  setPart(EnginePart::Formula, EnginePartState::Loaded);
  const Json preview = Json::parse(answerOf(*session, "openPreview", paramsOf("Volume")));
  const Json& told = preview["value"]["diagnostics"];
  REQUIRE(told.size() == 1);
  CHECK(told[0]["code"] == "geometry-not-loaded");
  CHECK(told[0]["message"] == "the column `Q` is not measured: geometry.wasm: 404");
  CHECK(told[0]["hint"] == "serve it");
  CHECK(told[0]["path"] == "/groups/0/properties/0/calculatedPropertyType");
  session->next(preview["value"]["cursor"], {});
  const Json verdicts = Json::parse(answerOf(*session, "verdicts", {{"cursor", preview["value"]["cursor"]}}));
  size_t unloaded = 0;
  for (const Json& verdict : verdicts["value"]["verdicts"])
    unloaded += verdict.value("reason", "") == "geometry-not-loaded";
  CHECK(unloaded >= 1);
  // Once it is there nothing is left of it, though the plan was kept.
  setPart(EnginePart::Geometry, EnginePartState::Loaded);
  CHECK(Json::parse(answerOf(*session, "openPreview", paramsOf("Volume")))["value"]["diagnostics"].empty());
}

TEST_CASE("a call whose code could not be loaded says so", "[session][engine-parts]") {
  auto session = openShapes();
  const WithParts failed(EnginePartState::Failed, {"nothing was found", "serve it"});
  for (const char* method : {"openView", "openTableFile"}) {
    const Json answer = Json::parse(answerOf(*session, method, paramsOf("BoundingBoxDiagonalLength")));
    CHECK(answer["ok"] == false);
    CHECK(answer["diagnostics"][0]["code"] == "part-not-loaded");
    CHECK(answer["diagnostics"][0]["message"] == "nothing was found");
    CHECK(answer["diagnostics"][0]["hint"] == "serve it");
  }
}

TEST_CASE("formulas whose part could not be loaded are told of, and compiled once it is there",
          "[session][engine-parts]") {
  auto session = openShapes();
  const WithParts failed(EnginePartState::Failed, {"formula.wasm: 404", "serve it"});
  const Json params = paramsOf("BoundingBoxDiagonalLength");
  const Json preview = Json::parse(answerOf(*session, "openPreview", params));
  REQUIRE(preview["value"]["diagnostics"].size() == 1);
  CHECK(preview["value"]["diagnostics"][0]["code"] == "part-not-loaded");
  CHECK(preview["value"]["diagnostics"][0]["message"] == "formula.wasm: 404");
  setPart(EnginePart::Formula, EnginePartState::Loaded);
  CHECK(Json::parse(answerOf(*session, "openPreview", params))["value"]["diagnostics"].empty());
}

TEST_CASE("a column of a link as a whole is not read before its part is there", "[session][engine-parts]") {
  auto session = openShapes();
  const WithParts absent(EnginePartState::Absent);
  const Json entry = {
      {"ecSchemaName", "BisCore"}, {"ecClassName", "GeometricElement3d"}, {"ecPropertyName", "Category"}};
  const Json column = {{"propertyName", "Q"}, {"dataType", "String"}, {"ecProperties", {entry}}};
  const Json group = {{"groupName", "G"},
                      {"query", "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d"},
                      {"properties", {column}}};
  const Json params = {{"mapping", Json{{"mappingName", "M"}, {"groups", {group}}}.dump()}};
  CHECK(answerOf(*session, "openPreview", params) == needs("query"));
  setPart(EnginePart::Query, EnginePartState::Failed, {"404", ""});
  CHECK(answerOf(*session, "openPreview", params).find("part-not-loaded") != std::string::npos);
  setPart(EnginePart::Query, EnginePartState::Loaded);
  CHECK(answerOf(*session, "openPreview", params).find(R"("ok":true)") != std::string::npos);
}
