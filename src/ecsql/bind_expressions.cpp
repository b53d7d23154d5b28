// Expressions that are values: literals, parameters, operators, functions, CASE, CAST.
#include <algorithm>

#include "binder_parts.h"
#include "functions.h"
#include "premap/base/text.h"

namespace premap::ecsql {

void Binder::bindAll(std::vector<ExprPtr>& expressions, Scope& scope) {
  for (ExprPtr& expr : expressions) bind(*expr, scope);
}

void Binder::bindTruth(Expr& expr, Scope& scope) {
  bindTested(expr, scope);
  if (expr.kind == ExprKind::Parameter)
    fault(expr.span, "a condition cannot be a parameter alone", "compare it: `? = TRUE`");
}

// What is only tested has no other operand that would say what it is: its type is looked at.
void Binder::bindTested(Expr& expr, Scope& scope) {
  if (expr.kind == ExprKind::Subquery) bindScalarSubquery(expr, scope, CompoundUse::Table);
  else bind(expr, scope);
}

// The native engine takes composites: alone in a clause all their columns must be true, in a chain (the newer engine)
// the first one. In IIF it lets their columns slip into the places of the values; that is refused.
void Binder::bindCondition(Expr& expr, Scope& scope, ConditionOf place) {
  bindTruth(expr, scope);
  Expr* tested = &expr;
  bool isPart = place != ConditionOf::Clause;
  for (; tested->kind == ExprKind::Paren || tested->kind == ExprKind::Not; tested = tested->args[0].get())
    isPart |= tested->kind == ExprKind::Not;
  if (isPart && tested->kind == ExprKind::Quantified)
    fault(tested->span, "natively ANY, SOME and ALL go wrong as a part of a condition", "write `IN (…)`");
  const ExprType& type = tested->bound->type;
  const bool isNavigation = type.kind == TypeKind::Navigation;
  if (place == ConditionOf::Branch) refuseComposites(*tested);
  if (isTestable(type) || place == ConditionOf::Clause) return;
  if (place == ConditionOf::Chain && isNavigationOfClass(*tested))
    query_.newer.push_back({"a navigation property as a part of a condition", tested->span});
  else
    fault(tested->span, "a condition must be a single value",
          isNavigation ? "test its id: `.Id IS NOT NULL`" : std::string());
}

// CASE and IIF take none in a chain either.
void Binder::refuseComposites(const Expr& condition) {
  const bool isTest = condition.kind == ExprKind::IsTruth || condition.kind == ExprKind::IsClass;
  if (!isTest && (condition.kind != ExprKind::Chain || !isPredicate(condition))) return;
  for (const ExprPtr& part : condition.args) {
    const ExprType& type = part->bound->type;
    if (!isTestable(type)) fault(part->span, "a condition must be a single value");
    refuseComposites(*part);
  }
}

void Binder::bind(Expr& expr, Scope& scope) {
  if (expr.bound) return;  // made by `*`
  switch (expr.kind) {
    case ExprKind::Null:
      give(expr, nullType());
      return;
    case ExprKind::True:
    case ExprKind::False:
      give(expr, typeOf(PrimitiveType::Boolean));
      return;
    case ExprKind::Integer:
      give(expr, typeOf(PrimitiveType::Long));
      return;
    case ExprKind::Real:
      give(expr, typeOf(PrimitiveType::Double));
      return;
    case ExprKind::String:
      give(expr, typeOf(PrimitiveType::String));
      return;
    case ExprKind::DateTime:
      return bindDateTime(expr);
    case ExprKind::Current:
      return bindCurrent(expr);
    case ExprKind::Parameter:
      return bindParameter(expr);
    case ExprKind::Path:
      return bindPath(expr, scope);
    case ExprKind::Star:
      poison(expr);
      return fault(expr.span, "`*` cannot stand here");
    case ExprKind::Instance:
      return bindInstance(expr, scope);
    case ExprKind::Unary:
      return bindUnary(expr, scope);
    case ExprKind::Chain:
      return bindChain(expr, scope);
    case ExprKind::Paren:
      return bindParen(expr, scope);
    case ExprKind::Function:
      return bindFunction(expr, scope);
    case ExprKind::Case:
      return bindCase(expr, scope);
    case ExprKind::Iif:
      return bindIif(expr, scope);
    case ExprKind::Cast:
      return bindCast(expr, scope);
    case ExprKind::NavigationValue:
      return bindNavigationValue(expr, scope);
    case ExprKind::Subquery:
      return bindScalarSubquery(expr, scope, CompoundUse::Values);
    default:
      return bindPredicate(expr, scope);
  }
}

namespace {

// The keyword before a date or time means nothing to the native engine, its text decides.
const char* dateTimeWord(std::string_view text) {
  bool hasTime = text.find(':') != std::string_view::npos;
  bool hasDate = text.find('-') == 4;
  if (hasTime) return hasDate ? "TIMESTAMP" : "TIME";
  return "DATE";
}

}  // namespace

void Binder::bindDateTime(Expr& expr) {
  ExprType type = typeOf(PrimitiveType::DateTime);
  bool utc = !expr.text.empty() && (expr.text.back() == 'Z' || expr.text.back() == 'z');
  type.shape.dateTimeKind = utc ? DateTimeKind::Utc : DateTimeKind::Unspecified;
  type.shape.saysDateTime = true;
  expr.name = dateTimeWord(expr.text);
  if (expr.name == "DATE") type.shape.dateTimeComponent = DateTimeComponent::Date;
  if (expr.name == "TIME") type.shape.dateTimeComponent = DateTimeComponent::TimeOfDay;
  bool isCompact = expr.text.size() == 8 && expr.text.find_first_not_of("0123456789") == std::string::npos;
  if (!isCompact && !julianDay(expr.text))
    fault(expr.span, "`" + expr.text + "` is no " + expr.name, "write it as ISO 8601, such as 2024-01-31T12:00:00.000");
  give(expr, std::move(type));
}

void Binder::bindCurrent(Expr& expr) {
  ExprType type = typeOf(PrimitiveType::DateTime);
  type.shape.saysDateTime = true;
  if (expr.name == "CURRENT_TIMESTAMP") type.shape.dateTimeKind = DateTimeKind::Utc;
  if (expr.name == "CURRENT_DATE") type.shape.dateTimeComponent = DateTimeComponent::Date;
  if (expr.name == "CURRENT_TIME") type.shape.dateTimeComponent = DateTimeComponent::TimeOfDay;
  give(expr, std::move(type));
}

void Binder::bindParameter(Expr& expr) {
  Bound& bound = give(expr, parameterType());
  for (size_t i = 0; i < query_.parameters.size(); ++i) {
    const Parameter& known = query_.parameters[i];
    if (!expr.name.empty() && equalsIgnoreCase(known.name, expr.name)) bound.parameter = static_cast<int>(i);
  }
  if (bound.parameter >= 0) return;
  bound.parameter = static_cast<int>(query_.parameters.size());
  Parameter parameter;
  parameter.name = expr.name;
  parameter.position = expr.position;
  query_.parameters.push_back(std::move(parameter));
}

void Binder::expectParameter(Expr& expr, const ExprType& type) {
  Expr& inner = unwrap(expr);
  if (inner.kind != ExprKind::Parameter || type.isUntyped()) return;
  Parameter& parameter = query_.parameters[static_cast<size_t>(inner.bound->parameter)];
  if (parameter.expected.kind == ValueKind::Null) parameter.expected = type.shape;
  inner.bound->width = expr.bound->width = type.columnCount();
}

Expr& Binder::unwrap(Expr& expr) {
  Expr* inner = &expr;
  while (inner->kind == ExprKind::Paren) inner = inner->args[0].get();
  return *inner;
}

void Binder::bindParen(Expr& expr, Scope& scope) {
  bind(*expr.args[0], scope);
  give(expr, expr.args[0]->bound->type);
}

void Binder::bindUnary(Expr& expr, Scope& scope) {
  bind(*expr.args[0], scope);
  requireNumber(*expr.args[0]);
  if (expr.name == "~" && expr.args[0]->bound->type.primitive == PrimitiveType::Double)
    fault(expr.args[0]->span, "`~` takes whole numbers", "wrap it: `CAST(… AS INTEGER)`");
  give(expr, typeOf(expr.name == "~" ? PrimitiveType::Long : PrimitiveType::Double));
}

void Binder::requireNumber(Expr& operand) {
  const ExprType& type = operand.bound->type;
  if (type.kind == TypeKind::Parameter) return expectParameter(operand, typeOf(PrimitiveType::Double));
  if (type.isNumeric() || type.isUnknown) return;
  fault(operand.span, "a number is expected here, this is " + describe(type));
}

std::string Binder::describe(const ExprType& type) {
  switch (type.kind) {
    case TypeKind::Null:
      return "NULL";
    case TypeKind::Parameter:
      return "a parameter";
    case TypeKind::Navigation:
      return "a navigation property";
    case TypeKind::Struct:
      return "a struct (" + type.typeName + ")";
    case TypeKind::PrimitiveArray:
    case TypeKind::StructArray:
      return "an array";
    case TypeKind::Primitive:
      break;
  }
  return "a value of type " + type.typeName;
}

void Binder::bindChain(Expr& expr, Scope& scope) {
  const std::string& op = expr.ops.front();
  if (op == "AND" || op == "OR") {
    constexpr size_t kNativeLimit = 2999;  // of SQLite's depth there; ours is written as a balanced tree
    if (expr.args.size() > kNativeLimit)
      fault(expr.span, "the native engine joins no more than 2999 conditions by " + op,
            "write the values as a list: `… IN (…)`");
    for (ExprPtr& operand : expr.args) bindCondition(*operand, scope, ConditionOf::Chain);
    give(expr, typeOf(PrimitiveType::Boolean));
    return;
  }
  bindAll(expr.args, scope);
  if (op == "||" || areStringLiterals(expr)) {
    for (ExprPtr& operand : expr.args) requireString(*operand);
    give(expr, typeOf(PrimitiveType::String));
    return;
  }
  if (!isSumOfTexts(expr))
    for (ExprPtr& operand : expr.args) requireNumber(*operand);
  bool bits = op == "&" || op == "|" || op == "<<" || op == ">>";
  give(expr, typeOf(bits ? PrimitiveType::Long : PrimitiveType::Double));
}

bool Binder::areStringLiterals(Expr& expr) {
  bool all =
      std::all_of(expr.args.begin(), expr.args.end(), [](const ExprPtr& arg) { return arg->kind == ExprKind::String; });
  if (!all || std::any_of(expr.ops.begin(), expr.ops.end(), [](const std::string& op) { return op != "+"; }))
    return false;
  for (std::string& op : expr.ops) op = "||";
  return true;
}

// Other dialects join texts by `+`. One fault for all of it, with what it would be in ECSQL.
bool Binder::isSumOfTexts(const Expr& expr) {
  const auto text =
      std::find_if(expr.args.begin(), expr.args.end(), [](const ExprPtr& arg) { return arg->bound->type.isString(); });
  const bool isSum = std::all_of(expr.ops.begin(), expr.ops.end(), [](const std::string& op) { return op == "+"; });
  if (!isSum || text == expr.args.end()) return false;
  TextEdits edits;
  for (size_t i = 0; i < expr.args.size(); ++i) {
    const Expr& operand = *expr.args[i];
    if (operand.bound->type.isNumeric()) wrapAsString(operand, edits);
    if (i < expr.opSpans.size()) edits.push_back({expr.opSpans[i], "||"});
  }
  fault((*text)->span, "a number is expected here, this is " + describe((*text)->bound->type),
        "texts are joined by `||`", std::move(edits));
  return true;
}

void Binder::wrapAsString(const Expr& operand, TextEdits& edits) {
  edits.push_back({{operand.span.begin, operand.span.begin}, "CAST("});
  edits.push_back({{operand.span.end, operand.span.end}, " AS STRING)"});
}

void Binder::requireString(Expr& operand) {
  const ExprType& type = operand.bound->type;
  if (type.kind == TypeKind::Parameter) return expectParameter(operand, typeOf(PrimitiveType::String));
  if (type.isString() || type.isUnknown) return;
  TextEdits edits;
  if (type.isNumeric()) wrapAsString(operand, edits);
  fault(operand.span, "`||` joins strings, this is " + describe(type), "wrap it: `CAST(… AS STRING)`",
        std::move(edits));
}

void Binder::checkVirtualSet(const Expr& expr) {
  const bool isSet = equalsIgnoreCase(expr.name, "InVirtualSet");
  if (isSet && (expr.args.empty() || unwrap(*expr.args[0]).kind != ExprKind::Parameter))
    fault(expr.args.empty() ? expr.span : expr.args[0]->span, "the set of InVirtualSet is a parameter, bound to ids",
          "write `InVirtualSet(?, ECInstanceId)`");
}

void Binder::bindFunction(Expr& expr, Scope& scope) {
  checkVirtualSet(expr);
  std::vector<const ExprType*> types;
  for (size_t i = 0; i < expr.args.size(); ++i) {
    Expr& argument = *expr.args[i];
    bind(argument, scope);
    if (argument.bound->type.kind == TypeKind::Parameter)
      expectParameter(argument, typeOf(equalsIgnoreCase(expr.name, "InVirtualSet") && i == 0 ? PrimitiveType::Binary
                                                                                             : PrimitiveType::Double));
    bool isPassedOn = argument.bound->type.kind == TypeKind::Parameter && unwrap(argument).kind != ExprKind::Parameter;
    // COUNT only asks whether there is a value; arrays have one column.
    bool isCounted = equalsIgnoreCase(expr.name, "COUNT") && argument.bound->type.columnCount() == 1 &&
                     argument.bound->type.kind != TypeKind::Struct;
    const ExprType& type = argument.bound->type;
    const bool isGeometry = type.primitive == PrimitiveType::Geometry && type.kind != TypeKind::PrimitiveArray;
    if (isPassedOn || (!isCounted && !isGeometry && !argument.bound->type.isPrimitiveColumn()))
      fault(argument.span, "`" + expr.name + "` takes single values, argument " + std::to_string(i + 1) + " is " +
                               describe(argument.bound->type));
    types.push_back(&argument.bound->type);
  }
  if (equalsIgnoreCase(expr.name, "supports_instance_query"))
    query_.newer.push_back({"supports_instance_query", expr.span});
  if (equalsIgnoreCase(expr.name, "json_array_insert") || equalsIgnoreCase(expr.name, "jsonb_array_insert"))
    fault(expr.span, "`" + expr.name + "` came to SQLite after the version that the native engine has",
          "use json_insert with the path `$[#]`, which appends");
  if (expr.filter) bindCondition(*expr.filter, scope);
  if (expr.window) bindWindow(*expr.window, scope);
  give(expr, functionResult(expr.name, types));
}

void Binder::bindWindow(WindowSpec& window, Scope& scope, bool isNamed) {
  for (PartitionTerm& term : window.partition) {
    bind(*term.expr, scope);
    if ((isNamed || scope.isInOrder) && isNavigationOfClass(*term.expr))
      query_.newer.push_back({"PARTITION BY a navigation property", term.expr->span});
    else if (term.expr->bound->type.columnCount() != 1)
      fault(term.expr->span, "PARTITION BY cannot take " + describe(term.expr->bound->type),
            "write one of its members, such as `.Id` or `.X`");
  }
  for (OrderTerm& term : window.order) bindOrderTerm(*term.expr, scope);
  for (FrameBound& bound : window.bounds) {
    if (bound.offset) bind(*bound.offset, scope);
  }
}

void Binder::bindCase(Expr& expr, Scope& scope) {
  size_t pairs = expr.args.size() / 2;
  for (size_t i = 0; i < expr.args.size(); ++i) {
    bool isCondition = i < pairs * 2 && i % 2 == 0;
    if (isCondition) bindCondition(*expr.args[i], scope, ConditionOf::Branch);
    else bindResult(*expr.args[i], scope);
  }
  ExprType type = plainType(caseType(expr, pairs));
  type.property = nullptr;
  give(expr, std::move(type));
}

// That of the first result which is not NULL.
ExprType Binder::caseType(const Expr& expr, size_t pairs) {
  std::vector<const Expr*> results;
  for (size_t i = 0; i < pairs; ++i) results.push_back(expr.args[2 * i + 1].get());
  if (expr.flag) results.push_back(expr.args.back().get());
  for (size_t i = 0; i < results.size(); ++i) {
    const ExprType& type = results[i]->bound->type;
    if (type.kind == TypeKind::Null) continue;
    if (type.kind != TypeKind::Parameter) return type;
    if (i >= pairs) break;  // after ELSE it is text
    fault(results[i]->span, "the type of a CASE is that of its first value, a parameter has none",
          "put a value of known type first");
    return unknownType();
  }
  return typeOf(PrimitiveType::String);
}

void Binder::bindResult(Expr& expr, Scope& scope) {
  bind(expr, scope);
  if (!expr.bound->type.isPrimitiveColumn())
    fault(expr.span, "a single value is expected here, this is " + describe(expr.bound->type));
}

void Binder::bindIif(Expr& expr, Scope& scope) {
  bindCondition(*expr.args[0], scope, ConditionOf::Branch);
  bindResult(*expr.args[1], scope);
  bindResult(*expr.args[2], scope);
  ExprType type = expr.args[2]->bound->type;  // of the last branch, unlike CASE, which takes the first
  if (type.isUntyped()) type = expr.args[1]->bound->type;
  if (type.isUntyped()) type = typeOf(PrimitiveType::String);
  type = plainType(type);
  type.property = nullptr;
  give(expr, std::move(type));
}

void Binder::bindCast(Expr& expr, Scope& scope) {
  Expr& operand = *expr.args[0];
  bind(operand, scope);
  if (operand.bound->type.kind == TypeKind::Parameter) {
    poison(expr);
    return fault(operand.span, "CAST does not take a parameter");
  }
  auto type = castType(toLower(expr.name));
  if (!type) {
    poison(expr);
    return fault(expr.path[0].span, "`" + expr.name + "` is no type to cast to",
                 "use STRING, INTEGER, LONG, DOUBLE, BOOLEAN, BINARY, DATE, TIMESTAMP, Point2d, Point3d or "
                 "`schema.Enumeration`");
  }
  bool isNull = unwrap(operand).kind == ExprKind::Null;
  bool needsNull = type->columnCount() > 1 || type->kind != TypeKind::Primitive;
  const bool isGeometry = operand.bound->type.primitive == PrimitiveType::Geometry;
  if (!isNull && (needsNull || (!isGeometry && !operand.bound->type.isPrimitiveColumn())))
    fault(expr.span,
          "only NULL can be cast to or from " + (needsNull ? type->typeName : describe(operand.bound->type)));
  give(expr, std::move(*type));
}

std::optional<ExprType> Binder::castType(const std::string& name) {
  static const std::map<std::string_view, PrimitiveType> kTypes = {
      {"binary", PrimitiveType::Binary},     {"blob", PrimitiveType::Binary},
      {"boolean", PrimitiveType::Boolean},   {"bool", PrimitiveType::Boolean},
      {"double", PrimitiveType::Double},     {"int32", PrimitiveType::Integer},
      {"bigint", PrimitiveType::Long},       {"float", PrimitiveType::Double},
      {"real", PrimitiveType::Double},       {"int", PrimitiveType::Integer},
      {"integer", PrimitiveType::Integer},   {"int64", PrimitiveType::Long},
      {"long", PrimitiveType::Long},         {"string", PrimitiveType::String},
      {"varchar", PrimitiveType::String},    {"text", PrimitiveType::String},
      {"date", PrimitiveType::DateTime},     {"timestamp", PrimitiveType::DateTime},
      {"datetime", PrimitiveType::DateTime}, {"point2d", PrimitiveType::Point2d},
      {"point3d", PrimitiveType::Point3d},   {"geometry", PrimitiveType::Geometry},
      {"igeometry", PrimitiveType::Geometry}};
  auto found = kTypes.find(name);
  if (found != kTypes.end()) return typeOf(found->second);
  size_t dot = name.find('.');
  const Enumeration* enumeration =
      dot == std::string::npos ? nullptr : catalog_.findEnumeration(name.substr(0, dot), name.substr(dot + 1));
  if (enumeration) return typeOf(*enumeration);
  const Class* cls = catalog_.findClass(name);
  if (!cls || cls->type != ClassType::Struct) return std::nullopt;
  Property member;
  member.kind = PropertyKind::Struct;
  member.structClass = cls;
  ExprType type = typeOf(member);
  type.property = nullptr;
  return type;
}

void Binder::bindNavigationValue(Expr& expr, Scope& scope) {
  bindAll(expr.args, scope);
  for (ExprPtr& argument : expr.args) {
    if (argument->kind == ExprKind::Parameter) expectParameter(*argument, typeOf(PrimitiveType::Long, "NavId"));
    bool positive =
        argument->kind == ExprKind::Integer || argument->kind == ExprKind::Parameter || !isNumberLiteral(*argument);
    if (!positive || !argument->bound->type.isPrimitiveColumn())
      fault(argument->span, "NAVIGATION_VALUE takes positive ids");
  }
  const Class* cls = catalog_.findClass(expr.path[0].text, expr.path[1].text);
  const Property* property = cls ? catalog_.findProperty(*cls, expr.path[2].text) : nullptr;
  if (!property || property->kind != PropertyKind::Navigation) {
    poison(expr);
    return fault(expr.span, "`" + pathText(expr.path) + "` is no navigation property");
  }
  if (scope.aliasesVisible) fault(expr.span, "NAVIGATION_VALUE may stand in a select list only");
  Bound& bound = give(expr, typeOf(*property));
  bound.navigation = property;
}

bool Binder::isNumberLiteral(const Expr& expr) {
  return expr.kind == ExprKind::Unary || expr.kind == ExprKind::Real || expr.kind == ExprKind::String ||
         expr.kind == ExprKind::Null;
}

// A select whose rows are used as values: what `$->Property` gives is the stored value there, and not JSON.
void Binder::bindValues(Select& select, Scope& scope, CompoundUse use) {
  bindCompound(select, &scope, use);
  for (Select* part = &select; part; part = part->next.get()) {
    for (OutputColumn& output : part->bound->outputs) output.type = plainType(output.type);
  }
}

void Binder::bindScalarSubquery(Expr& expr, Scope& scope, CompoundUse use) {
  bindValues(*expr.subquery, scope, use);
  const auto& outputs = expr.subquery->bound->outputs;
  if (outputs.size() != 1) {
    poison(expr);
    return fault(expr.span, "a sub-select used as a value must give exactly one column");
  }
  if (outputs[0].type.columnCount() != 1) {
    poison(expr);
    return fault(expr.span, "a sub-select used as a value cannot give " + describe(outputs[0].type),
                 "select one of its members, such as `.Id` or `.X`");
  }
  // The first select decides, and if it gives NULL, there is no type.
  const ExprType& first = expr.subquery->items[0].expr->bound->type;
  ExprType type = first.isNull() ? first : outputs[0].type;
  type.property = nullptr;
  give(expr, std::move(type));
}

}  // namespace premap::ecsql
