// A JSON value becomes what the parameter's other operand expects, by the native binder's rules; what does not fit is
// refused rather than bound as null.
#include "premap/preview/bindings.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "premap/base/text.h"

namespace premap {

namespace {

using Json = nlohmann::json;

std::string_view textOf(const Json& value) {
  return *value.get_ptr<const std::string*>();
}

template <class Number>
std::optional<Number> parseNumber(std::string_view text) {
  Number number{};
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return number;
}

// Ids come as "0x2d" or in decimal, as the native binder takes them.
std::optional<int64_t> parseId(std::string_view text) {
  if (auto id = hexToId(text)) return id;
  return parseNumber<int64_t>(text);
}

const Json* memberIgnoringCase(const Json& object, std::string_view name) {
  for (auto it = object.begin(); it != object.end(); ++it)
    if (equalsIgnoreCase(it.key(), name)) return &it.value();
  return nullptr;
}

// Binds one value to the SQL parameters of one ECSQL parameter. Every function answers false when the
// value does not fit.
class ValueBinder {
 public:
  ValueBinder(Statement& statement, const std::vector<int>& indexes) : statement_(statement), indexes_(indexes) {}

  bool bind(const Json& value, const ValueShape& shape) {
    if (!value.is_object()) return plain(value, shape);
    const auto type = value.find("type");
    if (type == value.end() || !type->is_string()) return object(value, shape);
    const auto inner = value.find("value");
    static const Json nothing;
    return typed(textOf(*type), inner == value.end() ? nothing : *inner, shape);
  }

 private:
  bool plain(const Json& value, const ValueShape& shape) {
    if (value.is_null()) return true;  // parameters are NULL until they are bound
    if (value.is_boolean()) return boolean(value.get<bool>(), shape);
    if (value.is_number_float()) return real(value.get<double>(), shape);
    if (value.is_number()) return integer(value.get<int64_t>(), shape);
    if (value.is_string()) return text(textOf(value), shape);
    if (value.is_array()) return idSet(value, shape);
    return false;
  }

  bool typed(std::string_view type, const Json& value, const ValueShape& shape) {
    if (type == "null" || value.is_null()) return true;
    if (type == "boolean") return value.is_boolean() && boolean(value.get<bool>(), shape);
    if (type == "int" || type == "long") return whole(value, shape);
    if (type == "double") return value.is_number() && real(value.get<double>(), shape);
    if (type == "id") return value.is_string() && id(textOf(value), shape);
    if (type == "idset") return idSet(value, shape);
    if (type == "string" || type == "dateTime" || type == "guid")
      return value.is_string() && text(textOf(value), shape);
    if (type == "point2d" || type == "point3d" || type == "struct" || type == "navigation")
      return value.is_object() && object(value, shape);
    if (type == "blob") return value.is_string() && blob(textOf(value), shape);
    return false;
  }

  bool whole(const Json& value, const ValueShape& shape) {
    if (value.is_string()) {
      const auto number = parseNumber<int64_t>(textOf(value));
      return number && integer(*number, shape);
    }
    return value.is_number() && integer(value.get<int64_t>(), shape);
  }

  // Numbers and texts stay what they were given as, whatever the other operand is: SQLite compares them
  // as it does natively.
  bool integer(int64_t number, const ValueShape& shape) { return takesNumbers(shape) && set(shape, number); }

  bool real(double number, const ValueShape& shape) {
    return takesNumbers(shape) && !isId(shape) && set(shape, number);
  }

  bool boolean(bool value, const ValueShape& shape) { return !isId(shape) && integer(value ? 1 : 0, shape); }

  bool id(std::string_view hex, const ValueShape& shape) {
    const auto number = parseId(hex);
    return number && takesNumbers(shape) && set(shape, *number);
  }

  bool text(std::string_view value, const ValueShape& shape) {
    switch (shape.kind) {
      case ValueKind::Id:
      case ValueKind::ClassId:
        return id(value, shape);
      case ValueKind::DateTime: {
        const auto day = julianDay(value);
        return day && set(shape, *day);
      }
      case ValueKind::Guid: {
        const auto bytes = guidBytes(value);
        return bytes && setBlob(shape, *bytes);
      }
      default:
        break;
    }
    return isScalar(shape) && set(shape, value);
  }

  bool blob(std::string_view base64, const ValueShape& shape) {
    const auto bytes = base64Bytes(base64);
    return bytes && takesNumbers(shape) && !isId(shape) && setBlob(shape, *bytes);
  }

  bool idSet(const Json& values, const ValueShape& shape) {
    if (!values.is_array() || !isScalar(shape)) return false;
    std::vector<int64_t> ids;
    for (const Json& value : values) {
      const auto number = value.is_string() ? parseId(textOf(value)) : std::nullopt;
      if (!number) return false;
      ids.push_back(*number);
    }
    if (const int index = indexOf(shape, 0)) statement_.bindIds(index, std::move(ids));
    return true;
  }

  bool object(const Json& value, const ValueShape& shape) {
    switch (shape.kind) {
      case ValueKind::Point2d:
        return coordinates(value, shape, {"x", "y"});
      case ValueKind::Point3d:
        return coordinates(value, shape, {"x", "y", "z"});
      case ValueKind::Navigation:
        return navigation(value, shape);
      case ValueKind::Struct:
        return members(value, shape);
      default:
        return false;
    }
  }

  bool coordinates(const Json& value, const ValueShape& shape, std::initializer_list<const char*> names) {
    int column = 0;
    for (const char* name : names) {
      const Json* member = memberIgnoringCase(value, name);
      if (!member || !member->is_number()) return false;
      if (const int index = indexOf(shape, column++)) statement_.bind(index, member->get<double>());
    }
    return true;
  }

  bool navigation(const Json& value, const ValueShape& shape) {
    const Json* target = memberIgnoringCase(value, "id");
    const auto targetId = target && target->is_string() ? parseId(textOf(*target)) : std::nullopt;
    if (!targetId || !set(shape, *targetId)) return false;
    const Json* relationship = memberIgnoringCase(value, "RelECClassId");
    if (!relationship) return true;
    const auto number = relationship->is_string() ? parseId(textOf(*relationship)) : std::nullopt;
    if (!number) return false;
    if (const int index = indexOf(shape, 1)) statement_.bind(index, *number);
    return true;
  }

  bool members(const Json& value, const ValueShape& shape) {
    for (auto it = value.begin(); it != value.end(); ++it) {
      const auto member = std::find_if(shape.members.begin(), shape.members.end(),
                                       [&](const ValueShape& m) { return equalsIgnoreCase(m.name, it.key()); });
      if (member == shape.members.end()) return false;
      ValueShape placed = *member;
      placed.column += shape.column;
      if (!bind(it.value(), placed)) return false;
    }
    return true;
  }

  // One SQL parameter is enough for it. An operand of unknown type (Null) takes anything.
  static bool isScalar(const ValueShape& shape) {
    switch (shape.kind) {
      case ValueKind::Point2d:
      case ValueKind::Point3d:
      case ValueKind::Navigation:
      case ValueKind::Struct:
        return false;
      default:
        return true;
    }
  }

  // A number is no date.
  static bool takesNumbers(const ValueShape& shape) { return isScalar(shape) && shape.kind != ValueKind::DateTime; }

  static bool isId(const ValueShape& shape) { return shape.kind == ValueKind::Id || shape.kind == ValueKind::ClassId; }

  int indexOf(const ValueShape& shape, int column) const {
    const auto at = static_cast<size_t>(shape.column + column);
    return at < indexes_.size() ? indexes_[at] : 0;
  }

  template <class T>
  bool set(const ValueShape& shape, T value) {
    if (const int index = indexOf(shape, 0)) statement_.bind(index, value);
    return true;
  }

  bool setBlob(const ValueShape& shape, std::span<const std::byte> bytes) {
    if (const int index = indexOf(shape, 0)) statement_.bindBlob(index, bytes);
    return true;
  }

  Statement& statement_;
  const std::vector<int>& indexes_;
};

const ecsql::Parameter* parameterAt(const ecsql::CompiledQuery& query, int position) {
  for (const ecsql::Parameter& parameter : query.parameters)
    if (parameter.position == position) return &parameter;
  return nullptr;
}

const ecsql::Parameter* parameterNamed(const ecsql::CompiledQuery& query, std::string_view name) {
  for (const ecsql::Parameter& parameter : query.parameters)
    if (!parameter.name.empty() && equalsIgnoreCase(parameter.name, name)) return &parameter;
  const auto position = parseNumber<int>(name);
  return position ? parameterAt(query, *position) : nullptr;
}

std::string knownParameters(const ecsql::CompiledQuery& query) {
  if (query.parameters.empty()) return "the query has no parameters";
  std::string list = "the query has ";
  for (size_t i = 0; i < query.parameters.size(); ++i) {
    const ecsql::Parameter& parameter = query.parameters[i];
    if (i) list += ", ";
    list += parameter.name.empty() ? "`?` number " + std::to_string(parameter.position) : "`:" + parameter.name + "`";
  }
  return list;
}

const char* expectation(ValueKind kind) {
  switch (kind) {
    case ValueKind::Id:
    case ValueKind::ClassId:
      return "an id such as \"0x2d\"";
    case ValueKind::DateTime:
      return "a date as ISO 8601 text";
    case ValueKind::Guid:
      return "a GUID as text";
    case ValueKind::Point2d:
      return "a point {x, y}";
    case ValueKind::Point3d:
      return "a point {x, y, z}";
    case ValueKind::Navigation:
      return "{id, RelECClassId}, or compare its `.Id` with an id";
    case ValueKind::Struct:
      return "an object with the struct's members";
    default:
      return "a plain value, or {type, value} with a type of the binding table";
  }
}

bool isIdSet(const Json& value) {
  const auto type = value.is_object() ? value.find("type") : value.end();
  return value.is_null() || value.is_array() || (type != value.end() && (*type == "idset" || *type == "null"));
}

// The native engine binds nothing where a value does not fit, and the query finds nothing; saying so is worth more.
void bindOne(Statement& statement, const ecsql::CompiledQuery& query, const ecsql::Parameter* parameter,
             const std::string& label, const Json& value, Diagnostics& faults) {
  if (!parameter) {
    faults.push_back(error("binding-unknown", "there is no parameter " + label).withHint(knownParameters(query)));
  } else if (parameter->takesIds && !isIdSet(value)) {
    faults.push_back(error("binding-invalid", "the value for parameter " + label + " does not fit")
                         .withHint("give an array of ids such as [\"0x2d\"]"));
  } else if (!ValueBinder(statement, parameter->sqlIndexes).bind(value, parameter->expected)) {
    faults.push_back(error("binding-invalid", "the value for parameter " + label + " does not fit")
                         .withHint(std::string("give ") + expectation(parameter->expected.kind)));
  }
}

}  // namespace

Status bindParameters(Statement& statement, const ecsql::CompiledQuery& query, std::string_view json) {
  if (json.empty()) return {};
  const Json values = Json::parse(json, nullptr, false);
  Diagnostics faults;
  if (values.is_array()) {
    int position = 0;
    for (const Json& value : values) {
      ++position;
      bindOne(statement, query, parameterAt(query, position), "`?` number " + std::to_string(position), value, faults);
    }
  } else if (values.is_object()) {
    for (auto it = values.begin(); it != values.end(); ++it)
      bindOne(statement, query, parameterNamed(query, it.key()), "`" + it.key() + "`", it.value(), faults);
  } else if (!values.is_null()) {
    faults.push_back(error("binding-invalid", "bindings are an array (for `?`) or an object (for `:name`)"));
  }
  if (faults.empty()) return {};
  return faults;
}

}  // namespace premap
