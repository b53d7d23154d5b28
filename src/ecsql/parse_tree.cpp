// A walk over the bound tree with one function for each kind of node, in the native engine's own layout.
#include "parse_tree.h"

#include "bound.h"
#include "premap/base/json_writer.h"
#include "render.h"

namespace premap::ecsql {
namespace {

std::string joined(const std::vector<NamePart>& path) {
  std::string out;
  for (const NamePart& part : path) out += (out.empty() ? "" : ".") + part.text;
  return out;
}

class TreeWriter {
 public:
  explicit TreeWriter(const Catalog& catalog) : catalog_(catalog) {}

  void statement(const Select& select) {
    if (select.with.empty()) return compound(select);
    node("CommonTableExp").key("recursive").value(select.isRecursive).key("blocks").beginArray();
    for (const CommonTable& table : select.with) commonTable(table);
    json_.endArray().key("select");
    compound(select);
    json_.endObject();
  }

  std::string take() { return json_.take(); }

 private:
  JsonWriter& node(const char* id) { return json_.beginObject().key("id").value(id); }

  void commonTable(const CommonTable& table) {
    node("CommonTableBlockExp").key("name").value(table.name);
    if (!table.columns.empty()) {
      json_.key("args").beginArray();
      for (const NamePart& column : table.columns) json_.value(column.text);
      json_.endArray();
    }
    json_.key("asQuery");
    statement(*table.select);
    json_.endObject();
  }

  void compound(const Select& select) {
    node("SelectStatementExp").key("select");
    single(select);
    if (select.next) {
      json_.key("nextBlock").beginObject().key("combineOp").value(select.compound).key("select");
      compound(*select.next);
      json_.endObject();
    }
    json_.endObject();
  }

  void single(const Select& select) {
    bool isRow = select.from.empty();
    node(isRow ? "RowConstructor" : "SingleSelectStatementExp");
    if (!isRow) json_.optional("selectionType", select.quantifier);
    json_.key(isRow ? "values" : "selection").beginArray();
    for (const SelectItem& item : select.items) selected(item);
    json_.endArray();
    if (!isRow) clauses(select);
    json_.endObject();
  }

  void selected(const SelectItem& item) {
    node("DerivedPropertyExp").key("exp");
    expression(*item.expr);
    bool isColumn = item.expr->bound && item.expr->bound->reference == Reference::Field;
    bool isNamed = isColumn && item.expr->bound->column.range->columnsAreNamed;  // of `WITH c(x)`
    json_.optional("alias", item.alias.empty() && isNamed ? joined(item.expr->path) : item.alias);
    json_.endObject();
  }

  void clauses(const Select& select) {
    json_.key("from").beginArray();
    for (const auto& item : select.from) from(*item);
    json_.endArray();
    member("where", select.where);
    if (!select.groupBy.empty()) list("groupBy", select.groupBy);
    if (!select.orderBy.empty()) order("orderBy", select.orderBy);
    member("having", select.having);
    if (select.limit) {
      json_.key("limit");
      node("LimitOffsetExp").key("exp");
      expression(*select.limit);
      member("offset", select.offset);
      json_.endObject();
    }
    if (!select.options.empty()) options(select.options);
  }

  void options(const std::vector<StatementOption>& options) {
    json_.key("options");
    node("OptionsExp").key("options").beginArray();
    for (const StatementOption& option : options)
      json_.beginObject().key("name").value(option.name).optional("value", option.value).endObject();
    json_.endArray().endObject();
  }

  // ------------------------------------------------------------ FROM
  void from(const FromItem& item) {
    switch (item.kind) {
      case FromItem::Kind::Class:
        if (item.cls.parts.size() > 1) return classRef(item.cls, item.alias);
        node("CommonTableBlockNameExp").key("name").value(item.cls.parts[0].text).optional("alias", item.alias);
        break;
      case FromItem::Kind::Subquery:
        node("SubqueryRefExp").optional("alias", item.alias).key("query");
        subquery(*item.subquery);
        break;
      case FromItem::Kind::Function:
        tableFunction(item);
        break;
      case FromItem::Kind::Join:
        return join(item);
    }
    json_.endObject();
  }

  void tableFunction(const FromItem& item) {
    node("TableValuedFunctionExp");
    if (item.function.size() > 1) json_.key("schema").value(item.function[0].text);
    json_.key("func");
    node("MemberFunctionCallExp").key("name").value(item.function.back().text);
    list("args", item.args);
    json_.endObject().optional("alias", item.alias);
  }

  void classRef(const ClassRef& ref, const std::string& alias) {
    node("ClassNameExp");
    if (ref.only || ref.all) {
      json_.key("polymorphicInfo").beginObject();
      if (ref.disqualified) json_.key("disqualify").value("+");
      json_.key("scope").value(ref.only ? "ONLY" : "ALL").endObject();
    }
    size_t count = ref.parts.size();
    const Class* cls = catalog_.findClass(ref.parts[count - 2].text, ref.parts[count - 1].text);
    std::string fullName = cls ? cls->fullName('.') : joined(ref.parts);
    json_.key("tableSpace").value(count > 2 ? ref.parts[0].text : std::string());
    json_.key("schemaName").value(fullName.substr(0, fullName.find('.')));
    json_.key("className").value(fullName.substr(fullName.find('.') + 1)).optional("alias", alias).endObject();
  }

  void join(const FromItem& item) {
    bool isCross = item.joinType == "CROSS JOIN";
    node(item.isUsing ? "UsingRelationshipJoinExp" : isCross ? "CrossJoinExp" : "QualifiedJoinExp");
    if (!item.isUsing) json_.key("type").value(joinType(item.joinType));
    json_.key("from");
    from(*item.left);
    json_.key("to");
    from(*item.right);
    if (item.isUsing) {
      json_.key("using");
      classRef(item.relationship, item.relationshipAlias);
      json_.optional("direction", item.direction);
    }
    member("spec", item.on);
    json_.endObject();
  }

  static std::string joinType(const std::string& written) {
    if (written == "JOIN") return "INNER JOIN";
    bool isShort = written == "LEFT JOIN" || written == "RIGHT JOIN" || written == "FULL JOIN";
    return isShort ? written.substr(0, written.find(' ')) + " OUTER JOIN" : written;
  }

  // ------------------------------------------------------------ expressions
  void member(const char* name, const ExprPtr& expr) {
    if (!expr) return;
    json_.key(name);
    expression(*expr);
  }

  void list(const char* name, const std::vector<ExprPtr>& expressions, size_t first = 0) {
    json_.key(name).beginArray();
    for (size_t i = first; i < expressions.size(); ++i) expression(*expressions[i]);
    json_.endArray();
  }

  void order(const char* name, const std::vector<OrderTerm>& terms) {
    json_.key(name).beginArray();
    for (const OrderTerm& term : terms) {
      json_.beginObject().key("exp");
      expression(*term.expr);
      json_.optional("direction", term.descending ? "DESC" : term.ascending ? "ASC" : "").endObject();
    }
    json_.endArray();
  }

  void subquery(const Select& select) {
    node("SubqueryExp").key("query");
    statement(select);
    json_.endObject();
  }

  void literal(const char* kind, std::string_view value) {
    node("LiteralValueExp").key("kind").value(kind).key("value").value(value).endObject();
  }

  void nullLiteral() { node("LiteralValueExp").key("kind").value("NULL").endObject(); }

  void property(const std::string& path, bool isOptional = false) {
    node("PropertyNameExp").key("path").value(path);
    if (isOptional) json_.key("isOptional").value(true);
    json_.endObject();
  }

  void path(const Expr& expr) {
    if (expr.path.empty()) return property(expr.bound->column.accessString);  // of a star
    if (!expr.bound || expr.bound->reference != Reference::Enumerator) return property(joined(expr.path));
    std::string name;
    for (const NamePart& part : expr.path) name += (name.empty() ? "[" : ".[") + part.text + "]";
    json_.value(name);
  }

  void instance(const Expr& expr) {
    std::string name;
    for (const NamePart& part : expr.path) name += part.text + ".";
    name += "$";
    if (!expr.name.empty()) name += "->" + expr.name;
    property(expr.flag ? name + "?" : name, expr.flag);
  }

  void expression(const Expr& expr) {
    switch (expr.kind) {
      case ExprKind::Null:
        return nullLiteral();
      case ExprKind::True:
      case ExprKind::False:
        return literal("RAW", expr.name);
      case ExprKind::Integer:
      case ExprKind::Real:
        return literal("RAW", expr.text);
      case ExprKind::String:
        return literal("STRING", expr.text);
      case ExprKind::DateTime:
        return literal(expr.name.c_str(), expr.text);
      case ExprKind::Current:
        return function(expr.name, expr);
      case ExprKind::Parameter:
        node("ParameterExp").optional("name", expr.name).endObject();
        return;
      case ExprKind::Path:
        return path(expr);
      case ExprKind::Star:
        return literal("RAW", "*");
      case ExprKind::Instance:
        return instance(expr);
      case ExprKind::Paren:
        return expression(*expr.args[0]);
      case ExprKind::Subquery:
        return subquery(*expr.subquery);
      case ExprKind::Unary:
        node("UnaryValueExp").key("op").value(expr.name);
        member("exp", expr.args[0]);
        json_.endObject();
        return;
      case ExprKind::Chain:
        return chain(expr, expr.args.size() - 1);
      case ExprKind::Function:
        return expr.window ? windowFunction(expr) : function(functionName(expr), expr);
      case ExprKind::Case:
        return caseExpression(expr);
      case ExprKind::Iif:
        node("IIFExp");
        member("when", expr.args[0]);
        member("then", expr.args[1]);
        member("else", expr.args[2]);
        json_.endObject();
        return;
      case ExprKind::Cast:
        node("CastExp");
        member("exp", expr.args[0]);
        json_.key("as").value(castTypeName(expr.name)).endObject();
        return;
      case ExprKind::NavigationValue:
        return navigationValue(expr);
      default:
        return predicate(expr);
    }
  }

  // Operands of one level group to the left.
  void chain(const Expr& expr, size_t last) {
    if (last == 0) return expression(*expr.args[0]);
    const std::string& op = expr.ops[last - 1];
    node(op == "AND" || op == "OR" ? "BinaryBooleanExp" : "BinaryValueExp").key("op").value(op).key("lhs");
    chain(expr, last - 1);
    member("rhs", expr.args[last]);
    json_.endObject();
  }

  void function(const std::string& name, const Expr& expr) {
    node("FunctionCallExp").key("name").value(name).optional("quantifier", expr.quantifier).key("args").beginArray();
    if (expr.star) literal("RAW", "*");
    for (const ExprPtr& argument : expr.args) expression(*argument);
    json_.endArray().endObject();
  }

  void caseExpression(const Expr& expr) {
    node("SearchCaseValueExp").key("whenThenList").beginArray();
    for (size_t i = 0; i + 1 < expr.args.size(); i += 2) {
      json_.beginObject();
      member("when", expr.args[i]);
      member("then", expr.args[i + 1]);
      json_.endObject();
    }
    json_.endArray();
    if (expr.flag) member("elseExp", expr.args.back());
    json_.endObject();
  }

  void navigationValue(const Expr& expr) {
    node("NavValueCreationFuncExp").key("ColumnRefExp");
    node("DerivedPropertyExp").key("exp");
    property(expr.path.back().text);
    json_.endObject();
    member("IdArgExp", expr.args[0]);
    if (expr.args.size() > 1) member("RelECClassIdExp", expr.args[1]);
    ClassRef cls;
    cls.parts = {expr.path[0], expr.path[1]};
    json_.key("ClassNameExp");
    classRef(cls, {});
    json_.endObject();
  }

  // ------------------------------------------------------------ windows
  void windowFunction(const Expr& expr) {
    node("WindowFunctionExp").key("WindowFunctionCallExp");
    function(functionName(expr), expr);
    if (expr.filter) {
      json_.key("FilterExp");
      node("FilterExp");
      member("WhereExp", expr.filter);
      json_.endObject();
    }
    if (expr.window->nameOnly) json_.key("WindowName").value(expr.window->name);
    else window(*expr.window);
    json_.endObject();
  }

  void window(const WindowSpec& spec) {
    json_.key("WindowSpecificationExp");
    node("WindowSpecificationExp");
    if (!spec.partition.empty()) {
      json_.key("PartitionByExp").beginArray();
      for (const PartitionTerm& term : spec.partition) {
        node("WindowPartitionColumnReferenceExp");
        member("ColumnRef", term.expr);
        json_.optional("CollateClauseFunction", term.collation).endObject();
      }
      json_.endArray();
    }
    if (!spec.order.empty()) order("OrderBy", spec.order);
    if (!spec.unit.empty()) frame(spec);
    json_.optional("WindowName", spec.name).endObject();
  }

  void frame(const WindowSpec& spec) {
    json_.key("WindowFrameClauseExp");
    node("WindowFrameClauseExp").key("WindowFrameUnit").value(spec.unit);
    if (spec.bounds.size() == 2) {
      json_.key("WindowFrameBetweenExp").beginObject().key("FirstWindowFrameBoundExp").beginObject();
      bound("FirstWindowFrameBoundType", "FirstWindowFrameBoundValueExp", spec.bounds[0]);
      json_.endObject().key("SecondWindowFrameBoundExp");
      node("SecondWindowFrameBoundExp");
      bound("SecondWindowFrameBoundType", "SecondWindowFrameBoundValueExp", spec.bounds[1]);
      json_.endObject().endObject();
    } else {
      json_.key("WindowFrameStartExp");
      node("WindowFrameStartExp");
      bound("WindowFrameStartType", "WindowFrameStartValue", spec.bounds[0]);
      json_.endObject();
    }
    json_.optional("WindowFrameExclusion", spec.exclude).endObject();
  }

  void bound(const char* typeName, const char* valueName, const FrameBound& bound) {
    static constexpr const char* kTypes[] = {"UNBOUNDED PRECEDING", "VALUE PRECEDING", "CURRENT ROW", "VALUE FOLLOWING",
                                             "UNBOUNDED FOLLOWING"};
    json_.key(typeName).value(kTypes[static_cast<size_t>(bound.kind)]);
    member(valueName, bound.offset);
  }

  // ------------------------------------------------------------ conditions
  void binary(const Expr& expr, const char* op) {
    node("BinaryBooleanExp").key("op").value(expr.negated ? negatedName(op) : op);
    member("lhs", expr.args[0]);
    json_.key("rhs");
  }

  static std::string negatedName(const std::string& op) { return op == "IS" ? "IS NOT" : "NOT " + op; }

  void negation(const ExprPtr& expr) {
    node("BooleanFactorExp").key("op").value("NOT");
    member("exp", expr);
    json_.endObject();
  }

  void predicate(const Expr& expr) {
    switch (expr.kind) {
      case ExprKind::Not:
        return negation(expr.args[0]);
      case ExprKind::Exists:
        return exists(expr);
      case ExprKind::Quantified:
        node("AllOrAnyExp").key("op").value(expr.flag ? "ALL" : "ANY");
        member("exp", expr.args[0]);
        json_.key("query");
        subquery(*expr.subquery);
        break;
      case ExprKind::Compare:
        binary(expr, expr.name.c_str());
        expression(*expr.args[1]);
        break;
      case ExprKind::Between:
        binary(expr, "BETWEEN");
        json_.beginObject();
        member("lbound", expr.args[1]);
        member("ubound", expr.args[2]);
        json_.endObject();
        break;
      case ExprKind::Like:
        binary(expr, "LIKE");
        node("LikeRhsValueExp");
        member("pattren", expr.args[1]);  // the native engine's spelling
        if (expr.flag) json_.key("escape"), literal("STRING", expr.text);
        json_.endObject();
        break;
      case ExprKind::In:
        binary(expr, "IN");
        if (expr.subquery) subquery(*expr.subquery);
        else elements(expr);
        break;
      case ExprKind::IsNull:
        binary(expr, "IS");
        nullLiteral();
        break;
      case ExprKind::IsTruth:
        binary(expr, "IS");
        literal("RAW", expr.name);
        break;
      case ExprKind::IsClass:
        binary(expr, "IS");
        json_.beginArray();
        for (const ClassRef& ref : expr.classes) classRef(ref, {});
        json_.endArray();
        break;
      default:  // Match
        binary(expr, "MATCH");
        expression(*expr.args[1]);
        break;
    }
    json_.endObject();
  }

  void elements(const Expr& expr) {
    json_.beginArray();
    for (size_t i = 1; i < expr.args.size(); ++i) expression(*expr.args[i]);
    json_.endArray();
  }

  void exists(const Expr& expr) {
    if (expr.negated) node("BooleanFactorExp").key("op").value("NOT").key("exp");
    node("SubqueryTestExp").key("op").value("EXISTS").key("query");
    subquery(*expr.subquery);
    json_.endObject();
    if (expr.negated) json_.endObject();
  }

  const Catalog& catalog_;
  JsonWriter json_;
};

}  // namespace

std::string parseTree(const Select& select, const Catalog& catalog) {
  TreeWriter writer(catalog);
  writer.statement(select);
  return writer.take();
}

}  // namespace premap::ecsql
