// Resolves every name of a parsed statement against a catalog and gives every expression its type.
#pragma once

#include <memory>

#include "premap/base/result.h"
#include "premap/ecsql/ast.h"
#include "premap/schema/catalog.h"

namespace premap::ecsql {

/// What binding adds to a syntax tree; opaque outside the ecsql module.
struct BoundQuery;

/// Binds in place: the tree must outlive the result. Errors: `query-invalid` with the span of the name or expression at
/// fault, and the nearest existing name; several faults are reported together.
Result<std::shared_ptr<BoundQuery>> bind(ParsedStatement& statement, const Catalog& catalog);

}  // namespace premap::ecsql
