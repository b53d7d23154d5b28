// Selects: their lists, what they give, how compounds fit together.
#include <algorithm>
#include <utility>

#include "binder_parts.h"
#include "premap/base/text.h"

namespace premap::ecsql {
namespace {

// The first select of a compound describes its columns, but the rows come from all of them.
void forgetRangeClasses(std::vector<OutputColumn>& outputs) {
  for (OutputColumn& output : outputs) output.rangeClass = nullptr;
}

// Natively an aliased coordinate is described as an id, though it delivers the number; a common table with a list of
// columns and a NULL before it forget that.
void forgetCoordinateAlias(ExprType& type, const Expr& value) {
  if (value.bound->reference == Reference::Field && type.primitive == PrimitiveType::Double &&
      equalsIgnoreCase(type.extendedType, "Id"))
    type.extendedType.clear();
}

}  // namespace

void Binder::bindCompound(Select& first, Scope* parent, CompoundUse use, const AfterFirst& afterFirst) {
  Scope outer;
  outer.parent = parent;
  for (CommonTable& table : first.with) bindCommonTable(table, outer);
  for (Select* part = first.next.get(); part; part = part->next.get()) compoundParts_.insert(part);
  bindSingle(first, outer);
  if (afterFirst) afterFirst(first.bound->outputs);
  // Values that begin with NULL are NULL to the native engine, which looks no further.
  auto isPassedOver = [&](const Select& next) {
    return use == CompoundUse::Values && first.bound->outputs.size() == 1 && first.bound->outputs[0].type.isNull() &&
           next.bound->outputs.size() == 1;
  };
  for (Select* previous = &first; previous->next; previous = previous->next.get()) {
    bindSingle(*previous->next, outer);
    if (!isPassedOver(*previous->next)) matchCompound(*previous, *previous->next, previous->compound, use);
  }
  if (first.next) forgetRangeClasses(first.bound->outputs);
  Select* last = &first;
  while (last->next) last = last->next.get();
  if (last != &first) bindCompoundOrder(first, *last);
}

void Binder::bindCommonTable(CommonTable& table, Scope& scope) {
  auto definition = std::make_unique<CommonTableDefinition>();
  CommonTableDefinition* known = definition.get();
  query_.commonTables.push_back(std::move(definition));
  query_.definitionOf[&table] = known;
  known->sqlName = commonTableSqlName(table.name);
  known->named = !table.columns.empty();
  auto define = [&](const std::vector<OutputColumn>& outputs) {
    known->outputs = outputs;
    for (OutputColumn& output : known->outputs)
      if (output.type.kind == TypeKind::Parameter) output.type = typeOf(PrimitiveType::Double);
    if (known->named) nameColumns(table, known->outputs);
  };
  // What is NULL in the first select is typed by the next one, which may refer to it.
  auto defineEarly = [&](const std::vector<OutputColumn>& outputs) {
    define(outputs);
    for (OutputColumn& output : known->outputs) {
      if (output.type.isNull() && table.select->next) output.type = unknownType();
    }
  };
  for (size_t i = 0; i < table.columns.size(); ++i)
    for (size_t k = 0; k < i; ++k)
      if (equalsIgnoreCase(table.columns[i].text, table.columns[k].text))
        fault(table.columns[i].span, "`" + table.name + "` has two columns `" + table.columns[i].text + "`",
              "give each a name of its own");
  // A common table may refer to itself with or without the word RECURSIVE.
  if (!scope.commonTables.emplace(toLower(table.name), known).second)
    fault(table.nameSpan, "there are two common tables `" + table.name + "`", "give each a name of its own");
  bindCompound(*table.select, &scope, known->named ? CompoundUse::TableWithNames : CompoundUse::Table, defineEarly);
  typeParameters(*table.select);
  if (!table.select->next) return;
  for (size_t i = 0; i < known->outputs.size(); ++i) {
    known->outputs[i].type = table.select->bound->outputs[i].type;
    if (known->named) forgetCoordinateAlias(known->outputs[i].type, *table.select->items[i].expr);
  }
  forgetRangeClasses(known->outputs);
}

void Binder::nameColumns(const CommonTable& table, std::vector<OutputColumn>& outputs) {
  if (table.columns.size() != outputs.size())
    return fault(table.nameSpan, "`" + table.name + "` lists " + std::to_string(table.columns.size()) +
                                     " columns, but its SELECT gives " + std::to_string(outputs.size()));
  for (size_t i = 0; i < outputs.size(); ++i) {
    if (outputs[i].type.columnCount() != 1)
      fault(table.columns[i].span,
            "column `" + table.columns[i].text + "` of `" + table.name + "` would hold a composite value",
            "leave out the column list, or select a member such as `.Id` or `.X`");
    outputs[i].name = outputs[i].accessString = table.columns[i].text;
    forgetCoordinateAlias(outputs[i].type, *table.select->items[i].expr);
    outputs[i].className.clear();
    outputs[i].generated = true;
    outputs[i].isDirectProperty = false;
    outputs[i].aliasedProperty.clear();
    outputs[i].isAliasedProperty = false;
    outputs[i].calledAs.clear();
  }
}

void Binder::bindSingle(Select& select, Scope& outer) {
  select.bound = std::make_shared<BoundSelect>();
  select.bound->id = query_.selectCount++;
  select.bound->jsNames = option(select, "USE_JS_PROP_NAMES").value_or(inheritedJsNames_);
  select.bound->fullBlobs = option(select, "DO_NOT_TRUNCATE_BLOB").value_or(false);
  bool outerJsNames = inheritedJsNames_, outerExperimental = experimental_;
  inheritedJsNames_ = select.bound->jsNames;
  experimental_ = option(select, "ENABLE_EXPERIMENTAL_FEATURES").value_or(experimental_);
  Scope scope;
  scope.select = &select;
  scope.parent = &outer;
  for (auto& item : select.from) bindFrom(*item, scope);
  for (auto& item : select.from) connectUsing(*item, scope);
  select.bound->ranges = scope.ranges;
  if (hasOwnOption(select, kNoClassFilter)) {
    for (Range* range : scope.ranges) range->noClassFilter = true;
  }
  expandStars(select, scope);
  for (SelectItem& item : select.items) bind(*item.expr, scope);
  makeOutputs(select);
  scope.aliasesVisible = true;
  if (select.where) bindCondition(*select.where, scope);
  for (ExprPtr& term : select.groupBy) bindGroupTerm(*term, scope);
  if (select.having) bindCondition(*select.having, scope);
  for (WindowDefinition& window : select.windows) bindWindow(window.spec, scope, /*isNamed=*/true);
  if (!isCompoundPart(select))
    for (OrderTerm& term : select.orderBy) {
      bindOrderTerm(*term.expr, scope);
      if (term.expr->kind == ExprKind::Integer) checkOrderNumber(*term.expr, select);
    }
  for (ExprPtr* limit : {&select.limit, &select.offset}) {
    if (*limit) bindLimit(**limit, scope);
  }
  keepOwnNames(select);
  checkOuterReferences(select);
  inheritedJsNames_ = outerJsNames;
  experimental_ = outerExperimental;
}

// The native engine calls what is found behind an alias by the alias, but the first by its own name once another
// reference without the alias of the FROM follows.
void Binder::keepOwnNames(Select& select) {
  for (size_t i = 0; i < select.items.size(); ++i) {
    const Expr& expr = *select.items[i].expr;
    OutputColumn& output = select.bound->outputs[i];
    const Resolved& column = expr.bound->column;
    if (!column.range || !select.items[i].alias.empty()) continue;
    const auto first = ownNameReferences_.find({column.range->outputs, column.name});
    const bool keeps = first != ownNameReferences_.end() && first->second.first == &expr && first->second.isMadeAgain;
    if (keeps) output.name = output.accessString = column.ownName;
  }
}

// A parameter alone that nothing else gives a type is a number to whoever reads the column.
void Binder::typeParameters(const Select& table) {
  for (size_t i = 0; i < table.bound->outputs.size(); ++i) {
    ExprType& type = table.bound->outputs[i].type;
    Expr& expr = *table.items[i].expr;
    if (type.kind != TypeKind::Parameter || unwrap(expr).kind != ExprKind::Parameter) continue;
    type = typeOf(PrimitiveType::Double);
    query_.newer.push_back({"a parameter alone in a select list", expr.span});
  }
}

void Binder::requireTypes(const Select& statement) {
  for (size_t i = 0; i < statement.bound->outputs.size(); ++i) {
    if (statement.bound->outputs[i].type.kind == TypeKind::Parameter)
      fault(statement.items[i].expr->span, "the type of this column is that of a parameter, which has none",
            "give it a type with an operator or write the value");
  }
}

void Binder::expandStars(Select& select, Scope& scope) {
  std::vector<SelectItem> items;
  for (SelectItem& item : select.items) {
    if (item.expr->kind != ExprKind::Star || item.expr->bound) {
      items.push_back(std::move(item));
      continue;
    }
    bool found = false;
    for (Range* range : scope.ranges) {
      bool isMeant = item.expr->path.empty() || namesRange(*range, item.expr->path);
      if (!isMeant) continue;
      found = true;
      for (Resolved& value : expandStar(*range, catalog_)) {
        items.push_back(starItem(*item.expr, std::move(value)));
        checkReadTwice(*items.back().expr, scope);
      }
    }
    if (!found && item.expr->path.empty()) fault(item.expr->span, "`*` needs a FROM clause");
    else if (!found)
      fault(item.expr->span, "`" + pathText(item.expr->path) + "` is no class or alias of this FROM clause",
            nearestOf(item.expr->path[0], rangeNames(scope)));
  }
  select.items = std::move(items);
}

bool Binder::namesRange(const Range& range, const std::vector<NamePart>& path) {
  if (path.size() == 1)
    return equalsIgnoreCase(path[0].text, range.name) || (range.cls && equalsIgnoreCase(path[0].text, range.cls->name));
  return path.size() == 2 && range.cls && equalsIgnoreCase(path[1].text, range.cls->name) &&
         (equalsIgnoreCase(path[0].text, range.schema->name) || equalsIgnoreCase(path[0].text, range.schema->alias));
}

SelectItem Binder::starItem(const Expr& star, Resolved value) {
  SelectItem item;
  item.expr = std::make_unique<Expr>();
  item.expr->kind = ExprKind::Path;
  item.expr->span = star.span;
  refer(*item.expr, std::move(value));
  return item;
}

void Binder::refer(Expr& expr, Resolved value) {
  if (value.range->kind == RangeKind::Class) value.range->use(value.columns);
  Bound& bound = give(expr, value.type);
  bound.reference = Reference::Field;
  bound.column = std::move(value);
}

void Binder::makeOutputs(Select& select) {
  auto& outputs = select.bound->outputs;
  for (size_t i = 0; i < select.items.size(); ++i) outputs.push_back(outputOf(select, i));
}

// A call or cast of `$->Property` alone is read as the property is.
bool Binder::isOfInstance(const Expr& expr) {
  bool isWrapper = expr.kind == ExprKind::Cast || (expr.kind == ExprKind::Function && !expr.window);
  if (!isWrapper || expr.args.size() != 1) return false;
  const Expr& argument = *expr.args[0];
  bool isRead = argument.bound->type.shape.kind == ValueKind::Any || argument.bound->type.shape.kind == ValueKind::Json;
  return (argument.kind == ExprKind::Instance && !argument.name.empty()) || isOfInstance(argument) ||
         (argument.kind == ExprKind::Path && isRead);
}

OutputColumn Binder::outputOf(Select& select, size_t index) {
  SelectItem& item = select.items[index];
  Bound& bound = *item.expr->bound;
  OutputColumn out;
  out.type = bound.type;
  if (item.expr->kind == ExprKind::Instance && !item.expr->name.empty()) {
    out.type.shape.kind = ValueKind::Json;
    if (isClassIdName(item.expr->name))  // JavaScript rows name the class
      out.type.shape.members = {typeOf(PrimitiveType::Long, "ClassId").shape};
  }
  if (isOfInstance(*item.expr)) {
    out.type = typeOf(PrimitiveType::String, "json");
    out.type.shape = ValueShape{};
    out.type.shape.kind = ValueKind::Json;
  }
  const Expr* inner = item.expr.get();
  if (bound.reference == Reference::Field && inner->kind == ExprKind::Path) {
    out.name = bound.column.name;
    out.accessString = bound.column.accessString;
    out.className = bound.column.className;
    out.generated = bound.column.generated;
    out.isDirectProperty = bound.column.isDirectProperty;
    out.rangeClass = bound.column.rangeClass;
    out.calledAs = bound.column.ownName;
    if (!out.calledAs.empty()) out.isDirectProperty = false;
  } else if (inner->kind == ExprKind::NavigationValue && bound.navigation) {
    out.name = out.accessString = bound.navigation->name;
    out.generated = true;
    out.isDirectProperty = true;
    out.isNavigationValue = item.alias.empty();
  } else {
    // A name that was refused is called what it would be called: it is no fault of those that read it.
    const bool isRefusedName =
        inner->kind == ExprKind::Path && bound.reference == Reference::None && !inner->path.empty();
    out.name = out.accessString = isRefusedName ? inner->path.back().text : render(*item.expr);
    out.generated = true;
  }
  if (!item.alias.empty()) {
    if (out.className == kPointClassName) out.type.extendedType = "Id";
    out.isAliasedProperty = bound.reference == Reference::Field;
    const std::string& property = out.calledAs.empty() ? out.accessString : out.calledAs;
    if (bound.reference == Reference::Field && property.find('.') == std::string::npos) out.aliasedProperty = property;
    out.calledAs.clear();
    out.name = out.accessString = item.alias;
    out.className.clear();
    out.generated = true;
  }
  std::string prefix = "K" + std::to_string(select.bound->id) + "_" + std::to_string(index);
  int count = out.type.columnCount();
  for (int i = 0; i < count; ++i) out.sqlNames.push_back(count == 1 ? prefix : prefix + "_" + std::to_string(i));
  return out;
}

// The native engine before 2.0.4 leaves such a column without a type, and with it without values.
void Binder::typeNullColumn(Select& first, Select& other, size_t index, CompoundUse use) {
  Expr& given = *other.items[index].expr;
  const Span& span = first.items[index].expr->span;
  if (other.bound->outputs[index].type.kind == TypeKind::Parameter) {
    expectParameter(given, typeOf(PrimitiveType::Double));
    other.bound->outputs[index].type = typeOf(PrimitiveType::Double);
  }
  const ExprType& type = other.bound->outputs[index].type;
  if (type.kind == TypeKind::Null || !type.isPrimitiveColumn())
    return fault(span, "NULL stands opposite " + describe(type) + " in the next select, so the column has no type",
                 "put a select with a typed value first");
  ExprType typed = plainType(type);
  typed.property = nullptr;
  forgetCoordinateAlias(typed, *other.items[index].expr);
  first.bound->outputs[index].type = std::move(typed);
  if (use == CompoundUse::Table)
    query_.newer.push_back({"a column that is NULL in the first select of a compound", span});
}

void Binder::matchCompound(Select& first, Select& other, const std::string& op, CompoundUse use) {
  auto& left = first.bound->outputs;
  auto& right = other.bound->outputs;
  if (left.size() != right.size())
    return fault(other.span, "the selects of a " + op + " must give the same number of columns: " +
                                 std::to_string(left.size()) + " and " + std::to_string(right.size()));
  for (size_t i = 0; i < left.size(); ++i) {
    const ExprType& l = left[i].type;
    const ExprType& r = right[i].type;
    Expr& rightExpr = *other.items[i].expr;
    Expr& leftExpr = *first.items[i].expr;
    if (l.kind == TypeKind::Null) {
      typeNullColumn(first, other, i, use);
    } else if (r.kind == TypeKind::Null) {
      rightExpr.bound->width = l.columnCount();
    } else if (r.kind == TypeKind::Parameter && l.columnCount() == 1) {
      expectParameter(rightExpr, l);
    } else if (l.kind == TypeKind::Parameter && r.columnCount() == 1) {
      expectParameter(leftExpr, r);
      left[i].type = plainType(r);
    } else if (l.kind != r.kind || l.columnCount() != r.columnCount() ||
               (l.kind == TypeKind::PrimitiveArray && l.primitive != r.primitive)) {
      fault(rightExpr.span, "column " + std::to_string(i + 1) + " of the " + op + " differs in type: " + l.typeName +
                                " and " + r.typeName);
    } else {
      checkDates(rightExpr, leftExpr, rightExpr);
    }
  }
}

void Binder::bindCompoundOrder(Select& first, Select& last) {
  for (OrderTerm& term : last.orderBy) {
    Expr& expr = *term.expr;
    if (expr.kind == ExprKind::Integer) {
      give(expr, typeOf(PrimitiveType::Long));
      checkOrderNumber(expr, first);
      continue;
    }
    bool found = false;
    for (Select* part = &first; part && !found; part = part->next.get()) {
      for (size_t i = 0; i < part->bound->outputs.size() && !found; ++i) {
        const OutputColumn& output = part->bound->outputs[i];
        std::string name = expr.kind == ExprKind::Path ? pathText(expr.path) : std::string();
        if (!equalsIgnoreCase(name, output.name) && !equalsIgnoreCase(name, output.accessString)) continue;
        found = true;
        checkOrderable(expr, output.type);
        Bound& bound = give(expr, output.type);
        bound.reference = Reference::Alias;
        bound.aliasSelect = &first;
        bound.aliasItem = i;
      }
    }
    if (!found) {
      poison(expr);
      fault(expr.span, "ORDER BY of a compound SELECT must name one of its columns");
    }
  }
}

}  // namespace premap::ecsql
