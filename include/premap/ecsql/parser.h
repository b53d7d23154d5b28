// ECSQL text -> syntax tree. Hand-written recursive descent; needs no catalog.
#pragma once

#include <string_view>

#include "premap/base/result.h"
#include "premap/ecsql/ast.h"

namespace premap::ecsql {

/// Nesting of parentheses, sub-selects, CASE and function calls.
inline constexpr int kMaxDepth = 400;
/// Length of a statement in bytes.
inline constexpr size_t kMaxLength = 4 * 1024 * 1024;

/// Errors: `query-invalid` with the span of the token that does not fit and what was expected there.
Result<ParsedStatement> parse(std::string_view ecsql);

}  // namespace premap::ecsql
