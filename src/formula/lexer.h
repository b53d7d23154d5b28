// The words of a formula.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "premap/base/result.h"

namespace premap::formula {

enum class TokenKind : uint8_t { Number, Text, Name, Operator, Open, Close, Comma, End };

struct Token {
  TokenKind kind = TokenKind::End;
  Span span;
  double number = 0;
  std::string text;  ///< decoded text, the name as written, or the operator
};

/// The last token is End. Errors: `formula-literal`, `formula-invalid`, `formula-operator`.
Result<std::vector<Token>> scan(std::string_view formula);

}  // namespace premap::formula
