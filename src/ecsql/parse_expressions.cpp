// Expressions and conditions.
#include "parser_parts.h"

namespace premap::ecsql {
namespace {

// Reserved words that may be called: aggregates and window functions, and RTRIM, which is a collation too.
bool isCallableKeyword(std::string_view upper) {
  static constexpr std::string_view kCallable[] = {
      "ANY",  "AVG",        "COUNT", "CUME_DIST", "DENSE_RANK", "EVERY",     "FIRST_VALUE", "GROUP_CONCAT",
      "LAG",  "LAST_VALUE", "LEAD",  "MAX",       "MIN",        "NTH_VALUE", "NTILE",       "PERCENT_RANK",
      "RANK", "ROW_NUMBER", "RTRIM", "SOME",      "SUM",        "TOTAL"};
  return std::find(std::begin(kCallable), std::end(kCallable), upper) != std::end(kCallable);
}

// `IS` compares any two values when a computed value or a text stands before it; after a property, a number or a call
// only NULL, a truth value or a list of classes may follow. The native engine's grammar has it so.
bool mayCompareByIs(const Expr& left) {
  switch (left.kind) {
    case ExprKind::Chain:
    case ExprKind::Unary:
    case ExprKind::Case:
    case ExprKind::Cast:
    case ExprKind::String:
    case ExprKind::DateTime:
    case ExprKind::Current:
      return true;
    case ExprKind::Paren:
      return mayCompareByIs(*left.args[0]);
    default:
      return left.kind == ExprKind::Function && left.window;
  }
}

}  // namespace

ExprPtr Parser::valueExpression() {
  ExprPtr expr = expression(kBits);
  if (!failure_ && (isPredicate(*expr) || startsPredicate()))
    failAt({expr->span.begin, std::max(expr->span.end, token().span.end)},
           "a condition cannot stand where a value is expected", "wrap it: `IIF(condition, TRUE, FALSE)`");
  return expr;
}

bool Parser::startsPredicate() const {
  static constexpr std::string_view kOperators[] = {"=", "<>", "!=", "<", "<=", ">", ">="};
  static constexpr std::string_view kWords[] = {"IS", "IN", "LIKE", "BETWEEN", "MATCH"};
  return std::any_of(std::begin(kOperators), std::end(kOperators), [&](auto op) { return isOp(op); }) ||
         std::any_of(std::begin(kWords), std::end(kWords), [&](auto word) { return isWord(word); });
}

ExprPtr Parser::expression(int level) {
  Depth depth(*this);
  if (failure_) return std::make_unique<Expr>();
  if (level <= kNot && isWord("NOT") && !isWord("EXISTS", 1)) return notThenChain(level);
  return climb(level <= kPredicate ? predicate() : operandChain(level), level);
}

ExprPtr Parser::notThenChain(int level) {
  uint32_t begin = token().span.begin;
  advance();
  if (isWord("NOT")) fail("NOT cannot follow NOT", "leave both out");
  ExprPtr inner = expression(kNot);
  ExprPtr expr = make(ExprKind::Not, begin);
  expr->args.push_back(std::move(inner));
  return climb(std::move(expr), level);
}

ExprPtr Parser::climb(ExprPtr left, int level) {
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

ExprPtr Parser::predicate() {
  uint32_t begin = token().span.begin;
  if (isWord("EXISTS") || (isWord("NOT") && isWord("EXISTS", 1))) return exists();
  ExprPtr left = operandChain(kBits);
  if (failure_) return left;
  if (isPredicate(*left) && left->kind != ExprKind::Paren) return left;
  static constexpr std::string_view kComparisons[] = {"=", "<>", "!=", "<", "<=", ">", ">="};
  for (std::string_view op : kComparisons) {
    if (!acceptOp(op)) continue;
    return comparison(std::move(left), op == "!=" ? "<>" : std::string(op), begin);
  }
  bool negated = isWord("NOT") && (isWord("BETWEEN", 1) || isWord("LIKE", 1) || isWord("IN", 1) || isWord("MATCH", 1));
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

ExprPtr Parser::exists() {
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

ExprPtr Parser::comparison(ExprPtr left, std::string op, uint32_t begin) {
  if ((isWord("ANY") || isWord("SOME") || isWord("ALL")) && isOp("(", 1) && (isWord("SELECT", 2) || isWord("WITH", 2)))
    return quantified(std::move(left), std::move(op), begin);
  ExprPtr right = operandChain(kBits);
  ExprPtr expr = make(ExprKind::Compare, begin);
  expr->name = op;
  expr->args.push_back(std::move(left));
  expr->args.push_back(std::move(right));
  return expr;
}

bool Parser::isTruthValue() const {
  return isWord("TRUE") || isWord("FALSE") || isWord("UNKNOWN");
}

ExprPtr Parser::quantified(ExprPtr left, std::string op, uint32_t begin) {
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

ExprPtr Parser::between(ExprPtr left, uint32_t begin) {
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

ExprPtr Parser::like(ExprPtr left, uint32_t begin) {
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

ExprPtr Parser::in(ExprPtr left, uint32_t begin) {
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

ExprPtr Parser::match(ExprPtr left, uint32_t begin) {
  advance();
  ExprPtr right = operandChain(kBits);
  if (!failure_ && right->kind != ExprKind::Function) failAt(right->span, "MATCH needs a function call after it");
  ExprPtr expr = make(ExprKind::Match, begin);
  expr->args.push_back(std::move(left));
  expr->args.push_back(std::move(right));
  return expr;
}

ExprPtr Parser::is(ExprPtr left, uint32_t begin) {
  advance();
  bool negated = acceptWord("NOT");
  ExprPtr expr;
  if (acceptWord("NULL")) {
    expr = make(ExprKind::IsNull, begin);
  } else if (!isTruthValue() && mayCompareByIs(*left)) {
    return comparison(std::move(left), negated ? "IS NOT" : "IS", begin);
  } else if (isOp("(")) {
    advance();
    std::vector<ClassRef> classes;
    do classes.push_back(classReference());
    while (acceptOp(","));
    expectOp(")");
    expr = make(ExprKind::IsClass, begin);
    expr->classes = std::move(classes);
  } else {
    if (!isTruthValue()) failUnexpected("NULL, TRUE, FALSE or a list of classes");
    std::string truth = toUpper(token().text);
    advance();
    expr = make(ExprKind::IsTruth, begin);
    expr->name = truth;
  }
  expr->args.push_back(std::move(left));
  expr->negated = negated;
  return expr;
}

ExprPtr Parser::operandChain(int level) {
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

std::string Parser::chainOperator(int level) const {
  if (token().kind != TokenKind::Operator) return {};
  static constexpr std::pair<int, std::string_view> kOperators[] = {
      {kBits, "&"}, {kBits, "|"},    {kBits, "<<"},   {kBits, ">>"},   {kSum, "+"},
      {kSum, "-"},  {kProduct, "*"}, {kProduct, "/"}, {kProduct, "%"}, {kConcat, "||"}};
  for (auto [at, op] : kOperators) {
    if (at == level && token().text == op) return std::string(op);
  }
  return {};
}

ExprPtr Parser::unary() {
  Depth depth(*this);
  if (failure_) return std::make_unique<Expr>();
  uint32_t begin = token().span.begin;
  if (isOp("-") || isOp("+") || isOp("~")) {
    std::string op = token().text;
    advance();
    if (isOp("-") || isOp("+") || isOp("~"))
      fail("a sign cannot follow a sign", "put the second one in parentheses: `-(-1)`");
    ExprPtr operand = primary();
    ExprPtr expr = make(ExprKind::Unary, begin);
    expr->name = op;
    expr->args.push_back(std::move(operand));
    return expr;
  }
  return primary();
}

ExprPtr Parser::literal(ExprKind kind) {
  uint32_t begin = token().span.begin;
  std::string text = token().text;
  advance();
  ExprPtr expr = make(kind, begin);
  expr->text = std::move(text);
  return expr;
}

ExprPtr Parser::primary() {
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

ExprPtr Parser::parameter() {
  uint32_t begin = token().span.begin;
  bool positional = token().kind == TokenKind::Operator;
  std::string name = positional ? std::string() : token().text;
  advance();
  ExprPtr expr = make(ExprKind::Parameter, begin);
  expr->name = std::move(name);
  if (positional) expr->position = ++positionalCount_;
  return expr;
}

ExprPtr Parser::parenthesised() {
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

ExprPtr Parser::instance(std::vector<NamePart> range) {
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

ExprPtr Parser::keyword() {
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
  if (word == "CURRENT_DATE" || word == "CURRENT_TIME" || word == "CURRENT_TIMESTAMP") return simple(ExprKind::Current);
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

ExprPtr Parser::caseExpression() {
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

ExprPtr Parser::iif() {
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

ExprPtr Parser::cast() {
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

ExprPtr Parser::navigationValue() {
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

ExprPtr Parser::pathOrCall() {
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

ExprPtr Parser::call(NamePart name, const std::string& upper) {
  advance();
  return callAfterName(name, upper);
}

ExprPtr Parser::callAfterName(const NamePart& name, const std::string& upper) {
  expectOp("(");
  ExprPtr expr = make(ExprKind::Function, name.span.begin);
  expr->name = name.text;
  if (acceptOp("*")) {
    expr->star = true;
  } else if (!isOp(")")) {
    if (acceptWord("DISTINCT")) expr->quantifier = "DISTINCT";
    else if (acceptWord("ALL")) expr->quantifier = "ALL";
    do expr->args.push_back(valueExpression());
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

void Parser::checkArguments(const Expr& call, const std::string& upper) {
  if (failure_) return;
  if (upper == "COUNT" && call.args.empty() && !call.star)
    return failAt(call.span, "COUNT needs what to count", "write `COUNT(*)`");
  if ((upper != "MIN" && upper != "MAX") || call.args.size() < 2) return;
  const char* other = upper == "MIN" ? "LEAST" : "GREATEST";
  failAt(call.span, upper + " takes one argument",
         std::string("use `") + other + "(…)` for the " + (upper == "MIN" ? "smallest" : "largest") +
             " of several values");
}

void Parser::windowPart(Expr& call) {
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

void Parser::windowBody(WindowSpec& spec) {
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

void Parser::frame(WindowSpec& spec) {
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

FrameBound Parser::frameBound() {
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

}  // namespace premap::ecsql
