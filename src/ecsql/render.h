// Names as the native engine prints them, shared by the names of computed columns and the parse tree.
#pragma once

#include <string>

#include "premap/ecsql/ast.h"

namespace premap::ecsql {

/// The keywords among the functions in upper case, the others as written.
std::string functionName(const Expr& call);
std::string castTypeName(const std::string& name);

}  // namespace premap::ecsql
