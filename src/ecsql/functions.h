// Result types of ECSQL functions; they decide how a value is read and printed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "types.h"

namespace premap::ecsql {

/// The type a call delivers: fixed for the functions that have one, else the type of the first argument
/// that is not NULL.
ExprType functionResult(std::string_view name, const std::vector<const ExprType*>& arguments);

/// Of those whose type is known: nearly all there are.
std::vector<std::string> functionNames();

}  // namespace premap::ecsql
