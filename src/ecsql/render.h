// Names as the native engine prints them, shared by the names of computed columns and the parse tree.
#pragma once

#include <functional>
#include <string>

#include "premap/ecsql/ast.h"

namespace premap::ecsql {

/// The keywords among the functions in upper case, the others as written.
std::string functionName(const Expr& call);
std::string castTypeName(const std::string& name);

/// "ROWS BETWEEN 1 PRECEDING AND CURRENT ROW": a frame but for what it excludes, with its offsets as `write` has them.
std::string frameText(const WindowSpec& window, const std::function<std::string(Expr&)>& write);

}  // namespace premap::ecsql
