// Names: property paths, aliases, enumerators, `$`; and what to say of a name that is not there.
#include <algorithm>

#include "binder_parts.h"
#include "premap/base/text.h"
#include "sql_text.h"

namespace premap::ecsql {

// First the select's own FROM, then those around it: all of these together, as the native engine has it.
void Binder::bindPath(Expr& expr, Scope& scope) {
  std::vector<Resolved> found = bestMatches(expr.path, scope.ranges);
  if (found.empty() && bindAlias(expr, scope)) return;
  std::vector<Range*> outer;
  for (Scope* at = scope.parent; at; at = at->parent) outer.insert(outer.end(), at->ranges.begin(), at->ranges.end());
  if (found.empty()) {
    found = bestMatches(expr.path, outer);
    if (found.size() == 1 && found.front().rangeParts == 0) outerReferences_.push_back({&expr, found.front().range});
  }
  if (found.size() == 1) {
    refer(expr, std::move(found.front()));
    countOwnName(expr);
    return checkReadTwice(expr, scope);
  }
  if (found.size() > 1) {
    poison(expr);
    return fault(expr.span, "`" + pathText(expr.path) + "` is ambiguous: more than one class of FROM has it",
                 "write the alias before it, such as `" + found.front().range->name + "." + pathText(expr.path) + "`");
  }
  for (Scope* at = scope.parent; at; at = at->parent) {
    if (bindAlias(expr, *at)) return;
  }
  if (bindEnumerator(expr)) return;
  poison(expr);
  auto isUnknown = [&](const Range* range) { return unknownRanges_.count(range) > 0; };
  bool touchesUnknown = std::any_of(scope.ranges.begin(), scope.ranges.end(), isUnknown) ||
                        std::any_of(outer.begin(), outer.end(), isUnknown);
  if (!touchesUnknown) unknownName(expr, scope);
}

void Binder::countOwnName(const Expr& expr) {
  const Resolved& column = expr.bound->column;
  if (column.ownName.empty() || column.ownName.find('.') != std::string::npos) return;
  OwnNameReferences& references = ownNameReferences_[{column.range->outputs, column.name}];
  if (!references.first) references.first = &expr;
  else if (column.rangeParts == 0) references.isMadeAgain = true;
}

// The native engine writes a column of a common table without its alias, so that the nearest of two is read, or
// neither; and `*` gives the columns of the first one twice.
void Binder::checkReadTwice(const Expr& expr, const Scope& scope) {
  const Range& read = *expr.bound->column.range;
  const bool isOfStar = expr.path.empty();
  if (read.columnsAreNamed && !isOfStar) return;
  for (const Scope* at = &scope; at; at = at->parent) {
    if (isReadAgain(read, at->ranges)) {
      const std::string& table = read.commonTableSqlName;
      const std::string list = "list the columns of the common table, as in `WITH " + table + "(a, b) AS (…)`";
      return fault(expr.span, "`" + table + "` is read twice here: natively both give the columns of one",
                   read.columnsAreNamed ? "write the columns with their aliases instead of `*`" : list);
    }
    if (std::find(at->ranges.begin(), at->ranges.end(), &read) != at->ranges.end()) return;
  }
}

bool Binder::isReadAgain(const Range& read, const std::vector<Range*>& ranges) {
  return read.kind == RangeKind::CommonTable && std::any_of(ranges.begin(), ranges.end(), [&](const Range* range) {
           return range != &read && range->kind == RangeKind::CommonTable &&
                  range->commonTableSqlName == read.commonTableSqlName;
         });
}

// A property of a select around it is ambiguous to the native engine when the list of that select has it too, unless as
// this very property and nothing else.
void Binder::checkOuterReferences(const Select& select) {
  const std::vector<Range*>& ranges = select.bound->ranges;
  std::erase_if(outerReferences_, [&](const OuterReference& reference) {
    if (std::find(ranges.begin(), ranges.end(), reference.range) == ranges.end()) return false;
    const std::string path = pathText(reference.expr->path), &range = reference.range->name;
    if (isInListOf(select, *reference.expr))
      fault(
          reference.expr->span,
          "`" + path + "` is ambiguous: a class around this select has it, and so has the list of the select around it",
          range.empty() ? "give what is in that FROM an alias and write it before the name"
                        : "write the alias before it: `" + range + "." + path + "`");
    return true;
  });
}

bool Binder::isInListOf(const Select& select, const Expr& reference) {
  const std::string path = pathText(reference.path);
  for (const SelectItem& item : select.items) {
    const Bound& bound = *item.expr->bound;
    const bool isPlain = item.alias.empty() && item.expr->kind == ExprKind::Path && bound.reference == Reference::Field;
    const bool isOfClass = isPlain && bound.column.range->kind == RangeKind::Class;
    if (isOfClass && equalsIgnoreCase(bound.column.accessString, path)) return false;
    if (isPlain && equalsIgnoreCase(bound.column.ownName, path)) return false;
  }
  // By any leading part of the path: the rest are members of the value.
  for (size_t end = 1; end <= reference.path.size(); ++end) {
    const std::string name = pathText({reference.path.begin(), reference.path.begin() + static_cast<ptrdiff_t>(end)});
    for (const OutputColumn& output : select.bound->outputs)
      if (isCalled(output, name)) return true;
  }
  return false;
}

std::vector<Resolved> Binder::bestMatches(const std::vector<NamePart>& path, const std::vector<Range*>& ranges) const {
  std::vector<Resolved> best;
  for (Range* range : ranges) {
    auto found = resolveInRange(*range, path, catalog_);
    if (!found) continue;
    if (!best.empty() && found->confidence > best.front().confidence) best.clear();
    if (best.empty() || found->confidence == best.front().confidence) best.push_back(std::move(*found));
  }
  return best;
}

bool Binder::bindAlias(Expr& expr, Scope& scope) {
  if (!scope.aliasesVisible || expr.path.size() != 1) return false;
  for (size_t i = 0; i < scope.select->items.size(); ++i) {
    if (!equalsIgnoreCase(scope.select->items[i].alias, expr.path[0].text)) continue;
    Bound& bound = give(expr, scope.select->items[i].expr->bound->type);
    bound.reference = Reference::Alias;
    bound.aliasSelect = scope.select;
    bound.aliasItem = i;
    return true;
  }
  return false;
}

bool Binder::bindEnumerator(Expr& expr) {
  if (expr.path.size() != 3) return false;
  const Enumeration* enumeration = catalog_.findEnumeration(expr.path[0].text, expr.path[1].text);
  if (!enumeration) return false;
  std::vector<std::string> names;
  for (const Enumerator& value : enumeration->enumerators) {
    names.push_back(value.name);
    if (!equalsIgnoreCase(value.name, expr.path[2].text)) continue;
    Bound& bound = give(expr, typeOf(*enumeration));
    bound.reference = Reference::Enumerator;
    bound.literal =
        enumeration->type == PrimitiveType::String ? quoteText(value.stringValue) : std::to_string(value.intValue);
    return true;
  }
  poison(expr);
  fault(expr.span,
        "the enumeration `" + pathText({expr.path[0], expr.path[1]}) + "` has no value `" + expr.path[2].text + "`",
        nearestOf(expr.path[2], names));
  return true;
}

void Binder::unknownName(Expr& expr, Scope& scope) {
  const std::string& first = expr.path[0].text;
  for (Scope* at = &scope; at; at = at->parent) {
    for (Range* range : at->ranges) {
      bool isPrefix = expr.path.size() > 1 && equalsIgnoreCase(first, range->name);
      if (isPrefix) return reportUnknown(expr, 1, {range}, {});
    }
  }
  std::vector<Range*> ranges;
  for (Scope* at = &scope; at; at = at->parent) ranges.insert(ranges.end(), at->ranges.begin(), at->ranges.end());
  reportUnknown(expr, 0, ranges, expr.path.size() > 1 ? rangeNames(scope) : std::vector<std::string>());
}

void Binder::reportUnknown(Expr& expr, size_t part, const std::vector<Range*>& ranges,
                           const std::vector<std::string>& aliases) {
  const std::string& name = expr.path[part].text;
  std::vector<std::string> names = aliases;
  bool isProperty = false;
  for (Range* range : ranges) {
    for (std::string& member : namesIn(*range)) {
      isProperty |= equalsIgnoreCase(member, name);
      names.push_back(std::move(member));
    }
  }
  Suggestion meant = nearestOf(expr.path[part], names);
  if (isProperty && part + 1 < expr.path.size())
    meant = {"`" + name + "` has no member `" + expr.path[part + 1].text +
                 "`; to read a property of a related instance, join its class on `.Id`",
             {}};
  else if (meant.hint.empty()) meant = propertyOfSubclass(expr, part, ranges);
  if (meant.hint.empty() && !aliases.empty()) {
    meant.hint = "FROM has " + listed(aliases);
    // Of `schema.Class.Name` another part would have to go, too.
    const bool isOfAlias =
        expr.path.size() == 2 || std::any_of(names.begin(), names.end(), [&](const std::string& each) {
          return equalsIgnoreCase(each, expr.path[1].text) && !equalsIgnoreCase(each, aliases[0]);
        });
    if (aliases.size() == 1 && isOfAlias) meant.edits = {{expr.path[0].span, asName(aliases[0])}};
  }
  fault(expr.span, "no property `" + pathText(expr.path) + "`", std::move(meant));
}

std::vector<std::string> Binder::namesIn(Range& range) {
  if (range.kind == RangeKind::Class) return memberNames(*range.cls);
  std::vector<std::string> names;
  for (const Resolved& value : expandStar(range, catalog_)) names.push_back(value.name);
  return names;
}

Suggestion Binder::propertyOfSubclass(const Expr& expr, size_t part, const std::vector<Range*>& ranges) {
  const std::string& name = expr.path[part].text;
  for (const Range* range : ranges) {
    if (range->kind != RangeKind::Class) continue;
    for (const Class* derived : catalog_.selfAndDerived(*range->cls)) {
      if (catalog_.findProperty(*derived, name))
        return {"the subclass `" + derived->fullName('.') + "` has it: query that class, or write `$->" + name + "?`",
                expr.path.size() == 1 ? TextEdits{{expr.span, "$->" + asName(name) + "?"}} : TextEdits()};
    }
  }
  return {};
}

std::string Binder::listed(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "`" : ", `") + name + "`";
  return out;
}

std::vector<Range*> Binder::rangesOfInstance(const Expr& expr, const Scope& scope) {
  std::vector<Range*> found;
  for (const Scope* at = &scope; at && found.empty(); at = at->parent) {
    for (Range* range : at->ranges) {
      if (expr.path.empty() || namesRange(*range, expr.path)) found.push_back(range);
    }
  }
  return found;
}

void Binder::bindInstance(Expr& expr, Scope& scope) {
  std::vector<Range*> ranges = rangesOfInstance(expr, scope);
  if (ranges.size() > 1) {
    poison(expr);
    return fault(expr.span, "`$` is ambiguous: FROM has more than one class", "write the alias before it: `a.$`");
  }
  Range* found = ranges.empty() ? nullptr : ranges.front();
  if (!found) {
    poison(expr);
    return fault(expr.span, "`$` needs a class in FROM");
  }
  ExprType type = typeOf(PrimitiveType::String);
  Resolved ids;
  if (found->kind == RangeKind::Class) {
    ids.columns = {"ECInstanceId", "ECClassId"};
  } else {
    for (const char* name : {"ECInstanceId", "ECClassId"}) {
      auto column = resolveInRange(*found, {NamePart{name, false, {}}}, catalog_);
      if (!column && !unknownRanges_.count(found))
        fault(expr.span, std::string("`$` needs ") + name + " in the sub-select",
              "select ECInstanceId and ECClassId there");
      ids.columns.push_back(column ? column->columns.front() : name);
    }
  }
  if (!expr.name.empty()) {
    type.extendedType = "json";
    type.shape.kind = ValueKind::Any;
    if (!expr.flag) requireProperty(*found, expr.name);
  }
  ids.range = found;
  Bound& bound = give(expr, std::move(type));
  bound.column = std::move(ids);
}

void Binder::requireProperty(Range& range, const std::string& name) {
  auto& required = range.requiredProperties;
  if (std::find(required.begin(), required.end(), name) == required.end()) required.push_back(name);
}

}  // namespace premap::ecsql
