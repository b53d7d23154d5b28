#include "premap/ecsql/parser.h"

#include <algorithm>

#include "premap/base/text.h"
#include "premap/ecsql/lexer.h"

namespace premap::ecsql {
namespace {

std::string toUpper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return out;
}

// Reserved words that may be called: aggregates and window functions, and RTRIM, which is a collation too.
bool isCallableKeyword(std::string_view upper) {
  static constexpr std::string_view kCallable[] = {
      "ANY",  "AVG",        "COUNT", "CUME_DIST", "DENSE_RANK", "EVERY",     "FIRST_VALUE", "GROUP_CONCAT",
      "LAG",  "LAST_VALUE", "LEAD",  "MAX",       "MIN",        "NTH_VALUE", "NTILE",       "PERCENT_RANK",
      "RANK", "ROW_NUMBER", "RTRIM", "SOME",      "SUM",        "TOTAL"};
  return std::find(std::begin(kCallable), std::end(kCallable), upper) != std::end(kCallable);
}

// Binding strength of what may stand between operands of a Chain; the order is SQLite's, which evaluates the result.
enum Level : int { kOr = 1, kAnd, kNot, kPredicate, kBits, kSum, kProduct, kConcat, kUnary };

// Recursive descent. A failed parse sets `failure_` and every production then falls through to the caller.
class Parser {
 public:
  Parser(std::string_view text, std::vector<Token> tokens) : text_(text), tokens_(std::move(tokens)) {}

  Result<ParsedStatement> run() {
    ParsedStatement statement;
    if (isWord("PRAGMA")) statement.pragma = pragma();
    else statement.select = selectStatement();
    while (!failure_ && isOp(";")) advance();
    if (!failure_ && !atEnd()) {
      if (at_ > 0 && tokens_[at_ - 1].text == ";" && tokens_[at_ - 1].kind == TokenKind::Operator)
        fail("only one statement is allowed", "remove everything after the first `;`");
      else failUnexpected("the end of the query");
    }
    if (failure_) return std::move(*failure_);
    return statement;
  }

 private:
  // ------------------------------------------------------------ tokens

  const Token& token(size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
  bool atEnd() const { return token().kind == TokenKind::End; }
  void advance() {
    if (!atEnd()) ++at_;
  }

  bool isOp(std::string_view op, size_t ahead = 0) const {
    return token(ahead).kind == TokenKind::Operator && token(ahead).text == op;
  }
  bool isWord(std::string_view upper, size_t ahead = 0) const {
    return token(ahead).kind == TokenKind::Name && equalsIgnoreCase(token(ahead).text, upper);
  }
  bool acceptOp(std::string_view op) {
    if (failure_ || !isOp(op)) return false;
    advance();
    return true;
  }
  bool acceptWord(std::string_view upper) {
    if (failure_ || !isWord(upper)) return false;
    advance();
    return true;
  }
  void expectOp(std::string_view op) {
    if (!failure_ && !acceptOp(op)) failUnexpected("`" + std::string(op) + "`");
  }
  void expectWord(std::string_view upper) {
    if (!failure_ && !acceptWord(upper)) failUnexpected("`" + std::string(upper) + "`");
  }
  bool isName(size_t ahead = 0) const {
    const Token& t = token(ahead);
    return t.kind == TokenKind::QuotedName || (t.kind == TokenKind::Name && !t.reserved);
  }
  NamePart takeName(const char* what) {
    if (failure_) return {};
    if (!isName()) return failUnexpected(what), NamePart{};
    NamePart part{token().text, token().kind == TokenKind::QuotedName, token().span};
    advance();
    return part;
  }

  void fail(std::string message, std::string hint = {}) { failAt(token().span, std::move(message), std::move(hint)); }
  void failAt(Span span, std::string message, std::string hint = {}) {
    if (!failure_) failure_ = error("query-invalid", std::move(message)).withSpan(span).withHint(std::move(hint));
  }
  void failUnexpected(std::string expected) {
    if (failure_) return;
    const Token& t = token();
    if (t.kind == TokenKind::End) return fail("the query ends where " + expected + " is expected");
    std::string found = std::string(text_.substr(t.span.begin, t.span.end - t.span.begin));
    std::string hint;
    bool isWriting =
        equalsIgnoreCase(found, "INSERT") || equalsIgnoreCase(found, "UPDATE") || equalsIgnoreCase(found, "DELETE");
    bool startsClause = equalsIgnoreCase(found, "FROM") || equalsIgnoreCase(found, "SELECT") ||
                        equalsIgnoreCase(found, "WHERE") || isWriting;
    if (isWriting && at_ == 0) hint = "a snapshot is only read: queries start with SELECT";
    if (t.reserved && !startsClause)
      hint = "`" + found + "` is a reserved word; as a name it is written `[" + found + "]`";
    fail("unexpected `" + found + "`, " + expected + " is expected", std::move(hint));
  }

  Span spanFrom(uint32_t begin) const { return {begin, at_ > 0 ? tokens_[at_ - 1].span.end : begin}; }

  // Every recursion passes through here, so that a deep query ends in a diagnostic and not in a full stack.
  struct Depth {
    explicit Depth(Parser& p) : parser(p) {
      if (++parser.depth_ > kMaxDepth)
        parser.fail("the query is nested deeper than " + std::to_string(kMaxDepth) + " levels",
                    "split it into common table expressions");
    }
    ~Depth() { --parser.depth_; }
    Parser& parser;
  };

  ExprPtr make(ExprKind kind, uint32_t begin) {
    auto expr = std::make_unique<Expr>();
    expr->kind = kind;
    expr->span = spanFrom(begin);
    return expr;
  }

  // ------------------------------------------------------------ statements

  std::unique_ptr<Select> selectStatement() {
    Depth depth(*this);
    if (failure_) return std::make_unique<Select>();
    uint32_t begin = token().span.begin;
    std::vector<CommonTable> with;
    bool recursive = false, hasWith = false;
    if (acceptWord("WITH")) {
      hasWith = true;
      recursive = acceptWord("RECURSIVE");
      do with.push_back(commonTable());
      while (acceptOp(","));
    }
    std::unique_ptr<Select> first = singleSelect();
    first->with = std::move(with);
    first->recursive = recursive;
    if (hasWith) first->span.begin = begin;
    Select* last = first.get();
    for (int terms = 1; !failure_; ++terms) {
      std::string op = compoundOperator();
      if (op.empty()) break;
      if (terms >= 500) fail("the query joins more than 500 selects");
      if (!last->orderBy.empty() || last->limit)
        failAt(last->span, "only the last SELECT of a " + op + " may have ORDER BY or LIMIT",
               "move ORDER BY and LIMIT to the end");
      last->compound = op;
      last->next = singleSelect();
      last = last->next.get();
    }
    first->span.end = spanFrom(begin).end;
    return first;
  }

  std::string compoundOperator() {
    for (const char* op : {"UNION", "INTERSECT", "EXCEPT"}) {
      if (acceptWord(op)) return std::string(op) + (acceptWord("ALL") ? " ALL" : "");
    }
    return {};
  }

  CommonTable commonTable() {
    CommonTable table;
    NamePart name = takeName("a name for the common table expression");
    table.name = name.text;
    table.nameSpan = name.span;
    if (acceptOp("(")) {
      do table.columns.push_back(takeName("a column name"));
      while (acceptOp(","));
      expectOp(")");
    }
    expectWord("AS");
    expectOp("(");
    table.select = selectStatement();
    expectOp(")");
    return table;
  }

  std::unique_ptr<Select> singleSelect() {
    auto select = std::make_unique<Select>();
    uint32_t begin = token().span.begin;
    if (acceptWord("VALUES")) {
      select->isValues = true;
      expectOp("(");
      do {
        SelectItem item;
        item.expr = valueExpression();
        select->items.push_back(std::move(item));
      } while (acceptOp(","));
      expectOp(")");
      if (!failure_ && isOp(",")) fail("VALUES takes one row only", "use UNION ALL for more rows");
      select->span = spanFrom(begin);
      return select;
    }
    if (!failure_ && !isWord("SELECT")) {
      failUnexpected("SELECT");
      return select;
    }
    advance();
    if (acceptWord("DISTINCT")) select->quantifier = "DISTINCT";
    if (acceptWord("ALL")) select->quantifier = "ALL";
    do select->items.push_back(selectItem());
    while (acceptOp(","));
    if (acceptWord("FROM")) fromTail(*select);
    if (!select->from.empty() || isWord("LIMIT") || isWord("ORDER") || isWord("OPTIONS") || isWord("ECSQLOPTIONS"))
      orderTail(*select);
    select->span = spanFrom(begin);
    return select;
  }

  void fromTail(Select& select) {
    do select.from.push_back(tableReference());
    while (acceptOp(","));
    if (acceptWord("WHERE")) select.where = condition();
    if (acceptWord("GROUP")) {
      expectWord("BY");
      do select.groupBy.push_back(valueExpression());
      while (acceptOp(","));
    }
    if (acceptWord("HAVING")) select.having = condition();
    if (acceptWord("WINDOW")) {
      do {
        WindowDefinition definition;
        definition.name = takeName("a window name").text;
        expectWord("AS");
        expectOp("(");
        windowBody(definition.spec);
        expectOp(")");
        select.windows.push_back(std::move(definition));
      } while (acceptOp(","));
    }
  }

  void orderTail(Select& select) {
    if (acceptWord("ORDER")) {
      expectWord("BY");
      do select.orderBy.push_back(orderTerm());
      while (acceptOp(","));
    }
    if (acceptWord("LIMIT")) {
      select.limit = valueExpression();
      if (acceptWord("OFFSET")) select.offset = valueExpression();
    } else if (!failure_ && isWord("OFFSET")) {
      fail("OFFSET needs a LIMIT before it");
    }
    if (acceptWord("OPTIONS") || acceptWord("ECSQLOPTIONS")) select.options = options();
  }

  std::vector<StatementOption> options() {
    std::vector<StatementOption> out;
    while (!failure_ && token().kind == TokenKind::Name && !isWord("UNION") && !isWord("INTERSECT") &&
           !isWord("EXCEPT")) {
      StatementOption option;
      option.name = token().text;
      advance();
      if (acceptOp("=")) {
        option.value = token().text;
        advance();
      }
      out.push_back(std::move(option));
    }
    if (out.empty()) failUnexpected("an option name");
    return out;
  }

  std::unique_ptr<Pragma> pragma() {
    auto out = std::make_unique<Pragma>();
    uint32_t begin = token().span.begin;
    advance();
    out->name = takeName("the name of the pragma").text;
    bool parenthesised = acceptOp("(");
    if (parenthesised || acceptOp("=")) {
      out->hasValue = true;
      if (isOp("-")) {
        out->value = "-";
        advance();
      }
      if (atEnd() || token().kind == TokenKind::Operator) failUnexpected("a value");
      out->value += token().text;
      advance();
      if (parenthesised) expectOp(")");
    }
    if (acceptWord("FOR")) {
      do out->target.push_back(takeName("a class name"));
      while (acceptOp(".") || acceptOp(":"));
    }
    if (acceptWord("OPTIONS") || acceptWord("ECSQLOPTIONS")) out->options = options();
    out->span = spanFrom(begin);
    return out;
  }

  SelectItem selectItem() {
    SelectItem item;
    uint32_t begin = token().span.begin;
    if (isOp("*")) {
      advance();
      item.expr = make(ExprKind::Star, begin);
      return item;
    }
    item.expr = valueExpression();
    if (failure_ || item.expr->kind == ExprKind::Star) return item;
    bool as = acceptWord("AS");
    if (as || isName()) {
      NamePart alias = takeName("a column alias");
      item.alias = alias.text;
      item.aliasSpan = alias.span;
    }
    return item;
  }

  OrderTerm orderTerm() {
    OrderTerm term;
    term.expr = condition();
    if (acceptWord("DESC")) term.descending = true;
    else acceptWord("ASC");
    if (acceptWord("NULLS")) {
      term.nulls = isWord("FIRST") ? "FIRST" : "LAST";
      if (!acceptWord("FIRST")) expectWord("LAST");
    }
    return term;
  }

  // ------------------------------------------------------------ FROM

  std::unique_ptr<FromItem> tableReference() {
    Depth depth(*this);
    std::unique_ptr<FromItem> left = primaryReference();
    while (!failure_) {
      std::unique_ptr<FromItem> join = joinAfter(left);
      if (!join) break;
      left = std::move(join);
      if (++joinCount_ > 1000) fail("the query has more than 1000 joins");
    }
    return left;
  }

  std::unique_ptr<FromItem> joinAfter(std::unique_ptr<FromItem>& left) {
    if (isWord("NATURAL")) {
      fail("NATURAL JOIN is not supported by ECSQL", "write the join condition with ON");
      return nullptr;
    }
    std::string type;
    if (acceptWord("INNER")) type = "INNER JOIN";
    else if (acceptWord("CROSS")) type = "CROSS JOIN";
    for (const char* outer : {"LEFT", "RIGHT", "FULL"}) {
      if (type.empty() && acceptWord(outer))
        type = std::string(outer) + (acceptWord("OUTER") ? " OUTER JOIN" : " JOIN");
    }
    if (type.empty() && !isWord("JOIN")) return nullptr;
    expectWord("JOIN");
    if (type.empty()) type = "JOIN";
    auto join = std::make_unique<FromItem>();
    join->kind = FromItem::Kind::Join;
    join->joinType = type;
    join->span = left->span;
    join->left = std::move(left);
    join->right = primaryReference();
    if (isWord("USING")) usingClause(*join);
    else if (acceptWord("ON")) join->on = condition();
    else if (type != "CROSS JOIN") failUnexpected("ON or USING");
    join->span.end = spanFrom(join->span.begin).end;
    return join;
  }

  void usingClause(FromItem& join) {
    if (isOp("(", 1))
      return fail("JOIN … USING (property) is not supported by ECSQL", "write the join condition with ON");
    if (join.joinType != "JOIN" && join.joinType != "INNER JOIN")
      return fail("a " + join.joinType + " cannot take USING; only inner joins follow a relationship",
                  "join the relationship class with ON");
    advance();
    join.isUsing = true;
    join.relationship = classReference();
    if (acceptWord("AS") || isName()) join.relationshipAlias = takeName("an alias").text;
    if (acceptWord("FORWARD")) join.direction = "FORWARD";
    else if (acceptWord("BACKWARD")) join.direction = "BACKWARD";
  }

  std::unique_ptr<FromItem> primaryReference() {
    auto item = std::make_unique<FromItem>();
    item->span = token().span;
    if (acceptOp("(")) {
      item->kind = FromItem::Kind::Subquery;
      item->subquery = selectStatement();
      expectOp(")");
    } else {
      classOrFunction(*item);
    }
    bool as = acceptWord("AS");
    if (as || isName()) {
      NamePart alias = takeName("an alias");
      item->alias = alias.text;
      item->aliasSpan = alias.span;
    }
    item->span.end = spanFrom(item->span.begin).end;
    return item;
  }

  void classOrFunction(FromItem& item) {
    item.cls = classReference();
    if (!acceptOp("(")) return;
    item.kind = FromItem::Kind::Function;
    item.function = std::move(item.cls.parts);
    if (!isOp(")")) {
      do item.args.push_back(valueExpression());
      while (acceptOp(","));
    }
    expectOp(")");
  }

  // [+] [ONLY|ALL] [+] name {(. | :) name}
  ClassRef classReference() {
    ClassRef ref;
    uint32_t begin = token().span.begin;
    ref.disqualified = acceptOp("+");
    if (acceptWord("ONLY")) ref.only = true;
    else acceptWord("ALL");
    if (acceptOp("+")) ref.disqualified = true;
    ref.parts.push_back(takeName("a class name"));
    while (!failure_) {
      if (token().kind == TokenKind::Parameter) {  // `schema:Class` reads as a name and a parameter
        ref.parts.push_back({token().text, false, token().span});
        advance();
      } else if (acceptOp(".") || acceptOp(":")) {
        ref.parts.push_back(takeName("a class name"));
      } else {
        break;
      }
    }
    ref.span = spanFrom(begin);
    return ref;
  }

  // ------------------------------------------------------------ expressions

  ExprPtr condition() { return expression(kOr); }

  ExprPtr valueExpression() {
    ExprPtr expr = expression(kBits);
    if (!failure_ && (isPredicate(*expr) || startsPredicate()))
      failAt({expr->span.begin, std::max(expr->span.end, token().span.end)},
             "a condition cannot stand where a value is expected", "wrap it: `IIF(condition, TRUE, FALSE)`");
    return expr;
  }

  bool startsPredicate() const {
    static constexpr std::string_view kOperators[] = {"=", "<>", "!=", "<", "<=", ">", ">="};
    static constexpr std::string_view kWords[] = {"IS", "IN", "LIKE", "BETWEEN", "MATCH"};
    return std::any_of(std::begin(kOperators), std::end(kOperators), [&](auto op) { return isOp(op); }) ||
           std::any_of(std::begin(kWords), std::end(kWords), [&](auto word) { return isWord(word); });
  }

  ExprPtr expression(int level) {
    Depth depth(*this);
    if (failure_) return std::make_unique<Expr>();
    if (level <= kNot && isWord("NOT") && !isWord("EXISTS", 1)) return notThenChain(level);
    return climb(level <= kPredicate ? predicate() : operandChain(level), level);
  }

  ExprPtr notThenChain(int level) {
    uint32_t begin = token().span.begin;
    advance();
    ExprPtr inner = expression(kNot);
    ExprPtr expr = make(ExprKind::Not, begin);
    expr->args.push_back(std::move(inner));
    return climb(std::move(expr), level);
  }

  // AND and OR around `left`, which binds tighter.
  ExprPtr climb(ExprPtr left, int level) {
    for (auto [word, strength] : {std::pair{"AND", kAnd}, std::pair{"OR", kOr}}) {
      if (failure_ || strength < level || !isWord(word)) continue;
      uint32_t begin = left->span.begin;
      std::vector<ExprPtr> args;
      args.push_back(std::move(left));
      while (acceptWord(word)) args.push_back(expression(strength + 1));
      left = make(ExprKind::Chain, begin);
      left->ops.assign(args.size() - 1, word);
      left->args = std::move(args);
    }
    return left;
  }

  ExprPtr predicate() {
    uint32_t begin = token().span.begin;
    if (isWord("EXISTS") || (isWord("NOT") && isWord("EXISTS", 1))) return exists();
    ExprPtr left = operandChain(kBits);
    if (failure_) return left;
    if (isPredicate(*left) && left->kind != ExprKind::Paren) return left;
    static constexpr std::string_view kComparisons[] = {"=", "<>", "!=", "<", "<=", ">", ">="};
    for (std::string_view op : kComparisons) {
      if (isOp(op)) return comparison(std::move(left), begin);
    }
    bool negated =
        isWord("NOT") && (isWord("BETWEEN", 1) || isWord("LIKE", 1) || isWord("IN", 1) || isWord("MATCH", 1));
    if (negated) advance();
    ExprPtr result;
    if (isWord("BETWEEN")) result = between(std::move(left), begin);
    else if (isWord("LIKE")) result = like(std::move(left), begin);
    else if (isWord("IN")) result = in(std::move(left), begin);
    else if (isWord("MATCH")) result = match(std::move(left), begin);
    else if (isWord("IS")) return is(std::move(left), begin);
    else return left;
    result->negated = negated;
    return result;
  }

  ExprPtr exists() {
    uint32_t begin = token().span.begin;
    bool negated = acceptWord("NOT");
    advance();
    expectOp("(");
    auto subquery = selectStatement();
    expectOp(")");
    ExprPtr expr = make(ExprKind::Exists, begin);
    expr->subquery = std::move(subquery);
    expr->negated = negated;
    return expr;
  }

  ExprPtr comparison(ExprPtr left, uint32_t begin) {
    std::string op = token().text == "!=" ? "<>" : token().text;
    advance();
    if ((isWord("ANY") || isWord("SOME") || isWord("ALL")) && isOp("(", 1) &&
        (isWord("SELECT", 2) || isWord("WITH", 2)))
      return quantified(std::move(left), std::move(op), begin);
    ExprPtr right = operandChain(kBits);
    ExprPtr expr = make(ExprKind::Compare, begin);
    expr->name = op;
    expr->args.push_back(std::move(left));
    expr->args.push_back(std::move(right));
    return expr;
  }

  ExprPtr quantified(ExprPtr left, std::string op, uint32_t begin) {
    bool all = isWord("ALL");
    advance();
    expectOp("(");
    auto subquery = selectStatement();
    expectOp(")");
    ExprPtr expr = make(ExprKind::Quantified, begin);
    expr->name = std::move(op);
    expr->flag = all;
    expr->args.push_back(std::move(left));
    expr->subquery = std::move(subquery);
    return expr;
  }

  ExprPtr between(ExprPtr left, uint32_t begin) {
    advance();
    ExprPtr low = operandChain(kBits);
    expectWord("AND");
    ExprPtr high = operandChain(kBits);
    ExprPtr expr = make(ExprKind::Between, begin);
    expr->args.push_back(std::move(left));
    expr->args.push_back(std::move(low));
    expr->args.push_back(std::move(high));
    return expr;
  }

  ExprPtr like(ExprPtr left, uint32_t begin) {
    advance();
    ExprPtr pattern = operandChain(kBits);
    bool hasEscape = acceptWord("ESCAPE");
    std::string escape;
    if (hasEscape) {
      if (!failure_ && token().kind != TokenKind::String) failUnexpected("a string with the escape character");
      escape = token().text;
      advance();
    }
    ExprPtr expr = make(ExprKind::Like, begin);
    expr->args.push_back(std::move(left));
    expr->args.push_back(std::move(pattern));
    expr->flag = hasEscape;
    expr->text = std::move(escape);
    return expr;
  }

  ExprPtr in(ExprPtr left, uint32_t begin) {
    advance();
    std::vector<ExprPtr> args;
    args.push_back(std::move(left));
    std::unique_ptr<Select> subquery;
    expectOp("(");
    if (isWord("SELECT") || isWord("WITH") || isWord("VALUES")) {
      subquery = selectStatement();
    } else {
      do args.push_back(valueExpression());
      while (acceptOp(","));
    }
    expectOp(")");
    ExprPtr expr = make(ExprKind::In, begin);
    expr->args = std::move(args);
    expr->subquery = std::move(subquery);
    return expr;
  }

  ExprPtr match(ExprPtr left, uint32_t begin) {
    advance();
    ExprPtr right = operandChain(kBits);
    if (!failure_ && right->kind != ExprKind::Function) failAt(right->span, "MATCH needs a function call after it");
    ExprPtr expr = make(ExprKind::Match, begin);
    expr->args.push_back(std::move(left));
    expr->args.push_back(std::move(right));
    return expr;
  }

  ExprPtr is(ExprPtr left, uint32_t begin) {
    advance();
    bool negated = acceptWord("NOT");
    ExprPtr expr;
    if (acceptWord("NULL")) {
      expr = make(ExprKind::IsNull, begin);
    } else if (isOp("(")) {
      advance();
      std::vector<ClassRef> classes;
      do classes.push_back(classReference());
      while (acceptOp(","));
      expectOp(")");
      expr = make(ExprKind::IsClass, begin);
      expr->classes = std::move(classes);
    } else {
      std::string truth = toUpper(token().text);
      if (truth != "TRUE" && truth != "FALSE" && truth != "UNKNOWN")
        failUnexpected("NULL, TRUE, FALSE or a list of classes");
      advance();
      expr = make(ExprKind::IsTruth, begin);
      expr->name = truth;
    }
    expr->args.push_back(std::move(left));
    expr->negated = negated;
    return expr;
  }

  // Arithmetic, bits and concatenation of one level and tighter, as flat chains.
  ExprPtr operandChain(int level) {
    if (level >= kUnary) return unary();
    ExprPtr first = operandChain(level + 1);
    if (failure_ || chainOperator(level).empty()) return first;
    uint32_t begin = first->span.begin;
    std::vector<ExprPtr> args;
    std::vector<std::string> ops;
    args.push_back(std::move(first));
    for (;;) {
      std::string op = failure_ ? std::string() : chainOperator(level);
      if (op.empty()) break;
      advance();
      ops.push_back(op);
      args.push_back(operandChain(level + 1));
    }
    ExprPtr chain = make(ExprKind::Chain, begin);
    chain->args = std::move(args);
    chain->ops = std::move(ops);
    return chain;
  }

  std::string chainOperator(int level) const {
    if (token().kind != TokenKind::Operator) return {};
    static constexpr std::pair<int, std::string_view> kOperators[] = {
        {kBits, "&"}, {kBits, "|"},    {kBits, "<<"},   {kBits, ">>"},   {kSum, "+"},
        {kSum, "-"},  {kProduct, "*"}, {kProduct, "/"}, {kProduct, "%"}, {kConcat, "||"}};
    for (auto [at, op] : kOperators) {
      if (at == level && token().text == op) return std::string(op);
    }
    return {};
  }

  ExprPtr unary() {
    Depth depth(*this);
    if (failure_) return std::make_unique<Expr>();
    uint32_t begin = token().span.begin;
    if (isOp("-") || isOp("+") || isOp("~")) {
      std::string op = token().text;
      advance();
      ExprPtr operand = unary();
      ExprPtr expr = make(ExprKind::Unary, begin);
      expr->name = op;
      expr->args.push_back(std::move(operand));
      return expr;
    }
    return primary();
  }

  ExprPtr literal(ExprKind kind) {
    uint32_t begin = token().span.begin;
    std::string text = token().text;
    advance();
    ExprPtr expr = make(kind, begin);
    expr->text = std::move(text);
    return expr;
  }

  ExprPtr primary() {
    if (failure_) return std::make_unique<Expr>();
    const Token& t = token();
    switch (t.kind) {
      case TokenKind::Integer:
        return literal(ExprKind::Integer);
      case TokenKind::Real:
        return literal(ExprKind::Real);
      case TokenKind::String:
        return literal(ExprKind::String);
      case TokenKind::Parameter:
        return parameter();
      case TokenKind::Operator:
        if (t.text == "(") return parenthesised();
        if (t.text == "?") return parameter();
        if (t.text == "$") return instance({});
        break;
      case TokenKind::Name:
        if (t.reserved) return keyword();
        return pathOrCall();
      case TokenKind::QuotedName:
        return pathOrCall();
      case TokenKind::End:
        break;
    }
    failUnexpected("an expression");
    return std::make_unique<Expr>();
  }

  ExprPtr parameter() {
    uint32_t begin = token().span.begin;
    bool positional = token().kind == TokenKind::Operator;
    std::string name = positional ? std::string() : token().text;
    advance();
    ExprPtr expr = make(ExprKind::Parameter, begin);
    expr->name = std::move(name);
    if (positional) expr->position = ++positionalCount_;
    return expr;
  }

  ExprPtr parenthesised() {
    uint32_t begin = token().span.begin;
    advance();
    if (isWord("SELECT") || isWord("WITH") || isWord("VALUES")) {
      auto subquery = selectStatement();
      expectOp(")");
      ExprPtr expr = make(ExprKind::Subquery, begin);
      expr->subquery = std::move(subquery);
      return expr;
    }
    ExprPtr inner = condition();
    expectOp(")");
    ExprPtr expr = make(ExprKind::Paren, begin);
    expr->args.push_back(std::move(inner));
    return expr;
  }

  // `$`, or `range.$` when `range` is not empty.
  ExprPtr instance(std::vector<NamePart> range) {
    uint32_t begin = range.empty() ? token().span.begin : range.front().span.begin;
    advance();
    std::string name;
    bool optional = false;
    if (acceptOp("->")) {
      name = takeName("a property name").text;
      while (acceptOp(".")) name += "." + takeName("a property name").text;
      optional = acceptOp("?");
    }
    ExprPtr expr = make(ExprKind::Instance, begin);
    expr->path = std::move(range);
    expr->name = std::move(name);
    expr->flag = optional;
    return expr;
  }

  ExprPtr keyword() {
    uint32_t begin = token().span.begin;
    std::string word = toUpper(token().text);
    auto simple = [&](ExprKind kind) {
      advance();
      ExprPtr expr = make(kind, begin);
      expr->name = word;
      return expr;
    };
    if (word == "NULL") return simple(ExprKind::Null);
    if (word == "TRUE") return simple(ExprKind::True);
    if (word == "FALSE") return simple(ExprKind::False);
    if (word == "CURRENT_DATE" || word == "CURRENT_TIME" || word == "CURRENT_TIMESTAMP")
      return simple(ExprKind::Current);
    if ((word == "DATE" || word == "TIME" || word == "TIMESTAMP") && token(1).kind == TokenKind::String) {
      advance();
      ExprPtr expr = literal(ExprKind::DateTime);
      expr->span.begin = begin;
      expr->name = word;
      return expr;
    }
    if (word == "CASE") return caseExpression();
    if (word == "IIF") return iif();
    if (word == "CAST") return cast();
    if (word == "NAVIGATION_VALUE") return navigationValue();
    if (isCallableKeyword(word) && isOp("(", 1)) return call({token().text, false, token().span}, word);
    failUnexpected("an expression");
    return std::make_unique<Expr>();
  }

  ExprPtr caseExpression() {
    uint32_t begin = token().span.begin;
    advance();
    if (!failure_ && !isWord("WHEN"))
      fail("ECSQL knows only the searched form of CASE", "write `CASE WHEN value = 1 THEN … END`");
    std::vector<ExprPtr> args;
    while (acceptWord("WHEN")) {
      args.push_back(condition());
      expectWord("THEN");
      args.push_back(valueExpression());
    }
    bool hasElse = acceptWord("ELSE");
    if (hasElse) args.push_back(valueExpression());
    expectWord("END");
    ExprPtr expr = make(ExprKind::Case, begin);
    expr->args = std::move(args);
    expr->flag = hasElse;
    return expr;
  }

  ExprPtr iif() {
    uint32_t begin = token().span.begin;
    advance();
    expectOp("(");
    std::vector<ExprPtr> args;
    args.push_back(condition());
    expectOp(",");
    args.push_back(valueExpression());
    expectOp(",");
    args.push_back(valueExpression());
    expectOp(")");
    ExprPtr expr = make(ExprKind::Iif, begin);
    expr->args = std::move(args);
    return expr;
  }

  ExprPtr cast() {
    uint32_t begin = token().span.begin;
    advance();
    expectOp("(");
    ExprPtr operand = valueExpression();
    expectWord("AS");
    std::string type;
    uint32_t typeBegin = token().span.begin;
    while (!failure_ && (token().kind == TokenKind::Name || token().kind == TokenKind::QuotedName || isOp("."))) {
      type += token().kind == TokenKind::QuotedName && token().text.empty() ? "[]" : token().text;
      advance();
    }
    if (type.empty()) failUnexpected("a type name");
    Span typeSpan = spanFrom(typeBegin);
    expectOp(")");
    ExprPtr expr = make(ExprKind::Cast, begin);
    expr->args.push_back(std::move(operand));
    expr->name = std::move(type);
    expr->path.push_back({expr->name, false, typeSpan});
    return expr;
  }

  ExprPtr navigationValue() {
    uint32_t begin = token().span.begin;
    advance();
    expectOp("(");
    std::vector<NamePart> path;
    do path.push_back(takeName("schema.class.property"));
    while (acceptOp(".") || acceptOp(":"));
    expectOp(",");
    std::vector<ExprPtr> args;
    do args.push_back(valueExpression());
    while (acceptOp(","));
    expectOp(")");
    ExprPtr expr = make(ExprKind::NavigationValue, begin);
    if (!failure_ && (path.size() != 3 || args.size() > 2))
      failAt(expr->span, "NAVIGATION_VALUE takes schema.class.property, an id and optionally a relationship class id");
    expr->path = std::move(path);
    expr->args = std::move(args);
    return expr;
  }

  ExprPtr pathOrCall() {
    if (isOp("(", 1)) {
      NamePart name = takeName("a function name");
      ExprPtr expr = callAfterName(name, toUpper(name.text));
      expr->quotedName = name.quoted;
      return expr;
    }
    uint32_t begin = token().span.begin;
    std::vector<NamePart> path;
    path.push_back(takeName("a name"));
    while (!failure_ && isOp(".")) {
      advance();
      if (isOp("*")) {
        advance();
        ExprPtr star = make(ExprKind::Star, begin);
        star->path = std::move(path);
        return star;
      }
      if (isOp("$")) return instance(std::move(path));
      path.push_back(takeName("a property name"));
    }
    // `Nav->Property` is accepted and means the navigation value itself: there is no traversal in ECSQL.
    Span own = spanFrom(begin);
    while (!failure_ && isOp("->")) {
      advance();
      takeName("a property name");
      acceptOp("?");
    }
    ExprPtr expr = make(ExprKind::Path, begin);
    expr->span = own;
    expr->path = std::move(path);
    return expr;
  }

  ExprPtr call(NamePart name, const std::string& upper) {
    advance();
    return callAfterName(name, upper);
  }

  ExprPtr callAfterName(const NamePart& name, const std::string& upper) {
    expectOp("(");
    ExprPtr expr = make(ExprKind::Function, name.span.begin);
    expr->name = name.text;
    bool takesCondition = upper == "EVERY" || upper == "ANY" || upper == "SOME";
    if (acceptOp("*")) {
      expr->star = true;
    } else if (!isOp(")")) {
      if (acceptWord("DISTINCT")) expr->quantifier = "DISTINCT";
      else if (acceptWord("ALL")) expr->quantifier = "ALL";
      do expr->args.push_back(takesCondition ? condition() : valueExpression());
      while (acceptOp(","));
    }
    expectOp(")");
    expr->distinct = expr->quantifier == "DISTINCT";
    expr->span = spanFrom(name.span.begin);
    checkArguments(*expr, upper);
    windowPart(*expr);
    expr->span = spanFrom(name.span.begin);
    return expr;
  }

  void checkArguments(const Expr& call, const std::string& upper) {
    if (failure_ || (upper != "MIN" && upper != "MAX") || call.args.size() < 2) return;
    const char* other = upper == "MIN" ? "LEAST" : "GREATEST";
    failAt(call.span, upper + " takes one argument",
           std::string("use `") + other + "(…)` for the " + (upper == "MIN" ? "smallest" : "largest") +
               " of several values");
  }

  void windowPart(Expr& call) {
    if (failure_) return;
    if (isWord("FILTER") && isOp("(", 1)) {
      advance(), advance();
      expectWord("WHERE");
      call.filter = condition();
      expectOp(")");
      if (!failure_ && !isWord("OVER")) fail("FILTER needs an OVER clause after it");
    }
    if (!acceptWord("OVER")) return;
    call.window = std::make_unique<WindowSpec>();
    if (acceptOp("(")) {
      windowBody(*call.window);
      expectOp(")");
    } else {
      call.window->name = takeName("a window name").text;
      call.window->nameOnly = true;
    }
  }

  void windowBody(WindowSpec& spec) {
    if (isName()) spec.name = takeName("a window name").text;
    if (acceptWord("PARTITION")) {
      expectWord("BY");
      do {
        PartitionTerm term;
        term.expr = valueExpression();
        if (acceptWord("COLLATE")) {
          term.collation = toUpper(token().text);
          if (term.collation != "BINARY" && term.collation != "NOCASE" && term.collation != "RTRIM")
            failUnexpected("BINARY, NOCASE or RTRIM");
          advance();
        }
        spec.partition.push_back(std::move(term));
      } while (acceptOp(","));
    }
    if (acceptWord("ORDER")) {
      expectWord("BY");
      do spec.order.push_back(orderTerm());
      while (acceptOp(","));
    }
    for (const char* unit : {"ROWS", "RANGE", "GROUPS"}) {
      if (spec.unit.empty() && acceptWord(unit)) spec.unit = unit;
    }
    if (!spec.unit.empty()) frame(spec);
  }

  void frame(WindowSpec& spec) {
    if (acceptWord("BETWEEN")) {
      spec.bounds.push_back(frameBound());
      expectWord("AND");
      spec.bounds.push_back(frameBound());
    } else {
      spec.bounds.push_back(frameBound());
    }
    if (!acceptWord("EXCLUDE")) return;
    if (acceptWord("CURRENT")) {
      expectWord("ROW");
      spec.exclude = "CURRENT ROW";
    } else if (acceptWord("NO")) {
      expectWord("OTHERS");
      spec.exclude = "NO OTHERS";
    } else if (acceptWord("GROUP")) {
      spec.exclude = "GROUP";
    } else {
      expectWord("TIES");
      spec.exclude = "TIES";
    }
  }

  FrameBound frameBound() {
    FrameBound bound{FrameBound::Kind::CurrentRow, nullptr};
    if (acceptWord("CURRENT")) {
      expectWord("ROW");
      return bound;
    }
    bool unbounded = acceptWord("UNBOUNDED");
    if (!unbounded) bound.offset = operandChain(kBits);
    bool following = isWord("FOLLOWING");
    if (!acceptWord("FOLLOWING")) expectWord("PRECEDING");
    using Kind = FrameBound::Kind;
    bound.kind = unbounded ? (following ? Kind::UnboundedFollowing : Kind::UnboundedPreceding)
                           : (following ? Kind::Following : Kind::Preceding);
    return bound;
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  size_t at_ = 0;
  int depth_ = 0, positionalCount_ = 0, joinCount_ = 0;
  std::optional<Diagnostic> failure_;
};

}  // namespace

bool isPredicate(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::Not:
    case ExprKind::Compare:
    case ExprKind::Quantified:
    case ExprKind::Between:
    case ExprKind::Like:
    case ExprKind::In:
    case ExprKind::IsNull:
    case ExprKind::IsTruth:
    case ExprKind::IsClass:
    case ExprKind::Match:
    case ExprKind::Exists:
      return true;
    case ExprKind::Chain:
      return expr.ops.front() == "AND" || expr.ops.front() == "OR";
    case ExprKind::Paren:
      return isPredicate(*expr.args.front());
    default:
      return false;
  }
}

Result<ParsedStatement> parse(std::string_view ecsql) {
  if (ecsql.size() > kMaxLength)
    return error("query-invalid", "the query is longer than " + std::to_string(kMaxLength) + " bytes").withSpan({0, 0});
  auto tokens = tokenize(ecsql);
  if (!tokens) return tokens.diagnostics();
  return Parser(ecsql, std::move(*tokens)).run();
}

}  // namespace premap::ecsql
