// ECSQL text -> tokens, each with its span. Comments and white space are dropped. Needs no catalog.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "premap/base/result.h"

namespace premap::ecsql {

enum class TokenKind : uint8_t {
  Name,        ///< bare identifier; `reserved` tells whether the grammar keeps the word for itself
  QuotedName,  ///< [name], "name" or `name`: always a name, never a string
  String,      ///< 'text', quotes undoubled in `text`
  Integer,     ///< 123 or 0x1F
  Real,
  Operator,  ///< punctuation, one to two characters
  End
};

struct Token {
  TokenKind kind = TokenKind::End;
  std::string text;  ///< value without quotes; an operator's spelling
  bool reserved = false;
  Span span;
};

/// Tokens, the last one of kind End. Errors: `query-invalid` for unterminated strings, names and comments, and for
/// characters ECSQL does not know.
Result<std::vector<Token>> tokenize(std::string_view ecsql);

/// Words that must be quoted to be names, in upper case.
bool isReservedWord(std::string_view word);

}  // namespace premap::ecsql
