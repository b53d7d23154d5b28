// The class that a name of a query was to be, as words and as edits of the query.
#pragma once

#include <string>
#include <vector>

#include "premap/ecsql/ast.h"
#include "premap/schema/catalog.h"

namespace premap::ecsql {

struct Suggestion {
  std::string hint;
  TextEdits edits;
};

/// `name` where it needs no brackets, else `[name]`.
std::string asName(const std::string& name);

/// "did you mean …?" and the edit that writes it in place of a name; nothing where there is none.
Suggestion nearestOf(const NamePart& name, const std::vector<std::string>& candidates);

/// For `[schema.]Class` that is in no schema; `tables` are the common tables that a single name could be.
/// An entrance of the part that is loaded on demand.
[[gnu::noinline]] Suggestion classMeant(const std::vector<NamePart>& parts, const Catalog& catalog,
                                        const std::vector<std::string>& tables);

}  // namespace premap::ecsql
