// What each parameter may be, as one table of rules; which call takes which stands in session.cpp.
#include "session/call_params.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "premap/base/text.h"

namespace premap {

namespace {

using Json = nlohmann::json;
using Names = std::vector<std::string>;

enum class Kind : uint8_t { Text, Flag, Count, CountOrAll, Id, Words, Object, List, Anything, Own };

// A parameter means the same in every call that takes it.
struct Rule {
  std::string_view name;
  Kind kind;
  /// Of Words: those allowed, parted by `|`.
  std::string_view words = {};
  /// What the call is about, rather than a choice of how to do it.
  bool isArgument = false;
};

constexpr Rule kRules[] = {
    {"mapping", Kind::Text, {}, true},
    {"ecsql", Kind::Text, {}, true},
    {"request", Kind::Text, {}, true},
    {"fields", Kind::Object, {}, true},
    {"patch", Kind::List, {}, true},
    {"cursor", Kind::Count, {}, true},
    {"view", Kind::Count, {}, true},
    {"orderBy", Kind::Object},
    {"filter", Kind::Object},
    {"ecInstanceId", Kind::Id},
    {"property", Kind::Text},
    {"group", Kind::Text},
    {"api", Kind::Words, "reporting|groupingAndMapping|v1|gm"},
    {"format", Kind::Words, "csv|ndjson|json"},
    {"rowFormat", Kind::Words, "indexes|names|jsNames"},
    {"limit", Kind::CountOrAll},
    {"offset", Kind::Count},
    {"sample", Kind::Count},
    {"workers", Kind::Count},
    {"leastRows", Kind::Count},
    {"rows", Kind::Flag},
    {"verdicts", Kind::Flag},
    {"edits", Kind::Flag},
    {"convertClassIdsToClassNames", Kind::Flag},
    {"abbreviateBlobs", Kind::Flag},
    {"construction", Kind::Flag},
    {"elements", Kind::Own},  // these have all checks of their own
    {"origin", Kind::Own},
    {"chordTolerance", Kind::Own},
    {"angleTolerance", Kind::Own},
    {"bindings", Kind::Anything},  // these have checks of their own
    {"options", Kind::Anything},
    {"range", Kind::Anything},
    {"stripes", Kind::Anything},
};

const Rule* ruleOf(std::string_view name) {
  const auto* found = std::find_if(std::begin(kRules), std::end(kRules), [&](const Rule& r) { return r.name == name; });
  return found == std::end(kRules) ? nullptr : found;
}

Names parted(std::string_view text, char by) {
  Names parts;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find(by, at), text.size());
    parts.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

const std::string* textOf(const Json& value) {
  return value.get_ptr<const std::string*>();
}

// Numbers beyond it are no longer exact where the caller counts in doubles.
constexpr double kMostCount = 9007199254740992;

bool isCount(const Json& value) {
  if (!value.is_number()) return false;
  const double number = value.get<double>();
  return number >= 0 && number <= kMostCount && number == std::floor(number);
}

bool fits(const Rule& rule, const Json& value) {
  switch (rule.kind) {
    case Kind::Text:
      return value.is_string();
    case Kind::Flag:
      return value.is_boolean();
    case Kind::Count:
      return isCount(value);
    case Kind::CountOrAll:
      return value.is_null() || isCount(value);
    case Kind::Id:
      return value.is_string() && hexToId(*textOf(value));
    case Kind::Words: {
      const Names words = parted(rule.words, '|');
      return value.is_string() && std::find(words.begin(), words.end(), *textOf(value)) != words.end();
    }
    case Kind::Object:
      return value.is_object() && !value.contains("$is");
    case Kind::List:
      return value.is_array();
    case Kind::Anything:
      return !value.is_object() || !value.contains("$is");
    case Kind::Own:
      return true;
  }
  return false;
}

std::string expected(const Rule& rule) {
  switch (rule.kind) {
    case Kind::Text:
      return "text";
    case Kind::Flag:
      return "true or false";
    case Kind::Count:
      return "a whole number from 0 on";
    case Kind::CountOrAll:
      return "a whole number from 0 on, or null for all";
    case Kind::Id:
      return "an id such as \"0x2d\"";
    case Kind::Words: {
      std::string list;
      for (const std::string& word : parted(rule.words, '|')) list += (list.empty() ? "\"" : ", \"") + word + '"';
      return "one of " + list;
    }
    case Kind::List:
      return "a list of steps (RFC 6902)";
    case Kind::Object:
    case Kind::Anything:
    case Kind::Own:
      return rule.name == "bindings" ? "an array or an object of values" : "an object";
  }
  return {};
}

std::string shown(const std::string& text) {
  constexpr size_t kMost = 40;
  size_t end = std::min(text.size(), kMost);
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  std::string quoted;
  appendJsonString(quoted, std::string_view(text).substr(0, end));
  if (end < text.size()) quoted.insert(quoted.size() - 1, "…");
  return quoted;
}

// What stands there in place of what was expected.
std::string given(const Json& value) {
  if (value.is_string()) return "the text " + shown(*textOf(value));
  if (value.is_array()) return "an array";
  if (!value.is_object()) return value.dump();
  const auto told = value.find("$is");
  return told != value.end() && told->is_string() ? *textOf(*told) : "an object";
}

Diagnostic withNearest(Diagnostic fault, const std::string& name, const Names& names) {
  if (auto near = nearestName(name, names)) fault.hint = "did you mean `" + *near + "`?";
  return fault;
}

Diagnostic misfit(const Rule& rule, const Json* value) {
  Diagnostic fault = error(rule.isArgument ? "argument-invalid" : "option-value",
                           '`' + std::string(rule.name) + "` must be " + expected(rule) +
                               (value ? "; it is " + given(*value) : "; it is missing"));
  if (rule.kind != Kind::Words || !value || !value->is_string()) return fault;
  return withNearest(std::move(fault), *textOf(*value), parted(rule.words, '|'));
}

}  // namespace

Diagnostics checkParams(const Params& params, std::string_view list) {
  Names names = parted(list, ' ');
  Diagnostics faults;
  for (std::string& name : names) {
    const bool isRequired = name.back() == '!';
    if (isRequired) name.pop_back();
    if (isRequired && !params.has(name.c_str())) faults.push_back(misfit(*ruleOf(name), nullptr));
  }
  for (const auto& [name, value] : params.members()) {
    if (std::find(names.begin(), names.end(), name) == names.end())
      faults.push_back(withNearest(error("option-unknown", "there is no option `" + name + "`"), name, names));
    else if (const Rule* rule = ruleOf(name); !fits(*rule, value)) faults.push_back(misfit(*rule, &value));
  }
  return faults;
}

}  // namespace premap
