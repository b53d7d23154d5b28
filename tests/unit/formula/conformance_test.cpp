// The authoring widget's formula checker as a table (contract 6.6): what it infers, what it says, and
// where we know better.
#include "catch.h"
#include "premap/formula/formula.h"

using namespace premap;

namespace {

const std::vector<FormulaColumn>& columns() {
  static const std::vector<FormulaColumn> all{{"a", FormulaType::Double, {}},  {"b", FormulaType::Double, {}},
                                              {"i", FormulaType::Integer, {}}, {"s", FormulaType::String, {}},
                                              {"t", FormulaType::Boolean, {}}, {"Own", FormulaType::Double, ""}};
  return all;
}
constexpr size_t kOwn = 5;

// The type, or the message of the first fault.
std::string verdict(const std::string& text) {
  auto formula = Formula::compile(text, columns(), kOwn);
  return formula ? std::string(toString(formula->type())) : formula.diagnostics()[0].message;
}

struct Row {
  const char* formula;
  const char* verdict;
};

}  // namespace

TEST_CASE("the widget's inferred types", "[formula]") {
  const Row rows[] = {
      {"a*b", "Double"},      {"i+1", "Double"},         {"-2 ** 2", "Double"},
      {"2 ** -1", "Double"},  {"1/0", "Double"},         {"t+t", "Double"},
      {"a*-b", "Double"},     {".5", "Double"},          {"5.", "Double"},
      {"a+s", "String"},      {"s+1", "String"},         {"if(a>1,'x','y')", "String"},
      {"'it\\'s'", "String"}, {"!s", "Boolean"},         {"a&&s", "Boolean"},
      {"a==null", "Boolean"}, {"null==null", "Boolean"}, {"a<s", "Boolean"},
      {"a<b<1", "Boolean"},   {"!a==b", "Boolean"},      {"i", "Integer"},
      {"2a", "Double"},       {"2(a)", "Double"},        {"(a)(b)", "Double"},
      {"A*B", "Double"},      {"MIN(a,b)", "Double"},    {"min * a", "Variable \"min\" is not available."},
      {"TRUE", "Boolean"},    {"Pi", "Double"},          {"`x`", "String"},
      {"1.123e+3", "Double"},
  };
  for (const Row& row : rows) {
    INFO(row.formula);
    CHECK(verdict(row.formula) == row.verdict);
  }
}

TEST_CASE("the widget's refusals, word for word", "[formula]") {
  const Row rows[] = {
      {"(1)2", "Formula is invalid."},
      {"a b", "Formula is invalid."},
      {"a2", "Variable \"a2\" is not available."},
      {"+s", "Unary operator \"+\" is not supported."},
      {"+i", "Unary operator \"+\" is not supported."},
      {"a+", "Unary operator \"+\" is not supported."},
      {"-s", "Unary operator \"-\" does not support string operands."},
      {"s*2", "Binary operator \"*\" does not support string operands."},
      {"s%2", "Binary operator \"%\" does not support string operands."},
      {"a-s", "Binary operator \"-\" does not support string operands."},
      {"a > null", "Binary operator \">\" does not support null operands."},
      {"a || null", "Binary operator \"||\" does not support null operands."},
      {"null", "Formula cannot always return null."},
      {"if(t,null,null)", "Formula cannot always return null."},
      {"", "Formula cannot be empty."},
      {" \t", "Formula cannot be empty."},
      {"Own", "Formula cannot reference itself."},
      {"OWN + 1", "Formula cannot reference itself."},
      {"x", "Variable \"x\" is not available."},
      {"a(b)", "Function \"a\" is not supported."},
      {"min(a)", "Function \"min\" requires at least 2 arguments, but only 1 argument was given."},
      {"abs()", "Function \"abs\" requires at least 1 argument, but only 0 arguments were given."},
      {"random(1)", "Function \"random\" does not accept any arguments."},
      {"substring(s,1,2,3)",
       "Function \"substring\" is invalid. Too many arguments received. Expected a maximum of 3 argument(s)"},
      {"if(a,1,2)", "Function \"if\" is invalid. Expected 1st argument to be of type Boolean."},
      {"if(t,1,'y')", "Function \"if\" is invalid. Expected 3rd argument to be of type Double."},
      {"ifnull(1,null)", "Function \"ifnull\" is invalid. Expected 2nd argument to not be null."},
      {"a,b", "Function argument separator \",\" found outside of a function call."},
      {"max(a,(b,1))", "Function argument separator \",\" found outside of a function call."},
      {"a ? 1 : 2", "Operator \"?\" is not supported."},
      {"a=1", "Operator \"=\" is not supported."},
      {"a===1", "Operator \"===\" is not supported."},
      {"a&b", "Operator \"&\" is not supported."},
      {"a--b", "Operator \"--\" is not supported."},
      {"1e3.5", "The exponent in scientific notation must be an integer."},
      {"1.2.3", "A number cannot have multiple decimal separators."},
      {"a.b", "Decimal separator in variable."},
      {"'unclosed", "Missing closing string delimiter (')."},
      {"(a", "Opened but not closed parenthesis found."},
      {"min(a", "Opened but not closed parenthesis found."},
      {"a)", "Closed but not opened parenthesis found."},
      {"min(a,)", "Formula is invalid."},
      {"a*", "Formula is invalid."},
      {"()", "Formula is invalid."},
  };
  for (const Row& row : rows) {
    INFO(row.formula);
    CHECK(verdict(row.formula) == row.verdict);
  }
}

TEST_CASE("what the widget refuses wrongly is accepted", "[formula]") {
  const Row rows[] = {
      {"0x12", "Double"},     {"0b101", "Double"},     {"0o17", "Double"},       {"abs(i)", "Double"},
      {"max(i,i)", "Double"}, {"if(t,i,a)", "Double"}, {"if(t,i,i)", "Integer"}, {"concat(s,'(')", "String"},
      {"a - -b", "Double"},   {"!!t", "Boolean"},
  };
  for (const Row& row : rows) {
    INFO(row.formula);
    CHECK(verdict(row.formula) == row.verdict);
  }
}

TEST_CASE("a fault points at the faulty part", "[formula]") {
  struct Place {
    const char* formula;
    const char* code;
    Span span;
  };
  const Place places[] = {
      {"a + bb * 2", "formula-variable-unknown", {4, 6}},
      {"a + mox(b, 1)", "formula-function-unknown", {4, 7}},
      {"a > null", "formula-operator", {2, 3}},
      {"max(a, s)", "formula-arguments", {7, 8}},
      {"max(a, concat(s, s))", "formula-arguments", {7, 18}},
      {"a + (b * 2", "formula-invalid", {4, 5}},
      {"a ?? b", "formula-operator", {2, 4}},
      {"a + 'x", "formula-literal", {4, 6}},
  };
  for (const Place& place : places) {
    INFO(place.formula);
    auto formula = Formula::compile(place.formula, columns(), kOwn);
    REQUIRE_FALSE(formula);
    CHECK(formula.diagnostics()[0].code == place.code);
    REQUIRE(formula.diagnostics()[0].span);
    CHECK(formula.diagnostics()[0].span->begin == place.span.begin);
    CHECK(formula.diagnostics()[0].span->end == place.span.end);
  }
}

TEST_CASE("all unknown names and all type faults are told", "[formula]") {
  auto names = Formula::compile("x + y * z(1)", columns(), kOwn);
  REQUIRE_FALSE(names);
  CHECK(names.diagnostics().size() == 3);
  auto types = Formula::compile("-s + abs(s) * max(t, 1)", columns(), kOwn);
  REQUIRE_FALSE(types);
  CHECK(types.diagnostics().size() == 3);
}

TEST_CASE("nesting has a limit, length has none", "[formula]") {
  CHECK(verdict(std::string(150, '(') + "a" + std::string(150, ')')) == "Double");
  auto deep = Formula::compile(std::string(100'000, '(') + "a" + std::string(100'000, ')'), columns(), kOwn);
  REQUIRE_FALSE(deep);
  CHECK(deep.diagnostics()[0].code == "formula-too-deep");
  std::string sum = "a";
  for (int n = 0; n < 20'000; ++n) sum += "+a";
  CHECK(verdict(sum) == "Double");
  CHECK(verdict(std::string(20'000, '!') + "a") == "Boolean");
}

TEST_CASE("the formulas of a group are ordered, typed and kept out of circles", "[formula]") {
  const FormulaColumn group[] = {{"C", {}, "B + 1"},
                                 {"A", FormulaType::Integer, {}},
                                 {"B", {}, "concat(tostring(A), 'x')"},
                                 {"P", FormulaType::Double, "Q"},
                                 {"Q", FormulaType::Double, "R"},
                                 {"R", FormulaType::Double, "P * 2"},
                                 {"D", FormulaType::Integer, "A / 2"},
                                 {"E", FormulaType::Integer, "floor(A / 2)"},
                                 {"F", FormulaType::Double, "random()"}};
  FormulaTable table = compileFormulas(group);
  CHECK(table.order == std::vector<size_t>{2, 0, 6, 7, 8});
  CHECK(table.formulas[0]->type() == FormulaType::String);
  std::string found;
  for (const auto& [column, diagnostic] : table.diagnostics) found += group[column].name + ":" + diagnostic.code + " ";
  CHECK(found == "R:formula-cycle D:formula-type-mismatch F:formula-not-offline ");
  CHECK(table.diagnostics[0].second.message == "the formulas go in a circle: `P` reads `Q` reads `R` reads `P`");
  CHECK(table.diagnostics[1].second.message ==
        "The formula result data type Double does not match the provided data type Integer");

  std::vector<FormulaValue> row(9);
  row[1] = 5.0;
  for (size_t column : table.order) row[column] = table.formulas[column]->evaluate(row).value;
  CHECK(row[0] == FormulaValue(std::string("5x1")));
  CHECK(row[7] == FormulaValue(2.0));
  CHECK(isNull(row[8]));
}

TEST_CASE("a chain of a thousand columns is compiled", "[formula]") {
  std::vector<FormulaColumn> group{{"c0", FormulaType::Double, {}}};
  for (int n = 999; n > 0; --n) group.push_back({"c" + std::to_string(n), {}, "c" + std::to_string(n - 1) + " + 1"});
  const FormulaTable table = compileFormulas(group);
  CHECK(table.diagnostics.empty());
  std::vector<FormulaValue> row(group.size());
  row[0] = 0.0;
  for (size_t column : table.order) row[column] = table.formulas[column]->evaluate(row).value;
  CHECK(row[1] == FormulaValue(999.0));
}
