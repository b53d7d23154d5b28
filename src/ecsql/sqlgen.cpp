// Writes SQL from the bound tree, a function for each kind of node. A value of several columns (a point) is written
// column by column. Marks around each piece tell afterwards which ECSQL it came from.
#include "premap/ecsql/sqlgen.h"

#include <algorithm>
#include <utility>

#include "bound.h"
#include "class_view.h"
#include "premap/base/text.h"
#include "render.h"
#include "sql_text.h"

namespace premap::ecsql {
namespace {

using Columns = std::vector<std::string>;

std::string joinText(const Columns& parts, std::string_view glue) {
  std::string out;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i) out += glue;
    out += parts[i];
  }
  return out;
}

// SQLite reads a name in double quotes as a function name too.
std::string functionName(const std::string& name) {
  static const std::pair<const char*, const char*> kRenamed[] = {
      {"LEAST", "MIN"}, {"GREATEST", "MAX"}, {"EVERY", "MIN"}, {"ANY", "MAX"}, {"SOME", "MAX"}};
  for (auto [ecsql, sql] : kRenamed) {
    if (equalsIgnoreCase(name, ecsql)) return sql;
  }
  std::string out = "\"";
  for (char c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

// The comparison `row op x` that makes a row fail `x op ALL (…)`.
std::string failingOperator(const std::string& op) {
  if (op == "=") return "<>";
  return op == "<>" ? "=" : op;
}

// Around the SQL of an expression while places are wanted: its number, so that the place of a part that is put together
// with others is known in the end. A query that holds such characters itself is compiled without places.
constexpr char kBegin = '\1', kNumberEnd = '\2', kEnd = '\3';

// Takes the marks out; of each pair `pieces` gets the place in what is left.
std::string withoutMarks(std::string_view marked, const std::vector<Span>& spans, std::vector<SqlPiece>* pieces) {
  std::string sql;
  std::vector<SqlPiece> open;
  for (size_t at = 0; at < marked.size(); ++at) {
    if (marked[at] == kEnd && !open.empty()) {
      open.back().end = sql.size();
      if (pieces) pieces->push_back(open.back());
      open.pop_back();
    } else if (marked[at] == kBegin) {
      size_t number = 0;
      while (++at < marked.size() && marked[at] != kNumberEnd)
        number = number * 10 + static_cast<size_t>(marked[at] - '0');
      open.push_back({sql.size(), sql.size(), number < spans.size() ? spans[number] : Span()});
    } else {
      sql += marked[at];
    }
  }
  return sql;
}

class Generator {
 public:
  Generator(BoundQuery& query, const Catalog& catalog, std::vector<SqlPiece>* pieces)
      : query_(query), catalog_(catalog), pieces_(pieces), isPlaced_(pieces != nullptr) {}

  std::string statement(Select& first) {
    std::string sql = compound(first);
    return pieces_ ? withoutMarks(sql, spans_, pieces_) : sql;
  }

 private:
  std::string compound(Select& first) {
    std::string out = withClause(first);
    for (Select* part = &first; part; part = part->next.get()) {
      out += single(*part, part == &first ? nullptr : &first);
      if (part->next) out += " " + compoundOperator(part->compound) + " ";
    }
    return out;
  }

  std::string marked(std::string sql, Span span) {
    if (!isPlaced_) return sql;
    spans_.push_back(span);
    return kBegin + std::to_string(spans_.size() - 1) + kNumberEnd + sql + kEnd;
  }

  // SQL without places of its own, if `isWhole`: what it says stands elsewhere.
  template <class Make>
  auto whole(bool isWhole, Make make) {
    const bool outer = std::exchange(isPlaced_, isPlaced_ && !isWhole);
    auto sql = make();
    isPlaced_ = outer;
    return sql;
  }

  // ------------------------------------------------------------ selects

  static bool isExtracted(const Expr& expr) { return expr.kind == ExprKind::Instance && !expr.name.empty(); }

  // SQLite knows ALL only for UNION; the others give distinct rows either way.
  static std::string compoundOperator(const std::string& op) {
    return op == "UNION ALL" ? op : op.substr(0, op.find(' '));
  }

  std::string withClause(Select& select) {
    if (select.with.empty()) return "";
    std::string out = "WITH RECURSIVE ";
    for (size_t i = 0; i < select.with.size(); ++i) {
      CommonTable& table = select.with[i];
      const CommonTableDefinition& definition = *query_.definitionOf[&table];
      Columns names;
      for (const OutputColumn& output : definition.outputs) {
        for (const std::string& name : output.sqlNames) names.push_back(bracket(name));
      }
      out += (i ? "," : "") + bracket(definition.sqlName) + "(" + joinText(names, ",") + ") AS (" +
             compound(*table.select) + ")";
    }
    return out + " ";
  }

  std::string single(Select& select, Select* compoundHead) {
    int outerFlags = flags_;
    flags_ = (select.bound->jsNames ? 1 : 0) | (select.bound->fullBlobs ? 2 : 0);
    std::string out = "SELECT ";
    if (!select.quantifier.empty()) out += select.quantifier + " ";
    Columns fields;
    for (size_t i = 0; i < select.items.size(); ++i) {
      const Select& head = compoundHead ? *compoundHead : select;
      Columns values = itemSql(*select.items[i].expr, head.bound->outputs[i].type.shape.kind == ValueKind::Json);
      const auto& names = select.bound->outputs[i].sqlNames;
      for (size_t k = 0; k < values.size(); ++k)
        fields.push_back(values[k] + (k < names.size() ? " " + bracket(names[k]) : ""));
    }
    out += joinText(fields, ",");
    if (!select.from.empty()) {
      Columns items;
      for (auto& item : select.from) items.push_back(from(*item));
      out += " FROM " + joinText(items, ",");
    }
    if (select.where) out += " WHERE " + condition(*select.where);
    if (!select.groupBy.empty()) {
      Columns terms;
      for (ExprPtr& term : select.groupBy) {
        for (std::string& column : expression(*term)) terms.push_back(std::move(column));
      }
      out += " GROUP BY " + joinText(terms, ",");
    }
    if (select.having) out += " HAVING " + condition(*select.having);
    if (!select.windows.empty()) {
      Columns definitions;
      for (WindowDefinition& window : select.windows)
        definitions.push_back(bracket(window.name) + " AS (" + windowBody(window.spec) + ")");
      out += " WINDOW " + joinText(definitions, ",");
    }
    if (!select.orderBy.empty()) out += " ORDER BY " + orderTerms(select.orderBy, select, compoundHead);
    if (select.limit) out += " LIMIT " + value(*select.limit);
    if (select.offset) out += " OFFSET " + value(*select.offset);
    flags_ = outerFlags;
    return out;
  }

  // The `$->Property` that is all a call or cast is about.
  static Expr* extractedIn(Expr& expr) {
    bool isWrapper = expr.kind == ExprKind::Cast || expr.kind == ExprKind::Function;
    if (!isWrapper || expr.args.size() != 1) return nullptr;
    Expr& argument = *expr.args[0];
    bool isColumn = argument.kind == ExprKind::Path && argument.bound->type.shape.kind == ValueKind::Json;
    return isExtracted(argument) || isColumn ? &argument : extractedIn(argument);
  }

  // What is made of it comes with the type it has: UPPER of a number is a number.
  static std::string asStored(const std::string& made, const std::string& stored) {
    return "CASE typeof(" + stored + ") WHEN 'real' THEN json_quote(CAST(" + made +
           " AS REAL)) WHEN 'integer' THEN json_quote(CAST(" + made +
           " AS INTEGER)) WHEN 'text' THEN json_quote(CAST(" + made + " AS TEXT)) END";
  }

  // As a field of its own, `$->Property` is JSON, which keeps its type; everywhere else it is the stored value.
  // What meets it in the other selects of a compound has to be JSON too, or neither is.
  Columns itemSql(Expr& expr, bool asJson) {
    bool isJson = expr.bound->type.shape.kind == ValueKind::Json;
    if (asJson && isExtracted(expr)) return {instance(expr, "extract_prop_json")};
    if (asJson && !isJson && extractedIn(expr)) return {asStored(value(expr), value(*extractedIn(expr)))};
    if (asJson && !isJson) return {"json_quote(" + value(expr) + ")"};
    if (asJson == isJson && expr.bound->reference == Reference::Field) return columnReference(expr.bound->column);
    return expression(expr);
  }

  static int positionOf(const Select& select, size_t item) {
    int position = 1;
    for (size_t i = 0; i < item; ++i) position += static_cast<int>(select.bound->outputs[i].sqlNames.size());
    return position;
  }

  // The item a position or alias stands for, when it is written as JSON but must order by the stored value.
  static Expr* extractedAt(const Select& select, const Expr& term) {
    for (size_t i = 0; i < select.items.size(); ++i) {
      Expr& expr = *select.items[i].expr;
      bool isMeant = term.kind == ExprKind::Integer
                         ? std::to_string(positionOf(select, i)) == term.text
                         : term.bound->reference == Reference::Alias && term.bound->aliasItem == i;
      if (isMeant && isExtracted(expr)) return &expr;
    }
    return nullptr;
  }

  std::string orderTerms(const std::vector<OrderTerm>& terms, Select& select, Select* compoundHead) {
    Columns out;
    for (const OrderTerm& term : terms) {
      const Bound& bound = *term.expr->bound;
      bool byPosition = bound.reference == Reference::Alias && bound.aliasItem < bound.aliasSelect->items.size();
      std::string sql =
          byPosition ? std::to_string(positionOf(*bound.aliasSelect, bound.aliasItem)) : value(*term.expr);
      if (byPosition && compoundHead) sql = std::to_string(positionOf(*compoundHead, bound.aliasItem));
      if (Expr* extracted = compoundHead ? nullptr : extractedAt(select, *term.expr)) sql = value(*extracted);
      if (term.descending) sql += " DESC";
      if (!term.nulls.empty()) sql += " NULLS " + term.nulls;
      out.push_back(std::move(sql));
    }
    return joinText(out, ",");
  }

  // ------------------------------------------------------------ FROM

  std::string from(FromItem& item) {
    switch (item.kind) {
      case FromItem::Kind::Class:
      case FromItem::Kind::Subquery:
      case FromItem::Kind::Function:
        return marked(rangeSql(*item.range), item.span);
      case FromItem::Kind::Join:
        break;
    }
    std::string out = from(*item.left);
    if (item.isUsing) return out + usingJoin(item);
    out += " " + item.joinType + " " + from(*item.right);
    if (item.on) out += " ON " + condition(*item.on);
    return out;
  }

  std::string usingJoin(FromItem& item) {
    std::string relationship = bracket(item.relationshipRange->sqlName);
    std::string left = bracket(item.usingLeft->sqlName) + "." + columnOf(*item.usingLeft, "ECInstanceId");
    std::string right = bracket(item.right->range->sqlName) + "." + columnOf(*item.right->range, "ECInstanceId");
    std::string source = relationship + "." + columnOf(*item.relationshipRange, "SourceECInstanceId");
    std::string target = relationship + "." + columnOf(*item.relationshipRange, "TargetECInstanceId");
    if (!item.leftIsSource) std::swap(source, target);
    return " INNER JOIN " + rangeSql(*item.relationshipRange) + " ON " + source + "=" + left + " INNER JOIN " +
           from(*item.right) + " ON " + target + "=" + right;
  }

  std::string columnOf(Range& range, const std::string& name) {
    auto found = resolveInRange(range, {NamePart{name, false, {}}}, catalog_);
    return bracket(found ? found->columns.front() : name);
  }

  std::string rangeSql(Range& range) {
    std::string name = bracket(range.sqlName);
    switch (range.kind) {
      case RangeKind::Class:
        return "(" + classViewSql(range, catalog_) + ") " + name;
      case RangeKind::Select:  // of a view the query is another text
        return whole(range.cls, [&] { return "(" + compound(*range.select) + ") " + name; });
      case RangeKind::CommonTable:
        return bracket(range.commonTableSqlName) + " " + name;
      case RangeKind::Function:
        break;
    }
    Columns arguments;
    for (ExprPtr& argument : range.item->args) arguments.push_back(value(*argument));
    return range.functionName + "(" + joinText(arguments, ",") + ") " + name;
  }

  // ------------------------------------------------------------ expressions

  // SQL of an expression that has one column.
  std::string value(Expr& expr) {
    Columns columns = expression(expr);
    return columns.empty() ? "NULL" : columns.front();
  }

  // Of a whole clause: all columns of a composite must be true.
  std::string condition(Expr& expr) { return joinText(expression(expr), " AND "); }

  Columns expression(Expr& expr) {
    Columns columns = unplaced(expr);
    for (std::string& column : columns) column = marked(std::move(column), expr.span);
    return columns;
  }

  Columns unplaced(Expr& expr) {
    Bound& bound = *expr.bound;
    switch (bound.reference) {
      case Reference::Field:
        if (bound.type.shape.kind == ValueKind::Json)
          return {"json_extract(" + columnReference(bound.column).front() + ",'$')"};
        return columnReference(bound.column);
      case Reference::Alias:
        return whole(true, [&] { return aliased(*bound.aliasSelect->items[bound.aliasItem].expr); });
      case Reference::Enumerator:
        return {bound.literal};
      case Reference::None:
        break;
    }
    switch (expr.kind) {
      case ExprKind::Null:
        return Columns(static_cast<size_t>(bound.width), "NULL");
      case ExprKind::True:
        return {"1"};
      case ExprKind::False:
        return {"0"};
      case ExprKind::Integer:
      case ExprKind::Real:
        return {expr.text};
      case ExprKind::String:
        return {quoteText(expr.text)};
      case ExprKind::DateTime:
        return {dateTime(expr)};
      case ExprKind::Current:
        return {"julianday(" + expr.name + ")"};
      case ExprKind::Parameter:
        return parameter(bound);
      case ExprKind::Instance:
        return {instance(expr, "extract_prop")};
      case ExprKind::Unary:
        return {expr.name + " " + value(*expr.args[0])};
      case ExprKind::Chain:
        return {chain(expr)};
      case ExprKind::Paren:
        return paren(expr);
      case ExprKind::Function:
        return {function(expr)};
      case ExprKind::Case:
        return {caseSql(expr)};
      case ExprKind::Iif:
        return {"iif(" + value(*expr.args[0]) + "," + value(*expr.args[1]) + "," + value(*expr.args[2]) + ")"};
      case ExprKind::Cast:
        return cast(expr);
      case ExprKind::NavigationValue:
        return navigationValue(expr);
      case ExprKind::Subquery:
        return {"(" + compound(*expr.subquery) + ")"};
      case ExprKind::Not:
        return negated(*expr.args[0]);
      default:
        return {predicate(expr)};
    }
  }

  // A number would be read as the place of a column by GROUP BY and ORDER BY.
  Columns aliased(Expr& expr) {
    Columns columns = expression(expr);
    for (std::string& column : columns) {
      if (isInteger(column)) column = "CAST(" + column + " AS INTEGER)";
    }
    return columns;
  }

  static bool isInteger(const std::string& marked) {
    const std::string sql = withoutMarks(marked, {}, nullptr);
    size_t begin = sql.find_first_not_of("(+- ");
    return begin != std::string::npos && sql[begin] >= '0' && sql[begin] <= '9' &&
           sql.find_first_not_of("0123456789abcdefABCDEFxX) ", begin) == std::string::npos;
  }

  Columns columnReference(const Resolved& column) {
    Columns out;
    for (const std::string& name : column.columns) out.push_back(bracket(column.range->sqlName) + "." + bracket(name));
    return out;
  }

  static std::string dateTime(const Expr& expr) { return "julianday(" + quoteText(expr.text) + ")"; }

  // Every occurrence of a named parameter reads the same SQL parameters.
  Columns parameter(const Bound& bound) {
    Parameter& parameter = query_.parameters[static_cast<size_t>(bound.parameter)];
    while (static_cast<int>(parameter.sqlIndexes.size()) < bound.width)
      parameter.sqlIndexes.push_back(++parameterCount_);
    Columns out;
    for (int i = 0; i < bound.width; ++i)
      out.push_back("?" + std::to_string(parameter.sqlIndexes[static_cast<size_t>(i)]));
    return out;
  }

  std::string instance(const Expr& expr, const std::string& propertyFunction) {
    const Resolved& ids = expr.bound->column;
    std::string range = bracket(ids.range->sqlName);
    std::string arguments = range + "." + bracket(ids.columns[1]) + "," + range + "." + bracket(ids.columns[0]);
    std::string flags = std::to_string(flags_);
    if (expr.name.empty()) return "extract_inst(" + arguments + "," + flags + ")";
    return propertyFunction + "(" + arguments + "," + quoteText(expr.name) + "," + flags + ")";
  }

  std::string chain(Expr& expr) {
    const std::string& op = expr.ops.front();
    if (op == "AND" || op == "OR" || op == "||") return balanced(expr, 0, expr.args.size());
    std::string out = value(*expr.args[0]);
    for (size_t i = 0; i < expr.ops.size(); ++i) out += " " + expr.ops[i] + " " + value(*expr.args[i + 1]);
    return out;
  }

  // A chain of thousands of conditions is written as a tree of few levels: SQLite limits how deep one may be.
  std::string balanced(Expr& expr, size_t begin, size_t end) {
    constexpr size_t kFlat = 32;
    std::string out;
    size_t count = end - begin, step = count <= kFlat ? 1 : (count + kFlat - 1) / kFlat;
    for (size_t at = begin; at < end; at += step) {
      if (at > begin) out += " " + expr.ops.front() + " ";
      out += step == 1 ? value(*expr.args[at]) : "(" + balanced(expr, at, std::min(at + step, end)) + ")";
    }
    return out;
  }

  Columns paren(Expr& expr) {
    Columns inner = expression(*expr.args[0]);
    if (inner.size() == 1) inner[0] = "(" + inner[0] + ")";
    return inner;
  }

  std::string function(Expr& expr) {
    std::string name = functionName(expr.name);
    bool isTruthAggregate = equalsIgnoreCase(expr.name, "EVERY") || equalsIgnoreCase(expr.name, "ANY") ||
                            equalsIgnoreCase(expr.name, "SOME");
    std::string out = name + "(" + (expr.distinct ? "DISTINCT " : "") + (expr.star ? "*" : "");
    for (size_t i = 0; i < expr.args.size(); ++i) {
      std::string argument = value(*expr.args[i]);
      out += (i ? "," : "") + (isTruthAggregate ? "(" + argument + ") <> 0" : argument);
    }
    out += ")";
    if (expr.filter) out += " FILTER (WHERE " + condition(*expr.filter) + ")";
    if (expr.window)
      out += " OVER " + (expr.window->nameOnly ? bracket(expr.window->name) : "(" + windowBody(*expr.window) + ")");
    return out;
  }

  std::string windowBody(const WindowSpec& window) {
    Columns parts;
    if (!window.name.empty()) parts.push_back(bracket(window.name));
    if (!window.partition.empty()) {
      Columns terms;
      for (const PartitionTerm& term : window.partition) {
        for (const std::string& column : expression(*term.expr))
          terms.push_back(column + (term.collation.empty() ? "" : " COLLATE " + term.collation));
      }
      parts.push_back("PARTITION BY " + joinText(terms, ","));
    }
    if (!window.order.empty()) parts.push_back("ORDER BY " + windowOrder(window.order));
    if (!window.unit.empty()) parts.push_back(frame(window));
    return joinText(parts, " ");
  }

  // Unlike the ORDER BY of a select, a window's takes no column positions.
  std::string windowOrder(const std::vector<OrderTerm>& terms) {
    Columns out;
    for (const OrderTerm& term : terms)
      out.push_back(value(*term.expr) + (term.descending ? " DESC" : "") +
                    (term.nulls.empty() ? "" : " NULLS " + term.nulls));
    return joinText(out, ",");
  }

  std::string frame(const WindowSpec& window) {
    std::string out = frameText(window, [&](Expr& offset) { return value(offset); });
    // The native engine runs EXCLUDE TIES as EXCLUDE CURRENT ROW.
    if (!window.exclude.empty()) out += " EXCLUDE " + (window.exclude == "TIES" ? "CURRENT ROW" : window.exclude);
    return out;
  }

  std::string caseSql(Expr& expr) {
    std::string out = "CASE";
    size_t pairs = expr.args.size() / 2;
    for (size_t i = 0; i < pairs; ++i)
      out += " WHEN " + value(*expr.args[2 * i]) + " THEN " + value(*expr.args[2 * i + 1]);
    if (expr.flag) out += " ELSE " + value(*expr.args.back());
    return out + " END";
  }

  Columns cast(Expr& expr) {
    const ExprType& type = expr.bound->type;
    if (isNullLiteral(*expr.args[0])) return Columns(static_cast<size_t>(type.columnCount()), "NULL");
    Expr& operand = *expr.args[0];
    std::string inner = value(operand);
    if (type.kind != TypeKind::Primitive || type.primitive == operand.bound->type.primitive) return {inner};
    switch (type.primitive) {
      case PrimitiveType::Boolean:
        return {"(CASE WHEN " + inner + " <> 0 THEN 1 ELSE 0 END)"};
      case PrimitiveType::Geometry:
        return {inner};
      case PrimitiveType::Binary:
        return {"CAST(" + inner + " AS BLOB)"};
      case PrimitiveType::Double:
        return {"CAST(" + inner + " AS REAL)"};
      case PrimitiveType::DateTime:
        return {"CAST(" + inner + " AS TIMESTAMP)"};
      case PrimitiveType::String:
        return {"CAST(" + inner + " AS TEXT)"};
      default:
        return {"CAST(" + inner + " AS INTEGER)"};
    }
  }

  static bool isNullLiteral(const Expr& expr) {
    return expr.kind == ExprKind::Null || (expr.kind == ExprKind::Paren && isNullLiteral(*expr.args[0]));
  }

  Columns navigationValue(Expr& expr) {
    const Property& property = *expr.bound->navigation;
    std::string relationship = expr.args.size() > 1 ? value(*expr.args[1]) : std::to_string(property.relationship->id);
    return {value(*expr.args[0]), relationship};
  }

  // ------------------------------------------------------------ predicates

  std::string predicate(Expr& expr) {
    std::string no = expr.negated ? " NOT" : "";
    switch (expr.kind) {
      case ExprKind::Compare:
        return columnwise(expression(*expr.args[0]), expression(*expr.args[1]), expr.name,
                          expr.name == "=" || expr.name == "IS");
      case ExprKind::Between:
        return value(*expr.args[0]) + no + " BETWEEN " + value(*expr.args[1]) + " AND " + value(*expr.args[2]);
      case ExprKind::Like:
        return value(*expr.args[0]) + no + " LIKE " + value(*expr.args[1]) +
               (expr.flag ? " ESCAPE " + quoteText(expr.text) : "");
      case ExprKind::In:
        return in(expr);
      case ExprKind::IsNull:
        return isNull(expr);
      case ExprKind::IsTruth:
        return operand(*expr.args[0]) + " IS" + no + (expr.name == "TRUE" ? " 1" : " 0");
      case ExprKind::IsClass:
        return isClass(expr);
      case ExprKind::Match:
        return (expr.negated ? "NOT " : "") + value(*expr.args[0]) + " MATCH " + value(*expr.args[1]);
      case ExprKind::Exists:
        return (expr.negated ? "NOT EXISTS(" : "EXISTS(") + compound(*expr.subquery) + ")";
      case ExprKind::Quantified:
        return quantified(expr);
      default:
        return "NULL";
    }
  }

  // Composites compare column by column: all must agree, or one must differ. A NULL opposite stands for every column.
  static std::string columnwise(const Columns& left, const Columns& right, const std::string& op, bool all) {
    size_t count = std::max(left.size(), right.size());
    auto at = [](const Columns& columns, size_t i) { return columns[std::min(i, columns.size() - 1)]; };
    Columns terms;
    for (size_t i = 0; i < count; ++i) terms.push_back(at(left, i) + " " + op + " " + at(right, i));
    std::string out = joinText(terms, all ? " AND " : " OR ");
    return count > 1 ? "(" + out + ")" : out;
  }

  // IS may follow a condition, which binds less in SQL.
  std::string operand(Expr& expr) {
    std::string sql = value(expr);
    return isPredicate(expr) && expr.kind != ExprKind::Paren ? "(" + sql + ")" : sql;
  }

  std::string isNull(Expr& expr) {
    if (isPredicate(*expr.args[0])) return operand(*expr.args[0]) + (expr.negated ? " IS NOT NULL" : " IS NULL");
    Columns terms;
    for (const std::string& column : expression(*expr.args[0]))
      terms.push_back(column + (expr.negated ? " IS NOT NULL" : " IS NULL"));
    std::string out = joinText(terms, expr.negated ? " OR " : " AND ");
    return terms.size() > 1 ? "(" + out + ")" : out;
  }

  Columns negated(Expr& expr) {
    Columns columns = expression(expr);
    for (std::string& column : columns) column.insert(0, "NOT ");
    return columns;
  }

  std::string in(Expr& expr) {
    std::string op = expr.negated ? " NOT IN (" : " IN (";
    if (expr.subquery) {
      // Natively nothing is known of a value that is looked for among those of a select that begins with NULL.
      if (expr.subquery->items[0].expr->bound->type.isNull()) return "NULL";
      return value(*expr.args[0]) + op + compound(*expr.subquery) + ")";
    }
    Columns left = expression(*expr.args[0]);
    std::vector<Columns> lists(left.size());
    for (size_t i = 1; i < expr.args.size(); ++i) {
      Columns values = expression(*expr.args[i]);
      for (size_t k = 0; k < left.size() && k < values.size(); ++k) lists[k].push_back(values[k]);
    }
    Columns terms;
    for (size_t k = 0; k < left.size(); ++k) terms.push_back(left[k] + op + joinText(lists[k], ",") + ")");
    std::string out = joinText(terms, expr.negated ? " OR " : " AND ");
    return terms.size() > 1 ? "(" + out + ")" : out;
  }

  std::string isClass(Expr& expr) {
    auto list = [](const std::vector<int64_t>& ids) {
      Columns out;
      for (int64_t id : ids) out.push_back(std::to_string(id));
      return joinText(out, ",");
    };
    const Bound& bound = *expr.bound;
    std::string out = value(*expr.args[0]) + (expr.negated ? " NOT IN (" : " IN (");
    if (bound.baseIds.empty()) return out + list(bound.classIds) + ")";
    out += "SELECT [ClassId] FROM [ec_cache_ClassHierarchy] WHERE [BaseClassId] IN (" + list(bound.baseIds) + ")";
    if (!bound.classIds.empty()) out += " OR [ClassId] IN (" + list(bound.classIds) + ")";
    return out + ")";
  }

  // `x > ANY (…)`: some row satisfies it. `x > ALL (…)`: no row fails it, where the native engine holds that a row y
  // fails `x > ALL` when y > x: equality passes the strict comparisons and fails the others. The service
  // runs on that engine.
  std::string quantified(Expr& expr) {
    Columns left = expression(*expr.args[0]);
    Columns right;
    for (const OutputColumn& output : expr.subquery->bound->outputs) {
      for (const std::string& name : output.sqlNames) right.push_back(bracket(name));
    }
    Columns tests;
    for (const std::string& column : right)
      tests.push_back(expr.flag ? column + " " + failingOperator(expr.name) + " " + left.front()
                                : left.front() + " " + expr.name + " " + column);
    std::string test = joinText(tests, " OR ");
    return std::string(expr.flag ? "NOT " : "") + "EXISTS(SELECT 1 FROM (" + compound(*expr.subquery) + ") WHERE " +
           test + ")";
  }

  BoundQuery& query_;
  const Catalog& catalog_;
  int parameterCount_ = 0;
  int flags_ = 0;  ///< of `$`: 1 JavaScript names, 2 whole blobs
  std::vector<SqlPiece>* pieces_;
  bool isPlaced_;
  std::vector<Span> spans_;  ///< by the number of their mark
};

}  // namespace

std::string generateSql(Select& select, BoundQuery& query, const Catalog& catalog, std::vector<SqlPiece>* pieces) {
  return Generator(query, catalog, pieces).statement(select);
}

}  // namespace premap::ecsql
