// Bound syntax tree -> SQLite SQL.
#pragma once

#include <string>

#include "premap/ecsql/binder.h"
#include "premap/ecsql/compile.h"

namespace premap::ecsql {

/// The SQL of a whole statement. The result columns are called c0, c1 … ; parameters are numbered ?1, ?2 …, their
/// numbers are noted in the query's parameter list. With `pieces` it also says where each expression came to stand.
std::string generateSql(Select& select, BoundQuery& query, const Catalog& catalog,
                        std::vector<SqlPiece>* pieces = nullptr);

}  // namespace premap::ecsql
