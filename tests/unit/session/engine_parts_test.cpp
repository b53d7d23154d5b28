// Parts of the engine that the host loads on demand: what a call answers while one is not there, and when it cannot be.
#include "premap/base/engine_parts.h"

#include <nlohmann/json.hpp>

#include "catch.h"
#include "premap/session/session.h"

using namespace premap;
using Json = nlohmann::json;

namespace {

constexpr const char* kNeeds = R"({"ok":false,"needs":"extras"})";

// For one test: natively every part is there.
struct WithExtras {
  explicit WithExtras(EnginePartState state, EnginePartFault fault = {}) {
    setPart(EnginePart::Extras, state, std::move(fault));
  }
  ~WithExtras() { setPart(EnginePart::Extras, EnginePartState::Loaded); }
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
  const WithExtras absent(EnginePartState::Absent);
  for (const char* method : {"openPreview", "openProfile", "openValidation", "extractRanges", "validate"}) {
    INFO(method);
    CHECK(answerOf(*session, method, paramsOf("Volume")) == kNeeds);
    CHECK(Json::parse(answerOf(*session, method, paramsOf("BoundingBoxDiagonalLength")))["ok"] == true);
  }
  CHECK(answerOf(*session, "openExtract", paramsOf("Area", {{"format", "csv"}})) == kNeeds);
  CHECK(answerOf(*session, "explain", paramsOf("Length", {{"ecInstanceId", "0x1"}, {"property", "F"}})) == kNeeds);
  CHECK(answerOf(*session, "openView", paramsOf("BoundingBoxDiagonalLength")) == kNeeds);
  CHECK(answerOf(*session, "openTableFile", paramsOf("BoundingBoxDiagonalLength")) == kNeeds);
  // It was not asked for by those before.
  CHECK(Json::parse(answerOf(*session, "info", Json::object()))["ok"] == true);
  CHECK_FALSE(takeNeededPart());
}

TEST_CASE("what a call opened before it needed a part is closed", "[session][engine-parts]") {
  auto session = openShapes();
  const WithExtras absent(EnginePartState::Absent);
  const int before =
      Json::parse(answerOf(*session, "openPreview", paramsOf("BoundingBoxDiagonalLength")))["value"]["cursor"];
  REQUIRE(answerOf(*session, "openPreview", paramsOf("Volume")) == kNeeds);
  CHECK(session->next(before, {})[4] == 1);  // the last batch: it is still open
  CHECK((session->next(before + 1, {})[4] & 2) != 0);
  setPart(EnginePart::Extras, EnginePartState::Loaded);
  CHECK(Json::parse(answerOf(*session, "openPreview", paramsOf("Volume")))["value"]["diagnostics"].empty());
}

TEST_CASE("a part that could not be loaded is told of, and its columns are empty", "[session][engine-parts]") {
  auto session = openShapes();
  const WithExtras failed(EnginePartState::Failed, {"extras.wasm: 404", "serve it"});
  const Json preview = Json::parse(answerOf(*session, "openPreview", paramsOf("Volume")));
  const Json& told = preview["value"]["diagnostics"];
  REQUIRE(told.size() == 1);
  CHECK(told[0]["code"] == "geometry-not-loaded");
  CHECK(told[0]["message"] == "the column `Q` is not measured: extras.wasm: 404");
  CHECK(told[0]["hint"] == "serve it");
  CHECK(told[0]["path"] == "/groups/0/properties/0/calculatedPropertyType");
  session->next(preview["value"]["cursor"], {});
  const Json verdicts = Json::parse(answerOf(*session, "verdicts", {{"cursor", preview["value"]["cursor"]}}));
  size_t unloaded = 0;
  for (const Json& verdict : verdicts["value"]["verdicts"])
    unloaded += verdict.value("reason", "") == "geometry-not-loaded";
  CHECK(unloaded >= 1);
  // Once it is there nothing is left of it, though the plan was kept.
  setPart(EnginePart::Extras, EnginePartState::Loaded);
  CHECK(Json::parse(answerOf(*session, "openPreview", paramsOf("Volume")))["value"]["diagnostics"].empty());
}

TEST_CASE("a call whose code could not be loaded says so", "[session][engine-parts]") {
  auto session = openShapes();
  const WithExtras absent(EnginePartState::Absent);
  setPart(EnginePart::Extras, EnginePartState::Failed, {"nothing was found", "serve it"});
  for (const char* method : {"openView", "openTableFile"}) {
    const Json answer = Json::parse(answerOf(*session, method, paramsOf("BoundingBoxDiagonalLength")));
    CHECK(answer["ok"] == false);
    CHECK(answer["diagnostics"][0]["code"] == "part-not-loaded");
    CHECK(answer["diagnostics"][0]["message"] == "nothing was found");
    CHECK(answer["diagnostics"][0]["hint"] == "serve it");
  }
}
