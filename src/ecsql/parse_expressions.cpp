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

// Those that take FILTER and OVER.
bool isAggregateKeyword(std::string_view upper) {
  return upper != "RTRIM" && isCallableKeyword(upper);
}

// One thing, of which the native engine's grammar cannot tell at once whether it is a condition or a value: a name, a
// number, a parameter, a call, a sub-select.
bool isOneThing(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::Null:
    case ExprKind::True:
    case ExprKind::False:
    case ExprKind::Integer:
    case ExprKind::Real:
    case ExprKind::Parameter:
    case ExprKind::Path:
    case ExprKind::Star:
    case ExprKind::Instance:
    case ExprKind::Iif:
    case ExprKind::NavigationValue:
    case ExprKind::Subquery:
      return true;
    default:
      return expr.kind == ExprKind::Function && !expr.window;
  }
}

// Neither arithmetic nor a date.
bool mayBePattern(const Expr& expr) {
  if (expr.kind == ExprKind::Unary || expr.kind == ExprKind::DateTime || expr.kind == ExprKind::Current) return false;
  bool isJoined = expr.kind != ExprKind::Chain || expr.ops.front() == "||" ||
                  (expr.ops.front() == "+" && expr.args.front()->kind == ExprKind::String);
  return isJoined;
}

bool isConditionInParentheses(const Expr& expr) {
  return expr.kind == ExprKind::Paren && expr.flag;
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
  if (isWord("EXISTS") || (isWord("NOT") && isWord("EXISTS", 1))) return existsThenTruth();
  conditionAt_ = at_;
  ExprPtr left = operandChain(kBits);
  if (failure_) return left;
  if (isConditionInParentheses(*left)) return isWord("IS") ? truthTest(std::move(left), begin) : std::move(left);
  if (isWord("IS") && isOneThing(*left)) return isAfterOneThing(std::move(left), begin);
  ExprPtr result = comparisonAfter(std::move(left), begin);
  return !failure_ && isPredicate(*result) && isWord("IS") ? truthTest(std::move(result), begin) : std::move(result);
}

// A term of ORDER BY is a value or one comparison of values; parentheses are those of a value.
ExprPtr Parser::valueOrComparison() {
  Depth depth(*this);
  if (failure_) return std::make_unique<Expr>();
  if (isWord("EXISTS")) return exists();
  uint32_t begin = token().span.begin;
  ExprPtr left = operandChain(kBits);
  return failure_ ? std::move(left) : comparisonAfter(std::move(left), begin);
}

ExprPtr Parser::comparisonAfter(ExprPtr left, uint32_t begin) {
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

// In `NOT EXISTS (…) IS TRUE` the NOT is that of the whole.
ExprPtr Parser::existsThenTruth() {
  uint32_t begin = token().span.begin;
  ExprPtr test = exists();
  if (failure_ || !isWord("IS")) return test;
  bool isNegated = std::exchange(test->negated, false);
  ExprPtr truth = truthTest(std::move(test), begin);
  if (!isNegated) return truth;
  ExprPtr expr = make(ExprKind::Not, begin);
  expr->args.push_back(std::move(truth));
  return expr;
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
  bool isSubquery = isOp("(", 1) && (isWord("SELECT", 2) || isWord("WITH", 2) || isWord("VALUES", 2));
  if ((isWord("ANY") || isWord("SOME") || isWord("ALL")) && isSubquery && op[0] != 'I')
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
  if (!failure_ && !mayBePattern(*pattern))
    failAt(pattern->span, "LIKE takes a text, a property or a call as its pattern", "put it in parentheses");
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

// `IS` after what is a value beyond doubt compares it with any other.
ExprPtr Parser::is(ExprPtr left, uint32_t begin) {
  advance();
  bool negated = acceptWord("NOT");
  if (isTruthValue() || isWord("NULL")) return truthAfter(std::move(left), negated, begin);
  return comparison(std::move(left), negated ? "IS NOT" : "IS", begin);
}

// After one thing: NULL, a truth value, a list of classes, or (in the newer engine) any value.
ExprPtr Parser::isAfterOneThing(ExprPtr left, uint32_t begin) {
  advance();
  bool negated = acceptWord("NOT");
  if (isTruthValue() || isWord("NULL") || startsClassList()) return truthAfter(std::move(left), negated, begin);
  ExprPtr expr = comparison(std::move(left), negated ? "IS NOT" : "IS", begin);
  if (!failure_) statement_.newer.push_back({"`IS` between two values", expr->span});
  return expr;
}

// After a condition: NULL, a truth value or a list of classes.
ExprPtr Parser::truthTest(ExprPtr left, uint32_t begin) {
  advance();
  bool negated = acceptWord("NOT");
  return truthAfter(std::move(left), negated, begin);
}

ExprPtr Parser::truthAfter(ExprPtr left, bool negated, uint32_t begin) {
  ExprPtr expr;
  if (acceptWord("NULL")) {
    expr = make(ExprKind::IsNull, begin);
  } else if (isTruthValue()) {
    std::string truth = toUpper(token().text);
    advance();
    expr = make(ExprKind::IsTruth, begin);
    expr->name = truth;
  } else {
    if (!isOp("(")) failUnexpected("NULL, TRUE, FALSE or a list of classes");
    expectOp("(");
    std::vector<ClassRef> classes;
    do classes.push_back(listedClass());
    while (acceptOp(","));
    expectOp(")");
    expr = make(ExprKind::IsClass, begin);
    expr->classes = std::move(classes);
  }
  expr->args.push_back(std::move(left));
  expr->negated = negated;
  return expr;
}

// Unlike in FROM, `+` stands before ONLY or ALL and nowhere else.
ClassRef Parser::listedClass() {
  const size_t word = isOp("+") ? 1 : 0;
  const bool hasWord = isWord("ONLY", word) || isWord("ALL", word);
  if (isOp("+", hasWord ? word + 1 : 0)) fail("in a list of classes `+` stands before ONLY or ALL", "leave it out");
  ClassRef ref = classReference();
  if (ref.parts.size() > 3) failAt(ref.span, "a class is named by its schema and name");
  return ref;
}

// `(ONLY`, `(a.B` or `(a:B`.
bool Parser::startsClassList() const {
  if (!isOp("(")) return false;
  size_t at = 1;
  if (isOp("+", at)) ++at;
  if (isWord("ONLY", at) || isWord("ALL", at)) return true;
  if (at > 1) return false;
  return isName(at) && (isOp(":", at + 1) || (isOp(".", at + 1) && isName(at + 2)));
}

ExprPtr Parser::operandChain(int level) {
  if (level >= kUnary) return unary();
  ExprPtr first = operandChain(level + 1);
  if (failure_ || chainOperator(level).empty()) return first;
  uint32_t begin = first->span.begin;
  std::vector<ExprPtr> args;
  std::vector<std::string> ops;
  std::vector<Span> opSpans;
  args.push_back(std::move(first));
  for (;;) {
    std::string op = failure_ ? std::string() : chainOperator(level);
    if (op.empty()) break;
    opSpans.push_back(token().span);
    advance();
    ops.push_back(op);
    args.push_back(operandChain(level + 1));
  }
  ExprPtr chain = make(ExprKind::Chain, begin);
  chain->args = std::move(args);
  chain->ops = std::move(ops);
  chain->opSpans = std::move(opSpans);
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
    case TokenKind::Operator:
      if (t.text == "(") return parenthesised();
      if (t.text == "?" || t.text == ":") return parameter();
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
  bool positional = isOp("?");
  advance();
  std::string name;
  if (!positional) {
    NamePart part = takeName("the name of a parameter");
    name = part.text;
    if (!failure_ && !isIdentifier(name))
      failAt(part.span, "`" + name + "` cannot name a parameter", "use letters, digits and `_`, such as `:myId`");
  }
  ExprPtr expr = make(ExprKind::Parameter, begin);
  expr->name = std::move(name);
  if (positional) expr->position = ++positionalCount_;
  return expr;
}

ExprPtr Parser::parenthesised() {
  uint32_t begin = token().span.begin;
  bool isCondition = at_ == conditionAt_;
  advance();
  if (isWord("SELECT") || isWord("WITH") || isWord("VALUES")) {
    auto subquery = selectStatement();
    expectOp(")");
    ExprPtr expr = make(ExprKind::Subquery, begin);
    expr->subquery = std::move(subquery);
    return expr;
  }
  return isCondition ? parenthesisedCondition(begin) : parenthesisedValue(begin);
}

// Parentheses leave no trace around a property, a sub-select or a window function, and are one pair however many.
ExprPtr Parser::parenthesisedValue(uint32_t begin) {
  ExprPtr inner = isOp("*") && isOp(")", 1) ? literal(ExprKind::Star) : valueExpression();
  expectOp(")");
  return withParentheses(std::move(inner), begin);
}

ExprPtr Parser::withParentheses(ExprPtr inner, uint32_t begin) {
  bool isWindow = inner->kind == ExprKind::Function && inner->window;
  inner->inParentheses = true;
  if (isWindow || inner->kind == ExprKind::Path || inner->kind == ExprKind::Star || inner->kind == ExprKind::Instance ||
      inner->kind == ExprKind::Subquery || inner->kind == ExprKind::Paren) {
    inner->span = spanFrom(begin);
    return inner;
  }
  ExprPtr expr = make(ExprKind::Paren, begin);
  expr->args.push_back(std::move(inner));
  return expr;
}

// At the start of a condition the native grammar takes `(Length)` for a whole condition, so that nothing but IS, AND,
// OR or the end may follow; `(Length + 1)` is a value beyond doubt.
ExprPtr Parser::parenthesisedCondition(uint32_t begin) {
  ExprPtr inner = condition();
  expectOp(")");
  if (failure_) return inner;
  bool isWhole = isPredicate(*inner) || isOneThing(*inner) || isConditionInParentheses(*inner);
  if (!isWhole) return withParentheses(std::move(inner), begin);
  if (continuesValue()) {
    bool isOne = !isPredicate(*inner);
    failAt(
        spanFrom(begin),
        isOne
            ? "what stands alone in parentheses is a whole condition to ECSQL, it cannot be compared or calculated with"
            : "a condition cannot be compared or calculated with",
        isOne ? "leave out the parentheses" : "wrap it: `IIF(condition, TRUE, FALSE)`");
  }
  if (inner->kind == ExprKind::Paren) {
    inner->span = spanFrom(begin);
    inner->flag = true;
    return inner;
  }
  ExprPtr expr = make(ExprKind::Paren, begin);
  expr->flag = true;
  expr->args.push_back(std::move(inner));
  return expr;
}

bool Parser::continuesValue() const {
  static constexpr std::string_view kOperators[] = {"+", "-", "*", "/", "%", "|", "&", "||", "<<", ">>"};
  bool isCompared = startsPredicate() && !isWord("IS");
  return isCompared || (isWord("NOT") && !isWord("EXISTS", 1)) ||
         std::any_of(std::begin(kOperators), std::end(kOperators), [&](auto op) { return isOp(op); });
}

ExprPtr Parser::instance(std::vector<NamePart> range) {
  uint32_t begin = range.empty() ? token().span.begin : range.front().span.begin;
  advance();
  std::string name;
  bool optional = false;
  if (acceptOp("->")) {
    name = acceptOp("$") ? "$" : takeName("a property name").text;
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
    args.push_back(branchCondition());
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
  args.push_back(branchCondition());
  expectOp(",");
  args.push_back(valueExpression());
  expectOp(",");
  args.push_back(valueExpression());
  expectOp(")");
  ExprPtr expr = make(ExprKind::Iif, begin);
  expr->args = std::move(args);
  return expr;
}

// After WHEN and in IIF the native grammar takes a condition's last part, when it is a value, for one of the values
// that follow, unless it is one thing; after WHERE it does not.
ExprPtr Parser::branchCondition() {
  ExprPtr expr = condition();
  if (failure_) return expr;
  const Expr* last = expr.get();
  while (last->kind == ExprKind::Paren || last->kind == ExprKind::Not ||
         (last->kind == ExprKind::Chain && isPredicate(*last)))
    last = last->args.back().get();
  if (!isPredicate(*last) && !isOneThing(*last))
    failAt(last->span, "this is a value where a condition is expected", "compare it: `… <> 0`");
  return expr;
}

// A keyword such as INT, a name, or schema.Type.
std::string Parser::takeCastType() {
  if (failure_) return {};
  bool isWordOrName = token().kind == TokenKind::Name || token().kind == TokenKind::QuotedName;
  if (!isWordOrName) return failUnexpected("a type name"), std::string();
  std::string type = token().text;
  advance();
  if (acceptOp(".")) type += "." + takeName("a type name").text;
  return type;
}

ExprPtr Parser::cast() {
  uint32_t begin = token().span.begin;
  advance();
  expectOp("(");
  ExprPtr operand = valueExpression();
  expectWord("AS");
  uint32_t typeBegin = token().span.begin;
  std::string type = takeCastType();
  Span typeSpan = spanFrom(typeBegin);
  bool isQuoted = at_ > 0 && tokens_[at_ - 1].kind == TokenKind::QuotedName;
  expectOp(")");
  ExprPtr expr = make(ExprKind::Cast, begin);
  expr->args.push_back(std::move(operand));
  expr->name = std::move(type);
  expr->quotedName = isQuoted;
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
  return path();
}

ExprPtr Parser::path() {
  uint32_t begin = token().span.begin;
  std::vector<NamePart> path;
  if (isQuotedDollar()) return instance({});
  path.push_back(takeName("a name"));
  while (!failure_ && isOp(".")) {
    advance();
    if (isOp("*")) {
      advance();
      ExprPtr star = make(ExprKind::Star, begin);
      star->path = std::move(path);
      return star;
    }
    if (isOp("$") || isQuotedDollar()) return instance(std::move(path));
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
    else if (upper != "STRING_AGG" && acceptWord("ALL")) expr->quantifier = "ALL";
    do expr->args.push_back(valueExpression());
    while (acceptOp(","));
  }
  expectOp(")");
  expr->distinct = expr->quantifier == "DISTINCT";
  expr->span = spanFrom(name.span.begin);
  checkArguments(*expr, upper);
  if (isAggregateKeyword(upper) && !name.quoted) windowPart(*expr);
  expr->span = spanFrom(name.span.begin);
  return expr;
}

void Parser::checkArguments(const Expr& call, const std::string& upper) {
  if (failure_) return;
  if (upper == "COUNT" && call.args.empty() && !call.star)
    return failAt(call.span, "COUNT needs what to count", "write `COUNT(*)`");
  if (upper == "GROUP_CONCAT" && call.quantifier == "ALL" && call.args.size() > 1)
    return failAt(call.span, "GROUP_CONCAT takes ALL with one argument only", "leave out ALL, it changes nothing");
  const bool isTruthAggregate = upper == "ANY" || upper == "EVERY" || upper == "SOME";
  if (isTruthAggregate && call.args.size() > 1) return failAt(call.span, upper + " takes one argument");
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

ExprPtr Parser::partitionTerm() {
  if (isOp("$")) return instance({});
  uint32_t begin = token().span.begin;
  ExprPtr term = isName() ? path() : nullptr;
  if (term && !isOp("(") && !continuesValue()) return term;
  if (!failure_)
    failAt({begin, token().span.end}, "PARTITION BY takes properties only",
           "select the expression in a sub-select and partition by its alias");
  return std::make_unique<Expr>();
}

void Parser::windowBody(WindowSpec& spec) {
  if (isName()) spec.name = takeName("a window name").text;
  if (acceptWord("PARTITION")) {
    expectWord("BY");
    do {
      PartitionTerm term;
      term.expr = partitionTerm();
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
