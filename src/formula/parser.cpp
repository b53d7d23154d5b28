// Precedence climbing straight to instructions. Names are resolved here, since a name before `(` is a function and any
// other one a constant or a column.
#include <algorithm>
#include <utility>

#include "formula/lexer.h"
#include "formula/program.h"
#include "premap/base/default_columns.h"
#include "premap/base/text.h"
#include "premap/base/unicode.h"

namespace premap::formula {

namespace {

struct BinaryOperator {
  std::string_view symbol;
  Operation operation;
  int precedence;
};
constexpr BinaryOperator kBinary[] = {
    {"**", Operation::Power, 8},  {"*", Operation::Multiply, 7},
    {"/", Operation::Divide, 7},  {"%", Operation::Remainder, 7},
    {"+", Operation::Add, 6},     {"-", Operation::Subtract, 6},
    {"<", Operation::Less, 5},    {"<=", Operation::LessOrEqual, 5},
    {">", Operation::Greater, 5}, {">=", Operation::GreaterOrEqual, 5},
    {"==", Operation::Equal, 4},  {"!=", Operation::NotEqual, 4},
    {"&&", Operation::And, 3},    {"||", Operation::Or, 2},
};
constexpr int kMultiplicationPrecedence = 7;
constexpr int kDeepest = 200;

class Parser {
 public:
  Parser(std::vector<Token> tokens, const ColumnNames& columns, size_t self)
      : tokens_(std::move(tokens)), columns_(columns), self_(self) {}

  Result<Code> parse() {
    if (tokens_.size() == 1) return error("formula-empty", "Formula cannot be empty.").withSpan(tokens_[0].span);
    parseExpression(2);
    if (!hasSyntaxFault_ && token().kind == TokenKind::Close)
      fail("formula-invalid", token().span, "Closed but not opened parenthesis found.",
           "remove it, or open it further left");
    if (!hasSyntaxFault_ && token().kind == TokenKind::Comma) failComma();
    if (!hasSyntaxFault_ && token().kind != TokenKind::End)
      fail("formula-invalid", token().span, "Formula is invalid.", "an operator is missing before it");
    if (!faults_.empty()) return std::move(faults_);
    return std::move(code_);
  }

 private:
  const Token& token(size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
  bool isOperator(std::string_view symbol) const {
    return token().kind == TokenKind::Operator && token().text == symbol;
  }

  // A fault of syntax ends the parsing; one of a name does not.
  void fail(const char* code, Span span, std::string message, std::string hint = {}) {
    if (hasSyntaxFault_) return;
    hasSyntaxFault_ = true;
    report(code, span, std::move(message), std::move(hint));
  }
  void report(const char* code, Span span, std::string message, std::string hint = {}) {
    faults_.push_back(error(code, std::move(message)).withSpan(span).withHint(std::move(hint)));
  }
  void reportMisspelt(const char* code, Span span, std::string message, std::string meant) {
    report(code, span, std::move(message), "did you mean `" + meant + "`?");
    faults_.back().edits = {{span, std::move(meant)}};
  }
  void failComma() {
    fail("formula-invalid", token().span, "Function argument separator \",\" found outside of a function call.",
         "decimals are written with a point");
  }

  void emit(Operation operation, Span span, uint32_t index = 0, uint32_t argumentCount = 0) {
    code_.instructions.push_back({operation, index, argumentCount, span});
  }
  void emitConstant(FormulaValue value, Span span) {
    code_.constants.push_back(std::move(value));
    emit(Operation::Constant, span, static_cast<uint32_t>(code_.constants.size() - 1));
  }

  const BinaryOperator* binaryHere() const {
    if (token().kind != TokenKind::Operator) return nullptr;
    for (const BinaryOperator& entry : kBinary)
      if (entry.symbol == token().text) return &entry;
    return nullptr;
  }

  // `2a`, `2(a)` and `(a)(b)` multiply.
  bool multipliesImplicitly() const {
    if (at_ == 0) return false;
    const TokenKind before = tokens_[at_ - 1].kind, here = token().kind;
    if (before == TokenKind::Number) return here == TokenKind::Name || here == TokenKind::Open;
    return before == TokenKind::Close && here == TokenKind::Open;
  }

  void parseExpression(int leastPrecedence) {
    if (++depth_ > kDeepest) {
      fail("formula-too-deep", token().span, "The formula is nested too deeply.", "split it into several columns");
    } else {
      parseUnary();
      while (!hasSyntaxFault_) {
        const BinaryOperator* entry = binaryHere();
        const bool isImplicit = !entry && multipliesImplicitly();
        const int precedence = entry ? entry->precedence : isImplicit ? kMultiplicationPrecedence : 0;
        if (precedence < leastPrecedence) break;
        const Span span = token().span;
        if (entry) ++at_;
        const bool isTrailingPlus = entry && entry->operation == Operation::Add && token().kind == TokenKind::End;
        if (isTrailingPlus) {
          fail("formula-operator", span, "Unary operator \"+\" is not supported.", "a value is missing behind it");
          break;
        }
        parseExpression(entry && entry->operation == Operation::Power ? precedence : precedence + 1);
        emit(entry ? entry->operation : Operation::Multiply, span);
      }
    }
    --depth_;
  }

  void parseUnary() {
    std::vector<const Token*> operators;
    while (token().kind == TokenKind::Operator) {
      if (isOperator("+"))
        return fail("formula-operator", token().span, "Unary operator \"+\" is not supported.", "leave it out");
      if (!isOperator("-") && !isOperator("!")) break;
      operators.push_back(&token());
      ++at_;
    }
    parsePrimary();
    for (auto symbol = operators.rbegin(); symbol != operators.rend() && !hasSyntaxFault_; ++symbol)
      emit((*symbol)->text == "-" ? Operation::Negate : Operation::Not, (*symbol)->span);
  }

  void parsePrimary() {
    const Token& here = token();
    switch (here.kind) {
      case TokenKind::Number:
        ++at_;
        return emitConstant(here.number, here.span);
      case TokenKind::Text:
        ++at_;
        return emitConstant(here.text, here.span);
      case TokenKind::Name:
        ++at_;
        return token().kind == TokenKind::Open ? parseCall(here) : parseName(here);
      case TokenKind::Open:
        return parseParenthesis();
      case TokenKind::Close:
        return depthOfParentheses_ > 0
                   ? fail("formula-invalid", here.span, "Formula is invalid.", "a value is missing before it")
                   : fail("formula-invalid", here.span, "Closed but not opened parenthesis found.", "remove it");
      case TokenKind::Comma:
        return isInCall_ ? fail("formula-invalid", here.span, "Formula is invalid.", "a value is missing before it")
                         : failComma();
      default:
        return fail("formula-invalid", here.span, "Formula is invalid.", "a value is missing here");
    }
  }

  void parseParenthesis() {
    const Span opening = token().span;
    ++at_;
    ++depthOfParentheses_;
    const bool outerIsInCall = std::exchange(isInCall_, false);
    parseExpression(2);
    isInCall_ = outerIsInCall;
    --depthOfParentheses_;
    closeParenthesis(opening);
  }

  void closeParenthesis(Span opening) {
    if (hasSyntaxFault_) return;
    if (token().kind == TokenKind::Close) {
      ++at_;
      return;
    }
    if (token().kind == TokenKind::Comma) return failComma();
    if (token().kind == TokenKind::End)
      return fail("formula-invalid", opening, "Opened but not closed parenthesis found.", "close it");
    fail("formula-invalid", token().span, "Formula is invalid.", "an operator is missing before it");
  }

  void parseName(const Token& name) {
    if (std::optional<FormulaValue> constant = findConstant(name.text))
      return emitConstant(std::move(*constant), name.span);
    if (const std::optional<size_t> column = columns_.find(name.text)) {
      if (*column == self_)
        report("formula-self-reference", name.span, "Formula cannot reference itself.", "name another column");
      return emit(Operation::Column, name.span, static_cast<uint32_t>(*column));
    }
    const std::string message = "Variable \"" + name.text + "\" is not available.";
    if (std::string hint = hintFor(name.text); !hint.empty())
      report("formula-variable-unknown", name.span, message, std::move(hint));
    else if (std::optional<std::string> nearest = columns_.nearest(name.text, self_))
      reportMisspelt("formula-variable-unknown", name.span, message, std::move(*nearest));
    else report("formula-variable-unknown", name.span, message, "a formula reads the other columns of its group");
    emitConstant({}, name.span);
  }

  // Of names that are no misspelt column.
  std::string hintFor(const std::string& name) const {
    for (std::string_view column : kDefaultColumns)
      if (equalsIgnoreCase(name, column)) return "formulas cannot read the default columns; map it to a property first";
    return findFunction(name) ? "a function is followed by its arguments in parentheses" : "";
  }

  void parseCall(const Token& name) {
    const FunctionInfo* function = findFunction(name.text);
    if (!function) reportFunction(name);
    const Span opening = token().span;
    ++at_;
    uint32_t count = 0;
    ++depthOfParentheses_;
    const bool outerIsInCall = std::exchange(isInCall_, true);
    if (token().kind != TokenKind::Close) {
      parseExpression(2);
      ++count;
      while (!hasSyntaxFault_ && token().kind == TokenKind::Comma) {
        ++at_;
        parseExpression(2);
        ++count;
      }
    }
    isInCall_ = outerIsInCall;
    --depthOfParentheses_;
    closeParenthesis(opening);
    if (function) emit(Operation::Call, name.span, static_cast<uint32_t>(function->function), count);
  }

  void reportFunction(const Token& name) {
    const std::string message = "Function \"" + name.text + "\" is not supported.";
    if (columns_.find(name.text))
      return report("formula-function-unknown", name.span, message, "write * to multiply the column");
    std::vector<std::string> names;
    for (size_t i = 0; i <= static_cast<size_t>(Function::GetPresentationUnits); ++i)
      names.emplace_back(infoOf(static_cast<Function>(i)).name);
    if (std::optional<std::string> nearest = nearestName(name.text, names))
      return reportMisspelt("formula-function-unknown", name.span, message, std::move(*nearest));
    report("formula-function-unknown", name.span, message, "docs/formulas.md lists the functions");
  }

  std::vector<Token> tokens_;
  const ColumnNames& columns_;
  size_t self_;
  size_t at_ = 0;
  int depth_ = 0;
  int depthOfParentheses_ = 0;
  bool isInCall_ = false;
  bool hasSyntaxFault_ = false;
  Code code_;
  Diagnostics faults_;
};

}  // namespace

std::string_view symbolOf(Operation operation) {
  if (operation == Operation::Negate) return "-";
  if (operation == Operation::Not) return "!";
  for (const BinaryOperator& entry : kBinary)
    if (entry.operation == operation) return entry.symbol;
  return "";
}

ColumnNames::ColumnNames(std::span<const FormulaColumn> columns) {
  for (const FormulaColumn& column : columns) {
    byUpperName_.emplace(toUpperInvariant(column.name), names_.size());
    names_.push_back(column.name);
  }
}

std::optional<size_t> ColumnNames::find(std::string_view name) const {
  const auto found = byUpperName_.find(toUpperInvariant(name));
  return found == byUpperName_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string> ColumnNames::nearest(std::string_view name, size_t self) const {
  if (looks_ > kMostLooks) return std::nullopt;
  looks_ += names_.size();
  // An empty name is like no other.
  std::string own = self < names_.size() ? std::exchange(names_[self], {}) : std::string();
  std::optional<std::string> nearest = nearestName(name, names_);
  if (self < names_.size()) names_[self] = std::move(own);
  return nearest;
}

Result<Code> parse(std::string_view text, const ColumnNames& columns, size_t self) {
  auto tokens = scan(text);
  if (!tokens) return std::move(tokens.diagnostics());
  return Parser(std::move(*tokens), columns, self).parse();
}

}  // namespace premap::formula
