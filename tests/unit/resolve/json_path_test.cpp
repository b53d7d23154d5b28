// Rules R12c, R12d, R15 and decision A22: the JSON remainder of a path.
#include "premap/resolve/json_path.h"

#include <cmath>
#include <random>

#include "catch.h"
#include "resolve/json_slot.h"

using namespace premap::resolve;

namespace {

struct Walk {
  JsonWalker walker;
  std::string scratch;
  ResolveOptions options;
  JsonValue operator()(const char* text, std::vector<std::string> path) {
    return walker.walk(text, path, options, scratch);
  }
};

}  // namespace

TEST_CASE("E17: members are found whatever their case", "[resolve][json]") {
  Walk walk;
  JsonValue value = walk(R"({"A":{"b":1}})", {"a", "b"});
  CHECK(value.reason == Reason::None);
  CHECK(value.kind == FlatJson::Kind::Integer);
  CHECK(value.integer == 1);
}

TEST_CASE("E18: two members that differ only in case ask for the exact spelling", "[resolve][json]") {
  Walk walk;
  const char* text = R"({"a":1,"A":2,"bc":{"D":3}})";
  CHECK(walk(text, {"a"}).integer == 1);
  CHECK(walk(text, {"A"}).integer == 2);
  CHECK(walk(R"({"ab":1,"AB":2})", {"Ab"}).reason == Reason::JsonCaseAmbiguous);
  // R15: the rule is the object's, so a third member needs its exact case too; each level is judged by itself.
  CHECK(walk(text, {"BC"}).reason == Reason::JsonCaseAmbiguous);
  CHECK(walk(text, {"bc", "d"}).integer == 3);
}

TEST_CASE("A member written twice is one member: the last value counts", "[resolve][json]") {
  Walk walk;
  CHECK(walk(R"({"k":1,"k":2})", {"k"}).integer == 2);
  CHECK(walk(R"({"k":1,"k":2})", {"K"}).integer == 2);
}

TEST_CASE("What one member holds does not keep the others from being read", "[resolve][json]") {
  Walk walk;
  for (const char* text : {R"({"a":1,"b":"\ud83d"})", R"({"b":"\ude00\ud83d","a":1})", R"({"a":1,"\ud83d":2})",
                           R"({"a":1,"b":1e400})", R"({"b":[-1e999],"a":1})", R"({"a":1,"b":"\ud83dx"})",
                           "{\"b\":\"\xff\",\"a\":1}", "\xEF\xBB\xBF{\"a\":1}", " {\t\"a\" : 1\r\n} "})
    CHECK(walk(text, {"a"}).integer == 1);
  CHECK(walk(R"({"b":"x\ud83dy"})", {"b"}).text == "x\xEF\xBF\xBDy");
  CHECK(walk(R"({"b":"\ud83d\ude00\u00e9\n\/"})", {"b"}).text == "\xF0\x9F\x98\x80\xC3\xA9\n/");
  CHECK(walk(R"({"b":"\ud83d\u0041"})", {"b"}).text ==
        "\xEF\xBF\xBD"
        "A");
  CHECK(std::isinf(walk(R"({"b":1e400})", {"b"}).real));
  CHECK(walk(R"({"b":1e-400})", {"b"}).real == 0);
  CHECK(walk(R"({"b":12345678901234567890})", {"b"}).kind == FlatJson::Kind::Double);
  const std::string deep = R"({"b":)" + std::string(100000, '[') + std::string(100000, ']') + R"(,"a":1})";
  CHECK(walk(deep.c_str(), {"a"}).integer == 1);
}

TEST_CASE("JSON that its standard does not know is none", "[resolve][json]") {
  Walk walk;
  for (const char* text : {"{'a':1}",       "{a:1}",           R"({"a":1,})",       R"({"a":01})",  R"({"a":1.})",
                           R"({"a":.5})",   R"({"a":+1})",     R"({"a":1e})",       R"({"a":NaN})", "{\"a\":\"tab\t\"}",
                           R"({"a":"\x"})", R"({"a":"\u12"})", R"({"a":"\u-123"})", R"({"a" 1})",   R"({"a":1 "b":2})",
                           R"({"a":[1,]})", R"({"a":[1 2]})",  R"({"a":[}])",       R"({"a":tru})", R"({"a":1}})",
                           R"({"a":"x)",    R"({"a":)",        R"({"a":1)",         "{,}",          "\xEF\xBB\xBF"})
    CHECK(walk(text, {"a"}).reason == Reason::JsonInvalid);
}

TEST_CASE("E19: malformed JSON, and JSON that is no object, has no members", "[resolve][json]") {
  Walk walk;
  for (const char* text : {"{oops", "", "123", "[1,2]", "\"text\"", "null", "{} x", "{\"a\":1,}"})
    CHECK(walk(text, {"a"}).reason == Reason::JsonInvalid);
}

TEST_CASE("E20: a null member is null, at the leaf and on the way", "[resolve][json]") {
  Walk walk;
  CHECK(walk(R"({"a":null})", {"a"}).reason == Reason::ValueNull);
  CHECK(walk(R"({"a":null})", {"a", "b"}).reason == Reason::ValueNull);
  CHECK(walk(R"({"a":{}})", {"a", "b"}).reason == Reason::JsonMemberMissing);
}

TEST_CASE("E21: a member whose name holds a dot is not reachable", "[resolve][json]") {
  Walk walk;
  CHECK(walk(R"({"a.b":1})", {"a", "b"}).reason == Reason::JsonMemberMissing);
}

TEST_CASE("R12d: arrays and scalars have no members", "[resolve][json]") {
  Walk walk;
  for (const char* text : {R"({"a":[{"b":1}]})", R"({"a":1})", R"({"a":true})"})
    CHECK(walk(text, {"a", "b"}).reason == Reason::PathIntoScalar);
}

TEST_CASE("A22: numbers keep the type of their spelling", "[resolve][json]") {
  Walk walk;
  using Kind = FlatJson::Kind;
  CHECK(walk(R"({"n":7})", {"n"}).kind == Kind::Integer);
  CHECK(walk(R"({"n":7.0})", {"n"}).kind == Kind::Double);
  CHECK(walk(R"({"n":7e0})", {"n"}).kind == Kind::Double);
  CHECK(walk(R"({"n":9223372036854775807})", {"n"}).integer == INT64_MAX);
  CHECK(walk(R"({"n":-9223372036854775808})", {"n"}).integer == INT64_MIN);
  CHECK(walk(R"({"n":9223372036854775808})", {"n"}).kind == Kind::Double);
  walk.options.jsonIntegers = false;
  CHECK(walk(R"({"n":7})", {"n"}).kind == Kind::Double);
}

TEST_CASE("A22: a JSON string is parsed again only while segments are left", "[resolve][json]") {
  Walk walk;
  const char* text = R"({"s":"{\"inner\":{\"n\":5}}","t":"{oops"})";
  CHECK(walk(text, {"s"}).text == R"({"inner":{"n":5}})");
  CHECK(walk(text, {"s", "inner", "n"}).integer == 5);
  CHECK(walk(text, {"t", "x"}).reason == Reason::JsonInvalid);
  walk.options.reparseJsonStrings = false;
  CHECK(walk(text, {"s", "inner"}).reason == Reason::PathIntoScalar);
}

TEST_CASE("R14: a container at the leaf is its compact JSON", "[resolve][json]") {
  Walk walk;
  JsonValue value = walk(R"({"a": {"x": [1, 2.50, {"k": "v\n"}, [], {}], "y": null, "y": true}, "b": 1})", {"a"});
  CHECK(value.text == R"({"x":[1,2.5,{"k":"v\n"},[],{}],"y":null,"y":true})");
}

TEST_CASE("A35: members fold beyond ASCII, and only there with the switch on", "[resolve][json]") {
  Walk walk;
  CHECK(walk(R"({"Ünï":"ü"})", {"üNÏ"}).text == "ü");
  CHECK(walk(R"({"Длина":1})", {"ДЛИНА"}).integer == 1);
  walk.options.foldUnicode = false;
  CHECK(walk(R"({"Ünï":"ü"})", {"üNÏ"}).reason == Reason::JsonMemberMissing);
}

TEST_CASE("Deeply nested JSON needs no stack", "[resolve][json]") {
  Walk walk;
  std::string text = "{\"a\":" + std::string(200000, '[') + std::string(200000, ']') + "}";
  CHECK(walk(text.c_str(), {"a"}).text.size() == 400000);
}

TEST_CASE("A walk remembers nothing of the one before", "[resolve][json]") {
  JsonWalker walker;
  std::string text = R"({"a":1,"b":"{\"c\":2}"})", scratch;
  std::vector<std::string> a{"a"}, c{"b", "c"};
  CHECK(walker.walk(text, a, {}, scratch).integer == 1);
  CHECK(walker.walk(text, c, {}, scratch).integer == 2);
  text.replace(5, 1, "9");
  CHECK(walker.walk(text, a, {}, scratch).integer == 9);
}

namespace {

// JSON, nearly: members, names that differ in case only, escapes, and now and then something that is none.
struct RandomJson {
  std::mt19937& random;
  std::string text;
  uint32_t below(uint32_t count) { return std::uniform_int_distribution<uint32_t>(0, count - 1)(random); }
  template <size_t N>
  void oneOf(const char* const (&texts)[N]) {
    text += texts[below(N)];
  }
  void space() {
    if (below(8) == 0) oneOf({" ", "\n", "\t ", "\r\n"});
    if (below(300) == 0) text += '\v';
  }
  void value(int depth) {
    space();
    const uint32_t kind = below(depth > 3 ? 6 : 10);
    if (kind >= 7) return object(depth + 1);
    if (kind == 6) return array(depth + 1);
    if (below(50) == 0)
      oneOf({"01", "1.", "-", "nul", R"("\ux")", R"("\q")", "\"\x01\"", R"("open)", "tru", "1e", ".5", "+1", "'a'"});
    else
      oneOf({"1", "-0", "2.5", "1e3", "1E-2", "9007199254740993", "123456789012345678901", "true", "false", "null",
             R"("")", R"("x")", R"("a longer text than eight bytes")", R"("é")", R"("a\"b\\")", R"("\u00e9\n")",
             R"("\ud83d\ude00")", R"("{\"a\":1}")"});
    space();
  }
  void array(int depth) {
    text += '[';
    for (uint32_t i = 0, count = below(3); i < count; ++i) {
      if (i > 0) text += ',';
      value(depth);
    }
    text += ']';
  }
  void object(int depth) {
    text += '{';
    for (uint32_t i = 0, count = below(5); i < count; ++i) {
      if (i > 0 && below(60) != 0) text += ',';
      space();
      oneOf({R"("a")", R"("b")", R"("A")", R"("ab")", R"("aB")", R"("é")", R"("É")", R"("\u0061")", R"("other")", "a"});
      space();
      if (below(60) != 0) text += ':';
      value(depth);
    }
    text += '}';
  }
};

}  // namespace

TEST_CASE("One pass over a text finds what a walk over its document finds", "[resolve][json]") {
  std::mt19937 random(20);
  const std::vector<std::vector<std::string>> paths = {{"a"}, {"b"},  {"a", "b"}, {"a", "a", "ab"},
                                                       {"é"}, {"ab"}, {"A"}};
  size_t told = 0, found = 0;
  for (int i = 0; i < 60'000; ++i) {
    RandomJson json{random, {}};
    if (json.below(20) == 0) json.text = "\xEF\xBB\xBF";
    if (json.below(30) == 0) json.value(0);
    else json.object(0);
    ResolveOptions options;
    options.foldUnicode = json.below(2) == 0, options.reparseJsonStrings = json.below(2) == 0;
    options.jsonIntegers = json.below(4) != 0;
    JsonSlot slot(options);
    slot.begin();
    JsonWalker walker;
    for (const std::vector<std::string>& path : paths) {
      std::string scratch, walkScratch;
      JsonValue fast;
      if (!slot.read(0, json.text, slot.want(path), fast, scratch)) continue;
      ++told;
      const JsonValue slow = walker.walk(json.text, path, options, walkScratch);
      CAPTURE(json.text, path);
      REQUIRE(fast.reason == slow.reason);
      if (fast.reason != Reason::None) continue;
      ++found;
      REQUIRE(fast.kind == slow.kind);
      REQUIRE(fast.text == slow.text);
      if (fast.kind == FlatJson::Kind::Boolean || fast.kind == FlatJson::Kind::Integer)
        REQUIRE(fast.integer == slow.integer);
      if (fast.kind == FlatJson::Kind::Double) REQUIRE(fast.real == slow.real);
    }
  }
  CHECK(told > 200'000);
  CHECK(found > 10'000);
}
