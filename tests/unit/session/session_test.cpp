// The facade: envelopes, dispatch, cursors. What queries answer is tested against recorded answers in tests/golden.
#include "premap/session/session.h"

#include <nlohmann/json.hpp>

#include "catch.h"
#include "premap/preview/batch.h"
#include "premap/session/envelope.h"
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

Json call(Session& session, const char* method, const Json& params = Json::object()) {
  return Json::parse(session.call(method, params.dump()));
}

uint32_t flagsOf(const std::vector<uint8_t>& batch) {
  return batch[4];
}
uint32_t rowsOf(const std::vector<uint8_t>& batch) {
  return static_cast<uint32_t>(batch[8] | batch[9] << 8);
}

}  // namespace

TEST_CASE("diagnostics get line and column from the text", "[session]") {
  const std::string text = "SELECT Bâtiment😀,\n  Nope";
  const uint32_t begin = static_cast<uint32_t>(text.find("Nope"));
  auto place = [&](uint32_t at) {
    Diagnostics diagnostics{error("x", "y").withSpan({at, at + 4})};
    return Json::parse(failEnvelope(diagnostics, text))["diagnostics"][0]["span"];
  };
  CHECK(place(begin) ==
        Json({{"begin", begin}, {"end", begin + 4}, {"line", 2}, {"column", 3}, {"from", 21}, {"to", 25}}));
  const uint32_t comma = static_cast<uint32_t>(text.find(','));
  CHECK(place(comma)["column"] == 18);  // â is one UTF-16 unit, the emoji two
  CHECK(place(100000)["line"] == 2);
}

TEST_CASE("calls that are no calls", "[session]") {
  auto session = openSession("empty.bim");
  CHECK(call(*session, "nope")["diagnostics"][0]["code"] == "call-unknown");
  CHECK(Json::parse(session->call("info", "[1"))["diagnostics"][0]["code"] == "call-invalid");
  CHECK(Json::parse(session->call("info", ""))["ok"] == true);
  CHECK(Json::parse(callFreely("info", "{}"))["diagnostics"][0]["code"] == "call-unknown");
  CHECK(Json::parse(callFreely("version", "{}"))["value"]["sqliteVersion"].is_string());
}

TEST_CASE("a cursor is read, paused by its budget and closed", "[session]") {
  auto session = openSession("building.bim");
  const Json opened = call(*session, "openQuery", {{"ecsql", "SELECT ECInstanceId FROM bt.Beam"}});
  REQUIRE(opened["ok"] == true);
  CHECK(opened["value"]["columns"][0]["jsonName"] == "id");
  const int cursor = opened["value"]["cursor"];
  const auto first = session->next(cursor, {.maxRows = 10});
  CHECK(rowsOf(first) == 10);
  CHECK(flagsOf(first) == BatchFlag::None);
  const auto hurried = session->next(cursor, {.milliseconds = 0});
  CHECK(flagsOf(hurried) == BatchFlag::Paused);
  uint32_t rows = 10 + rowsOf(hurried);
  for (uint32_t flags = 0; !(flags & BatchFlag::Last);) {
    const auto batch = session->next(cursor, {});
    flags = flagsOf(batch), rows += rowsOf(batch);
  }
  CHECK(rows == 80);
  CHECK(rowsOf(session->next(cursor, {})) == 0);  // asking again is harmless
  CHECK(call(*session, "closeCursor", {{"cursor", cursor}})["ok"] == true);
  CHECK(call(*session, "closeCursor", {{"cursor", cursor}})["ok"] == true);
  CHECK((flagsOf(session->next(cursor, {})) & BatchFlag::Failed) != 0);
}

TEST_CASE("a step that takes long can be stopped", "[session]") {
  auto session = openSession("building.bim");
  bool stop = false;
  session->setStop([&] { return stop; });
  const Json opened =
      call(*session, "openQuery",
           {{"ecsql", "SELECT COUNT(*) FROM bis.Element a, bis.Element b, bis.Element c, bis.Element d"}});
  REQUIRE(opened["ok"] == true);
  stop = true;
  const auto batch = session->next(opened["value"]["cursor"], {});
  CHECK((flagsOf(batch) & BatchFlag::Failed) != 0);
  CHECK(std::string(batch.begin() + 16, batch.end()).find("\"cancelled\"") != std::string::npos);
  stop = false;
  CHECK(call(*session, "openQuery", {{"ecsql", "SELECT ECInstanceId FROM bt.Beam"}})["ok"] == true);
}

TEST_CASE("bindings that do not fit are refused, all at once", "[session]") {
  auto session = openSession("building.bim");
  const Json answer = call(*session, "openQuery",
                           {{"ecsql", "SELECT Mark FROM bt.Beam WHERE ECInstanceId = ? AND LastMod > ?"},
                            {"bindings", {"beam", "yesterday", 3}}});
  REQUIRE(answer["ok"] == false);
  std::vector<std::string> codes;
  for (const Json& diagnostic : answer["diagnostics"]) codes.push_back(diagnostic["code"]);
  CHECK(codes == std::vector<std::string>{"binding-invalid", "binding-invalid", "binding-unknown"});
}

TEST_CASE("class ids are names in JS rows, computed ones never", "[session]") {
  auto session = openSession("building.bim");
  // Kinds of the two columns: 3 is an id, 4 text.
  auto kinds = [&](const char* rowFormat, bool convert) {
    const Json opened = call(*session, "openQuery",
                             {{"ecsql", "SELECT ECClassId, ECClassId AS k FROM bt.Beam LIMIT 1"},
                              {"rowFormat", rowFormat},
                              {"convertClassIdsToClassNames", convert}});
    REQUIRE(opened["ok"] == true);
    const auto batch = session->next(opened["value"]["cursor"], {});
    const size_t second = 16 + 8 + (batch[20] | static_cast<size_t>(batch[21]) << 8);
    return std::pair(static_cast<int>(batch[16]), static_cast<int>(batch[second]));
  };
  CHECK(kinds("indexes", false) == std::pair(3, 3));
  CHECK(kinds("indexes", true) == std::pair(4, 4));
  CHECK(kinds("jsNames", false) == std::pair(4, 3));
  CHECK(kinds("jsNames", true) == std::pair(4, 3));
}

TEST_CASE("a mapping beside the parameters is the one that counts", "[session]") {
  auto codes = [](const std::string& params, std::optional<std::string> mapping) {
    std::vector<std::string> found;
    const Json answer = Json::parse(callFreely("validate", params, std::move(mapping)));
    for (const Json& fault : answer["ok"] ? answer["value"]["diagnostics"] : answer["diagnostics"])
      found.push_back(fault["code"]);
    return found;
  };
  const std::string faulty = R"({"mappingName":"M","groups":[],"x":1})";
  CHECK(codes("{}", faulty) == codes(Json({{"mapping", faulty}}).dump(), std::nullopt));
  CHECK(codes(R"({"mapping":"{}"})", faulty) == codes("{}", faulty));
  CHECK(codes("{}", "") == codes(R"({"mapping":""})", std::nullopt));
  CHECK(codes("{}", std::nullopt) == std::vector<std::string>{"argument-invalid"});
  CHECK(codes("[]", faulty) == std::vector<std::string>{"call-invalid"});
}
