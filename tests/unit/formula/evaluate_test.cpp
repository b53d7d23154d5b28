// Formula values: JavaScript's, except that null stays null and a number that JSON cannot carry becomes null.
#include "catch.h"
#include "premap/formula/formula.h"

using namespace premap;

namespace {

const std::vector<FormulaColumn>& columns() {
  static const std::vector<FormulaColumn> all{{"a", FormulaType::Double, {}},  {"i", FormulaType::Integer, {}},
                                              {"s", FormulaType::String, {}},  {"t", FormulaType::Boolean, {}},
                                              {"n", FormulaType::Double, {}},  {"ns", FormulaType::String, {}},
                                              {"own", FormulaType::Double, ""}};
  return all;
}

FormulaResult resultOf(const std::string& text) {
  auto formula = Formula::compile(text, columns(), 6);
  INFO(text);
  if (!formula) FAIL(formula.diagnostics()[0].message);
  const std::vector<FormulaValue> row{2.5, 7.0, std::string("Träger 12"), true, {}, {}, {}};
  return formula->evaluate(row);
}

void check(const std::string& text, const FormulaValue& expected) {
  INFO(text);
  CHECK(resultOf(text).value == expected);
}
void checkNumber(const std::string& text, double expected) {
  check(text, expected);
}
void checkText(const std::string& text, const std::string& expected) {
  check(text, expected);
}
void checkFlag(const std::string& text, bool expected) {
  check(text, expected);
}
void checkNull(const std::string& text, std::string_view reason = {}) {
  INFO(text);
  const FormulaResult result = resultOf(text);
  CHECK(isNull(result.value));
  CHECK(result.reason == reason);
}

}  // namespace

TEST_CASE("operators", "[formula]") {
  checkNumber("-2 ** 2", 4);
  checkNumber("2 ** 3 ** 2", 512);
  checkNumber("1 - 2 - 3", -4);
  checkNumber("12 / 2 / 3", 2);
  checkNumber("1 + 2 * 3", 7);
  checkNumber("1/2a", 1.25);
  checkNumber("2a ** 2", 12.5);
  checkNumber("2(a)(i)", 35);
  checkNumber("7 % -3", 1);
  checkNumber("-7 % 3", -1);
  checkNumber("t + t", 2);
  checkNumber("0x1aF + 0b11 + 0o17", 449);
  checkNumber(".5 + 5. + 1.5e+1", 20.5);
  checkText("s + a", "Träger 122.5");
  checkText("1 + 2 + 'x'", "3x");
  checkText("'x' + t + 0.1", "xtrue0.1");
  checkText("'a\\'b\\n\\q'", "a'b\nq");
  checkFlag("a < i", true);
  checkFlag("a < i < 1", false);
  checkFlag("'b' > 'a'", true);
  checkFlag("'10' < 9", false);
  checkFlag("t == 1", false);
  checkFlag("'1' == 1", false);
  checkFlag("n == null", true);
  checkFlag("a != null", true);
  checkFlag("!s", false);
  checkFlag("'' || 0", false);
  checkFlag("a && s", true);
  checkFlag("!a == t", false);
  checkNumber("PI", 3.141592653589793);
  checkNumber("sqrt1_2 + log10E", 0.7071067811865476 + 0.4342944819032518);
}

TEST_CASE("null goes through whatever does not take it", "[formula]") {
  checkNull("n + 1");
  checkNull("-n");
  checkNull("!n");
  checkNull("n > 1");
  checkNull("n && t");
  checkNull("ns + 'x'");
  checkNull("abs(n)");
  checkNull("max(1, n)");
  checkNull("concat(s, ns)");
  checkNull("if(n > 1, 1, 2)");
  checkNull("tostring(n)");
  checkNumber("if(t, 1, null)", 1);
  checkNull("if(t, null, 1)");
  checkNumber("ifnull(n, 3)", 3);
  checkNumber("ifnull(a, 3)", 2.5);
  checkNull("ifnotnull(n, 3)");
  checkNumber("ifnotnull(a, 3)", 3);
  checkText("ifnullorempty(ns, 'x')", "x");
  checkText("ifnullorempty('', 'x')", "x");
  checkText("ifnullorwhitespace(' \\t', 'x')", "x");
  checkText("ifnotnullorempty(s, 'x')", "x");
  checkNull("ifnotnullorempty(ns, 'x')");
  checkText("ifempty('', 'x')", "x");
  checkText("ifnotempty('', 'x')", "");
}

TEST_CASE("what has no value is null with its reason", "[formula]") {
  checkNull("1 / 0", "formula-non-finite");
  checkNull("0 / 0", "formula-non-finite");
  checkNull("sqrt(-1)", "formula-non-finite");
  checkNull("10 ** 400", "formula-non-finite");
  checkNull("2.e33337316", "formula-non-finite");
  checkNull("1e999 - 1", "formula-non-finite");
  checkNull("'abc' < 1", "formula-incomparable");
  checkNull("random() * 2", "formula-not-offline");
  checkNull("getpersistenceunit(a)", "formula-not-offline");
  checkNull("padstart('x', 1e9)", "formula-too-long");
  checkNumber("ifnull(1 / 0, 5)", 5);
  CHECK(resultOf("ifnull(1 / 0, 5)").reason.empty());
}

TEST_CASE("numeric functions are JavaScript's Math", "[formula]") {
  checkNumber("round(2.5)", 3);
  checkNumber("round(-2.5)", -2);
  checkNumber("round(0.49999999999999994)", 0);
  checkNumber("clz32(1)", 31);
  checkNumber("clz32(-1)", 0);
  checkNumber("imul(4294967295, 5)", -5);
  checkNumber("imul(123456789, 987654321)", -67153019);
  checkNumber("fround(5.05)", 5.050000190734863);
  checkNumber("hypot(3, 4, 12)", 13);
  checkNumber("atan2(1, -1)", 2.356194490192345);
  checkNumber("cbrt(-27)", -3);
  checkNumber("log1p(0.5)", 0.4054651081081644);
  checkNumber("expm1(1e-10)", 1.00000000005e-10);
  checkNumber("trunc(-4.7)", -4);
  checkNumber("sign(-3)", -1);
  checkNumber("log10(1000) + log2(8)", 6);
  checkNumber("acosh(2)", 1.3169578969248166);
  checkNumber("max(1, i, a)", 7);
  checkNumber("min(1, i, a)", 1);
  checkNumber("abs(-i)", 7);
  checkNumber("pow(2, 10)", 1024);
  checkNumber("ceil(-1.5) + floor(-1.5)", -3);
}

TEST_CASE("functions on texts are JavaScript's String", "[formula]") {
  checkText("substring(s, 2, 0)", "Tr");
  checkText("substring(s, 7)", "12");
  checkText("substring('abcd', 1, 2)", "b");
  checkText("substring('abcd', -5, 99)", "abcd");
  checkText("charat(s, 2)", "ä");
  checkText("charat(s, -1)", "");
  checkText("charat(s, 99)", "");
  checkNumber("indexof(s, '1')", 7);
  checkNumber("indexof(s, 'r', 2)", 5);
  checkNumber("indexof(s, 'zz')", -1);
  checkNumber("indexof('', '')", 0);
  checkText("padstart('7', 3)", "  7");
  checkText("padstart('7', 4, 'ab')", "aba7");
  checkText("padend('7', 4, 'ab')", "7aba");
  checkText("padstart('long', 2)", "long");
  checkText("padstart('x', 3, '')", "x");
  checkText("touppercase('straße é')", "STRASSE É");
  checkText("tolowercase('ÄÖ X')", "äö x");
  checkText("trim('\u00a0 x \u3000')", "x");
  checkText("trimstart(' x ') + '|' + trimend(' x ')", "x | x");
  checkText("concat('a', 'b', s)", "abTräger 12");
  checkText("charat('\U0001F600', 0)", "\uFFFD");
  checkText("substring('\U0001F600x', 2)", "x");
}

TEST_CASE("conversions", "[formula]") {
  checkNumber("tonumber(' 12.5e1 ')", 125);
  checkNumber("tonumber('+3')", 3);
  checkNumber("tonumber(t)", 1);
  checkNull("tonumber('abc')");
  checkNull("tonumber('')");
  checkNull("tonumber('1 2')");
  checkText("tostring(0.1 + 0.2)", "0.30000000000000004");
  checkText("tostring(1e21) + tostring(i) + tostring(t)", "1e+217true");
  checkFlag("toboolean('')", false);
  checkFlag("toboolean('false')", true);
  checkFlag("toboolean(0)", false);
  checkFlag("isin(i, 1, 7)", true);
  checkFlag("isin(s, 'a', 'b')", false);
}
