// The names a formula reads, from its tokens alone: a rename must find them in a formula that does not compile, too.
#include "formula/functions.h"
#include "formula/lexer.h"
#include "premap/formula/formula.h"

namespace premap {

std::vector<FormulaName> namesInFormula(std::string_view formula) {
  using formula::Token, formula::TokenKind;
  const Result<std::vector<Token>> tokens = formula::scan(formula);
  if (!tokens) {
    const std::optional<Span> fault = tokens.diagnostics().front().span;
    const bool isBefore = fault && fault->begin > 0 && fault->begin < formula.size();
    std::vector<FormulaName> names =
        isBefore ? namesInFormula(formula.substr(0, fault->begin)) : std::vector<FormulaName>();
    if (!fault || fault->end <= fault->begin || fault->end >= formula.size()) return names;
    for (FormulaName& name : namesInFormula(formula.substr(fault->end))) {
      name.span = {name.span.begin + fault->end, name.span.end + fault->end};
      names.push_back(std::move(name));
    }
    return names;
  }
  std::vector<FormulaName> names;
  for (size_t i = 0; i + 1 < tokens->size(); ++i) {
    const Token& token = (*tokens)[i];
    const bool isName = token.kind == TokenKind::Name && (*tokens)[i + 1].kind != TokenKind::Open;
    if (isName && !formula::findConstant(token.text)) names.push_back({token.text, token.span});
  }
  return names;
}

}  // namespace premap
