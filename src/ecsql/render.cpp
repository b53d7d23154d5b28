// Writes an expression back as ECSQL the way the native engine does: it is the name of unaliased computed columns.
#include "render.h"

#include <map>

#include "bound.h"
#include "premap/base/text.h"
#include "premap/ecsql/lexer.h"
#include "sql_text.h"

namespace premap::ecsql {
namespace {

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return out;
}

std::string renderSelect(const Select& select);

std::string list(const std::vector<ExprPtr>& args, size_t from = 0) {
  std::string out;
  for (size_t i = from; i < args.size(); ++i) out += (i > from ? "," : "") + render(*args[i]);
  return out;
}

std::string renderPath(const Expr& expr) {
  size_t first = 0;
  std::string out;
  if (expr.bound && expr.bound->reference == Reference::Field) {
    const Resolved& column = expr.bound->column;
    first = static_cast<size_t>(column.rangeParts);
    // Once a class has an alias, its properties are printed with the class's name, however the query calls them.
    // A view class is the sub-select it stands for, and that has a name always.
    bool isView = column.range->cls && column.range->kind != RangeKind::Class;
    bool usesName = column.range->hasAlias && (isView || !column.range->cls);
    if (usesName) out = column.range->name + ".";
    else if (column.range->cls && (column.range->hasAlias || isView)) out = column.range->cls->name + ".";
    if (column.range->columnsAreNamed) first = 0;  // of `WITH c(x)`: as the query calls it
    if (expr.path.empty()) return "[" + column.accessString + "]";
  }
  for (size_t i = first; i < expr.path.size(); ++i) out += (i > first ? "." : "") + ("[" + expr.path[i].text + "]");
  bool isEnumerator = expr.bound && expr.bound->reference == Reference::Enumerator;
  return isEnumerator && expr.inParentheses ? "(" + out + ")" : out;
}

std::string renderInstance(const Expr& expr) {
  std::string out;
  for (const NamePart& part : expr.path) out += part.text + ".";
  out += "$";
  if (!expr.name.empty()) out += "->" + expr.name + (expr.flag ? "?" : "");
  return out;
}

std::string renderOrder(const std::vector<OrderTerm>& terms, const char* comma) {
  std::string out;
  for (const OrderTerm& term : terms) {
    out += (out.empty() ? "" : comma) + render(*term.expr) + (term.descending ? " DESC" : "");
    if (!term.nulls.empty()) out += " NULLS " + term.nulls;
  }
  return out;
}

std::string renderWindow(const WindowSpec& window) {
  if (window.nameOnly) return "OVER " + window.name;
  std::string body = window.name;
  auto add = [&](const std::string& part) { body += (body.empty() ? "" : " ") + part; };
  if (!window.partition.empty()) {
    std::string terms;
    for (const PartitionTerm& term : window.partition) {
      terms += (terms.empty() ? "" : ", ") + render(*term.expr);
      if (!term.collation.empty()) terms += " COLLATE " + term.collation;
    }
    add("PARTITION BY " + terms);
  }
  if (!window.order.empty()) add("ORDER BY " + renderOrder(window.order, ", "));
  if (!window.unit.empty()) {
    std::string frame = frameText(window, [](const Expr& offset) { return render(offset); });
    if (!window.exclude.empty()) frame += " EXCLUDE " + window.exclude;
    add(frame);
  }
  return "OVER(" + body + ")";
}

}  // namespace

std::string functionName(const Expr& expr) {
  bool isKeyword = false;
  static const char* kUpper[] = {"ANY",         "AVG",          "COUNT",        "CUME_DIST",  "DENSE_RANK", "EVERY",
                                 "FIRST_VALUE", "GROUP_CONCAT", "LAG",          "LAST_VALUE", "LEAD",       "MAX",
                                 "MIN",         "NTH_VALUE",    "PERCENT_RANK", "RANK",       "ROW_NUMBER", "RTRIM",
                                 "SOME",        "SUM",          "TOTAL"};
  for (const char* name : kUpper) isKeyword |= !expr.quotedName && upper(expr.name) == name;
  bool isNtile = !expr.quotedName && upper(expr.name) == "NTILE";
  return isKeyword ? upper(expr.name) : isNtile ? "ntile" : expr.name;
}

// Type names as the native engine prints them.
std::string castTypeName(const std::string& name) {
  static const std::map<std::string, std::string> kNames = {
      {"INT", "INTEGER"}, {"POINT2D", "Point2d"}, {"POINT3D", "Point3d"}};
  std::string key = upper(name);
  auto found = kNames.find(key);
  if (found != kNames.end()) return found->second;
  return isReservedWord(name) ? key : name;
}

namespace {

std::string renderFunction(const Expr& expr) {
  std::string out = functionName(expr) + "(";
  if (expr.star) out += "*";
  if (!expr.quantifier.empty()) out += expr.quantifier + " ";
  out += list(expr.args) + ")";
  if (expr.filter) out += " FILTER(WHERE " + render(*expr.filter) + ")";
  if (expr.window) out += " " + renderWindow(*expr.window);
  return out;
}

std::string renderCase(const Expr& expr) {
  std::string out = " CASE ";
  size_t pairs = expr.args.size() / 2;
  for (size_t i = 0; i < pairs; ++i)
    out += " WHEN " + render(*expr.args[2 * i]) + " THEN " + render(*expr.args[2 * i + 1]);
  if (expr.flag) out += " ELSE " + render(*expr.args.back());
  return out + " END ";
}

std::string renderChain(const Expr& expr) {
  std::string out = render(*expr.args[0]);
  for (size_t i = 0; i < expr.ops.size(); ++i) out += " " + expr.ops[i] + " " + render(*expr.args[i + 1]);
  return out;
}

std::string renderClass(const ClassRef& ref) {
  std::string out = ref.only ? "ONLY " : ref.all ? "ALL " : "";
  if (ref.disqualified && !out.empty()) out = "+" + out;
  for (size_t i = 0; i < ref.parts.size(); ++i) out += (i ? "." : "") + ("[" + ref.parts[i].text + "]");
  return out;
}

std::string renderClasses(const std::vector<ClassRef>& classes) {
  std::string out;
  for (const ClassRef& ref : classes) out += (out.empty() ? "" : ",") + renderClass(ref);
  return out;
}

std::string renderFrom(const FromItem& item) {
  std::string out;
  switch (item.kind) {
    case FromItem::Kind::Class:  // one name alone is a common table's
      out = item.cls.parts.size() == 1 ? item.cls.parts[0].text : renderClass(item.cls);
      break;
    case FromItem::Kind::Subquery:
      out = renderSelect(*item.subquery);
      return item.alias.empty() ? out : out + " AS " + item.alias;
    case FromItem::Kind::Function:
      for (const NamePart& part : item.function) out += (out.empty() ? "" : ".") + part.text;
      out += "(" + list(item.args) + ")";
      break;
    case FromItem::Kind::Join:
      out = renderFrom(*item.left) + " " + item.joinType + " " + renderFrom(*item.right);
      return item.on ? out + " ON " + render(*item.on) : out;
  }
  return item.alias.empty() ? out : out + " " + item.alias;
}

std::string renderItems(const Select& select) {
  std::string out;
  for (const SelectItem& item : select.items) {
    std::string value = render(*item.expr);
    out += (out.empty() ? "" : ", ") + (item.alias.empty() ? value : "(" + value + ") AS " + item.alias);
  }
  return out;
}

// The native engine leaves a list of one column open.
std::string renderWith(const Select& select) {
  std::string out;
  for (const CommonTable& table : select.with) {
    std::string columns;
    for (const NamePart& column : table.columns) columns += (columns.empty() ? "" : ", ") + column.text;
    if (!columns.empty()) columns = "(" + columns + (table.columns.size() > 1 ? ")" : "");
    out += (out.empty() ? select.isRecursive ? "WITH RECURSIVE " : "WITH " : ", ") + table.name + columns + " AS (" +
           renderSelect(*table.select) + ")";
  }
  return out;
}

// A SELECT without FROM is printed as the VALUES it is equal to, a compound without the space that UNION ALL has.
std::string renderCompound(const Select& select) {
  if (!select.next) return {};
  bool hasAll = select.compound.find(' ') != std::string::npos;
  return " " + select.compound + (hasAll ? " " : "") + renderSelect(*select.next);
}

std::string renderSelect(const Select& select) {
  if (select.from.empty()) return renderWith(select) + "VALUES (" + renderItems(select) + ")" + renderCompound(select);
  std::string out =
      renderWith(select) + "SELECT " + (select.quantifier.empty() ? "" : select.quantifier + " ") + renderItems(select);
  for (size_t i = 0; i < select.from.size(); ++i) out += (i ? "," : " FROM ") + renderFrom(*select.from[i]);
  if (select.where) out += " WHERE " + render(*select.where);
  if (!select.groupBy.empty()) out += " GROUP BY " + list(select.groupBy);
  if (select.having) out += " HAVING " + render(*select.having);
  if (!select.orderBy.empty()) out += " ORDER BY " + renderOrder(select.orderBy, ",");
  if (select.limit) out += " LIMIT " + render(*select.limit);
  if (select.offset) out += " OFFSET " + render(*select.offset);
  return out + renderCompound(select);
}

// The native engine leaves out the brackets of a list.
std::string renderList(const Expr& in) {
  if (in.subquery) return "(" + renderSelect(*in.subquery) + ")";
  std::string out;
  for (size_t i = 1; i < in.args.size(); ++i) out += (i > 1 ? ", " : "") + render(*in.args[i]);
  return out;
}

std::string renderPredicate(const Expr& expr) {
  std::string no = expr.negated ? "NOT " : "";
  auto arg = [&](size_t i) { return render(*expr.args[i]); };
  switch (expr.kind) {
    case ExprKind::Not:
      return "NOT " + arg(0);
    case ExprKind::Compare:
      return arg(0) + " " + expr.name + " " + arg(1);
    case ExprKind::Between:
      return arg(0) + " " + no + "BETWEEN " + arg(1) + " AND " + arg(2);
    case ExprKind::Like:
      return arg(0) + " " + no + "LIKE " + arg(1) + (expr.flag ? " ESCAPE " + quoteText(expr.text) : "");
    case ExprKind::In:
      return arg(0) + " " + no + "IN " + renderList(expr);
    case ExprKind::IsClass:
      return arg(0) + " IS " + no + "(" + renderClasses(expr.classes) + ")";
    case ExprKind::Exists:
      return no + "EXISTS " + renderSelect(*expr.subquery);
    case ExprKind::Quantified:
      return arg(0) + " " + expr.name + (expr.flag ? " ALL (" : " ANY (") + renderSelect(*expr.subquery) + ")";
    case ExprKind::IsNull:
      return arg(0) + " IS " + no + "NULL";
    case ExprKind::IsTruth:
      return arg(0) + " IS " + no + expr.name;
    case ExprKind::Match:
      return arg(0) + " " + no + "MATCH " + arg(1);
    default:
      return "";
  }
}

}  // namespace

std::string frameText(const WindowSpec& window, const std::function<std::string(Expr&)>& write) {
  // In the order of FrameBound::Kind.
  static constexpr const char* kWords[] = {"UNBOUNDED PRECEDING", " PRECEDING", "CURRENT ROW", " FOLLOWING",
                                           "UNBOUNDED FOLLOWING"};
  const auto boundText = [&](const FrameBound& bound) {
    return (bound.offset ? write(*bound.offset) : "") + kWords[static_cast<size_t>(bound.kind)];
  };
  const bool isBetween = window.bounds.size() == 2;
  const std::string first = window.unit + (isBetween ? " BETWEEN " : " ") + boundText(window.bounds[0]);
  return isBetween ? first + " AND " + boundText(window.bounds[1]) : first;
}

std::string render(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::Null:
      return "NULL";
    case ExprKind::True:
      return "TRUE";
    case ExprKind::False:
      return "FALSE";
    case ExprKind::Integer:
    case ExprKind::Real:
      return expr.text;
    case ExprKind::String:
      return quoteText(expr.text);
    case ExprKind::DateTime:
      return expr.name + " " + quoteText(expr.text);
    case ExprKind::Current:
      return expr.name;
    case ExprKind::Parameter:
      return expr.name.empty() ? "?" : ":[" + expr.name + "]";
    case ExprKind::Path:
      return renderPath(expr);
    case ExprKind::Star:
      return "*";
    case ExprKind::Instance:
      return renderInstance(expr);
    case ExprKind::Unary:
      return expr.name + render(*expr.args[0]);
    case ExprKind::Chain:
      return renderChain(expr);
    case ExprKind::Function:
      return renderFunction(expr);
    case ExprKind::Case:
      return renderCase(expr);
    case ExprKind::Iif:
      return " IIF (" + list(expr.args) + ")";
    case ExprKind::Cast:
      return "CAST (" + render(*expr.args[0]) + " AS " + (expr.quotedName ? expr.name : castTypeName(expr.name)) + ")";
    case ExprKind::NavigationValue:
      return "NAVIGATION_VALUE(" + list(expr.args) + ")";
    case ExprKind::Subquery:
      return "(" + renderSelect(*expr.subquery) + ")";
    case ExprKind::Paren:
      return "(" + render(*expr.args[0]) + ")";
    default:
      return renderPredicate(expr);
  }
}

}  // namespace premap::ecsql
