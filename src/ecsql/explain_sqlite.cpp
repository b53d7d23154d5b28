// SQLite checks what the binder leaves to it: that functions exist and take as many arguments, and where aggregates
// stand. It says where in the SQL; the pieces that the SQL is made of say where that is in the ECSQL.
#include "habits.h"
#include "premap/base/engine_parts.h"
#include "premap/ecsql/compile.h"
#include "premap/ecsql/lexer.h"
#include "premap/schema/catalog.h"

namespace premap::ecsql {
namespace {

// Of a call the name.
Span nameOfCall(Span span, std::string_view ecsql) {
  auto tokens = tokenize(ecsql);
  if (!tokens) return span;
  for (size_t i = 0; i + 1 < tokens->size(); ++i) {
    const Token& token = (*tokens)[i];
    if (token.span.begin == span.begin && (*tokens)[i + 1].text == "(" &&
        (token.kind == TokenKind::Name || token.kind == TokenKind::QuotedName))
      return token.span;
  }
  return span;
}

// The statement that failed may hold the query in another one: the query alone fails in the same words.
Span placeOf(const std::string& message, std::string_view ecsql, const Catalog& catalog) {
  const Span whole{0, static_cast<uint32_t>(ecsql.size())};
  if (ecsql.find_first_of("\1\2\3") != ecsql.npos) return whole;
  const auto query = compile(ecsql, catalog, {.classIdsIn = {}, .withPieces = true, .explainsHabits = false});
  if (!query) return whole;
  const auto statement = catalog.database().prepare(query->sql);
  if (statement || statement.diagnostics()[0].message != message || !statement.diagnostics()[0].span) return whole;
  const size_t at = statement.diagnostics()[0].span->begin;
  for (const SqlPiece& piece : query->pieces)
    if (piece.begin <= at && at < piece.end) return nameOfCall(piece.span, ecsql);
  return whole;
}

}  // namespace

Diagnostics explainSqlite(Diagnostics failures, std::string_view ecsql, const Catalog& catalog) {
  for (Diagnostic& failure : failures) {
    if (failure.code != "sqlite-error") continue;
    failure.code = "query-invalid";
    failure.span = placeOf(failure.message, ecsql, catalog);
    if (failure.message.rfind("no such function", 0) == 0)
      failure.hint = "ECSQL has SQLite's functions, and those of docs/ecsql.md";
  }
  if (hasErrors(failures) && needPart(EnginePart::Tools)) failures = explainHabits(std::move(failures), ecsql);
  for (Diagnostic& failure : failures) keepWordsApart(failure.edits, ecsql);
  return failures;
}

}  // namespace premap::ecsql
