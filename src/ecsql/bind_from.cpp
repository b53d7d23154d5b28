// FROM: classes, views, sub-selects, table functions, joins and JOIN … USING.
#include <algorithm>

#include "binder_parts.h"
#include "premap/base/engine_parts.h"
#include "premap/base/text.h"
#include "premap/ecsql/parser.h"
#include "premap/schema/system_properties.h"

namespace premap::ecsql {

std::string Binder::numbered(const std::string& base, int number) {
  return number == 0 ? base : base + "_" + std::to_string(number);
}

std::string Binder::commonTableSqlName(const std::string& wanted) {
  int number = 0;
  while (!commonTableNames_.insert(toLower(numbered(wanted, number))).second) ++number;
  return numbered(wanted, number);
}

std::string Binder::rangeSqlName(const std::string& wanted, const Scope& scope) {
  auto isTaken = [&](const std::string& name) {
    for (const Scope* at = &scope; at; at = at->parent) {
      for (const Range* range : at->ranges) {
        if (equalsIgnoreCase(range->sqlName, name)) return true;
      }
    }
    return false;
  };
  std::string base = wanted.empty() ? "q" : wanted;
  int number = 0;
  while (isTaken(numbered(base, number))) ++number;
  return numbered(base, number);
}

Range& Binder::newRange(Scope& scope, RangeKind kind, std::string name, bool hasAlias, Span span) {
  auto owned = std::make_unique<Range>();
  Range& range = *owned;
  query_.ranges.push_back(std::move(owned));
  range.kind = kind;
  range.name = std::move(name);
  range.hasAlias = hasAlias;
  range.span = span;
  range.sqlName = rangeSqlName(range.name, scope);
  for (const Range* other : scope.ranges) {
    if (!range.name.empty() && equalsIgnoreCase(other->name, range.name))
      fault(span, "the class name or alias `" + range.name + "` occurs twice in this FROM clause",
            "give each its own alias");
  }
  scope.ranges.push_back(&range);
  return range;
}

void Binder::bindFrom(FromItem& item, Scope& scope) {
  switch (item.kind) {
    case FromItem::Kind::Class:
      return bindClassItem(item, scope);
    case FromItem::Kind::Subquery: {
      bindCompound(*item.subquery, scope.parent);
      typeParameters(*item.subquery);
      Range& range = newRange(scope, RangeKind::Select, item.alias, !item.alias.empty(), item.span);
      range.select = item.subquery.get();
      range.outputs = &item.subquery->bound->outputs;
      item.range = &range;
      return;
    }
    case FromItem::Kind::Function:
      return bindFunctionItem(item, scope);
    case FromItem::Kind::Join:
      bindFrom(*item.left, scope);
      if (item.isUsing) return bindUsing(item, scope);
      bindFrom(*item.right, scope);
      if (item.on) bindCondition(*item.on, scope);
  }
}

CommonTableDefinition* Binder::findCommonTable(const std::string& name, Scope* scope) {
  for (; scope; scope = scope->parent) {
    auto found = scope->commonTables.find(toLower(name));
    if (found != scope->commonTables.end()) return found->second;
  }
  return nullptr;
}

void Binder::bindClassItem(FromItem& item, Scope& scope) {
  const auto& parts = item.cls.parts;
  if (parts.size() == 1) {
    if (CommonTableDefinition* table = findCommonTable(parts[0].text, &scope)) {
      if (table->outputs.empty()) {
        fault(item.span, "`" + parts[0].text + "` refers to itself before it has columns",
              "begin it with a SELECT that does not, and join the one that does with UNION ALL");
        return bindUnknownClass(item, scope, parts[0].text);
      }
      bool aliased = !item.alias.empty();
      Range& range = newRange(scope, RangeKind::CommonTable, aliased ? item.alias : parts[0].text, aliased, item.span);
      range.outputs = &table->outputs;
      range.commonTableSqlName = table->sqlName;
      range.columnsAreNamed = table->named;
      item.range = &range;
      return;
    }
  }
  const Class* cls = findClass(item.cls);
  std::string name = item.alias.empty() ? parts.back().text : item.alias;
  if (!cls) {
    bindUnknownClass(item, scope, name);
    return;
  }
  item.range = &classRange(scope, *cls, name, !item.alias.empty(), item.cls.only, item.span);
}

void Binder::bindUnknownClass(FromItem& item, Scope& scope, const std::string& name) {
  Range& range = newRange(scope, RangeKind::Function, name, !item.alias.empty(), item.span);
  item.range = &range;
  unknownRanges_.insert(&range);
}

Range& Binder::classRange(Scope& scope, const Class& cls, const std::string& name, bool hasAlias, bool only,
                          Span span) {
  if (!cls.viewQuery.empty()) return viewRange(scope, cls, cls.viewQuery, name, hasAlias, only, span);
  if (cls.isForeignKeyView) return viewRange(scope, cls, foreignKeyViewQuery(cls), name, hasAlias, false, span);
  Range& range = newRange(scope, RangeKind::Class, name, hasAlias, span);
  range.cls = &cls;
  range.schema = cls.schema;
  range.only = only;
  return range;
}

Range& Binder::viewRange(Scope& scope, const Class& cls, const std::string& viewQuery, const std::string& name,
                         bool hasAlias, bool only, Span span) {
  Range& range = newRange(scope, RangeKind::Select, name, hasAlias, span);
  range.cls = &cls;
  range.schema = cls.schema;
  if (only) fault(span, "ONLY is not supported for the view class `" + cls.fullName('.') + "`");
  auto parsed = parse(viewQuery);
  bool recursive = !openViews_.insert(&cls).second;
  if (!parsed || !parsed->select || recursive) {
    fault(span, "the query of the view class `" + cls.fullName('.') + "` " +
                    (recursive ? "refers to itself" : "cannot be read"));
    range.kind = RangeKind::Function;
    return range;
  }
  query_.viewQueries.push_back(std::move(parsed->select));
  Select& select = *query_.viewQueries.back();
  size_t known = faults_.size();
  bindCompound(select, nullptr);
  openViews_.erase(&cls);
  if (faults_.size() > known) {
    faults_.resize(known);
    fault(span, "the query of the view class `" + cls.fullName('.') + "` does not fit this file's schemas");
  }
  range.select = &select;
  range.functionColumns = viewColumns(cls, select.bound->outputs);
  range.outputs = &range.functionColumns;
  return range;
}

std::string Binder::foreignKeyViewQuery(const Class& relationship) const {
  for (const Class* view : catalog_.classes()) {
    for (const Property* property : view->ownProperties) {
      if (property->kind != PropertyKind::Navigation || property->relationship != &relationship) continue;
      if (!relationship.source.abstractConstraint || !relationship.target.abstractConstraint) continue;
      std::string other = "v.[" + property->name + "].Id", own = "v.ECInstanceId";
      const std::string& source = property->navigationForward ? own : other;
      const std::string& target = property->navigationForward ? other : own;
      return "SELECT " + own + " ECInstanceId," + std::to_string(relationship.id) + " ECClassId," + source +
             " SourceECInstanceId," + std::to_string(relationship.source.abstractConstraint->id) + " SourceECClassId," +
             target + " TargetECInstanceId," + std::to_string(relationship.target.abstractConstraint->id) +
             " TargetECClassId FROM [" + view->schema->name + "].[" + view->name + "] v WHERE " + other +
             " IS NOT NULL";
    }
  }
  return {};
}

std::vector<OutputColumn> Binder::viewColumns(const Class& cls, const std::vector<OutputColumn>& outputs) {
  std::vector<OutputColumn> out;
  auto add = [&](const std::string& name, ExprType type, const std::string& className) {
    for (const OutputColumn& output : outputs) {
      if (!equalsIgnoreCase(output.name, name) || output.type.columnCount() != type.columnCount()) continue;
      OutputColumn column = output;
      column.name = column.accessString = name;
      column.className = className;
      column.aliasedProperty.clear();
      column.isAliasedProperty = false;
      column.calledAs.clear();
      column.generated = false;
      column.isDirectProperty = true;
      column.type = std::move(type);
      column.rangeClass = &cls;
      out.push_back(std::move(column));
      return;
    }
  };
  auto addSystem = [&](bool ofRelationships) {
    for (const SystemProperty& system : kSystemProperties)
      if (system.isOfRelationships == ofRelationships)
        add(std::string(system.name), typeOf(PrimitiveType::Long, system.extendedType), "");
  };
  addSystem(false);
  for (const Property* property : cls.properties) add(property->name, typeOf(*property), property->owner->fullName());
  if (cls.type == ClassType::Relationship) addSystem(true);
  return out;
}

void Binder::bindFunctionItem(FromItem& item, Scope& scope) {
  std::string schema = item.function.size() > 1 ? toLower(item.function[0].text) : "";
  std::string function = toLower(item.function.back().text);
  for (ExprPtr& argument : item.args) bind(*argument, scope);
  std::string name = item.alias.empty() ? item.function.back().text : item.alias;
  Range& range = newRange(scope, RangeKind::Function, name, !item.alias.empty(), item.span);
  item.range = &range;
  range.item = &item;
  if ((function == "json_each" || function == "json_tree") && (schema.empty() || schema == "json1"))
    return jsonColumns(range, function);
  if (function == "idset" && (schema.empty() || schema == "ecvlib")) return idSet(item, range);
  if (function == "changes")
    return fault(item.span, "Changes() needs a change summary, which a snapshot does not have");
  unknownRanges_.insert(&range);
  fault(item.span, "there is no table function `" + pathText(item.function) + "`",
        "ECSQL knows json1.json_each, json1.json_tree and IdSet");
}

void Binder::jsonColumns(Range& range, const std::string& function) {
  range.functionName = function;
  range.functionClassName = "json1:" + function;
  static constexpr std::pair<const char*, PrimitiveType> kColumns[] = {
      {"key", PrimitiveType::String},  {"value", PrimitiveType::String},   {"type", PrimitiveType::String},
      {"atom", PrimitiveType::String}, {"parent", PrimitiveType::Integer}, {"fullkey", PrimitiveType::String},
      {"path", PrimitiveType::String}};
  for (auto [name, type] : kColumns) functionColumn(range, name, typeOf(type));
}

void Binder::idSet(FromItem& item, Range& range) {
  if (!experimental_) query_.newer.push_back({"IdSet without `OPTIONS ENABLE_EXPERIMENTAL_FEATURES`", item.span});
  range.functionName = "IdSet";
  range.functionClassName.clear();
  functionColumn(range, "id", typeOf(PrimitiveType::Long, "Id"));
  if (item.args.size() != 1) return fault(item.span, "IdSet takes one argument");
  if (item.args[0]->bound->type.kind == TypeKind::Parameter) {
    expectParameter(*item.args[0], typeOf(PrimitiveType::String));
    query_.parameters[static_cast<size_t>(unwrap(*item.args[0]).bound->parameter)].takesIds = true;
  } else if (!item.args[0]->bound->type.isString()) {
    fault(item.args[0]->span, "IdSet takes a JSON array of ids as text");
  }
}

void Binder::functionColumn(Range& range, const char* name, ExprType type) {
  OutputColumn column;
  column.name = column.accessString = name;
  column.className = range.functionClassName;
  column.type = std::move(type);
  column.isDirectProperty = true;
  column.sqlNames = {name};
  range.functionColumns.push_back(std::move(column));
}

bool Binder::fits(const Catalog& catalog, const Class& cls, const RelationshipEnd& end) {
  return std::any_of(end.classes.begin(), end.classes.end(), [&](const Class* constraint) {
    return end.polymorphic ? catalog.isA(cls, *constraint) : &cls == constraint;
  });
}

void Binder::bindUsing(FromItem& join, Scope& scope) {
  const Class* relationship = findClass(join.relationship);
  std::string name = join.relationshipAlias.empty() ? join.relationship.parts.back().text : join.relationshipAlias;
  if (relationship && relationship->type != ClassType::Relationship) {
    fault(join.relationship.span, "`" + relationship->fullName('.') + "` is no relationship class");
    relationship = nullptr;
  }
  bindFrom(*join.right, scope);
  if (!relationship) return;
  join.relationshipRange =
      &classRange(scope, *relationship, name, !join.relationshipAlias.empty(), false, join.relationship.span);
  join.relationshipRange->use({"SourceECInstanceId", "TargetECInstanceId"});
}

// Every class of the FROM clause may be what a relationship starts from, those after it too: so this comes last.
void Binder::connectUsing(FromItem& item, Scope& scope) {
  if (item.kind != FromItem::Kind::Join) return;
  connectUsing(*item.left, scope);
  connectUsing(*item.right, scope);
  bool isKnown = std::none_of(scope.ranges.begin(), scope.ranges.end(),
                              [&](const Range* range) { return unknownRanges_.count(range) > 0; });
  if (!item.isUsing || !item.relationshipRange || !isKnown) return;  // reported already
  Range* right = item.right->range;
  if (!right || !right->cls) return fault(item.span, "JOIN … USING needs a class after it");
  const Class& relationship = *item.relationshipRange->cls;
  decideDirection(item, relationship, findEnds(scope, *right, relationship), *right->cls);
}

Binder::JoinEnds Binder::findEnds(const Scope& scope, const Range& joined, const Class& relationship) const {
  JoinEnds ends;
  for (Range* range : scope.ranges) {
    if (!range->cls || range == &joined) continue;
    if (fits(catalog_, *range->cls, relationship.source)) ends.sources.push_back(range);
    if (fits(catalog_, *range->cls, relationship.target)) ends.targets.push_back(range);
  }
  return ends;
}

// The other classes of FROM decide; when they could stand at both ends, the joined class does.
void Binder::decideDirection(FromItem& join, const Class& relationship, const JoinEnds& ends, const Class& right) {
  bool rightIsSource = fits(catalog_, right, relationship.source);
  bool rightIsTarget = fits(catalog_, right, relationship.target);
  const std::string name = "`" + relationship.fullName('.') + "`";
  if (!rightIsSource && !rightIsTarget)
    return fault(join.relationship.span, "`" + right.fullName('.') + "` is not related by the relationship " + name);
  if (ends.sources.empty() && ends.targets.empty())
    return fault(join.relationship.span, "no other class of FROM is related by the relationship " + name);
  auto isOneClass = [](const std::vector<Range*>& ranges) {
    return std::all_of(ranges.begin(), ranges.end(),
                       [&](const Range* range) { return range->cls == ranges.front()->cls; });
  };
  if (!isOneClass(ends.sources) || !isOneClass(ends.targets))
    return fault(join.relationship.span, "different classes of FROM match the same end of " + name,
                 "join the relationship class with ON");
  bool hasSource = !ends.sources.empty(), hasTarget = !ends.targets.empty();
  bool isForward = !hasTarget || (hasSource && rightIsTarget && !rightIsSource);
  bool isBackward = !hasSource || (hasTarget && rightIsSource && !rightIsTarget);
  join.leftIsSource = isForward;
  if (!join.direction.empty()) {
    join.leftIsSource = join.direction == "FORWARD";
    if (join.leftIsSource ? isBackward : isForward)
      return fault(join.relationship.span, "the direction " + join.direction + " contradicts the ends of " + name);
  } else if (!isForward && !isBackward) {
    return fault(join.relationship.span, name + " could be followed both ways", "write FORWARD or BACKWARD after it");
  }
  join.usingLeft = (join.leftIsSource ? ends.sources : ends.targets).front();
}

const Class* Binder::findClass(const ClassRef& ref, bool toQuery) {
  auto parts = ref.parts;
  if (parts.size() == 3 && equalsIgnoreCase(parts[0].text, "main")) parts.erase(parts.begin());
  if (parts.size() != 2) {
    fault(ref.span, "`" + pathText(ref.parts) + "` is no class name", suggestClass(parts));
    return nullptr;
  }
  const Class* cls = catalog_.findClass(parts[0].text, parts[1].text);
  if (!cls) {
    fault(ref.span, "no class `" + pathText(parts) + "`", suggestClass(parts));
    return nullptr;
  }
  if (!toQuery) return cls;
  bool queryable = cls->type == ClassType::Entity || cls->type == ClassType::Relationship;
  if (!queryable) {
    fault(ref.span,
          "`" + cls->fullName('.') + "` cannot be queried: it is neither an entity class nor a relationship class");
    return nullptr;
  }
  if (cls->strategy == MapStrategy::NotMapped) {
    fault(ref.span, "`" + cls->fullName('.') + "` cannot be queried: it is not mapped to a table");
    return nullptr;
  }
  return cls;
}

Suggestion Binder::suggestClass(const std::vector<NamePart>& parts) {
  if (!needPart(EnginePart::Tools)) return {parts.size() == 2 ? "" : "write `schema.Class`", {}};
  return classMeant(parts, catalog_, {commonTableNames_.begin(), commonTableNames_.end()});
}

std::vector<std::string> Binder::rangeNames(const Scope& scope) {
  std::vector<std::string> names;
  for (const Range* range : scope.ranges) names.push_back(range->name);
  return names;
}

}  // namespace premap::ecsql
