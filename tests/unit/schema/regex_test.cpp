// Patterns against what the native engine's functions answered.
#include "schema/regex/regex.h"

#include <chrono>

#include "catch.h"

using namespace premap;

namespace {

// "no" without a match, else the match and the groups, joined by bars.
std::string found(std::string_view pattern, std::string_view text) {
  auto regex = Regex::compile(pattern);
  if (!regex) return regex.diagnostics().front().message;
  std::vector<std::string_view> groups;
  if (!regex->search(text, &groups)) {
    CHECK_FALSE(regex->search(text));
    return "no";
  }
  CHECK(regex->search(text));
  std::string out;
  for (size_t i = 0; i < groups.size(); ++i) out += (i ? "|" : "") + std::string(groups[i]);
  return out;
}

}  // namespace

// The expected values are the native functions' own.
TEST_CASE("patterns match anywhere, case matters", "[regex]") {
  CHECK(found("a.c", "xabcx") == "abc");
  CHECK(found("a", "A") == "no");
  CHECK(found("", "abc") == "");
  CHECK(found("^$", "") == "");
  CHECK(found("a|", "b") == "");
  CHECK(found("^a.$", "a\xC3\xA9") == "a\xC3\xA9");
}

TEST_CASE("the leftmost match wins, then the first alternative", "[regex]") {
  CHECK(found("(?:x|xa)(y?)", "xay") == "x|");
  CHECK(found("(a|ab)(b?)", "ab") == "ab|a|b");
  CHECK(found("(a)|(b)", "ab") == "a|a|");
  CHECK(found("(?:(a)|(b))*", "aba") == "aba|a|b");
  CHECK(found("(a*)(b*)", "aab") == "aab|aa|b");
}

TEST_CASE("operators repeat, greedy or not", "[regex]") {
  CHECK(found("a+?", "aaa") == "a");
  CHECK(found("a{2}", "aaa") == "aa");
  CHECK(found("a{1,2}?", "aaa") == "a");
  CHECK(found(".*X", "aXbX") == "aXbX");
  CHECK(found(".*?X", "aXbX") == "aX");
  CHECK(found("(?U)o+", "foobar") == "o");
  CHECK(found("(?U)o+?", "foobar") == "oo");
  CHECK(found("(a{2}){1,2}", "aaaa") == "aaaa|aa");
  CHECK(found("a{0}", "b") == "");
  CHECK(found("a{2,}", "aaa") == "aaa");
  CHECK(found("a{,2}", "a{,2}") == "a{,2}");
  CHECK(found("x{2", "x{2") == "x{2");
  CHECK(found("^*", "b") == "");
}

TEST_CASE("loops over nothing end and keep their groups", "[regex]") {
  CHECK(found("(a*)+", "ab") == "a|a");
  CHECK(found("(a*)*", "b") == "|");
  CHECK(found("(a|b*)*", "b") == "b|b");
  CHECK(found("(a*)+$", "aaab") == "|");
}

TEST_CASE("places", "[regex]") {
  CHECK(found("a$", "a\n") == "no");
  CHECK(found("(?m)^b$", "a\nb") == "b");
  CHECK(found("a.b", "a\nb") == "no");
  CHECK(found("(?s)a.b", "a\nb") == "a\nb");
  CHECK(found("\\bab\\b", "x ab y") == "ab");
  CHECK(found("\\Bb", "ab") == "b");
  CHECK(found("\\Aab\\z", "ab") == "ab");
  CHECK(found("^b", "ab") == "no");
}

TEST_CASE("classes and escapes", "[regex]") {
  CHECK(found("[]a]", "a") == "a");
  CHECK(found("[a-]", "-") == "-");
  CHECK(found("[\\d-z]", "5") == "5");
  CHECK(found("[^a]", "\n") == "\n");
  CHECK(found("[[:alpha:]]+", "1xy2") == "xy");
  CHECK(found("[^[:^alpha:]]", "x") == "x");
  CHECK(found("\\s", "\v") == "no");
  CHECK(found("\\w", "\xC3\xA9") == "no");
  CHECK(found("\\x41\\x{e9}\\101\\07",
              "A\xC3\xA9"
              "A\a") ==
        "A\xC3\xA9"
        "A\a");
  CHECK(found("\\Q.\\E+", "a..") == "..");
  CHECK(found("\\_", "_") == "_");
  CHECK(found("[.]", "\xff.") == ".");
  CHECK(found(".", "\xff") == "no");
}

TEST_CASE("flags", "[regex]") {
  CHECK(found("(?i)a", "A") == "A");
  CHECK(found("(?i:A)b", "ab") == "ab");
  CHECK(found("(?-i:A)", "a") == "no");
  CHECK(found("((?i)a)b", "AB") == "no");
  CHECK(found("(?i)[k]", "\xE2\x84\xAA") == "\xE2\x84\xAA");
  CHECK(found("(?i)\xCE\xA3", "\xCF\x82") == "\xCF\x82");
  CHECK(found("(?i)[\xCE\xB1-\xCF\x89]", "\xCE\x91") == "\xCE\x91");
  CHECK(found("(?i)[^a]", "A") == "no");
  CHECK(found("(?P<n>a)", "a") == "a|a");
}

TEST_CASE("faulty patterns are refused by name", "[regex]") {
  CHECK(found("[", "a") == "regex: missing ]: [");
  CHECK(found("(a", "a") == "regex: missing ): (a");
  CHECK(found("a)", "a") == "regex: unexpected ): )");
  CHECK(found("a**", "a") == "regex: bad repetition operator: **");
  CHECK(found("a+?+", "a") == "regex: bad repetition operator: +?+");
  CHECK(found("*a", "a") == "regex: no argument for repetition operator: *");
  CHECK(found("(?=a)", "a") == "regex: invalid perl operator: (?=");
  CHECK(found("(?<n>a)", "a") == "regex: invalid perl operator: (?<");
  CHECK(found("(a)\\1", "aa") == "regex: invalid escape sequence: \\1");
  CHECK(found("a{2,1}", "a") == "regex: invalid repetition size: {2,1}");
  CHECK(found("a{1001}", "a") == "regex: invalid repetition size: {1001}");
  CHECK(found("((a{100}){100}){100}", "a") == "regex: repetitions multiply beyond 1000");
  CHECK(found("[z-a]", "a") == "regex: invalid character class range: z-a");
  CHECK(found("[[:foo:]]", "a") == "regex: invalid character class range: [:foo:]");
  CHECK(found("[a-\\d]", "a") == "regex: invalid escape sequence: \\d");
  CHECK(found("a\\", "a") == "regex: trailing \\");
  CHECK(found("\\xZ", "a") == "regex: invalid escape sequence: \\xZ");
  CHECK(found("\\pL", "a") == "regex: Unicode classes are not available: \\p");
  CHECK(found(std::string(1000, '('), "a") == "regex: the expression nests too deeply");
}

TEST_CASE("no pattern takes more than linear time", "[regex]") {
  const auto begin = std::chrono::steady_clock::now();
  CHECK(found("(a|a)*$", std::string(2000, 'a') + "b") == "|");
  CHECK(found("(a*)*c", std::string(2000, 'a')) == "no");
  CHECK(found("(x+x+)+y", std::string(2000, 'x')) == "no");
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
}

TEST_CASE("rewriting names groups by digit", "[regex]") {
  auto regex = Regex::compile("([a-z]+)(\\d+)");
  REQUIRE(regex.ok());
  std::vector<std::string_view> groups;
  REQUIRE(regex->search("abc123", &groups));
  CHECK(regex->rewrite("\\2-\\1", groups) == "123-abc");
  CHECK(regex->rewrite("x\\\\\\0", groups) == "x\\abc123");
  CHECK_FALSE(regex->rewrite("\\3", groups).has_value());
  CHECK_FALSE(regex->rewrite("\\q", groups).has_value());
  CHECK_FALSE(regex->rewrite("x\\", groups).has_value());
}
