// PRAGMA statements.
import { tree } from "./build.mjs";

const pragmas = [
  "ecsql_ver",
  "ecdb_ver",
  "help",
  "db_list",
  "experimental_features_enabled",
  "experimental_features_enabled = true",
  "experimental_features_enabled = 1",
  "explain_query [SELECT 1]",
  'explain_query("SELECT ECInstanceId FROM bis.Element")',
  'sqlite_sql("SELECT ECInstanceId FROM bis.Element")',
  "sqlite_sql [SELECT 1]",
  "sqlite_sql",
  "parse_tree([SELECT 1])",
  'parse_tree("SELECT ECInstanceId FROM bis.Element")',
  "disqualify_type_index FOR bis.Element",
  "disqualify_type_index(true) FOR bis.Element",
  "disqualify_type_index = false FOR bis.Element",
  "schema_view",
  "nothing",
  "nothing FOR bis.Element",
  "ecsql_ver FOR bis.Element",
  "validate_ecsql_writes",
  "validate_ecsql_writes = false",
  "schema_token",
  "table_info(bis_Element)",
  "user_version",
  "ecdb_ver = 5",
  "ecsql_ver()",
  "[ecsql_ver]",
  "optimize",
  "purge_orphan_relationships",
  "integrity_check(nothing)",
];

export const pragmaKinds = {
  "PRAGMA statements": (g) =>
    tree(
      g.one(["PRAGMA ", "pragma "]),
      g.one(pragmas),
      g.one(["", "", "", ";", " OPTIONS ENABLE_EXPERIMENTAL_FEATURES", " ECSQLOPTIONS X"]),
    ),
};
