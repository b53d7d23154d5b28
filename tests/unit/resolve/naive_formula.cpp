// Each formula beside the same in C++, over the value of the one column it reads.
#include "resolve/naive_formula.h"

#include <array>
#include <cmath>
#include <functional>
#include <regex>
#include <vector>

namespace premap::test {

namespace {

using Kind = NaiveValue::Kind;

NaiveOutcome of(Kind kind, Json json) {
  return {NaiveValue{kind, std::move(json)}, {}, {}};
}
NaiveOutcome none(const std::string& reason) {
  return {std::nullopt, reason, {}};
}
NaiveOutcome number(double value) {
  return std::isfinite(value) ? of(Kind::Double, value) : none("formula-non-finite");
}

struct Form {
  char takes;        // n: a number, t: a text, b: a Boolean
  std::string text;  // @ is the column
  std::function<NaiveOutcome(const Json&)> compute;
  bool takesNull = false;
};

const std::vector<Form>& forms() {
  static const std::vector<Form> all{
      {'n', "@ * 2 + 1", [](const Json& x) { return number(x.get<double>() * 2 + 1); }},
      {'n', "1 / @", [](const Json& x) { return number(1 / x.get<double>()); }},
      {'n', "@ > 5", [](const Json& x) { return of(Kind::Boolean, x.get<double>() > 5); }},
      {'n', "if(@ == null, -1, @)", [](const Json& x) { return number(x.is_null() ? -1 : x.get<double>()); }, true},
      // No texts are put together with others: composites are told in other words here.
      {'t', "if(@ == 'Structure', 'yes', @)",
       [](const Json& x) {
         return x.is_null() ? none("formula-null") : of(Kind::Text, x == "Structure" ? Json("yes") : x);
       },
       true},
      {'t', "ifnull(@, 'none')", [](const Json& x) { return of(Kind::Text, x.is_null() ? Json("none") : x); }, true},
      {'t', "if(@ == null, 0, 1)", [](const Json& x) { return number(x.is_null() ? 0 : 1); }, true},
      {'b', "@ + '!'", [](const Json& x) { return of(Kind::Text, x.get<bool>() ? "true!" : "false!"); }},
      {'b', "!@", [](const Json& x) { return of(Kind::Boolean, !x.get<bool>()); }},
      {'b', "if(@ == true, 'yes', 'no')", [](const Json& x) { return of(Kind::Text, x == true ? "yes" : "no"); }, true},
  };
  return all;
}

const std::regex kColumn(R"(\b[PF]\d+\b)");

}  // namespace

std::string formulaOver(const std::string& column, const std::string& dataType, size_t pick) {
  const char takes = dataType == "String" ? 't' : dataType == "Boolean" ? 'b' : 'n';
  std::vector<std::string> fitting;
  for (const Form& form : forms())
    if (form.takes == takes) fitting.push_back(form.text);
  std::string made;
  for (char c : fitting[pick % fitting.size()]) made += c == '@' ? column : std::string(1, c);
  return made;
}

std::string columnOf(const std::string& formula) {
  std::smatch found;
  return std::regex_search(formula, found, kColumn) ? found.str() : "";
}

NaiveOutcome formulaOutcome(const std::string& formula, const Json& value) {
  const std::string text = std::regex_replace(formula, kColumn, "@");
  for (const Form& form : forms())
    if (form.text == text) return value.is_null() && !form.takesNull ? none("formula-null") : form.compute(value);
  return none("formula-invalid");
}

}  // namespace premap::test
