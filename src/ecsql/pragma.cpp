#include "pragma.h"

#include "parse_tree.h"
#include "premap/base/text.h"
#include "premap/ecsql/binder.h"
#include "premap/ecsql/parser.h"
#include "sql_text.h"
#include "types.h"

namespace premap::ecsql {
namespace {

/// The ECDb profile whose features this engine implements.
constexpr const char* kCurrentProfile = "4.0.0.5";

Column column(const std::string& name, PrimitiveType type, int index) {
  ExprType exprType = typeOf(type);
  Column out;
  out.name = out.jsonName = out.accessString = name;
  out.typeName = exprType.typeName;
  out.shape = exprType.shape;
  out.generated = true;
  out.firstColumn = index;
  return out;
}

CompiledQuery answer(std::string sql, const std::vector<std::pair<std::string, PrimitiveType>>& columns) {
  CompiledQuery query;
  query.sql = std::move(sql);
  for (const auto& [name, type] : columns)
    query.columns.push_back(column(name, type, static_cast<int>(query.columns.size())));
  return query;
}

// The places of faults are inside the quoted text: they are the pragma's here.
Diagnostics placedAt(Diagnostics faults, const Pragma& pragma) {
  for (Diagnostic& fault : faults) fault.span = pragma.span;
  return faults;
}

Diagnostic needsQuery(const Pragma& pragma) {
  return error("query-invalid", "PRAGMA " + pragma.name + " needs a query: `PRAGMA " + pragma.name + "([SELECT …])`")
      .withSpan(pragma.span);
}

bool areExperimentsOn(const Pragma& pragma) {
  for (const StatementOption& option : pragma.options) {
    if (equalsIgnoreCase(option.name, "ENABLE_EXPERIMENTAL_FEATURES")) return true;
  }
  return false;
}

Result<CompiledQuery> printTree(const Pragma& pragma, const Catalog& catalog) {
  if (!areExperimentsOn(pragma))
    return error("query-invalid", "PRAGMA parse_tree is an experimental feature")
        .withSpan(pragma.span)
        .withHint("write `OPTIONS ENABLE_EXPERIMENTAL_FEATURES` after it");
  if (!pragma.hasValue) return needsQuery(pragma);
  auto parsed = parse(pragma.value);
  if (!parsed) return placedAt(parsed.diagnostics(), pragma);
  if (!parsed->select) return needsQuery(pragma);
  auto bound = bind(*parsed, catalog);
  if (!bound) return placedAt(bound.diagnostics(), pragma);
  return answer("SELECT " + quoteText(parseTree(*parsed->select, catalog)), {{"val", PrimitiveType::String}});
}

Result<CompiledQuery> explainQuery(const Pragma& pragma, const Catalog& catalog) {
  if (!pragma.hasValue) return needsQuery(pragma);
  auto inner = compile(pragma.value, catalog, {});
  if (!inner) return placedAt(inner.diagnostics(), pragma);
  return answer("EXPLAIN QUERY PLAN " + inner->sql, {{"id", PrimitiveType::Long},
                                                     {"parent", PrimitiveType::Long},
                                                     {"notused", PrimitiveType::Long},
                                                     {"detail", PrimitiveType::String}});
}

Result<CompiledQuery> help() {
  static constexpr std::pair<const char*, const char*> kPragmas[] = {
      {"db_list", "the open file and its profile"},
      {"ecdb_ver", "the ECDb profile of this engine and of the file"},
      {"experimental_features_enabled", "whether experimental features are on; OPTIONS turns them on for one query"},
      {"explain_query", "SQLite's plan for an ECSQL query"},
      {"help", "this list"},
      {"parse_tree", "the parts of an ECSQL query; experimental"}};
  std::string sql;
  for (auto [name, text] : kPragmas)
    sql += (sql.empty() ? "SELECT " : " UNION ALL SELECT ") + quoteText(name) + ",'Global'," + quoteText(text);
  return answer(sql,
                {{"pragma", PrimitiveType::String}, {"type", PrimitiveType::String}, {"descr", PrimitiveType::String}});
}

}  // namespace

Result<CompiledQuery> compilePragma(const Pragma& pragma, const Catalog& catalog) {
  auto is = [&](const char* name) { return equalsIgnoreCase(pragma.name, name); };
  if (is("help")) return help();
  if (is("explain_query")) return explainQuery(pragma, catalog);
  if (is("parse_tree")) return printTree(pragma, catalog);
  if (is("ecdb_ver"))
    return answer("SELECT " + quoteText(kCurrentProfile) + "," + quoteText(catalog.profile().ec.text()),
                  {{"current", PrimitiveType::String}, {"file", PrimitiveType::String}});
  if (is("db_list"))
    return answer("SELECT 0,'main','snapshot','ECDb'", {{"sno", PrimitiveType::Integer},
                                                        {"alias", PrimitiveType::String},
                                                        {"fileName", PrimitiveType::String},
                                                        {"profile", PrimitiveType::String}});
  if (is("experimental_features_enabled") && !pragma.hasValue)
    return answer("SELECT 0", {{"experimental_features_enabled", PrimitiveType::Boolean}});
  if (is("experimental_features_enabled"))
    return answer(equalsIgnoreCase(pragma.value, "true") ? "SELECT 1" : "SELECT 0",
                  {{"experimental_features_enabled", PrimitiveType::Boolean}});
  return error("query-invalid", "there is no pragma `" + pragma.name + "` for a snapshot")
      .withSpan(pragma.span)
      .withHint("`PRAGMA help` lists what there is");
}

}  // namespace premap::ecsql
