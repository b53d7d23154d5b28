// PRAGMA statements: what a reader can ask of the engine and the file.
#pragma once

#include "premap/ecsql/ast.h"
#include "premap/ecsql/compile.h"

namespace premap::ecsql {

/// A PRAGMA as SQL whose rows are its answer. Errors: `query-invalid` for a pragma this engine does not know, or one
/// that changes the file. An entrance of the part that is loaded on demand.
[[gnu::noinline]] Result<CompiledQuery> compilePragma(const Pragma& pragma, const Catalog& catalog);

}  // namespace premap::ecsql
