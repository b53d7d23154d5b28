// The parser's own header: recursive descent over the tokens. A failed production sets `failure_`, and every one
// after it falls through to its caller, up to the part of a SELECT it stands in; what follows that part is parsed
// again, so that one run reports several faults. Statements stand in parser.cpp, FROM in
// parse_from.cpp, expressions in parse_expressions.cpp.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "premap/base/text.h"
#include "premap/ecsql/lexer.h"
#include "premap/ecsql/parser.h"

namespace premap::ecsql {

/// Binding strength of what may stand between operands of a Chain; the order is SQLite's, which evaluates the result.
enum Level : int { kOr = 1, kAnd, kNot, kPredicate, kBits, kSum, kProduct, kConcat, kUnary };

/// ASCII upper case: keywords are kept so.
std::string toUpper(std::string_view text);

/// Letters, digits and `_`, no digit first.
bool isIdentifier(std::string_view text);

class Parser {
 public:
  Parser(std::string_view text, std::vector<Token> tokens);
  Result<ParsedStatement> run();

 private:
  // ------------------------------------------------------------ tokens
  const Token& token(size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
  bool atEnd() const { return token().kind == TokenKind::End; }
  void advance();
  bool isOp(std::string_view op, size_t ahead = 0) const;
  bool isWord(std::string_view upper, size_t ahead = 0) const;
  bool acceptOp(std::string_view op);
  bool acceptWord(std::string_view upper);
  void expectOp(std::string_view op);
  void expectWord(std::string_view upper);
  bool isName(size_t ahead = 0) const;
  NamePart takeName(const char* what);
  void fail(std::string message, std::string hint = {}) { failAt(token().span, std::move(message), std::move(hint)); }
  void failAt(Span span, std::string message, std::string hint = {});
  void failUnexpected(std::string expected);
  // Nothing after it is worth parsing.
  void failForGood(std::string message, std::string hint = {});
  // Ends a part of the SELECT whose tokens stand `nesting` parentheses deep: a fault in it is noted, and the tokens up
  // to where the next part can begin are skipped. `expected` is what may follow.
  void endPart(int nesting, const char* expected);
  bool startsPart() const;
  void note();
  Span spanFrom(uint32_t begin) const { return {begin, at_ > 0 ? tokens_[at_ - 1].span.end : begin}; }
  // Every recursion passes through here, so that a deep query ends in a diagnostic and not in a full stack.
  struct Depth {
    explicit Depth(Parser& p) : parser(p) {
      if (++parser.depth_ > kMaxDepth)
        parser.failForGood("the query is nested deeper than " + std::to_string(kMaxDepth) + " levels",
                           "split it into common table expressions");
    }
    ~Depth() { --parser.depth_; }
    Parser& parser;
  };
  ExprPtr make(ExprKind kind, uint32_t begin);

  // ------------------------------------------------------------ statements
  std::unique_ptr<Select> selectStatement();
  std::string compoundOperator();
  CommonTable commonTable();
  std::unique_ptr<Select> singleSelect(bool isFirst);
  // VALUES (…) [, (…) …]: the rows are selects joined by UNION ALL.
  std::unique_ptr<Select> valuesRows(bool areSeveralAllowed);
  std::unique_ptr<Select> valuesRow(uint32_t begin);
  void fromTail(Select& select, int nesting);
  void orderTail(Select& select, int nesting);
  std::vector<StatementOption> options();
  std::unique_ptr<Pragma> pragma();
  SelectItem selectItem();
  OrderTerm orderTerm();

  // ------------------------------------------------------------ FROM
  std::unique_ptr<FromItem> tableReference();
  std::unique_ptr<FromItem> joinAfter(std::unique_ptr<FromItem>& left);
  void usingClause(FromItem& join);
  std::unique_ptr<FromItem> primaryReference();
  void classOrFunction(FromItem& item);
  // [+] [ONLY|ALL] [+] name {(. | :) name}
  ClassRef classReference();

  // ------------------------------------------------------------ expressions
  ExprPtr condition() { return expression(kOr); }
  ExprPtr valueExpression();
  bool startsPredicate() const;
  ExprPtr expression(int level);
  ExprPtr notThenChain(int level);
  // AND and OR around `left`, which binds tighter.
  ExprPtr climb(ExprPtr left, int level);
  ExprPtr predicate();
  ExprPtr exists();
  ExprPtr comparison(ExprPtr left, std::string op, uint32_t begin);
  bool isTruthValue() const;
  ExprPtr quantified(ExprPtr left, std::string op, uint32_t begin);
  ExprPtr between(ExprPtr left, uint32_t begin);
  ExprPtr like(ExprPtr left, uint32_t begin);
  ExprPtr in(ExprPtr left, uint32_t begin);
  ExprPtr match(ExprPtr left, uint32_t begin);
  ExprPtr comparisonAfter(ExprPtr left, uint32_t begin);
  ExprPtr valueOrComparison();
  ExprPtr existsThenTruth();
  ExprPtr is(ExprPtr left, uint32_t begin);
  ExprPtr isAfterOneThing(ExprPtr left, uint32_t begin);
  ExprPtr truthTest(ExprPtr left, uint32_t begin);
  ExprPtr truthAfter(ExprPtr left, bool negated, uint32_t begin);
  ClassRef listedClass();
  bool startsClassList() const;
  // Arithmetic, bits and concatenation of one level and tighter, as flat chains.
  ExprPtr operandChain(int level);
  std::string chainOperator(int level) const;
  ExprPtr unary();
  ExprPtr literal(ExprKind kind);
  ExprPtr primary();
  ExprPtr parameter();
  ExprPtr parenthesised();
  ExprPtr parenthesisedValue(uint32_t begin);
  ExprPtr parenthesisedCondition(uint32_t begin);
  ExprPtr withParentheses(ExprPtr inner, uint32_t begin);
  // Does an operator follow that would take what stands before it as a value?
  bool continuesValue() const;
  // `[$]` is `$`.
  bool isQuotedDollar() const { return token().kind == TokenKind::QuotedName && token().text == "$"; }
  // `$`, or `range.$` when `range` is not empty.
  ExprPtr instance(std::vector<NamePart> range);
  ExprPtr keyword();
  ExprPtr caseExpression();
  ExprPtr iif();
  ExprPtr branchCondition();
  ExprPtr cast();
  std::string takeCastType();
  ExprPtr navigationValue();
  ExprPtr pathOrCall();
  ExprPtr path();
  ExprPtr call(NamePart name, const std::string& upper);
  ExprPtr callAfterName(const NamePart& name, const std::string& upper);
  void checkArguments(const Expr& call, const std::string& upper);
  void windowPart(Expr& call);
  ExprPtr partitionTerm();
  void windowBody(WindowSpec& spec);
  void frame(WindowSpec& spec);
  FrameBound frameBound();
  std::string_view text_;
  std::vector<Token> tokens_;
  std::vector<int> nesting_;  ///< of each token, in parentheses
  size_t at_ = 0;
  size_t conditionAt_ = SIZE_MAX;  ///< the token that the latest condition begins with
  int depth_ = 0, positionalCount_ = 0, joinCount_ = 0;
  std::optional<Diagnostic> failure_;
  bool isHopeless_ = false;
  Diagnostics faults_;
  ParsedStatement statement_;
};

}  // namespace premap::ecsql
