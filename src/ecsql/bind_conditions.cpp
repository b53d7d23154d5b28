// Conditions, and the clauses that restrict what may stand in them.
#include <algorithm>
#include <cstdlib>

#include "binder_parts.h"
#include "premap/base/text.h"

namespace premap::ecsql {
namespace {

// Inside the expression, but not in a sub-select of its own.
bool hasAggregate(const Expr& expr) {
  static constexpr std::string_view kAggregates[] = {
      "any", "avg",  "count",      "every", "group_concat", "json_group_array", "json_group_object", "max",
      "min", "some", "string_agg", "sum",   "total"};
  const bool isAggregate =
      expr.kind == ExprKind::Function && !expr.window &&
      std::find(std::begin(kAggregates), std::end(kAggregates), toLower(expr.name)) != std::end(kAggregates);
  return isAggregate ||
         std::any_of(expr.args.begin(), expr.args.end(), [](const ExprPtr& a) { return hasAggregate(*a); });
}

// Does the expression, sub-selects aside, read a column of the same common table?
bool readsFrom(const Expr& expr, const Range& table) {
  const Bound& bound = *expr.bound;
  if (bound.reference == Reference::Field && bound.column.range->kind == RangeKind::CommonTable &&
      bound.column.range->commonTableSqlName == table.commonTableSqlName)
    return true;
  return std::any_of(expr.args.begin(), expr.args.end(), [&](const ExprPtr& a) { return readsFrom(*a, table); });
}

bool isOrdering(const std::string& comparison) {
  return comparison[0] == '<' ? comparison != "<>" : comparison[0] == '>';
}

}  // namespace

void Binder::bindPredicate(Expr& expr, Scope& scope) {
  if (expr.kind == ExprKind::IsClass) readAsProperty(expr, scope);
  if (expr.kind == ExprKind::Not) {
    bindTruth(*expr.args[0], scope);
  } else if (expr.kind == ExprKind::IsNull || expr.kind == ExprKind::IsTruth) {
    bindTested(*expr.args[0], scope);
  } else {
    bindAll(expr.args, scope);
    if (expr.subquery)
      bindValues(*expr.subquery, scope, expr.kind == ExprKind::In ? CompoundUse::Values : CompoundUse::Table);
  }
  switch (expr.kind) {
    case ExprKind::Compare:
      comparable(expr, *expr.args[0], *expr.args[1], !isOrdering(expr.name));
      break;
    case ExprKind::Between:
      for (size_t i : {1, 2})
        if (expr.args[i]->bound->type.isNull()) fault(expr.args[i]->span, "BETWEEN takes no NULL as a bound");
      comparable(expr, *expr.args[0], *expr.args[1], false);
      comparable(expr, *expr.args[0], *expr.args[2], false);
      break;
    case ExprKind::Like:
      comparable(expr, *expr.args[0], *expr.args[1], false);
      break;
    case ExprKind::In:
      bindIn(expr);
      break;
    case ExprKind::IsNull:
    case ExprKind::IsTruth:
      if (unwrap(*expr.args[0]).kind == ExprKind::Parameter)
        fault(expr.span, "IS cannot test a parameter", "bind a value and compare it: `? = 1`");
      if (expr.kind == ExprKind::IsTruth) requireTestable(*expr.args[0], "IS " + expr.name);
      if (expr.kind == ExprKind::IsTruth && expr.name == "UNKNOWN")
        fault(expr.span, "IS UNKNOWN is not supported by ECSQL", "write `IS NULL`");
      break;
    case ExprKind::IsClass:
      return bindIsClass(expr);
    case ExprKind::Quantified:
      checkQuantified(expr, scope);
      break;
    default:
      break;
  }
  give(expr, typeOf(PrimitiveType::Boolean));
}

// What looks like a class in `a.X IS (b.Y)` may be a property, to the newer engine.
void Binder::readAsProperty(Expr& expr, Scope& scope) {
  const ClassRef& ref = expr.classes.front();
  bool isClass = ref.parts.size() == 2 && catalog_.findClass(ref.parts[0].text, ref.parts[1].text);
  const bool isLeftInParentheses = expr.args[0]->inParentheses || expr.args[0]->kind == ExprKind::Paren;
  bool isPlain = expr.classes.size() == 1 && !ref.only && !ref.all && !ref.disqualified && !isLeftInParentheses;
  if (isClass || !isPlain || bestMatches(ref.parts, scope.ranges).empty()) return;
  auto path = std::make_unique<Expr>();
  path->kind = ExprKind::Path;
  path->span = ref.span;
  path->path = ref.parts;
  path->inParentheses = true;
  expr.kind = ExprKind::Compare;
  expr.name = expr.negated ? "IS NOT" : "IS";
  expr.negated = false;
  expr.args.push_back(std::move(path));
  query_.newer.push_back({"`IS` between two values", expr.span});
}

void Binder::bindIn(Expr& expr) {
  Expr& left = *expr.args[0];
  for (size_t i = 1; i < expr.args.size(); ++i) {
    comparable(expr, left, *expr.args[i], true);
    if (expr.args[i]->bound->type.isNull() && left.bound->type.isComposite())
      fault(expr.args[i]->span, "NULL cannot stand in a list that " + describe(left.bound->type) + " is looked for in");
  }
  if (!expr.subquery) return;
  if (expr.subquery->bound->outputs.size() != 1)
    return fault(expr.span, "the sub-select of IN must give exactly one column");
  Expr& given = *expr.subquery->items[0].expr;
  const ExprType &l = left.bound->type, &r = given.bound->type;
  if (l.isComposite() && r.isComposite() && sameKind(l, r))
    return fault(expr.span, "IN cannot look for " + describe(l) + " among those of a sub-select", memberHint(l, r));
  if (!l.isUntyped() && !r.isUntyped() && !sameKind(l, r))
    return fault(expr.span, "these cannot be compared: " + describe(l) + " and " + describe(r), memberHint(l, r));
  checkDates(expr, left, given);
}

void Binder::comparable(Expr& whole, Expr& left, Expr& right, bool equality) {
  const ExprType& l = left.bound->type;
  const ExprType& r = right.bound->type;
  // A column that passes a parameter on has no type to compare by.
  bool isPassedOn = (l.kind == TypeKind::Parameter && left.kind == ExprKind::Path) ||
                    (r.kind == TypeKind::Parameter && right.kind == ExprKind::Path);
  if (isPassedOn && l.kind != TypeKind::Null && r.kind != TypeKind::Null)
    return fault(whole.span, "these cannot be compared: " + describe(l) + " and " + describe(r));
  const ExprType& known = r.kind == TypeKind::Parameter ? l : r;
  const bool hasParameter = r.kind == TypeKind::Parameter || l.kind == TypeKind::Parameter;
  if (hasParameter && (known.kind == TypeKind::StructArray || (!equality && notSingle(known))))
    return fault(whole.span, "a parameter cannot be compared with " + describe(known) + " like this",
                 memberHint(known, known));
  if (r.kind == TypeKind::Parameter) return expectParameter(right, l);
  if (l.kind == TypeKind::Parameter) return expectParameter(left, r);
  if (!equality && (notSingle(l) || notSingle(r)))
    return fault(whole.span, "only = and <> compare points, navigation properties, structs and arrays; this compares " +
                                 describe(l) + " with " + describe(r));
  if (l.kind == TypeKind::Null || r.kind == TypeKind::Null) {
    if (l.kind == TypeKind::Null) left.bound->width = r.columnCount();
    if (r.kind == TypeKind::Null) right.bound->width = l.columnCount();
    return;
  }
  if (l.kind == TypeKind::StructArray || r.kind == TypeKind::StructArray || !sameKind(l, r))
    return fault(whole.span, "these cannot be compared: " + describe(l) + " and " + describe(r), memberHint(l, r));
  checkDates(whole, left, right);
}

bool Binder::sameKind(const ExprType& l, const ExprType& r) {
  if (l.kind != r.kind || l.columnCount() != r.columnCount()) return false;
  if (l.isPoint() || r.isPoint()) return l.primitive == r.primitive;
  return (l.primitive == PrimitiveType::Geometry) == (r.primitive == PrimitiveType::Geometry);
}

std::string Binder::memberHint(const ExprType& l, const ExprType& r) {
  if (l.kind == TypeKind::Navigation || r.kind == TypeKind::Navigation) return "compare its id: `.Id`";
  if (l.isPoint() || r.isPoint()) return "compare its coordinates: `.X`, `.Y`, `.Z`";
  return {};
}

void Binder::checkDates(Expr& whole, Expr& left, Expr& right) {
  const ExprType& l = left.bound->type;
  const ExprType& r = right.bound->type;
  if (l.primitive != PrimitiveType::DateTime || r.primitive != PrimitiveType::DateTime) return;
  // What does not say which dates it holds (a property without the attribute, a CAST) may be compared with any.
  if (!l.shape.saysDateTime || !r.shape.saysDateTime) return;
  auto is = [](const ExprType& t, DateTimeComponent component) { return t.shape.dateTimeComponent == component; };
  if (is(l, DateTimeComponent::TimeOfDay) != is(r, DateTimeComponent::TimeOfDay))
    return fault(whole.span, "a time of day cannot be compared with a date");
  bool isKindOpen = is(l, DateTimeComponent::TimeOfDay) || is(l, DateTimeComponent::Date) ||
                    is(r, DateTimeComponent::Date) || l.shape.dateTimeKind == r.shape.dateTimeKind;
  if (isKindOpen) return;
  bool isLeftUtc = l.shape.dateTimeKind == DateTimeKind::Utc, isRightUtc = r.shape.dateTimeKind == DateTimeKind::Utc;
  bool needsZ = (isLeftUtc && unwrap(right).kind == ExprKind::DateTime) ||
                (isRightUtc && unwrap(left).kind == ExprKind::DateTime);
  fault(whole.span,
        isLeftUtc || isRightUtc ? "a UTC time cannot be compared with one that is not UTC"
                                : "a local time cannot be compared with one that is not local",
        needsZ ? "end the literal with `Z`: TIMESTAMP '2024-01-31T12:00:00Z'"
               : "leave out the `Z` of a literal, or wrap one side: `CAST(… AS TIMESTAMP)`");
}

void Binder::bindIsClass(Expr& expr) {
  Bound& bound = give(expr, typeOf(PrimitiveType::Boolean));
  for (const ClassRef& ref : expr.classes) {
    if (const Class* cls = findClass(ref, false)) (ref.only ? bound.classIds : bound.baseIds).push_back(cls->id);
  }
  if (unwrap(*expr.args[0]).kind == ExprKind::Parameter)
    return fault(expr.args[0]->span, "IS (classes) cannot test a parameter");
  requireTestable(*expr.args[0], "IS (classes)");
}

// Natively ANY, SOME and ALL write the comparison behind the sub-select as it stands. Where that is one plain SELECT it
// means what it says; elsewhere it ends up in the last SELECT, beside an OR or a LIMIT, or nowhere.
void Binder::checkQuantified(Expr& expr, const Scope& scope) {
  const Select& select = *expr.subquery;
  const bool isAggregate = std::any_of(select.items.begin(), select.items.end(),
                                       [](const SelectItem& item) { return hasAggregate(*item.expr); });
  const bool isPlain = !isAggregate && !select.next && !select.limit && !select.having &&
                       (!select.where || select.where->kind != ExprKind::Chain || select.where->ops.front() != "OR");
  if (!isPlain)
    return fault(expr.span,
                 "ANY, SOME and ALL work with one plain SELECT only: natively the comparison is lost in this one",
                 "write `IN (…)`, or compare with the MIN or MAX of the sub-select");
  for (const Range* range : select.bound->ranges)
    if (range->kind == RangeKind::CommonTable && !range->columnsAreNamed && readsFrom(*expr.args[0], *range))
      return fault(expr.span,
                   "the same common table is read inside and outside: natively its rows are compared with themselves",
                   "list the columns of the common table, as in `WITH c(a, b) AS (…)`");
  if (!select.where && !canTakeWhere(select, scope))
    fault(expr.span, "ANY, SOME and ALL need a WHERE in this sub-select: natively the comparison is lost without one",
          "write `WHERE 1 = 1` into the sub-select");
}

// Where the native engine finds a place for a WHERE that is not written: not behind JOIN and sub-selects, nor behind
// classes that are not filtered.
bool Binder::canTakeWhere(const Select& select, const Scope& scope) {
  using Kind = FromItem::Kind;
  const bool isFiltered = !hasOwnOption(select, kNoClassFilter) && !hasOwnOption(*scope.select, kNoClassFilter);
  return std::all_of(select.from.begin(), select.from.end(), [&](const std::unique_ptr<FromItem>& item) {
    if (item->kind == Kind::Class) return isFiltered || item->range->kind != RangeKind::Class;
    return item->kind == Kind::Function;
  });
}

// One column; the newer engine also takes a navigation property, of which it tests the id.
void Binder::requireTestable(Expr& expr, const std::string& by) {
  const ExprType& type = expr.bound->type;
  if (isTestable(type)) return;
  if (isNavigationOfClass(expr)) query_.newer.push_back({by + " after " + describe(type), expr.span});
  else fault(expr.span, by + " needs a single value before it");
}

bool Binder::isConstant(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::Null:
    case ExprKind::True:
    case ExprKind::False:
    case ExprKind::Integer:
    case ExprKind::Real:
    case ExprKind::String:
    case ExprKind::DateTime:
    case ExprKind::Parameter:
      return true;
    case ExprKind::Path:
      return expr.bound && expr.bound->reference == Reference::Enumerator;
    case ExprKind::Unary:
    case ExprKind::Chain:
    case ExprKind::Cast:
    case ExprKind::Paren:
      return std::all_of(expr.args.begin(), expr.args.end(), [](const ExprPtr& arg) { return isConstant(*arg); });
    default:
      return false;
  }
}

void Binder::bindGroupTerm(Expr& expr, Scope& scope) {
  bind(expr, scope);
  const ExprType& type = expr.bound->type;
  if (unwrap(expr).kind == ExprKind::Parameter) return fault(expr.span, "GROUP BY cannot take a parameter");
  if (isConstant(expr)) return fault(expr.span, "GROUP BY cannot take a constant", "name the property or the alias");
  if (type.kind == TypeKind::Navigation)
    return fault(expr.span, "GROUP BY cannot take a navigation property", "group by its `.Id`");
}

void Binder::bindOrderTerm(Expr& expr, Scope& scope) {
  const bool wasInOrder = std::exchange(scope.isInOrder, true);
  bind(expr, scope);
  scope.isInOrder = wasInOrder;
  checkOrderable(expr, expr.bound->type);
}

void Binder::checkOrderable(Expr& expr, const ExprType& type) {
  if (notSingle(type) || type.kind == TypeKind::Parameter || type.isNull())
    fault(expr.span, "ORDER BY cannot take " + describe(type),
          type.kind == TypeKind::Navigation ? "order by its `.Id`"
          : type.isPoint()                  ? "order by its `.X`"
                                            : "");
}

void Binder::checkOrderNumber(Expr& expr, const Select& select) {
  const unsigned long long number =
      std::strtoull(expr.text.c_str(), nullptr, expr.text.find_first_of("xX") == std::string::npos ? 10 : 16);
  size_t columns = 0;  // SQL's, as the native engine counts: a point has three
  for (const OutputColumn& output : select.bound->outputs) columns += output.sqlNames.size();
  if (number < 1 || number > columns)
    fault(expr.span,
          "ORDER BY " + expr.text + " is out of range: the query gives " + std::to_string(columns) + " SQL columns");
}

void Binder::bindLimit(Expr& expr, Scope& scope) {
  Scope constant;
  constant.parent = nullptr;
  constant.select = scope.select;
  bind(expr, constant);
  if (expr.bound->type.kind == TypeKind::Parameter) return expectParameter(expr, typeOf(PrimitiveType::Long));
  if (!expr.bound->type.isNumeric()) fault(expr.span, "LIMIT and OFFSET take numbers");
}

}  // namespace premap::ecsql
