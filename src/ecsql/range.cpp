// Looks a path up in one range: aliases first, then properties, then members of what they hold.
#include "range.h"

#include <algorithm>

#include "premap/base/text.h"
#include "premap/schema/system_properties.h"

namespace premap::ecsql {
namespace {

Resolved systemProperty(const Class& cls, const SystemProperty& property) {
  Resolved out;
  out.columns = {std::string(property.name)};
  out.type = typeOf(PrimitiveType::Long, property.extendedType);
  out.name = out.accessString = std::string(property.name);
  out.isDirectProperty = true;
  out.rangeClass = &cls;
  return out;
}

std::optional<Resolved> systemPropertyNamed(const Class& cls, std::string_view name) {
  for (const SystemProperty& property : kSystemProperties) {
    if (!equalsIgnoreCase(property.name, name)) continue;
    if (property.isOfRelationships && cls.type != ClassType::Relationship) continue;
    return systemProperty(cls, property);
  }
  return std::nullopt;
}

// A member of a composite type: X of a point, Id of a navigation value, a struct's property. `offset` is where its
// columns begin inside the composite.
struct Member {
  std::string name, className;
  ExprType type;
  int offset = 0;
};

std::optional<Member> pointMember(const ExprType& type, std::string_view name) {
  static constexpr std::string_view kNames[] = {"X", "Y", "Z"};
  for (int i = 0; i < type.shape.columnCount; ++i) {
    if (equalsIgnoreCase(kNames[i], name))
      return Member{std::string(kNames[i]), kPointClassName, typeOf(PrimitiveType::Double), i};
  }
  return std::nullopt;
}

std::optional<Member> memberOf(const ExprType& type, std::string_view name) {
  if (type.isPoint()) return pointMember(type, name);
  if (type.kind == TypeKind::Navigation) {
    if (equalsIgnoreCase(name, "Id")) return Member{"Id", "", typeOf(PrimitiveType::Long, "NavId"), 0};
    if (equalsIgnoreCase(name, "RelECClassId"))
      return Member{"RelECClassId", "", typeOf(PrimitiveType::Long, "NavRelClassId"), 1};
    return std::nullopt;
  }
  if (type.kind != TypeKind::Struct || !type.structClass) return std::nullopt;
  for (const Property* property : type.structClass->properties) {
    if (!equalsIgnoreCase(property->name, name)) continue;
    for (const ValueShape& shape : type.shape.members) {  // in an order of their own
      if (shape.name == property->name)
        return Member{property->name, property->owner->fullName(), typeOf(*property), shape.column};
    }
  }
  return std::nullopt;
}

// Goes from a resolved value down the remaining parts of the path.
bool descend(Resolved& value, const std::vector<NamePart>& path, size_t from) {
  for (size_t i = from; i < path.size(); ++i) {
    auto member = memberOf(value.type, path[i].text);
    if (!member) return false;
    auto begin = value.columns.begin() + member->offset;
    value.columns = std::vector<std::string>(begin, begin + member->type.columnCount());
    value.type = std::move(member->type);
    value.name = member->name;
    value.accessString += "." + member->name;
    value.className = member->className;
    value.generated = false;
  }
  return true;
}

Resolved fromOutput(const OutputColumn& output) {
  Resolved out;
  out.columns = output.sqlNames;
  out.type = output.type;
  out.name = output.name;
  out.accessString = output.accessString;
  out.className = output.className;
  out.generated = output.generated;
  out.rangeClass = output.rangeClass;
  return out;
}

std::string joined(const std::vector<NamePart>& path, size_t from, size_t to) {
  std::string out;
  for (size_t i = from; i < to; ++i) out += (i > from ? "." : "") + path[i].text;
  return out;
}

// What is found behind an alias, and its members, are called by the alias.
void keepAlias(Resolved& value, const OutputColumn& output) {
  value.name = value.accessString = output.name;
  value.className.clear();
  value.generated = true;
}

void callByOwnName(Resolved& value, const OutputColumn& output) {
  if (output.calledAs.find('.') == std::string::npos) value.name = value.accessString = output.calledAs;
}

// In a sub-select the longest leading part of the path that names a field wins; the rest are members of its value. A
// field that is a member itself hands on none: of `St.Corner` there is no `St.Corner.X`.
std::optional<Resolved> resolveInOutputs(const std::vector<OutputColumn>& outputs, const std::vector<NamePart>& path,
                                         size_t first) {
  for (size_t end = path.size(); end > first; --end) {
    std::string name = joined(path, first, end);
    for (const OutputColumn& output : outputs) {
      if (!isCalled(output, name)) continue;
      if (end < path.size() && (!output.isDirectProperty || end - first > 1)) continue;
      Resolved value = fromOutput(output);
      if (!descend(value, path, end)) continue;
      if (output.isAliasedProperty) keepAlias(value, output);
      if (!output.calledAs.empty()) callByOwnName(value, output);
      else if (value.generated && equalsIgnoreCase(output.aliasedProperty, name))
        value.ownName = joined(path, first, path.size());
      return value;
    }
  }
  return std::nullopt;
}

const std::vector<OutputColumn>* outputsOf(const Range& range) {
  return range.kind == RangeKind::Function ? &range.functionColumns : range.outputs;
}

std::optional<Resolved> resolveFrom(Range& range, const std::vector<NamePart>& path, size_t first,
                                    const Catalog& catalog) {
  if (first >= path.size()) return std::nullopt;
  std::optional<Resolved> found;
  if (range.kind == RangeKind::Class) found = resolveInClass(*range.cls, path, first, catalog);
  else if (const auto* outputs = outputsOf(range)) found = resolveInOutputs(*outputs, path, first);
  if (!found) return std::nullopt;
  found->range = &range;
  found->rangeParts = static_cast<int>(first);
  if (range.columnsAreNamed) {  // a column of `WITH c(x)` is called as the query calls it
    found->name = joined(path, 0, path.size());
    found->accessString = found->name;
    found->className.clear();
    found->generated = true;
  }
  return found;
}

}  // namespace

void Range::use(const std::vector<std::string>& accessStrings) {
  for (const std::string& access : accessStrings) {
    if (std::find(used.begin(), used.end(), access) == used.end()) used.push_back(access);
  }
}

std::optional<Resolved> resolveInClass(const Class& cls, const std::vector<NamePart>& path, size_t first,
                                       const Catalog& catalog) {
  if (path.size() - first == 1) {
    if (auto system = systemPropertyNamed(cls, path[first].text)) return system;
  }
  const Property* property = catalog.findProperty(cls, path[first].text);
  if (!property) return std::nullopt;
  Resolved value;
  value.type = typeOf(*property);
  value.columns = leafAccessStrings(*property);
  value.name = value.accessString = property->name;
  // The native engine takes a property that is an id for one of its own.
  if (!equalsIgnoreCase(value.type.extendedType, "Id")) value.className = property->owner->fullName();
  value.isDirectProperty = true;
  value.rangeClass = &cls;
  if (!descend(value, path, first + 1)) return std::nullopt;
  return value;
}

bool isCalled(const OutputColumn& output, std::string_view name) {
  if (!output.calledAs.empty()) return equalsIgnoreCase(output.calledAs, name);
  return equalsIgnoreCase(output.generated ? output.name : output.accessString, name) ||
         (!output.aliasedProperty.empty() && equalsIgnoreCase(output.aliasedProperty, name));
}

std::optional<Resolved> resolveInRange(Range& range, const std::vector<NamePart>& path, const Catalog& catalog) {
  size_t count = path.size();
  auto matched = [](std::optional<Resolved> found, int confidence) {
    if (found) found->confidence = confidence;
    return found;
  };
  bool namesRange = !range.name.empty() && equalsIgnoreCase(path[0].text, range.name);
  // A view class is its query, which has one name.
  const Class* cls = range.kind == RangeKind::Select ? nullptr : range.cls;
  bool namesClass = cls && equalsIgnoreCase(path[0].text, cls->name);
  if (count >= 2 && namesRange) {
    if (auto found = resolveFrom(range, path, 1, catalog)) return matched(std::move(found), 3);
  }
  if (count > 2 && cls && equalsIgnoreCase(path[1].text, cls->name) &&
      (equalsIgnoreCase(path[0].text, range.schema->name) || equalsIgnoreCase(path[0].text, range.schema->alias))) {
    if (auto found = resolveFrom(range, path, 2, catalog)) return matched(std::move(found), range.hasAlias ? 1 : 3);
  }
  if (count >= 2 && namesClass && !namesRange) {
    if (auto found = resolveFrom(range, path, 1, catalog)) return matched(std::move(found), 1);
  }
  return matched(resolveFrom(range, path, 0, catalog), 2);
}

std::vector<Resolved> expandStar(Range& range, const Catalog& catalog) {
  std::vector<Resolved> out;
  if (range.kind != RangeKind::Class) {
    for (const OutputColumn& column : *outputsOf(range)) {
      out.push_back(fromOutput(column));
      if (range.columnsAreNamed) out.back().generated = true, out.back().className.clear();
    }
  } else {
    const Class& cls = *range.cls;
    auto addSystem = [&](bool ofRelationships) {
      for (const SystemProperty& system : kSystemProperties)
        if (system.isOfRelationships == ofRelationships) out.push_back(systemProperty(cls, system));
    };
    addSystem(false);
    for (const Property* property : cls.properties)
      out.push_back(*resolveInClass(cls, {NamePart{property->name, true, {}}}, 0, catalog));
    if (cls.type == ClassType::Relationship) addSystem(true);
  }
  for (Resolved& value : out) value.range = &range;
  return out;
}

std::vector<std::string> memberNames(const Class& cls) {
  std::vector<std::string> names{"ECInstanceId", "ECClassId"};
  for (const Property* property : cls.properties) names.push_back(property->name);
  return names;
}

}  // namespace premap::ecsql
