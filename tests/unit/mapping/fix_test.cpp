// Repairs are edits of the text: what is not at fault stays byte for byte.
#include "premap/mapping/fix.h"

#include <random>

#include "catch.h"
#include "premap/check/contract.h"
#include "premap/mapping/patch.h"

using namespace premap;

namespace {

Diagnostic with(std::string patch, bool isSafe = true) {
  Diagnostic fault = error("x", "x");
  fault.patch = std::move(patch), fault.isPatchSafe = isSafe;
  return fault;
}

std::string fixed(std::string_view text, const Diagnostics& faults) {
  return applyEdits(text, fixText(text, faults).edits);
}

const std::string kRemoveB = R"([{"op":"remove","path":"/b"}])";

}  // namespace

TEST_CASE("values are replaced, members and items removed with their comma, fields renamed", "[mapping][fix]") {
  CHECK(fixed(R"({ "a" : 1 , "b":2 })", {with(R"([{"op":"replace","path":"/a","value":"ä\n"}])")}) ==
        "{ \"a\" : \"ä\\n\" , \"b\":2 }");
  CHECK(fixed(R"({"a":1, "b":2, "c":3})", {with(kRemoveB)}) == R"({"a":1, "c":3})");
  CHECK(fixed(R"({"a":1, "b":2 })", {with(kRemoveB)}) == R"({"a":1 })");
  CHECK(fixed(R"({ "b":2 })", {with(kRemoveB)}) == "{}");
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
  CHECK(applyEdits(text, result.edits) == R"({"b":{"c":2}})");
  CHECK(result.applied == std::vector<size_t>{0});
}

TEST_CASE("operations of one patch that touch the same text do not fit", "[mapping][fix]") {
  const std::string text = R"({"b":{"c":1}})";
  CHECK(fixed(text, {with(R"([{"op":"remove","path":"/b"},{"op":"replace","path":"/b/c","value":2}])")}) == text);
}

TEST_CASE("items and members of long lists and objects are found as those of short ones", "[mapping][fix]") {
  std::string text = "{", expected = "{";
  Diagnostics faults;
  for (int i = 0; i < 3000; ++i) {
    const std::string name = "m" + std::to_string(i), comma = i ? "," : "";
    text += comma + '"' + name + "\":1";
    expected += comma + '"' + name + "\":" + (i % 2 ? "2" : "1");
    if (i % 2) faults.push_back(with(R"([{"op":"replace","path":"/)" + name + R"(","value":2}])"));
  }
  text += ",\"m1\":1,\"list\":[", expected += ",\"m1\":2,\"list\":[";
  expected.replace(expected.find("\"m1\":2"), 6, "\"m1\":1");  // of a repeated name the last is meant
  for (int i = 0; i < 3000; ++i) {
    const std::string comma = i ? "," : "";
    text += comma + "1", expected += comma + (i % 3 ? "1" : "3");
    if (i % 3 == 0)
      faults.push_back(with(R"([{"op":"replace","path":"/list/)" + std::to_string(i) + R"(","value":3}])"));
  }
  faults.push_back(with(R"([{"op":"remove","path":"/list/3000"}])"));
  CHECK(fixed(text + "]}", faults) == expected + "]}");
}

TEST_CASE("edits behind edits are one list of edits", "[mapping][fix]") {
  std::mt19937 random(7);
  auto number = [&](size_t below) { return static_cast<uint32_t>(random() % below); };
  auto editsOf = [&](size_t size) {
    TextEdits edits;
    for (uint32_t at = number(4); at <= size; at += 1 + number(6)) {
      const uint32_t end = std::min(at + number(4), static_cast<uint32_t>(size));
      edits.push_back({{at, end}, std::string(number(3), static_cast<char>('A' + number(26)))});
      at = end;
    }
    return edits;
  };
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (uint32_t size = number(30); text.size() < size;) text += static_cast<char>('a' + number(26));
    const TextEdits first = editsOf(text.size());
    const std::string between = applyEdits(text, first);
    const TextEdits second = editsOf(between.size()), both = joinEdits(first, second);
    REQUIRE(applyEdits(text, both) == applyEdits(between, second));
    for (size_t i = 1; i < both.size(); ++i) REQUIRE(both[i].span.begin > both[i - 1].span.end);
  }
}

TEST_CASE("what is not safe, or does not fit, is left out as a whole", "[mapping][fix]") {
  const std::string text = R"({"a":1,"b":2})";
  CHECK(fixed(text, {with(kRemoveB, false)}) == text);
  for (const char* patch :
       {R"([{"op":"remove","path":"/c"}])", R"([{"op":"remove","path":""}])",
        R"([{"op":"remove","path":"/b"},{"op":"remove","path":"/c"}])", R"([{"op":"copy"}])",
        R"([{"op":"copy","path":"/c"}])", R"([{"op":"move","from":"/a","path":"/b"}])",
        R"([{"op":"replace","path":"/a"}])", R"([{"op":"remove","path":"/a/0"}])", "[]", "nonsense"})
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
  for (int round = 0; round < 8; ++round) now = fixed(now, validateContract(readMapping(now), std::nullopt));
  CHECK(validateContract(readMapping(now), std::nullopt).empty());
  CHECK(now.find("SELECT b.ECInstanceId, b.ECClassId FROM a.B b\"") != std::string::npos);
}
