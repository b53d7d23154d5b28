// Each pragma becomes a SELECT of constants, so that whoever runs queries need not know that there are pragmas.
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

ResultColumn column(const std::string& name, PrimitiveType type, int index) {
  ExprType exprType = typeOf(type);
  ResultColumn out;
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

// The list of the native engine in its words, those included that make no sense for a snapshot.
constexpr std::pair<const char*, const char*> kPragmas[] = {
    {"checksum",
     "checksum([ecdb_schema|ecdb_map|sqlite_schema|schema_token]) return sha3 checksum for data. 'schema_token' is a "
     "cheap schema-identity hash (names+versions only) for SchemaView cache invalidation."},
    {"db_list", "List all attach dbs"},
    {"ecdb_ver", "return current and file profile versions"},
    {"ecsql_ver", "return current ECSQL version"},
    {"experimental_features_enabled", "enable/disable experimental features"},
    {"explain_query", "explain query plan"},
    {"help", "return list of pragma supported"},
    {"integrity_check", "performs integrity checks on ECDb"},
    {"parse_tree", "parse_tree(ecsql) return parse tree of ecsql."},
    {"purge_orphan_relationships", "removes orphaned link-table relationships from ECDb"},
    {"schema_view",
     "schema_view [(version)] - returns all schema metadata as a base64-encoded binary blob string. Optional integer "
     "argument selects format version (default: latest)."},
    {"schema_view_fragment",
     "schema_view_fragment('[v<N>;]name,name,...') - returns the given subset of schemas as a base64-encoded binary "
     "blob string for incremental loading. Optional leading 'v<N>;' selects the format version (default: latest)."},
    {"sqlite_sql", "return underlying SQLite SQL"},
    {"validate_ecsql_writes", "validate values in ECSql insert statements."},
    {"validate_persisted_mappings", "validates persisted ECDb mappings and returns reported issues"},
    {"disqualify_type_index", "set/get disqualify_type_index flag for a given ECClass"}};

Result<CompiledQuery> help() {
  std::string sql;
  for (auto [name, text] : kPragmas) {
    bool isOfClass = std::string_view(name) == "disqualify_type_index";
    sql += (sql.empty() ? "SELECT " : " UNION ALL SELECT ") + quoteText(name) +
           (isOfClass ? ",'class'," : ",'global',") + quoteText(text);
  }
  return answer(sql,
                {{"pragma", PrimitiveType::String}, {"type", PrimitiveType::String}, {"descr", PrimitiveType::String}});
}

Result<CompiledQuery> ecsqlVersion(const Pragma& pragma) {
  CompiledQuery query = answer("SELECT " + quoteText(kEcsqlVersion), {{"ecsql_ver", PrimitiveType::String}});
  query.newer.push_back({"PRAGMA ecsql_ver", pragma.span});
  return query;
}

}  // namespace

Result<CompiledQuery> compilePragma(const Pragma& pragma, const Catalog& catalog) {
  auto is = [&](const char* name) { return equalsIgnoreCase(pragma.name, name); };
  if (pragma.isAssignment && !is("experimental_features_enabled"))
    return error("query-invalid", "PRAGMA " + pragma.name + " can only be read")
        .withSpan(pragma.span)
        .withHint("leave out the `=` and what follows");
  if (!pragma.target.empty())
    return error("query-invalid", "there is no pragma `" + pragma.name + "` of a class for a snapshot")
        .withSpan(pragma.span);
  if (is("help")) return help();
  if (is("ecsql_ver")) return ecsqlVersion(pragma);
  if (is("sqlite_sql"))
    return error("query-invalid", "PRAGMA sqlite_sql gives the SQL of the native engine, which premap does not make")
        .withSpan(pragma.span)
        .withHint("`PRAGMA explain_query([SELECT …])` gives the plan of premap's own");
  if (is("explain_query")) return explainQuery(pragma, catalog);
  if (is("parse_tree")) return printTree(pragma, catalog);
  if (is("ecdb_ver"))
    return answer("SELECT " + quoteText(kCurrentProfile) + "," + quoteText(catalog.fileInfo().ec.text()),
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
