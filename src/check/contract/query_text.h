// A group's query as a row of tokens: enough to tell what it is without a schema. Parsing proper is ecsql's work.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "premap/base/diagnostic.h"

namespace premap {

enum class QueryTokenKind : uint8_t {
  Word,         ///< identifier, keyword, number; `[quoted]` and `"quoted"` names without their quotes
  Text,         ///< 'string literal'
  Symbol,       ///< one character
  Parameter,    ///< ? or :name or @name
  LineComment,  ///< -- or // with the end of its line
  Unclosed      ///< a string, quoted name or comment without its end
};

struct QueryToken {
  QueryTokenKind kind = QueryTokenKind::Symbol;
  Span span;              ///< in the query
  std::string_view text;  ///< of a word without quotes
};

/// Block comments are left out. Views into `query`.
std::vector<QueryToken> scanQuery(std::string_view query);

}  // namespace premap
