// Repairs are edits of the text: what is not at fault stays byte for byte.
#include "premap/mapping/fix.h"

#include "catch.h"
#include "premap/mapping/validate.h"

using namespace premap;

namespace {

Diagnostic with(std::string patch, bool isSafe = true) {
  Diagnostic fault = error("x", "x");
  fault.patch = std::move(patch), fault.isPatchSafe = isSafe;
  return fault;
}

std::string fixed(std::string_view text, const Diagnostics& faults) {
  return fixText(text, faults).text;
}

const std::string kRemoveB = R"([{"op":"remove","path":"/b"}])";

}  // namespace

TEST_CASE("values are replaced, members and items removed with their comma, fields renamed", "[mapping][fix]") {
  CHECK(fixed(R"({ "a" : 1 , "b":2 })", {with(R"([{"op":"replace","path":"/a","value":"ä\n"}])")}) ==
        "{ \"a\" : \"ä\\n\" , \"b\":2 }");
  CHECK(fixed(R"({"a":1, "b":2, "c":3})", {with(kRemoveB)}) == R"({"a":1, "c":3})");
  CHECK(fixed(R"({"a":1, "b":2 })", {with(kRemoveB)}) == R"({"a":1 })");
  CHECK(fixed(R"({ "b":2 })", {with(kRemoveB)}) == "{  }");
  CHECK(fixed("[1,\n [2, 3]]", {with(R"([{"op":"remove","path":"/1/0"}])")}) == "[1,\n [3]]");
  CHECK(fixed(R"({"A":1})", {with(R"([{"op":"move","from":"/A","path":"/a"}])")}) == R"({"a":1})");
  CHECK(fixed(R"({"x/y":{"~":1}})", {with(R"([{"op":"replace","path":"/x~1y/~0","value":2}])")}) ==
        R"({"x/y":{"~":2}})");
}

TEST_CASE("of a repeated field the last is meant", "[mapping][fix]") {
  CHECK(fixed(R"({"b":1,"b":2})", {with(kRemoveB)}) == R"({"b":1})");
}

TEST_CASE("patches that touch the same text wait for their turn", "[mapping][fix]") {
  const std::string text = R"({"b":{"c":1}})";
  const FixResult result = fixText(text, {with(R"([{"op":"replace","path":"/b/c","value":2}])"), with(kRemoveB)});
  CHECK(result.text == R"({"b":{"c":2}})");
  CHECK(result.applied == std::vector<size_t>{0});
}

TEST_CASE("what is not safe, or does not fit, is left out as a whole", "[mapping][fix]") {
  const std::string text = R"({"a":1,"b":2})";
  CHECK(fixed(text, {with(kRemoveB, false)}) == text);
  for (const char* patch : {R"([{"op":"remove","path":"/c"}])", R"([{"op":"remove","path":""}])",
                            R"([{"op":"remove","path":"/b"},{"op":"remove","path":"/c"}])", R"([{"op":"copy"}])",
                            R"([{"op":"move","from":"/a","path":"/b"}])", R"([{"op":"replace","path":"/a"}])",
                            R"([{"op":"remove","path":"/a/0"}])", "[]", "nonsense"})
    CHECK(fixed(text, {with(patch)}) == text);
  CHECK(fixed("{", {with(kRemoveB)}) == "{");
}

TEST_CASE("every safe repair of a mapping leaves its fault behind", "[mapping][fix]") {
  const std::string text = R"({"mappingname": "M", "groups": [{"groupName": "G",
    "query": "SELECT b.ECInstanceId FROM a.B b -- all",
    "properties": [{"propertyName": "P", "dataType": "STRING", "ecProperties": [
      {"ecSchemaName": " S", "ecClassName": "C", "ecPropertyName": "A->B"},
      {"ecSchemaName": "S", "ecClassName": "C", "ecPropertyName": "A.B"}]},
      {"propertyName": "Q", "dataType": "Double", "ecProperties": [], "formula": "1"}]}]})";
  std::string now = text;
  for (int round = 0; round < 8; ++round) now = fixText(now, validateContract(readMapping(now), std::nullopt)).text;
  CHECK(validateContract(readMapping(now), std::nullopt).empty());
  CHECK(now.find("SELECT b.ECInstanceId, b.ECClassId FROM a.B b\"") != std::string::npos);
}
