// Whatever call finds a fault, its place is in the text the user has: the mapping's file, escapes
// and line breaks included.
#include <nlohmann/json.hpp>

#include "catch.h"
#include "premap/session/session.h"
#include "session/free_calls.h"

using namespace premap;
using Json = nlohmann::json;

namespace {

std::unique_ptr<Session> openSession(const std::string& name) {
  auto source = openFileSource(std::string(PREMAP_FIXTURES "/") + name);
  REQUIRE(source);
  auto session = Session::open(std::move(*source));
  REQUIRE(session);
  return std::move(*session);
}

Json call(Session& session, std::string_view method, const Json& params) {
  return Json::parse(session.call(method, params.dump()));
}

std::string markedBy(const Json& fault, const std::string& text) {
  const size_t begin = fault["span"]["begin"], end = fault["span"]["end"];
  return text.substr(begin, end - begin);
}

const std::string kTwoOfOneName = R"({
 "mappingName": "M",
 "groups": [
  {"groupName": "G", "query": "SELECT ECInstanceId, ECClassId FROM bt.Nope", "properties": []},
  {"groupName": "G", "query": "SELECT ECInstanceId,\n\tECClassId, Markk FROM bt.Beam", "properties": []}
 ]
})";

}  // namespace

TEST_CASE("every call places a query's fault in the mapping's file, each group's in its own query", "[session]") {
  auto session = openSession("building.bim");
  const Json params = {{"mapping", kTwoOfOneName}, {"group", "G"}, {"format", "csv"}};
  for (const char* method : {"openPreview", "openProfile", "openExtract", "extractRanges"}) {
    INFO(method);
    Json own = params;
    if (std::string_view(method) != "openExtract") own.erase("format");
    const Json answer = call(*session, method, own);
    REQUIRE(answer["ok"] == false);
    const Json& faults = answer["diagnostics"];
    REQUIRE(faults.size() == 2);
    CHECK(markedBy(faults[0], kTwoOfOneName) == "bt.Nope");
    CHECK(faults[0]["span"]["line"] == 4);
    CHECK(markedBy(faults[1], kTwoOfOneName) == "Markk");
    CHECK(faults[1]["span"]["line"] == 5);
    CHECK(faults[1]["span"]["inField"] == Json({{"from", 33}, {"to", 38}}));
  }
}

TEST_CASE("a function that SQLite does not know is placed in the group's query", "[session]") {
  auto session = openSession("building.bim");
  const std::string text =
      R"({"groups":[{"groupName":"G","query":"SELECT ECInstanceId, ECClassId FROM bt.Beam WHERE nofun(Mark)=1"}]})";
  const Json opened = call(*session, "openPreview", {{"mapping", text}});
  REQUIRE(opened["ok"] == true);
  const auto batch = session->next(opened["value"]["cursor"], {});
  const std::string bytes(batch.begin(), batch.end());
  const Json answer = Json::parse(bytes.substr(bytes.find("{\"ok\"")));
  CHECK(markedBy(answer["diagnostics"][0], text) == "nofun");
  CHECK(answer["diagnostics"][0]["path"] == "/groups/0/query");
}

TEST_CASE("a formula's fault is the same with and without a snapshot", "[session]") {
  auto session = openSession("building.bim");
  const std::string text = R"({"mappingName":"M","groups":[{"groupName":"G",
 "query":"SELECT ECInstanceId, ECClassId FROM bis.Subject","properties":[
 {"propertyName":"A","dataType":"Undefined",
  "ecProperties":[{"ecSchemaName":"BisCore","ecClassName":"Subject","ecPropertyName":"CodeValue"}]},
 {"propertyName":"F","dataType":"Double","formula":"A * \u0032"}
]}]})";
  auto formulaFaults = [&](const Json& answer) {
    Json faults = Json::array();
    for (const Json& fault : answer["value"]["diagnostics"])
      if (fault["code"].get<std::string>().starts_with("formula-")) faults.push_back(fault);
    return faults;
  };
  const Json with = formulaFaults(call(*session, "validate", {{"mapping", text}}));
  const Json without = formulaFaults(Json::parse(callFreely("validate", Json({{"mapping", text}}).dump())));
  REQUIRE(with.size() == 1);
  CHECK(with == without);
  CHECK(with[0]["span"]["line"] == 5);
  CHECK(markedBy(with[0], text) == "*");
}
