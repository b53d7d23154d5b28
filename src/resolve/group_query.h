// The ECSQL a group's query stands for.
#pragma once

#include <string>

#include "premap/schema/catalog.h"

namespace premap::resolve {

struct GroupQuery {
  std::string ecsql;  ///< without trailing semicolons and spaces
  Diagnostics diagnostics;
  bool isBareClass = false;
  bool yieldsNothing = false;  ///< a bare class that is neither element nor aspect: no rows
};

/// Rule 1.3: v1 takes a class id in place of a query. Its spans stay inside `text`.
GroupQuery readGroupQuery(std::string_view text, const Catalog& catalog);

/// What keeps the query from being used as a sub-select; empty: it can be.
Diagnostics subselectFaults(std::string_view text, const Catalog& catalog);

}  // namespace premap::resolve
