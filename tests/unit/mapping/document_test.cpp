// A JSON text as places: every value is found again in the text it came from.
#include "mapping/document.h"

#include "catch.h"

using namespace premap;

namespace {

JsonDocument parsed(std::string_view text) {
  JsonDocument document;
  CHECK_FALSE(parseDocument(text, document).has_value());
  return document;
}

std::string faultOf(std::string_view text) {
  JsonDocument document;
  std::optional<Diagnostic> fault = parseDocument(text, document);
  return fault ? fault->message : "none";
}

}  // namespace

TEST_CASE("every value knows its exact place", "[mapping]") {
  const std::string text =
      "\xEF\xBB\xBF {\"a\\n\" : [ -1.5e+3,true ,null,\"\\u00e9\\ud83d\\ude00\", {}, [] ] , \"b\":0}\n";
  const JsonDocument document = parsed(text);
  REQUIRE(document.nodes.size() == 9);
  auto raw = [&](NodeId id) { return std::string(document.raw(document[id].span)); };
  CHECK(raw(0).front() == '{');
  CHECK(raw(0).back() == '}');
  CHECK(document.key(1) == "a\n");
  CHECK(document.raw(document[1].keySpan) == "\"a\\n\"");
  CHECK(raw(1) == "[ -1.5e+3,true ,null,\"\\u00e9\\ud83d\\ude00\", {}, [] ]");
  CHECK(raw(2) == "-1.5e+3");
  CHECK(raw(3) == "true");
  CHECK(raw(4) == "null");
  CHECK(document.string(5) == "é\xF0\x9F\x98\x80");
  CHECK(raw(6) == "{}");
  CHECK(raw(7) == "[]");
  CHECK(raw(8) == "0");
  CHECK(document[1].nextSibling == 8);
  CHECK(document[2].nextSibling == 3);
  CHECK(document[7].nextSibling == kNoNode);
}

TEST_CASE("a string's escapes are decoded", "[mapping]") {
  const std::string quoted = R"("a\nb\u00e9c\ud83d\ude00d")";
  CHECK(decodeJsonString(quoted) ==
        "a\nbéc\xF0\x9F\x98\x80"
        "d");
}

TEST_CASE("a syntax fault says where, what was expected and what was found", "[mapping]") {
  CHECK(faultOf("{\n \"a\": 1,\n}") ==
        "the mapping is no JSON: line 3, column 1: expected a field name in double quotes, found `}`");
  CHECK(faultOf("[1 2]") == "the mapping is no JSON: line 1, column 4: expected `,` or `]` after the value, found `2`");
  CHECK(faultOf("{\"é\": tru}") == "the mapping is no JSON: line 1, column 7: expected a value, found `tru`");
  CHECK(faultOf("{\"a\"}") == "the mapping is no JSON: line 1, column 5: expected `:` after the field name, found `}`");
  CHECK(faultOf("{} {}") == "the mapping is no JSON: line 1, column 4: expected the end of the text, found `{`");
  CHECK(faultOf("[") ==
        "the mapping is no JSON: line 1, column 2: expected a value, or `]`, found the end of the text");
  CHECK(faultOf("[\"a") == "the mapping is no JSON: line 1, column 2: the string that begins here is never closed");
  CHECK(faultOf("[\"\xC3\"]") == "the mapping is no JSON: line 1, column 4: bytes that are no UTF-8 text");
  CHECK(faultOf("\xFF\xFE{\0}\0") == "the mapping is no JSON: line 1, column 1: the text is UTF-16");
  CHECK(faultOf(std::string_view("[\0]", 3)) ==
        "the mapping is no JSON: line 1, column 2: expected a value, or `]`, found a control character");
  CHECK(faultOf("[\"\\x\"]") == "the mapping is no JSON: line 1, column 4: an unknown escape sequence `\\x`");
  CHECK(faultOf("[\"\\u12\"]") == "the mapping is no JSON: line 1, column 7: an incomplete \\u escape");
  CHECK(faultOf("[-]").starts_with("the mapping is no JSON: line 1, column 2: expected a value, or `]`, found `-`"));
  CHECK(faultOf("[1e400]") == "the mapping is no JSON: line 1, column 2: a number too large for JSON");
  CHECK(faultOf("[\"" + std::string(100, 'x') + "\" 1]").size() < 120);
  CHECK(faultOf(" \r\n\t") == "the mapping is empty");
}

TEST_CASE("nesting of any depth takes no stack", "[mapping]") {
  constexpr size_t kDepth = 1'000'000;
  const std::string open(kDepth, '[');
  CHECK(parsed(open + std::string(kDepth, ']')).nodes.size() == kDepth);
  CHECK(faultOf(open).find("the end of the text") != std::string::npos);
}

TEST_CASE("a text with more values than any mapping has is refused", "[mapping]") {
  std::string text = "[0";
  for (size_t i = 0; i < 4'000'000; ++i) text += ",0";
  JsonDocument document;
  std::optional<Diagnostic> fault = parseDocument(text + "]", document);
  REQUIRE(fault);
  CHECK(fault->code == "mapping-too-large");
}
