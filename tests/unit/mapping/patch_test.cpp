// Patches are edits: what they do is RFC 6902's, how it is written is the text's own way.
#include "premap/mapping/patch.h"

#include <nlohmann/json.hpp>
#include <random>

#include "catch.h"

using namespace premap;
using Json = nlohmann::json;

namespace {

std::string patched(std::string_view text, const std::string& patch) {
  const Result<TextEdits> edits = editsOfPatch(text, patch);
  return edits ? applyEdits(text, *edits) : edits.diagnostics()[0].code + ": " + edits.diagnostics()[0].message;
}

std::string step(const char* op, const std::string& path, const Json& value = nullptr) {
  return Json::array({{{"op", op}, {"path", path}, {"value", value}}}).dump();
}

std::string moved(const std::string& from, const std::string& to) {
  return Json::array({{{"op", "move"}, {"from", from}, {"path", to}}}).dump();
}

const std::string kLines = "{\n\t\"groups\": [\n\t\t{\"a\": 1},\n\t\t{\"b\":  2}\n\t],\n\t\"c\": {}\n}\n";

}  // namespace

TEST_CASE("what is added is laid out as its neighbours are", "[mapping][patch]") {
  CHECK(patched(kLines, step("add", "/groups/-", {{"x", {1, 2}}})) ==
        "{\n\t\"groups\": [\n\t\t{\"a\": 1},\n\t\t{\"b\":  2},\n\t\t{\n\t\t\t\"x\": "
        "[\n\t\t\t\t1,\n\t\t\t\t2\n\t\t\t]\n\t\t}\n\t],"
        "\n\t\"c\": {}\n}\n");
  CHECK(patched(kLines, step("add", "/groups/0/z", {true})) ==
        "{\n\t\"groups\": [\n\t\t{\"a\": 1, \"z\": [true]},\n\t\t{\"b\":  2}\n\t],\n\t\"c\": {}\n}\n");
  CHECK(patched(kLines, step("add", "/c/d", "x")) ==
        "{\n\t\"groups\": [\n\t\t{\"a\": 1},\n\t\t{\"b\":  2}\n\t],\n\t\"c\": {\n\t\t\"d\": \"x\"\n\t}\n}\n");
  CHECK(patched(R"({"a":[1,2]})", step("add", "/a/1", {{"b", 3}})) == R"({"a":[1,{"b":3},2]})");
  CHECK(patched("{\r\n  \"a\": 1\r\n}", step("add", "/b", 2)) == "{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}");
  CHECK(patched("{}", step("add", "/list/-", 1)) == "{\n  \"list\": [\n    1\n  ]\n}");
}

TEST_CASE("items change places and keep their spelling", "[mapping][patch]") {
  CHECK(patched("[ {\"a\":1} ,\n  2.50,  \"x\" ]", moved("/2", "/0")) == "[ \"x\" ,\n  {\"a\":1},  2.50 ]");
  CHECK(patched("[1, 2, 3]", moved("/0", "/2")) == "[2, 3, 1]");
  CHECK(patched("[1, 2, 3]", moved("/1", "/1")) == "[1, 2, 3]");
  CHECK(patched(R"({"a": [1, 2], "b": []})", moved("/a/0", "/b/-")) == R"({"a": [2], "b": [1]})");
}

TEST_CASE("each step counts in what the one before has left", "[mapping][patch]") {
  const std::string patch =
      R"([{"op":"add","path":"/a/-","value":3},{"op":"remove","path":"/a/0"},{"op":"replace","path":"/a/1","value":4}])";
  CHECK(patched(R"({"a": [1, 2]})", patch) == R"({"a": [2, 4]})");
  CHECK(patched(R"({"a": 1})", R"([{"op":"test","path":"/a","value":1},{"op":"copy","from":"/a","path":"/b"}])") ==
        R"({"a": 1, "b": 1})");
}

TEST_CASE("a patch that does not fit is refused as a whole", "[mapping][patch]") {
  for (const char* patch :
       {"{}", "nonsense", "[1]", R"([{"op":"remove","path":"/b"}])", R"([{"op":"add","path":"/a/9","value":1}])",
        R"([{"op":"add","path":"/a/0"}])", R"([{"op":"test","path":"/a/0","value":2}])",
        R"([{"op":"swap","path":"/a/0"}])", R"([{"op":"move","from":"/x","path":"/y"}])"}) {
    INFO(patch);
    CHECK(patched(R"({"a": [1]})", patch).starts_with("patch-invalid: "));
  }
  CHECK(patched(R"({"a": )", step("add", "/b", 1)).starts_with("json-invalid"));
}

namespace {

class Maker {
 public:
  explicit Maker(uint32_t seed) : random_(seed) {}

  size_t below(size_t end) { return std::uniform_int_distribution<size_t>(0, end - 1)(random_); }

  Json value(int depth) {
    const size_t kind = below(depth > 0 ? 6 : 4);
    if (kind == 0) return nullptr;
    if (kind == 1) return below(100);
    if (kind == 2) return "t\"/~" + std::to_string(below(10));
    if (kind == 3) return below(2) == 1;
    Json out = kind == 4 ? Json::object() : Json::array();
    for (size_t i = below(4); i > 0; --i) {
      if (kind == 4) out["k/~" + std::to_string(below(6))] = value(depth - 1);
      else out.push_back(value(depth - 1));
    }
    return out;
  }

  /// A place that is there.
  std::string somewhere(const Json& json) {
    Json::json_pointer pointer;
    const Json* at = &json;
    while (at->is_structured() && !at->empty() && below(3) > 0) {
      const size_t index = below(at->size());
      if (at->is_array()) pointer /= index;
      else pointer /= std::next(at->begin(), static_cast<std::ptrdiff_t>(index)).key();
      at = &json[pointer];
    }
    return pointer.to_string();
  }

  Json oneStep(const Json& json) {
    const std::string path = somewhere(json);
    const Json& there = json[Json::json_pointer(path)];
    const size_t kind = below(4);
    if (kind == 0 && !path.empty()) return {{"op", "remove"}, {"path", path}};
    if (kind == 1) return {{"op", "replace"}, {"path", path}, {"value", value(2)}};
    if (kind == 2) return {{"op", "copy"}, {"from", somewhere(json)}, {"path", path}};
    if (there.is_object()) return {{"op", "add"}, {"path", path + "/new"}, {"value", value(2)}};
    if (there.is_array())
      return {{"op", "add"},
              {"path", path + (below(2) ? "/-" : "/" + std::to_string(below(there.size() + 1)))},
              {"value", value(2)}};
    return {{"op", "add"}, {"path", path}, {"value", value(2)}};
  }

 private:
  std::mt19937 random_;
};

}  // namespace

TEST_CASE("any patch gives the value that RFC 6902 gives", "[mapping][patch]") {
  for (uint32_t seed = 0; seed < 3000; ++seed) {
    Maker make(seed);
    Json json = {{"a", make.value(3)}, {"b", make.value(3)}};
    const std::string text = json.dump(static_cast<int>(seed % 4) - 1);
    Json patch = Json::array();
    Json expected = json;
    for (size_t i = 1 + make.below(3); i > 0; --i) {
      const Json step = make.oneStep(expected);
      expected = expected.patch(Json::array({step}));
      patch.push_back(step);
    }
    const std::string result = patched(text, patch.dump());
    INFO(seed << "\n" << text << "\n" << patch << "\n" << result);
    REQUIRE(Json::parse(result, nullptr, false) == expected);
  }
}
