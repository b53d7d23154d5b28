// Bound syntax tree -> SQLite SQL.
#pragma once

#include <string>

#include "premap/ecsql/binder.h"

namespace premap::ecsql {

/// The SQL of a whole statement. The result columns are called c0, c1 … ; parameters are numbered ?1, ?2 …, their
/// numbers are noted in the query's parameter list.
std::string generateSql(Select& select, BoundQuery& query, const Catalog& catalog);

}  // namespace premap::ecsql
