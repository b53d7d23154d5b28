// Which function gives which type, from docs/words; what is not there takes the type of the first
// argument that has one.
#include "functions.h"

#include <algorithm>
#include <span>

#include "premap/base/text.h"

namespace premap::ecsql {
namespace {

struct TypedFunction {
  std::string_view name;
  PrimitiveType result;
  std::string_view extendedType;
};

#include "function_words.inc"

const TypedFunction* find(std::span<const TypedFunction> functions, std::string_view name) {
  const auto found = std::find_if(functions.begin(), functions.end(), [&](auto& each) { return each.name == name; });
  return found == functions.end() ? nullptr : &*found;
}

// iModel_ and DGN_ functions: objects are blobs, measures are doubles, tests are integers.
std::optional<PrimitiveType> geometryFunction(std::string_view lower) {
  for (std::string_view prefix : {"imodel_", "dgn_"}) {
    if (lower.substr(0, prefix.size()) != prefix) continue;
    std::string_view name = lower.substr(prefix.size());
    if (const TypedFunction* known = find(kGeometryFunctions, name)) return known->result;
    return PrimitiveType::Double;
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> functionNames() {
  std::vector<std::string> names;
  for (const TypedFunction& function : kFunctions) names.emplace_back(function.name);
  return names;
}

ExprType functionResult(std::string_view name, const std::vector<const ExprType*>& arguments) {
  std::string lower = toLower(name);
  if (const TypedFunction* known = find(kFunctions, lower)) return typeOf(known->result, known->extendedType);
  if (auto geometry = geometryFunction(lower)) return typeOf(*geometry);
  for (const ExprType* argument : arguments) {
    if (argument->isUnknown) return unknownType();
    if (argument->kind == TypeKind::Null) continue;
    ExprType type = plainType(*argument);
    type.property = nullptr;
    return type;
  }
  return typeOf(PrimitiveType::Double);
}

}  // namespace premap::ecsql
