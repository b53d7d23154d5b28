// Each kind of condition is told by the member that it alone has.
#include "session/calls/row_conditions_json.h"

#include <algorithm>
#include <cstdint>

#include "premap/base/names.h"
#include "premap/preview/cell_text.h"

namespace premap::calls {

namespace {

using Json = nlohmann::json;
using Kind = RowCondition::Kind;

constexpr std::string_view kOption = "filter.where";

Diagnostic misfit(std::string what, const std::string& expected) {
  return error("option-value", '`' + std::move(what) + "` must be " + expected);
}

std::string nameOf(const char* member) {
  return std::string(kOption) + "." + member;
}

// A value as keys: a number may be the cell of a column of whole numbers, or of others.
bool addKeys(const Json& value, std::vector<std::string>& keys) {
  const auto add = [&](const resolve::Value& cell) { appendValueKey(keys.emplace_back(), cell); };
  if (value.is_object() && value.size() == 1 && value.contains("$integer") && value["$integer"].is_string())
    return keys.push_back(value["$integer"].get<std::string>()), true;
  if (value.is_string()) return add(resolve::Value::string(*value.get_ptr<const std::string*>())), true;
  if (value.is_boolean()) return add(resolve::Value::boolean(value.get<bool>())), true;
  if (value.is_null()) return add({}), true;
  if (!value.is_number()) return false;
  const bool isWhole = value.is_number_unsigned() ? value.get<uint64_t>() <= INT64_MAX : value.is_number_integer();
  if (isWhole) add(resolve::Value::ofInteger(value.get<int64_t>()));
  add(resolve::Value::ofDouble(value.get<double>()));
  return true;
}

Status readEnd(const Json& value, const char* member, std::optional<double>& number, std::optional<std::string>& text) {
  if (!value.contains(member)) return {};
  const Json& end = value[member];
  if (end.is_number()) number = end.get<double>();
  else if (end.is_string()) text = end.get<std::string>();
  else return misfit(nameOf(member), "a number or a text");
  return {};
}

template <class Code>
std::optional<Code> codeOf(const Json& value, size_t count) {
  const auto* name = value.get_ptr<const std::string*>();
  for (size_t i = 0; name && i < count; ++i)
    if (*name == resolve::toString(static_cast<Code>(i))) return static_cast<Code>(i);
  return std::nullopt;
}

Status readVerdict(const Json& value, RowCondition& condition) {
  if (value.contains("entry")) {
    const Json& entry = value["entry"];
    if (!entry.is_null() && (!entry.is_number_unsigned() || entry.get<uint64_t>() > INT32_MAX))
      return misfit(nameOf("entry"), "the number of an entry, or null");
    condition.entry = entry.is_null() ? -1 : entry.get<int>();
  }
  if (value.contains("reason")) {
    condition.reason = codeOf<resolve::Reason>(value["reason"], resolve::kReasonCount + 1);
    if (!condition.reason) return misfit(nameOf("reason"), "a reason why a cell is empty");
  }
  if (value.contains("source")) {
    condition.source = codeOf<resolve::Source>(value["source"], resolve::kSourceCount);
    if (!condition.source) return misfit(nameOf("source"), "where a value came from");
  }
  condition.isLossy = value.value("lossy", Json(false)) == Json(true);
  return {};
}

Status readValues(const Json& value, const char* member, RowCondition& condition) {
  if (!value[member].is_array()) return misfit(nameOf(member), "a list");
  for (const Json& each : value[member]) {
    if (condition.kind == Kind::Class && each.is_string()) condition.values.push_back(each.get<std::string>());
    else if (condition.kind == Kind::Class || !addKeys(each, condition.values))
      return misfit(nameOf(member), condition.kind == Kind::Class ? "names of classes" : "a list of cells");
  }
  return {};
}

Status readAspects(const Json& value, RowCondition& condition) {
  const auto* name = value["aspect"].get_ptr<const std::string*>();
  if (!name || name->empty()) return misfit(nameOf("aspect"), "the name of a class");
  const Json instances = value.value("instances", Json());
  const std::string many = instances.is_string() ? instances.get<std::string>() : "";
  if (many != "none" && many != "one" && many != "several")
    return misfit(nameOf("instances"), "`none`, `one` or `several`");
  condition.aspect = *name;
  condition.least = many == "none" ? 0 : many == "one" ? 1 : 2;
  condition.most = many == "several" ? INT64_MAX : condition.least;
  return {};
}

struct Shape {
  const char* sign;  // the member that tells the kind
  Kind kind;
  std::vector<std::string> members;
};

const std::vector<Shape>& shapes() {
  static const std::vector<Shape> all = {
      {"values", Kind::Value, {"column", "values"}},
      {"from", Kind::Range, {"column", "from", "below"}},
      {"below", Kind::Range, {"column", "from", "below"}},
      {"empty", Kind::Empty, {"column", "empty", "reason", "entry"}},
      {"filled", Kind::Filled, {"column", "filled", "entry", "source", "lossy"}},
      {"classes", Kind::Class, {"classes"}},
      {"repeatedId", Kind::Repeated, {"repeatedId"}},
      {"element", Kind::Element, {"element"}},
      {"inGroup", Kind::InGroup, {"inGroup"}},
      {"notInGroup", Kind::InGroup, {"notInGroup"}},
      {"aspect", Kind::Aspects, {"column", "aspect", "instances"}},
  };
  return all;
}

Status readMembers(const Json& value, const std::string& sign, RowCondition& condition) {
  switch (condition.kind) {
    case Kind::Value:
    case Kind::Class:
      return readValues(value, sign.c_str(), condition);
    case Kind::Range: {
      Status from = readEnd(value, "from", condition.from, condition.textFrom);
      return from.ok() ? readEnd(value, "below", condition.below, condition.textBelow) : std::move(from);
    }
    case Kind::Empty:
    case Kind::Filled:
      if (value[sign] != Json(true)) return misfit(nameOf(sign.c_str()), "true");
      return readVerdict(value, condition);
    case Kind::Repeated:
    case Kind::Element:
      if (!value[sign].is_boolean()) return misfit(nameOf(sign.c_str()), "true or false");
      condition.isNot = !value[sign].get<bool>();
      return {};
    case Kind::InGroup:
      if (!value[sign].is_string()) return misfit(nameOf(sign.c_str()), "the name of a group");
      condition.group = value[sign].get<std::string>(), condition.isNot = sign == "notInGroup";
      return {};
    case Kind::Aspects:
      return readAspects(value, condition);
  }
  return {};
}

Result<RowCondition> conditionOf(const Json& value, const GroupTable& table) {
  const auto shape = std::find_if(shapes().begin(), shapes().end(),
                                  [&](const Shape& each) { return value.is_object() && value.contains(each.sign); });
  if (shape == shapes().end()) {
    std::string signs;
    for (const Shape& each : shapes()) signs += (signs.empty() ? "`" : ", `") + std::string(each.sign) + '`';
    return misfit(std::string(kOption), "a list of conditions, each with one of " + signs);
  }
  if (Diagnostics faults = unknownMembers(value, std::string(kOption), shape->members); !faults.empty()) return faults;
  RowCondition condition;
  condition.kind = shape->kind;
  if (condition.isOfColumn()) {
    auto column = columnOf(value.value("column", Json()), nameOf("column"), table);
    if (!column) return std::move(column.diagnostics());
    condition.column = *column;
  }
  if (Status read = readMembers(value, shape->sign, condition); !read.ok()) return std::move(read.diagnostics());
  return condition;
}

}  // namespace

Result<size_t> columnOf(const Json& column, const std::string& option, const GroupTable& table) {
  const std::vector<TableColumn>& columns = table.columns();
  if (column.is_number_unsigned() && column.get<uint64_t>() < columns.size()) return column.get<size_t>();
  const auto* name = column.get_ptr<const std::string*>();
  if (!name) return misfit(option, "the name of a column, or its number in `columns`");
  // A group may have a column with the name of a default one: then that is the one meant, as in a preview's rows.
  for (size_t i = columns.size(); i-- > 0;)
    if (columns[i].name == *name) return i;
  std::vector<std::string> names;
  for (const TableColumn& each : columns) names.push_back(each.name);
  return misfit(option, "a column of the table; there is none named `" + *name + "`")
      .withHint(knownNames(*name, names));
}

Diagnostics unknownMembers(const Json& value, const std::string& option, const std::vector<std::string>& known) {
  Diagnostics faults;
  for (const auto& [name, member] : value.items())
    if (std::find(known.begin(), known.end(), name) == known.end())
      faults.push_back(error("option-unknown", "there is no option `" + option + "." + name + "`")
                           .withHint(knownNames(name, known)));
  return faults;
}

Result<std::vector<RowCondition>> rowConditionsOf(const Json& where, const GroupTable& table) {
  if (!where.is_array()) return misfit(std::string(kOption), "a list of conditions");
  std::vector<RowCondition> conditions;
  for (const Json& each : where) {
    auto condition = conditionOf(each, table);
    if (!condition) return std::move(condition.diagnostics());
    conditions.push_back(std::move(*condition));
  }
  return conditions;
}

}  // namespace premap::calls
