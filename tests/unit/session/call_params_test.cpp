// What a call refuses before it runs: unknown parameters, values of the wrong kind, words outside a closed list.
#include "session/call_params.h"

#include "catch.h"
#include "premap/session/session.h"

using namespace premap;
using Json = nlohmann::json;

namespace {

Diagnostics faultsOf(const Json& params, std::string_view names) {
  return checkParams(Params(params.dump()), names);
}

std::string onlyMessage(const Json& params, std::string_view names) {
  const Diagnostics faults = faultsOf(params, names);
  REQUIRE(faults.size() == 1);
  return faults[0].message;
}

}  // namespace

TEST_CASE("counts are whole numbers that a double holds", "[session][params]") {
  for (const Json& fine : {Json(0), Json(3), Json(2.0), Json(9007199254740992)})
    CHECK(faultsOf({{"limit", fine}, {"offset", fine}}, "limit offset").empty());
  for (const Json& wrong : {Json("2"), Json(-1), Json(1.5), Json(1e300), Json(true), Json::array({1}), Json::object()})
    CHECK(faultsOf({{"limit", wrong}, {"offset", wrong}}, "limit offset").size() == 2);
  CHECK(faultsOf({{"limit", nullptr}}, "limit offset").empty());
  CHECK(onlyMessage({{"offset", nullptr}}, "limit offset") == "`offset` must be a whole number from 0 on; it is null");
  CHECK(onlyMessage({{"limit", "2"}}, "limit") ==
        "`limit` must be a whole number from 0 on, or null for all; it is the text \"2\"");
}

TEST_CASE("words come from a closed list, in its own case, and the nearest is named", "[session][params]") {
  for (const char* fine : {"reporting", "groupingAndMapping", "v1", "gm"})
    CHECK(faultsOf({{"api", fine}}, "api").empty());
  const Diagnostics faults = faultsOf({{"api", "Reporting"}}, "api");
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].code == "option-value");
  CHECK(faults[0].message ==
        "`api` must be one of \"reporting\", \"groupingAndMapping\", \"v1\", \"gm\"; it is the text \"Reporting\"");
  CHECK(faults[0].hint == "did you mean `reporting`?");
  CHECK(faultsOf({{"rowFormat", "object"}}, "rowFormat").size() == 1);
  CHECK(faultsOf({{"rowFormat", 1}}, "rowFormat").size() == 1);
}

TEST_CASE("a parameter no call knows is told with the nearest name, all faults at once", "[session][params]") {
  const Diagnostics faults = faultsOf({{"limt", 2}, {"offset", -1}, {"zebra", 1}}, "limit offset");
  REQUIRE(faults.size() == 3);
  CHECK(faults[0].code == "option-unknown");
  CHECK(faults[0].hint == "did you mean `limit`?");
  CHECK(faults[1].code == "option-value");
  CHECK(faults[2].hint.empty());
  // What another call takes is unknown here.
  CHECK(faultsOf({{"rows", true}}, "api").at(0).code == "option-unknown");
}

TEST_CASE("what a call is about must be there", "[session][params]") {
  CHECK(faultsOf({{"mapping", ""}}, "mapping!").empty());
  CHECK(onlyMessage(Json::object(), "mapping!") == "`mapping` must be text; it is missing");
  CHECK(faultsOf(Json::object(), "mapping!")[0].code == "argument-invalid");
  CHECK(faultsOf({{"ecInstanceId", "38"}, {"property", "P"}}, "ecInstanceId! property!")[0].code == "option-value");
  CHECK(onlyMessage({{"ecsql", {{"$is", "a Promise"}}}}, "ecsql!") == "`ecsql` must be text; it is a Promise");
  CHECK(onlyMessage({{"bindings", {{"$is", "a Map"}}}}, "bindings") ==
        "`bindings` must be an array or an object of values; it is a Map");
  CHECK(faultsOf({{"bindings", {{"is", "a Map"}}}}, "bindings").empty());
  CHECK(faultsOf({{"fields", {{"top", 1}}}}, "fields!").empty());
  CHECK(onlyMessage({{"fields", {{"$is", "a Map"}}}}, "fields!") == "`fields` must be an object; it is a Map");
}

TEST_CASE("a long text is shown in part, cut between characters", "[session][params]") {
  std::string text(39, 'a');
  const std::string message = onlyMessage({{"verdicts", text + "éé"}}, "verdicts");
  CHECK(message == "`verdicts` must be true or false; it is the text \"" + text + "…\"");
}

TEST_CASE("a call with wrong parameters is refused, and not run", "[session][params]") {
  auto source = openFileSource(PREMAP_FIXTURES "/empty.bim");
  auto session = Session::open(std::move(*source));
  REQUIRE(session);
  auto codeOf = [&](const char* method, const Json& params) {
    const Json answer = Json::parse((*session)->call(method, params.dump()));
    return answer["ok"] ? std::string() : answer["diagnostics"][0]["code"].get<std::string>();
  };
  const char* query = "SELECT ECInstanceId FROM bis.Element";
  CHECK(codeOf("openQuery", {{"ecsql", query}, {"rowFormat", "names"}}).empty());
  CHECK(codeOf("openQuery", {{"ecsql", query}, {"rowFormat", "object"}}) == "option-value");
  CHECK(codeOf("openQuery", {{"ecsql", query}, {"limt", 1}}) == "option-unknown");
  CHECK(codeOf("openExtract", {{"mapping", "{}"}, {"format", "xml"}}) == "option-value");
  CHECK(codeOf("openExtract", {{"mapping", "{}"}}) == "option-value");
  CHECK(codeOf("explain", {{"mapping", "{}"}, {"ecInstanceId", 38}, {"property", "P"}}) == "option-value");
  CHECK(codeOf("info", {{"name", 1}}) == "option-unknown");
  CHECK(codeOf("validate", {{"mapping", "{}"}, {"rows", "no"}}) == "option-value");
  CHECK(codeOf("version", {{"api", "gm"}}) == "option-unknown");
}
