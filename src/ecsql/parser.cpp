// Statements and clauses, and the tools all productions share: looking ahead, expecting, noting the one
// fault of a part.
#include "premap/ecsql/parser.h"

#include "parser_parts.h"

namespace premap::ecsql {

std::string toUpper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return out;
}

bool isIdentifier(std::string_view text) {
  bool isPlain = std::all_of(text.begin(), text.end(), [](char c) {
    return c == '_' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
  });
  return isPlain && !text.empty() && !(text[0] >= '0' && text[0] <= '9');
}

namespace {

constexpr size_t kMaxFaults = 20;

}  // namespace

Parser::Parser(std::string_view text, std::vector<Token> tokens) : text_(text), tokens_(std::move(tokens)) {
  int nesting = 0;
  for (size_t i = 0; i < tokens_.size(); ++i) {
    at_ = i;
    if (isOp(")")) --nesting;
    nesting_.push_back(nesting);
    if (isOp("(")) ++nesting;
  }
  at_ = 0;
}

Result<ParsedStatement> Parser::run() {
  if (isWord("PRAGMA")) statement_.pragma = pragma();
  else statement_.select = selectStatement();
  while (!failure_ && isOp(";")) advance();
  if (!failure_ && faults_.empty() && !atEnd()) {
    if (at_ > 0 && tokens_[at_ - 1].text == ";" && tokens_[at_ - 1].kind == TokenKind::Operator)
      fail("only one statement is allowed", "remove everything after the first `;`");
    else failUnexpected("the end of the query");
  }
  note();
  if (!faults_.empty()) return std::move(faults_);
  return std::move(statement_);
}

void Parser::note() {
  if (failure_ && faults_.size() < kMaxFaults) faults_.push_back(std::move(*failure_));
  if (!isHopeless_) failure_.reset();
}

bool Parser::startsPart() const {
  static constexpr std::string_view kWords[] = {"FROM",  "WHERE",     "GROUP",  "HAVING",  "WINDOW",
                                                "ORDER", "LIMIT",     "OFFSET", "OPTIONS", "ECSQLOPTIONS",
                                                "UNION", "INTERSECT", "EXCEPT"};
  return atEnd() || isOp(")") || isOp(",") || isOp(";") ||
         std::any_of(std::begin(kWords), std::end(kWords), [&](auto word) { return isWord(word); });
}

void Parser::endPart(int nesting, const char* expected) {
  if (!failure_ && !startsPart()) failUnexpected(expected);
  if (!failure_ || isHopeless_) return;
  while (!atEnd() && (nesting_[at_] > nesting || (nesting_[at_] == nesting && !startsPart()))) advance();
  note();
}

void Parser::advance() {
  if (!atEnd()) ++at_;
}

bool Parser::isOp(std::string_view op, size_t ahead) const {
  return token(ahead).kind == TokenKind::Operator && token(ahead).text == op;
}

bool Parser::isWord(std::string_view upper, size_t ahead) const {
  return token(ahead).kind == TokenKind::Name && equalsIgnoreCase(token(ahead).text, upper);
}

bool Parser::acceptOp(std::string_view op) {
  if (failure_ || !isOp(op)) return false;
  advance();
  return true;
}

bool Parser::acceptWord(std::string_view upper) {
  if (failure_ || !isWord(upper)) return false;
  advance();
  return true;
}

void Parser::expectOp(std::string_view op) {
  if (!failure_ && !acceptOp(op)) failUnexpected("`" + std::string(op) + "`");
}

void Parser::expectWord(std::string_view upper) {
  if (!failure_ && !acceptWord(upper)) failUnexpected("`" + std::string(upper) + "`");
}

bool Parser::isName(size_t ahead) const {
  const Token& t = token(ahead);
  return t.kind == TokenKind::QuotedName || (t.kind == TokenKind::Name && !t.reserved);
}

NamePart Parser::takeName(const char* what) {
  if (failure_) return {};
  if (!isName()) return failUnexpected(what), NamePart{};
  NamePart part{token().text, token().kind == TokenKind::QuotedName, token().span};
  advance();
  return part;
}

void Parser::failAt(Span span, std::string message, std::string hint) {
  if (!failure_) failure_ = error("query-invalid", std::move(message)).withSpan(span).withHint(std::move(hint));
}

void Parser::failForGood(std::string message, std::string hint) {
  fail(std::move(message), std::move(hint));
  isHopeless_ = true;
}

void Parser::failUnexpected(std::string expected) {
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
  if (t.kind == TokenKind::Name && found != t.text)
    hint = "a comment leaves nothing in its place, so this is `" + t.text + "`: put a space beside it";
  fail("unexpected `" + found + "`, " + expected + " is expected", std::move(hint));
}

ExprPtr Parser::make(ExprKind kind, uint32_t begin) {
  auto expr = std::make_unique<Expr>();
  expr->kind = kind;
  expr->span = spanFrom(begin);
  return expr;
}

std::unique_ptr<Select> Parser::selectStatement() {
  Depth depth(*this);
  if (failure_) return std::make_unique<Select>();
  uint32_t begin = token().span.begin;
  std::vector<CommonTable> with;
  bool hasWith = false, isRecursive = false;
  if (acceptWord("WITH")) {
    hasWith = true;
    isRecursive = acceptWord("RECURSIVE");  // changes nothing: a common table may refer to itself without it
    do {
      with.push_back(commonTable());
      if (isRecursive && with.back().columns.empty())
        failAt(with.back().nameSpan, "WITH RECURSIVE needs the names of a table's columns",
               "write `" + with.back().name + "(a, b) AS (…)`, or leave out RECURSIVE");
    } while (acceptOp(","));
  }
  std::unique_ptr<Select> first = singleSelect(true);
  first->with = std::move(with);
  first->isRecursive = isRecursive;
  if (hasWith) first->span.begin = begin;
  Select* last = first.get();
  while (last->next) last = last->next.get();
  for (int terms = 1; !failure_; ++terms) {
    std::string op = compoundOperator();
    if (op.empty()) break;
    if (first->isValues && terms == 1 && first->next)
      failAt(first->span, "VALUES of several rows cannot be joined with other selects",
             "write each row as a SELECT, or put the VALUES into a sub-select");
    if (terms >= 500) failForGood("the query joins more than 500 selects");
    if (!last->orderBy.empty() || last->limit)
      failAt(last->span, "only the last SELECT of a " + op + " may have ORDER BY or LIMIT",
             "move ORDER BY and LIMIT to the end");
    last->compound = op;
    last->next = singleSelect(false);
    last = last->next.get();
    if (last->isValues && isOp(",")) fail("VALUES takes one row only after " + op, "join each row with UNION ALL");
  }
  first->span.end = spanFrom(begin).end;
  return first;
}

std::string Parser::compoundOperator() {
  for (const char* op : {"UNION", "INTERSECT", "EXCEPT"}) {
    if (acceptWord(op)) return std::string(op) + (acceptWord("ALL") ? " ALL" : "");
  }
  return {};
}

CommonTable Parser::commonTable() {
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
  if (!failure_ && table.select->isValues && table.select->next && table.select->next->isRowOfValues)
    statement_.newer.push_back({"VALUES of several rows in a common table expression", table.select->span});
  return table;
}

std::unique_ptr<Select> Parser::singleSelect(bool isFirst) {
  auto select = std::make_unique<Select>();
  uint32_t begin = token().span.begin;
  int nesting = nesting_[at_];
  if (!failure_ && isWord("VALUES")) return valuesRows(isFirst);
  if (!failure_ && !isWord("SELECT")) {
    failUnexpected("SELECT");
    return select;
  }
  advance();
  if (acceptWord("DISTINCT")) select->quantifier = "DISTINCT";
  if (acceptWord("ALL")) select->quantifier = "ALL";
  do {
    select->items.push_back(selectItem());
    endPart(nesting, "`,`, FROM or the end of the query");
  } while (acceptOp(","));
  if (acceptWord("FROM")) {
    fromTail(*select, nesting);
    orderTail(*select, nesting);
  }
  select->span = spanFrom(begin);
  return select;
}

std::unique_ptr<Select> Parser::valuesRow(uint32_t begin) {
  auto select = std::make_unique<Select>();
  select->isValues = true;
  expectOp("(");
  do {
    SelectItem item;
    item.expr = valueExpression();
    select->items.push_back(std::move(item));
  } while (acceptOp(","));
  expectOp(")");
  select->span = spanFrom(begin);
  return select;
}

std::unique_ptr<Select> Parser::valuesRows(bool areSeveralAllowed) {
  uint32_t begin = token().span.begin;
  advance();
  std::unique_ptr<Select> first = valuesRow(begin);
  Select* last = first.get();
  for (int rows = 1; areSeveralAllowed && acceptOp(","); ++rows) {
    if (rows >= 500) failForGood("VALUES has more than 500 rows");
    last->compound = "UNION ALL";
    last->next = valuesRow(token().span.begin);
    last = last->next.get();
    last->isRowOfValues = true;
  }
  first->span = spanFrom(begin);
  return first;
}

void Parser::fromTail(Select& select, int nesting) {
  do {
    select.from.push_back(tableReference());
    endPart(nesting, "`,`, JOIN, WHERE or the end of the query");
  } while (acceptOp(","));
  if (acceptWord("WHERE")) {
    select.where = condition();
    endPart(nesting, "AND, OR or the end of the query");
  }
  if (acceptWord("GROUP")) {
    expectWord("BY");
    do {
      select.groupBy.push_back(valueExpression());
      endPart(nesting, "`,` or the end of the query");
    } while (acceptOp(","));
  }
  if (acceptWord("HAVING")) {
    select.having = condition();
    endPart(nesting, "AND, OR or the end of the query");
  }
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

void Parser::orderTail(Select& select, int nesting) {
  if (acceptWord("ORDER")) {
    expectWord("BY");
    do {
      select.orderBy.push_back(orderTerm());
      endPart(nesting, "`,` or the end of the query");
    } while (acceptOp(","));
  }
  if (acceptWord("LIMIT")) {
    select.limit = valueExpression();
    if (acceptWord("OFFSET")) select.offset = valueExpression();
  } else if (!failure_ && isWord("OFFSET")) {
    fail("OFFSET needs a LIMIT before it");
  }
  if (acceptWord("OPTIONS") || acceptWord("ECSQLOPTIONS")) select.options = options();
}

std::vector<StatementOption> Parser::options() {
  std::vector<StatementOption> out;
  while (!failure_ && isName()) {
    StatementOption option;
    option.name = takeName("an option name").text;
    if (acceptOp("=")) {
      bool isNumber = token().kind == TokenKind::Integer || token().kind == TokenKind::Real;
      if (!isName() && !isNumber && !isWord("TRUE") && !isWord("FALSE") && !isWord("NULL"))
        failUnexpected("a word or a number");
      option.value = token().text;
      advance();
    }
    out.push_back(std::move(option));
  }
  if (out.empty()) failUnexpected("an option name");
  return out;
}

std::unique_ptr<Pragma> Parser::pragma() {
  auto out = std::make_unique<Pragma>();
  uint32_t begin = token().span.begin;
  advance();
  out->name = takeName("the name of the pragma").text;
  bool parenthesised = acceptOp("(");
  if (parenthesised || acceptOp("=")) {
    out->hasValue = true;
    out->isAssignment = !parenthesised;
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

SelectItem Parser::selectItem() {
  SelectItem item;
  uint32_t begin = token().span.begin;
  if (isOp("*")) {
    advance();
    item.expr = make(ExprKind::Star, begin);
  } else {
    item.expr = valueExpression();
  }
  if (failure_) return item;
  bool as = acceptWord("AS");
  if (as || isName()) {
    NamePart alias = takeName("a column alias");
    if (item.expr->kind == ExprKind::Star) return item;  // one name for many columns is passed over
    item.alias = alias.text;
    item.aliasSpan = alias.span;
  }
  return item;
}

OrderTerm Parser::orderTerm() {
  OrderTerm term;
  term.expr = valueOrComparison();
  if (acceptWord("DESC")) term.descending = true;
  else term.ascending = acceptWord("ASC");
  if (acceptWord("NULLS")) {
    term.nulls = isWord("FIRST") ? "FIRST" : "LAST";
    if (!acceptWord("FIRST")) expectWord("LAST");
  }
  return term;
}

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
