// One function a rule of docs/resolution.md, in the order of the page; nothing is prepared before the
// row that needs it.
#include "resolve/naive_resolver.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <regex>

#include "premap/base/text.h"
#include "premap/base/unicode.h"
#include "premap/geometry/measure.h"
#include "premap/schema/value.h"
#include "resolve/naive_formula.h"

namespace premap::test {

namespace {

using Path = std::vector<std::string>;

// From "the entry does not apply" to "its value was refused".
const std::vector<std::string> kReasons{"",
                                        "column-absent",
                                        "merge-type-conflict",
                                        "no-source",
                                        "class-unknown",
                                        "class-mismatch",
                                        "aspect-wildcard",
                                        "path-invalid",
                                        "type-unknown",
                                        "column-not-selected",
                                        "property-missing",
                                        "aspect-none",
                                        "aspect-multiple",
                                        "nav-null",
                                        "nav-dangling",
                                        "json-member-missing",
                                        "json-case-ambiguous",
                                        "json-invalid",
                                        "path-into-scalar",
                                        "value-null",
                                        "convert-failed",
                                        "not-geometric",
                                        "no-measure",
                                        "not-computable-offline"};

NaiveOutcome none(const std::string& reason) {
  return {std::nullopt, reason, {}};
}
NaiveOutcome some(NaiveValue::Kind kind, Json json) {
  return {NaiveValue{kind, std::move(json)}, {}, {}};
}

Path split(const std::string& text) {
  Path parts{""};
  for (char c : text) {
    if (c == '.') parts.emplace_back();
    else parts.back() += c;
  }
  return parts;
}

Path rest(const Path& path, size_t from) {
  return Path(path.begin() + static_cast<ptrdiff_t>(from), path.end());
}

bool isBlank(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
}

std::string trimmed(std::string text) {
  while (!text.empty() && text.front() == ' ') text.erase(0, 1);
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

std::string jsName(std::string name) {
  name[0] = toLower(name.substr(0, 1))[0];
  return name;
}

std::string date(const NaiveProperty& property, double day) {
  DateTimeKind kind = property.dateKind == "Utc"     ? DateTimeKind::Utc
                      : property.dateKind == "Local" ? DateTimeKind::Local
                                                     : DateTimeKind::Unspecified;
  DateTimeComponent component = property.dateComponent == "Date"        ? DateTimeComponent::Date
                                : property.dateComponent == "TimeOfDay" ? DateTimeComponent::TimeOfDay
                                                                        : DateTimeComponent::DateTime;
  return isoDateTime(day, kind, component);
}

// Arrays are stored as JSON; dates in them as days, members of structs under their own names.
Json arrayJson(const NaiveProperty& property, const Json& stored, const NaiveFile& file) {
  if (stored.is_array()) {
    Json list = Json::array();
    for (const Json& item : stored) list.push_back(arrayJson(property, item, file));
    return list;
  }
  if (property.primitive == 769 && stored.is_number()) return date(property, stored.get<double>());
  if (!stored.is_object() || property.kind != 3) return stored;
  Json members = Json::object();
  for (const auto& [name, value] : stored.items())
    members[jsName(name)] = arrayJson(*file.property(property.structClass, name), value, file);
  return members;
}

}  // namespace

const std::string& further(const std::string& a, const std::string& b) {
  auto rank = [](const std::string& reason) { return std::find(kReasons.begin(), kReasons.end(), reason); };
  return rank(a) < rank(b) ? b : a;
}

NaiveResolver::NaiveResolver(NaiveFile& file, const resolve::ResolveOptions& options)
    : file_(file), options_(options), element_(rootId("Element")), aspect_(rootId("ElementAspect")) {}

int64_t NaiveResolver::rootId(const char* name) const {
  const NaiveClass* cls = file_.classNamed("BisCore", name);
  return cls ? cls->id : 0;
}

std::string NaiveResolver::fold(const std::string& name) const {
  return options_.foldUnicode ? foldInvariant(name) : toLower(name);
}

bool NaiveResolver::isElement(const NaiveClass& cls) const {
  return file_.isA(cls.id, element_);
}

NaiveCell NaiveResolver::cell(const NaiveRow& row, const Json& property) {
  const std::string dataType = property["dataType"];
  NaiveCell cell;
  const Json& entries = property["ecProperties"];
  std::vector<std::vector<Attempt>> tried;
  for (const Json& entry : entries) {
    tried.push_back(attempts(row, entry));
    for (Attempt& attempt : tried.back()) attempt.outcome = coerce(attempt.outcome, entry, dataType);
  }
  auto use = [&](size_t e, const Attempt& attempt) {
    cell.entry = static_cast<int>(e), cell.source = attempt.source;
    cell.value = attempt.outcome.value->json;
    const NaiveClass* from = attempt.source == "element" ? row.element : row.rowClass();
    cell.className = attempt.source == "aspect" ? attempt.outcome.className : from ? from->fullName() : "";
  };
  if (options_.entryOrder == resolve::EntryOrder::EntryFirst) {
    for (size_t e = 0; e < tried.size() && cell.entry < 0; ++e)
      for (const Attempt& attempt : tried[e])
        if (attempt.outcome.value && cell.entry < 0) use(e, attempt);
  } else {
    for (const char* source : {"queried", "element", "aspect"})
      for (size_t e = 0; e < tried.size() && cell.entry < 0; ++e)
        for (const Attempt& attempt : tried[e])
          if (attempt.source == source && attempt.outcome.value && cell.entry < 0) use(e, attempt);
  }
  for (size_t e = 0; e < tried.size(); ++e) {
    if (cell.entry >= 0 && static_cast<int>(e) >= cell.entry) break;
    std::string reason;
    for (const Attempt& attempt : tried[e]) reason = further(reason, attempt.outcome.reason);
    cell.skipped.emplace_back(static_cast<int>(e), reason);
  }
  if (cell.entry >= 0) return cell;
  for (const auto& [entry, reason] : cell.skipped) cell.reason = further(cell.reason, reason);
  if (property.contains("calculatedPropertyType")) {
    NaiveOutcome measure = calculated(row, property["calculatedPropertyType"], dataType);
    if (measure.value) {
      cell.source = "calculated", cell.className = row.element->fullName(), cell.value = measure.value->json;
      cell.reason.clear();
      return cell;
    }
    cell.reason = further(cell.reason, measure.reason);
  }
  if (cell.reason.empty()) cell.reason = "no-source";
  return cell;
}

NaiveCell NaiveResolver::withFormula(NaiveCell cell, const Json& property, const NaiveCell& read) const {
  const std::string unknown = "not-computable-offline";
  if (!cell.value.is_null() || cell.reason == unknown) return cell;
  cell.reason = unknown;
  if (read.value.is_null() && read.reason == unknown) return cell;
  const NaiveOutcome made = formulaOutcome(property["formula"], read.value);
  cell.reason = made.reason;
  if (!made.value) return cell;
  const auto converted = convert(*made.value, property["dataType"]);
  if (converted) cell.source = "formula", cell.value = converted->json;
  else cell.reason = "convert-failed";
  return cell;
}

std::vector<Json> NaiveResolver::defaults(const NaiveRow& row) {
  std::vector<Json> cells(5);
  if (row.id) cells[0] = idToHex(*row.id);
  if (row.rowClass()) cells[1] = classId(*row.rowClass(), false).json;
  size_t at = 2;
  for (const char* name : {"UserLabel", "BBoxLow", "BBoxHigh"}) {
    NaiveOutcome value = row.element ? this->at(*row.element, *row.id, {name}) : none("");
    if (value.value) cells[at] = convert(*value.value, "String")->json;
    ++at;
  }
  return cells;
}

// --- one entry -------------------------------------------------------------------------------------------------------

std::vector<NaiveResolver::Attempt> NaiveResolver::attempts(const NaiveRow& row, const Json& entry) {
  auto text = [&](const char* key) {
    std::string value = entry[key];
    return options_.trimNames ? trimmed(value) : value;
  };
  const std::string schema = text("ecSchemaName"), name = text("ecClassName"), path = text("ecPropertyName");
  const Path segments = split(path);
  for (const std::string& segment : segments)
    if (isBlank(segment)) return {{"none", none("path-invalid"), false}};
  if (entry.contains("ecPropertyType")) {
    const std::vector<std::string> words{"Boolean", "Number", "Integer", "Double", "String"};
    if (std::find(words.begin(), words.end(), entry["ecPropertyType"]) == words.end())
      return {{"none", none("type-unknown"), false}};
  }
  std::vector<Attempt> made;
  const bool matches = isMatch(row, schema, name);
  bool isFound = false;
  NaiveOutcome column = queried(row, path, isFound);
  if (isFound && (matches || !options_.gateQueriedColumns)) made.push_back({"queried", column});
  if (matches && row.element) made.push_back({"element", at(*row.element, *row.id, segments)});
  else if (matches) made.push_back({"none", none("column-not-selected"), false});
  else made.push_back({"none", none(whyUnmatched(schema, name)), false});
  const NaiveClass* named = schema == "*" || name == "*" ? nullptr : file_.classNamed(schema, name);
  if (named && aspect_ && file_.isA(named->id, aspect_) && row.element)
    made.push_back({"aspect", aspect(row, *named, segments)});
  return made;
}

bool NaiveResolver::isMatch(const NaiveRow& row, const std::string& schema, const std::string& name) const {
  const NaiveClass* cls = row.rowClass();
  const bool isWild = schema == "*" || name == "*";
  if (isWild && !options_.wildcardsMatchNonElements && !(cls && isElement(*cls))) return false;
  if (schema == "*" && name == "*") return true;
  if (!cls) return false;
  if (schema == "*") return equalsIgnoreCase(cls->name, name);
  if (name == "*") return equalsIgnoreCase(cls->schema, schema);
  const NaiveClass* wanted = file_.classNamed(schema, name);
  return wanted && file_.isA(cls->id, wanted->id);
}

std::string NaiveResolver::whyUnmatched(const std::string& schema, const std::string& name) const {
  if (schema == "*" && name == "*") return "class-mismatch";
  if (schema != "*" && name != "*") return file_.classNamed(schema, name) ? "class-mismatch" : "class-unknown";
  if (name == "*") return file_.hasSchema(schema) ? "class-mismatch" : "class-unknown";
  std::string reason = "class-unknown";
  for (const auto& [id, cls] : file_.classes())
    if (equalsIgnoreCase(cls.name, name))
      reason = further(reason, file_.isA(id, aspect_) ? "aspect-wildcard" : "class-mismatch");
  return reason;
}

NaiveOutcome NaiveResolver::queried(const NaiveRow& row, const std::string& path, bool& isFound) {
  auto find = [&](const std::string& name) {
    const NaiveQueried* found = nullptr;
    for (const NaiveQueried& column : row.queried)
      if (fold(column.access) == fold(name) && (!found || !options_.firstDuplicateColumn)) found = &column;
    for (const NaiveQueried& column : row.queried)
      if (!found && column.name != column.access && fold(column.name) == fold(name)) found = &column;
    return found;
  };
  const Path segments = split(path);
  const NaiveQueried* column = nullptr;
  Path left;
  if (segments.size() > 1 && options_.matchWholeColumnName) column = find(path);
  if (!column) column = find(segments[0]), left = rest(segments, 1);
  isFound = column != nullptr;
  if (!column) return none("");
  if (left.empty()) return column->outcome;
  if (column->navigation && column->targetId && left.size() == 1 && equalsIgnoreCase(left[0], "relClassName"))
    return some(NaiveValue::Text, column->relationship->fullName());
  if (column->navigation) return navigated(*column->navigation, column->targetId, left);
  if (column->primitive != 2305) return none("path-into-scalar");
  return jsonAt(column->outcome, left);
}

NaiveOutcome NaiveResolver::aspect(const NaiveRow& row, const NaiveClass& named, const Path& path) {
  auto owned = file_.aspects(*row.id, named.id);
  if (!options_.polymorphicAspects) std::erase_if(owned, [&](const auto& each) { return each.second->id != named.id; });
  if (owned.empty()) return none("aspect-none");
  if (owned.size() > 1) return none("aspect-multiple");
  NaiveOutcome found = at(*owned[0].second, owned[0].first, path);
  found.className = owned[0].second->fullName();
  return found;
}

// How shapes are measured has tests of its own; here each element is measured by itself, its parts looked
// up one by one.
NaiveOutcome NaiveResolver::measured(const NaiveRow& row, const std::string& type, const std::string& dataType,
                                     const std::string& stream) {
  auto number = [&](const char* access) {
    auto value = file_.stored(row.element->id, *row.id, access);
    return value && value->type != ColumnType::Null ? value->real : 0.0;
  };
  const NaiveClass* part = file_.classNamed("BisCore", "GeometryPart");
  std::string bytes;
  geometry::Measurer measurer([&](uint64_t id) -> std::span<const std::byte> {
    if (!part || !file_.classOf(part->id, static_cast<int64_t>(id))) return {};
    auto found = file_.stored(part->id, static_cast<int64_t>(id), "GeometryStream");
    bytes = found ? found->text : std::string();
    return std::as_bytes(std::span(bytes));
  });
  const geometry::ElementMeasures all = measurer.measure(
      std::as_bytes(std::span(stream)), {{number("Origin.X"), number("Origin.Y"), number("Origin.Z")},
                                         {number("Yaw") + number("Rotation"), number("Pitch"), number("Roll")}});
  const auto quantity = type == "Length" ? geometry::Quantity::Length
                        : type == "Area" ? geometry::Quantity::Area
                                         : geometry::Quantity::Volume;
  if (!all.isComplete(quantity)) return none("not-computable-offline");
  const double value = type == "Length" ? all.engine.length : type == "Area" ? all.engine.area : all.engine.volume;
  if (value == 0) return none("no-measure");
  auto converted = convert({NaiveValue::Double, value}, dataType);
  return converted ? NaiveOutcome{converted, {}, {}} : none("convert-failed");
}

NaiveOutcome NaiveResolver::calculated(const NaiveRow& row, const std::string& type, const std::string& dataType) {
  if (!row.element) return none("not-geometric");
  auto geometry = file_.stored(row.element->id, *row.id, "GeometryStream");
  if (!geometry || geometry->type == ColumnType::Null) return none("not-geometric");
  if (type == "Length" || type == "Area" || type == "Volume") return measured(row, type, dataType, geometry->text);
  std::vector<double> edges;
  for (const char* axis : {".X", ".Y", ".Z"}) {
    auto low = file_.stored(row.element->id, *row.id, std::string("BBoxLow") + axis);
    auto high = file_.stored(row.element->id, *row.id, std::string("BBoxHigh") + axis);
    if (!low || !high || low->type == ColumnType::Null || high->type == ColumnType::Null) return none("not-geometric");
    edges.push_back(high->real - low->real);
    if (edges.back() < 0) return none("not-geometric");
  }
  std::sort(edges.begin(), edges.end());
  const double s = edges[0], m = edges[1], l = edges[2];
  const std::map<std::string, double> measures{{"BoundingBoxLongestEdgeLength", l},
                                               {"BoundingBoxIntermediateEdgeLength", m},
                                               {"BoundingBoxShortestEdgeLength", s},
                                               {"BoundingBoxDiagonalLength", std::sqrt(l * l + m * m + s * s)},
                                               {"BoundingBoxLongestFaceDiagonalLength", std::sqrt(l * l + m * m)},
                                               {"BoundingBoxIntermediateFaceDiagonalLength", std::sqrt(l * l + s * s)},
                                               {"BoundingBoxShortestFaceDiagonalLength", std::sqrt(m * m + s * s)}};
  auto converted = convert({NaiveValue::Double, measures.at(type)}, dataType);
  return converted ? NaiveOutcome{converted, {}, {}} : none("convert-failed");
}

// --- reading ---------------------------------------------------------------------------------------------------------

NaiveOutcome NaiveResolver::at(const NaiveClass& cls, int64_t id, const Path& path) {
  if (equalsIgnoreCase(path[0], "ECInstanceId"))
    return path.size() > 1 ? none("path-into-scalar") : some(NaiveValue::Id, idToHex(id));
  if (equalsIgnoreCase(path[0], "ECClassId"))
    return path.size() > 1 ? none("path-into-scalar") : NaiveOutcome{classId(cls, false), {}, {}};
  const NaiveProperty* property = file_.property(cls.id, path[0]);
  if (!property) return none("property-missing");
  std::string access = property->name;
  size_t next = 1;
  for (; property->kind == 1 && next < path.size(); ++next) {
    property = file_.property(property->structClass, path[next]);
    if (!property) return none("property-missing");
    access += "." + property->name;
  }
  if (next == path.size()) return whole(cls, id, *property, access);
  const Path left = rest(path, next);
  if (property->kind == 4) {
    auto target = file_.stored(cls.id, id, access + ".Id");
    if (!target) return none("property-missing");
    if (target->type == ColumnType::Null) return none("nav-null");
    if (left.size() == 1 && equalsIgnoreCase(left[0], "relClassName")) {
      auto stated = file_.stored(cls.id, id, access + ".RelECClassId");
      const bool isStated = stated && stated->type != ColumnType::Null;
      const NaiveClass* relationship = file_.classById(isStated ? stated->integer : property->relationship);
      return some(NaiveValue::Text, relationship->fullName());
    }
    return navigated(*property, target->integer, left);
  }
  const bool isText = property->kind == 0 && property->primitive == 2305;
  const bool isPoint = property->kind == 0 && (property->primitive == 1793 || property->primitive == 2049);
  if (isPoint && options_.pathIntoPoints && left.size() == 1) {
    const std::string axis = toLower(left[0]);
    if (axis == "x" || axis == "y" || (axis == "z" && property->primitive == 2049)) {
      auto value = file_.stored(cls.id, id, access + "." + axis);
      return value->type == ColumnType::Null ? none("value-null") : some(NaiveValue::Double, value->real);
    }
  }
  return isText ? jsonAt(whole(cls, id, *property, access), left) : none("path-into-scalar");
}

NaiveOutcome NaiveResolver::navigated(const NaiveProperty& navigation, int64_t target, const Path& path) {
  const bool isId = equalsIgnoreCase(path[0], "id"), isName = equalsIgnoreCase(path[0], "relClassName");
  if ((isId || isName) && path.size() > 1) return none("path-into-scalar");
  if (target == 0) return none("nav-null");
  if (isId) return some(NaiveValue::Id, idToHex(target));
  if (isName) return some(NaiveValue::Text, file_.classById(navigation.relationship)->fullName());
  const NaiveClass* actual = nullptr;
  for (int64_t end : file_.targets(navigation))
    if (!actual) actual = file_.classOf(end, target);
  return actual ? at(*actual, target, path) : none("nav-dangling");
}

// A property at the end of the path.
NaiveOutcome NaiveResolver::whole(const NaiveClass& cls, int64_t id, const NaiveProperty& property,
                                  const std::string& access) {
  if (property.kind == 4) {
    auto target = file_.stored(cls.id, id, access + ".Id");
    if (!target) return none("property-missing");
    if (target->type == ColumnType::Null) return none("value-null");
    auto stated = file_.stored(cls.id, id, access + ".RelECClassId");
    const bool isStated = stated && stated->type != ColumnType::Null;
    const NaiveClass* relationship = file_.classById(isStated ? stated->integer : property.relationship);
    return some(NaiveValue::Composite,
                Json{{"id", idToHex(target->integer)}, {"relClassName", relationship->fullName()}});
  }
  if (property.kind == 1) {
    Json members = Json::object();
    for (const NaiveProperty* member : file_.properties(property.structClass)) {
      NaiveOutcome value = whole(cls, id, *member, access + "." + member->name);
      if (value.value) members[jsName(member->name)] = value.value->json;
    }
    return members.empty() ? none("value-null") : some(NaiveValue::Composite, members);
  }
  const bool isPoint = property.kind == 0 && (property.primitive == 1793 || property.primitive == 2049);
  if (isPoint) {
    Json point = Json::object();
    for (const char* axis : {"x", "y", "z"}) {
      if (*axis == 'z' && property.primitive == 1793) break;
      auto value = file_.stored(cls.id, id, access + "." + axis);
      if (!value) return none("property-missing");
      if (value->type == ColumnType::Null) return none("value-null");
      point[axis] = value->real;
    }
    return some(NaiveValue::Composite, point);
  }
  auto value = file_.stored(cls.id, id, access);
  if (!value) return none("property-missing");
  if (value->type == ColumnType::Null) return none("value-null");
  if (property.kind == 0) return primitive(property, *value);
  return some(NaiveValue::Composite, arrayJson(property, Json::parse(value->text), file_));
}

NaiveOutcome NaiveResolver::primitive(const NaiveProperty& property, const NaiveStored& stored) const {
  switch (property.primitive) {
    case 513:
      return some(NaiveValue::Boolean, stored.integer != 0);
    case 769:
      if (date(property, stored.real).empty()) return none("value-null");  // a day that has no text
      return some(NaiveValue::Date, date(property, stored.real));
    case 1025:
      return some(NaiveValue::Double, stored.real);
    case 1281:
    case 1537:
      if (property.extendedType == "Id") return some(NaiveValue::Id, idToHex(stored.integer));
      return some(NaiveValue::Integer, stored.integer);
    case 2305:
      return some(NaiveValue::Text, stored.text);
    default:
      break;
  }
  const bool isGuid = property.primitive == 257 && property.extendedType == "BeGuid" && stored.text.size() == 16;
  if (!isGuid) return some(NaiveValue::Bytes, Json());
  return some(NaiveValue::Guid, guidText(std::as_bytes(std::span(stored.text))));
}

NaiveValue NaiveResolver::classId(const NaiveClass& cls, bool isName) const {
  if (isName || options_.classIdOutput == resolve::ClassIdOutput::Name) return {NaiveValue::Text, cls.fullName()};
  return {NaiveValue::Id, idToHex(cls.id)};
}

NaiveOutcome NaiveResolver::jsonAt(const NaiveOutcome& text, const Path& path) const {
  if (!text.value) return text;
  Json value = Json::parse(text.value->json.get<std::string>(), nullptr, false);
  if (!value.is_object()) return none("json-invalid");
  for (const std::string& segment : path) {
    if (value.is_string() && options_.reparseJsonStrings) {
      value = Json::parse(value.get<std::string>(), nullptr, false);
      if (!value.is_object()) return none("json-invalid");
    }
    if (value.is_null()) return none("value-null");
    if (!value.is_object()) return none("path-into-scalar");
    if (value.contains(segment)) {
      value = Json(value[segment]);
      continue;
    }
    std::map<std::string, int> folded;
    bool isAmbiguous = false;
    const Json* found = nullptr;
    for (const auto& [key, member] : value.items()) {
      isAmbiguous = ++folded[fold(key)] > 1 || isAmbiguous;
      if (fold(key) == fold(segment)) found = &member;
    }
    if (!found) return none("json-member-missing");
    if (isAmbiguous) return none("json-case-ambiguous");
    value = Json(*found);
  }
  if (value.is_null()) return none("value-null");
  if (value.is_boolean()) return some(NaiveValue::Boolean, value);
  if (value.is_string()) return some(NaiveValue::Text, value);
  if (!value.is_number()) return some(NaiveValue::Composite, value);
  const bool isBig = value.is_number_unsigned() && value.get<uint64_t>() > INT64_MAX;
  if (value.is_number_integer() && !isBig && options_.jsonIntegers) return some(NaiveValue::Integer, value);
  return some(NaiveValue::Double, value.get<double>());
}

// --- conversion ------------------------------------------------------------------------------------------------------

NaiveOutcome NaiveResolver::coerce(NaiveOutcome outcome, const Json& entry, const std::string& dataType) const {
  if (!outcome.value) return outcome;
  auto refused = [&] {
    NaiveOutcome failed = none("convert-failed");
    failed.className = outcome.className;
    return failed;
  };
  if (entry.contains("ecPropertyType")) {
    const std::string type = entry["ecPropertyType"];
    const auto kind = outcome.value->kind;
    const bool isOther = kind != NaiveValue::Boolean && kind != NaiveValue::Integer && kind != NaiveValue::Double;
    const bool isDeclared = type == "Boolean"   ? kind == NaiveValue::Boolean
                            : type == "Integer" ? kind == NaiveValue::Integer
                            : type == "String"  ? isOther
                                                : kind == NaiveValue::Double;
    if (options_.typeMismatch == resolve::TypeMismatch::DeclaredTypeFilter && !isDeclared) return refused();
    if (options_.convertTwice) {
      auto first = convert(*outcome.value, type);
      if (!first) return refused();
      outcome.value = first;
    }
  }
  auto last = convert(*outcome.value, dataType);
  if (!last) return refused();
  outcome.value = last;
  return outcome;
}

std::optional<NaiveValue> NaiveResolver::convert(const NaiveValue& value, const std::string& type) const {
  using Kind = NaiveValue::Kind;
  static const std::regex whole(R"(\s*[+-]?\d+(\.0+)?\s*)"), decimal(R"(\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*)");
  if (value.kind == Kind::Bytes) return std::nullopt;
  if (type == "String") {
    if (value.kind == Kind::Boolean) return NaiveValue{Kind::Text, value.json.get<bool>() ? "true" : "false"};
    if (value.kind == Kind::Integer) return NaiveValue{Kind::Text, value.json.dump()};
    if (value.kind == Kind::Composite) return NaiveValue{Kind::Text, value.json.dump()};
    if (value.kind != Kind::Double) return NaiveValue{Kind::Text, value.json};
    const auto number = value.json.get<double>();
    if (!std::isfinite(number)) return std::nullopt;
    return NaiveValue{Kind::Text, shortestDouble(number)};
  }
  if (value.kind == Kind::Id) {
    auto id = static_cast<int64_t>(std::stoull(value.json.get<std::string>(), nullptr, 16));
    return type == "Integer" && id >= 0 ? std::optional(NaiveValue{Kind::Integer, id}) : std::nullopt;
  }
  if (value.kind == Kind::Date || value.kind == Kind::Guid || value.kind == Kind::Composite) return std::nullopt;
  if (type == "Boolean") {
    if (value.kind == Kind::Boolean) return value;
    if (value.kind != Kind::Text) return NaiveValue{Kind::Boolean, value.json.get<double>() != 0};
    const std::string text = toLower(value.json.get<std::string>());
    if (text == "true" || text == "1") return NaiveValue{Kind::Boolean, true};
    if (text == "false" || text == "0") return NaiveValue{Kind::Boolean, false};
    return std::nullopt;
  }
  if (type == "Integer") {
    if (value.kind == Kind::Boolean) return NaiveValue{Kind::Integer, value.json.get<bool>() ? 1 : 0};
    if (value.kind == Kind::Integer) return value;
    if (value.kind == Kind::Double) {
      const auto number = value.json.get<double>();
      if (!std::isfinite(number)) return std::nullopt;
      double cut = std::trunc(number);
      if (options_.fractionToInteger == resolve::FractionToInteger::Round) cut = std::round(number);
      if (options_.fractionToInteger == resolve::FractionToInteger::Refuse && cut != number) return std::nullopt;
      if (!(std::fabs(cut) < 9.2e18)) return std::nullopt;
      return NaiveValue{Kind::Integer, static_cast<int64_t>(cut)};
    }
    std::string text = value.json;
    if (!std::regex_match(text, whole)) return std::nullopt;
    text = text.substr(text.find_first_not_of(" \t\r\n+"));
    int64_t number = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc()) return std::nullopt;
    return NaiveValue{Kind::Integer, number};
  }
  if (value.kind == Kind::Boolean) return NaiveValue{Kind::Double, value.json.get<bool>() ? 1.0 : 0.0};
  if (value.kind != Kind::Text) {
    const auto number = value.json.get<double>();
    return std::isfinite(number) ? std::optional(NaiveValue{Kind::Double, number}) : std::nullopt;
  }
  const std::string text = value.json;
  if (!std::regex_match(text, decimal)) return std::nullopt;
  const double number = std::strtod(text.c_str(), nullptr);
  return std::isfinite(number) ? std::optional(NaiveValue{Kind::Double, number}) : std::nullopt;
}

}  // namespace premap::test
