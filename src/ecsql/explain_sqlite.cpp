// SQLite checks what the binder leaves to it: that functions exist and take as many arguments,
// and where aggregates stand.
#include <algorithm>

#include "premap/base/text.h"
#include "premap/ecsql/compile.h"
#include "premap/ecsql/lexer.h"

namespace premap::ecsql {
namespace {

// The name a message ends with, or quotes before "(": "no such function: f", "misuse of aggregate: SUM()".
std::string namedFunction(std::string_view message) {
  static constexpr std::string_view kBefore[] = {"no such function: ",         "wrong number of arguments to function ",
                                                 "misuse of aggregate: ",      "misuse of aggregate function ",
                                                 "misuse of window function ", "misuse of aliased aggregate "};
  for (std::string_view before : kBefore) {
    size_t at = message.find(before);
    if (at == std::string_view::npos) continue;
    std::string_view rest = message.substr(at + before.size());
    return std::string(rest.substr(0, rest.find_first_of("( ")));
  }
  return {};
}

std::optional<Span> placeOf(const std::string& name, std::string_view ecsql) {
  auto tokens = tokenize(ecsql);
  if (!tokens || name.empty()) return std::nullopt;
  for (const Token& token : *tokens) {
    bool isName = token.kind == TokenKind::Name || token.kind == TokenKind::QuotedName;
    if (isName && equalsIgnoreCase(token.text, name)) return token.span;
  }
  return std::nullopt;
}

}  // namespace

Diagnostics explainSqlite(Diagnostics failures, std::string_view ecsql) {
  for (Diagnostic& failure : failures) {
    if (failure.code != "sqlite-error") continue;
    failure.code = "query-invalid";
    std::string function = namedFunction(failure.message);
    Span whole{0, static_cast<uint32_t>(ecsql.size())};
    failure.span = placeOf(function, ecsql).value_or(whole);
    if (failure.message.rfind("no such function", 0) == 0)
      failure.hint = "ECSQL has SQLite's functions, and those of docs/ecsql.md";
  }
  return failures;
}

}  // namespace premap::ecsql
