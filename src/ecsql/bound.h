// What the binder hangs on the syntax tree, and the whole bound query.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "premap/ecsql/binder.h"
#include "premap/ecsql/compile.h"
#include "range.h"
#include "types.h"

namespace premap::ecsql {

enum class Reference : uint8_t { None, Field, Alias, Enumerator };

struct Bound {
  ExprType type;
  Reference reference = Reference::None;
  Resolved column;                ///< Reference::Field
  Select* aliasSelect = nullptr;  ///< Reference::Alias: the select list the alias stands in
  size_t aliasItem = 0;
  std::string literal;                   ///< Reference::Enumerator: its value as SQL
  int parameter = -1;                    ///< ExprKind::Parameter: index into BoundQuery::parameters
  int width = 1;                         ///< SQL columns it stands for; NULL opposite a composite is repeated
  std::vector<int64_t> classIds;         ///< IsClass: ids to test against, for ONLY classes
  std::vector<int64_t> baseIds;          ///< IsClass: ids whose subclasses count too
  const Property* navigation = nullptr;  ///< NavigationValue
};

struct BoundSelect {
  int id = 0;
  std::vector<Range*> ranges;
  std::vector<OutputColumn> outputs;
  bool jsNames = false, fullBlobs = false;  ///< options for `$`
};

struct CommonTableDefinition {
  std::string sqlName;
  std::vector<OutputColumn> outputs;
  bool named = false;
};

struct BoundQuery {
  std::vector<std::unique_ptr<Range>> ranges;
  std::vector<std::unique_ptr<CommonTableDefinition>> commonTables;
  std::vector<std::unique_ptr<Select>> viewQueries;
  std::map<const CommonTable*, CommonTableDefinition*> definitionOf;
  std::vector<Parameter> parameters;
  std::vector<NewerConstruct> newer;
  int selectCount = 0;
};

}  // namespace premap::ecsql
