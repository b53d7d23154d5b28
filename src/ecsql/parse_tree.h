// PRAGMA parse_tree: what the binder understood, for people who compare it with the native engine.
#pragma once

#include <string>

#include "premap/ecsql/ast.h"
#include "premap/schema/catalog.h"

namespace premap::ecsql {

/// The bound statement as PRAGMA parse_tree prints it, with the native engine's names for its parts.
std::string parseTree(const Select& select, const Catalog& catalog);

}  // namespace premap::ecsql
