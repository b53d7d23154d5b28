#include "functions.h"

#include <algorithm>
#include <map>

#include "premap/base/text.h"

namespace premap::ecsql {
namespace {

using Names = std::vector<std::string_view>;

const std::map<PrimitiveType, Names>& fixedTypes() {
  static const std::map<PrimitiveType, Names> kTypes = {
      {PrimitiveType::String,
       {"char",
        "date",
        "datetime",
        "group_concat",
        "hex",
        "lower",
        "ltrim",
        "printf",
        "format",
        "quote",
        "replace",
        "rtrim",
        "soundex",
        "strftime",
        "substr",
        "substring",
        "time",
        "trim",
        "typeof",
        "upper",
        "sqlite_version",
        "sqlite_compileoption_get",
        "sqlite_source_id",
        "json",
        "json_array",
        "json_extract",
        "json_insert",
        "json_object",
        "json_patch",
        "json_quote",
        "json_remove",
        "json_replace",
        "json_set",
        "json_type",
        "json_group_array",
        "json_group_object",
        "ec_classname",
        "guidtostr",
        "idtohex",
        "regexp_extract",
        "xmlcatojson"}},
      {PrimitiveType::Long,
       {"changes", "count", "dense_rank", "rank", "row_number", "ntile", "json_array_length", "length", "random",
        "unicode", "total_changes", "ec_classid", "ec_instanceof", "hextoid", "supports_instance_query"}},
      {PrimitiveType::Integer, {"instr"}},
      {PrimitiveType::Boolean,
       {"any", "every", "some", "glob", "like", "match", "regexp", "invirtualset", "json_valid",
        "sqlite_compileoption_used"}},
      {PrimitiveType::Double, {"round", "julianday", "percent_rank", "cume_dist", "avg", "total"}},
      {PrimitiveType::Binary, {"randomblob", "zeroblob", "strtoguid"}}};
  return kTypes;
}

// iModel_ and DGN_ functions: objects are blobs, measures are doubles, tests are integers.
std::optional<PrimitiveType> geometryFunction(std::string_view lower) {
  for (std::string_view prefix : {"imodel_", "dgn_"}) {
    if (lower.substr(0, prefix.size()) != prefix) continue;
    std::string_view name = lower.substr(prefix.size());
    static constexpr std::string_view kObjects[] = {"point",          "angles",           "bbox",
                                                    "placement",      "placement_origin", "placement_angles",
                                                    "placement_eabb", "placement_aabb",   "bbox_union"};
    if (std::find(std::begin(kObjects), std::end(kObjects), name) != std::end(kObjects)) return PrimitiveType::Binary;
    if (name == "bbox_overlaps" || name == "bbox_contains") return PrimitiveType::Long;
    return PrimitiveType::Double;
  }
  return std::nullopt;
}

}  // namespace

ExprType functionResult(std::string_view name, const std::vector<const ExprType*>& arguments) {
  std::string lower = toLower(name);
  if (lower == "last_insert_rowid") return typeOf(PrimitiveType::Long, "Id");
  for (const auto& [type, names] : fixedTypes()) {
    if (std::find(names.begin(), names.end(), std::string_view(lower)) != names.end()) return typeOf(type);
  }
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
