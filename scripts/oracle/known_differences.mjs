// Disagreements that are understood: each with the reason it stays. docs/ecsql.md tells those a user can meet.
import { sameRows } from "./differences.mjs";

const known = [
  {
    name: "an extracted value's type depends on its place",
    why: "natively a number, date or class id of $->Property loses its type after a composite column, a sort or a UNION",
    applies: ({ ecsql, native, ours }) =>
      /\$->/.test(ecsql) && (/\b(UNION|EXCEPT|INTERSECT)\b/.test(ecsql) || sameRows(untyped(native), untyped(ours))),
  },
  {
    name: "extracted bytes that come as text",
    why: "read twice, or after a composite column, the native engine gives the bytes of a GUID or a stream as text; premap gives what they are",
    applies: ({ ecsql, found, native }) =>
      /\$->/.test(ecsql) &&
      found.kind.startsWith("rows") &&
      native.rows.some((row) => row.some((value) => typeof value === "string" && value.includes("\ufffd"))),
  },
  {
    name: "bytes that are no GUID in a GUID column",
    why: "only a UNION of a GUID with another kind of value has them; premap gives base64 text, the native engine bytes",
    applies: ({ found, ours }) => found.kind.startsWith("rows") && ours.columns.some(isGuid),
  },
  {
    name: "columns of a view class",
    why: "natively ECClassId of the ECDbMeta classes that are views loses its type beside another, and members of their navigation values get other names",
    applies: ({ ecsql, found }) => /CustomAttribute/i.test(ecsql) && /^(rows|column )/.test(found.kind),
  },
  {
    name: "whole instances of ECDbMeta's classes and of link tables",
    why: "natively $ and $->Property find nothing in them",
    applies: ({ ecsql, found, native }) =>
      /\$/.test(ecsql) &&
      found.kind.startsWith("rows") &&
      native.rows.every((row) => row.filter((value) => value !== null).length < native.columns.length),
  },
  {
    name: "SQL that SQLite cannot parse",
    why: "the native engine writes it for = ANY (…) over a view class",
    applies: ({ ecsql, found, native }) =>
      found.kind === "accepted" &&
      /SQLITE_ERROR near .*syntax error/.test(native.error) &&
      /CustomAttribute/i.test(ecsql),
  },
  {
    name: "name of a computed column with a sub-select that has options or a view class",
    why: "the native engine prints its own inner text there",
    applies: ({ ecsql, found }) =>
      /^column (name|jsonName|accessString)$/.test(found.kind) &&
      /\(\s*SELECT/i.test(ecsql) &&
      /IdSet|CustomAttribute/i.test(ecsql),
  },
  {
    name: "joined through the class of the wrong end",
    why: "with a class for each end in FROM the native JOIN … USING may start at the wrong one",
    applies: ({ ecsql, found }) => / USING /i.test(ecsql) && found.kind.startsWith("rows"),
  },
  {
    name: "a stream of another type",
    why: "the native engine cannot write a row whose geometry stream column holds something else: the older fails, the newer reads memory of its own",
    applies: ({ ecsql, found, native, older }) =>
      (found.kind === "accepted" && /failed to serialize/.test(native.error)) ||
      (found.kind.startsWith("rows") &&
        /failed to serialize/.test(older?.error ?? "") &&
        /GeometryStream/i.test(ecsql)),
  },
  {
    name: "name of the file",
    why: "premap reads bytes and does not know what the file they come from is called",
    applies: ({ ecsql, found }) => /\bdb_list\b/i.test(ecsql) && found.kind === "rows",
  },
  {
    name: "pragmas that concern the engine itself",
    why: "its SQL, its view of the schemas, its checks of the file and its switches for writing are not premap's; a diagnostic says so",
    applies: ({ ecsql, found }) =>
      found.kind === "refused" &&
      /\b(sqlite_sql|schema_view|schema_token|validate_ecsql_writes|integrity_check|checksum|disqualify_type_index)\b/i.test(
        ecsql,
      ),
  },
  {
    name: "PRAGMA help",
    why: "it lists the pragmas there are",
    applies: ({ ecsql, found }) => /^\s*PRAGMA\s+help\b/i.test(ecsql) && found.kind === "rows",
  },
  {
    name: "Relations()",
    why: "an experimental function of the newer engine alone; a diagnostic says that premap has it not",
    applies: ({ ecsql, found }) => /\bRelations\s*\(/i.test(ecsql) && found.kind === "refused",
  },
  {
    name: "a value that does not fit its parameter",
    why: "natively it is dropped without a word and the query finds nothing; premap says what would fit",
    applies: ({ found }) => found.kind === "refused" && /value for parameter .* does not fit/.test(found.detail),
  },
  {
    name: "ANY, SOME and ALL over anything but one plain SELECT",
    why: "natively the comparison is lost or meets another condition; a diagnostic says so",
    applies: ({ found }) => found.kind === "refused" && /ANY, SOME and ALL/.test(found.detail),
  },
  {
    name: "a common table read twice",
    why: "natively a column of it is written without the alias, so that one of the two is read for both; a diagnostic says so",
    applies: ({ found }) => found.kind === "refused" && /read twice here|read inside and outside/.test(found.detail),
  },
  {
    name: "a common table beside one that hands its columns on",
    why: "natively they have one name in SQL until the second's is used too, and then none is ambiguous",
    applies: ({ ecsql, found, native }) =>
      /^WITH/i.test(ecsql) &&
      ((found.kind === "accepted" && /ambiguous column name: K/.test(native.error)) ||
        (found.kind === "refused" && /is ambiguous: more than one class of FROM/.test(found.detail))),
  },
  {
    name: "a point or navigation property as the condition of IIF",
    why: "natively its columns slip into the places of the two values; a diagnostic says that one value is needed",
    applies: ({ ecsql, found }) =>
      /\bIIF\b/i.test(ecsql) && found.kind === "refused" && /a condition must be a single value/.test(found.detail),
  },
  {
    name: "NULL cast to a point or struct",
    why: "the native engine's own query around it asks for a column that is not there; inside a sub-select it works",
    applies: ({ ecsql, found, native }) =>
      found.kind === "accepted" && /CAST\s*\(\s*NULL\s+AS/i.test(ecsql) && /no such column: K/.test(native.error),
  },
  {
    name: "functions the native reader's connection lacks",
    why: "DGN_ names, and in a file that is no iModel the iModel_ ones too, exist on the primary connection alone",
    applies: ({ found, native }) => found.kind === "accepted" && /no such function: (DGN|iModel)_/i.test(native.error),
  },
  {
    name: "what a function makes of an extracted value",
    why: "natively it is shown as the property's type has it, though it is of another: typeof() of a date is a date",
    applies: ({ ecsql, found, ours }) =>
      /\w\([^()]*\$->/.test(ecsql) &&
      found.kind === "rows" &&
      ours.columns.some(({ extendedType }) => extendedType === "json"),
  },
  {
    name: "columns that get one name in JavaScript",
    why: "the native reader's JavaScript fails over the second; premap keeps the last",
    applies: ({ found, native }) => found.kind === "accepted" && /Cannot redefine property/.test(native.error),
  },
  {
    name: "random bytes",
    why: "they are random",
    applies: ({ ecsql, found }) => found.kind === "rows" && /\brandom(blob)?\s*\(/i.test(ecsql),
  },
  {
    name: "json_array_insert",
    why: "the older engine's SQLite has it not; a diagnostic says what to use",
    applies: ({ ecsql, found }) => found.kind === "refused" && /json_array_insert/i.test(ecsql),
  },
  {
    name: "an argument of IdSet that nobody reads",
    why: "whether a table that no row or no column needs is read at all is SQLite's choice",
    applies: ({ ecsql, found, native }) =>
      found.kind === "accepted" && /IdSet/i.test(ecsql) && /step\(\) failed/.test(native.error),
  },
  {
    name: "PRAGMA parse_tree of what is no query",
    why: "natively an empty text; premap says what is wrong",
    applies: ({ ecsql, found }) => found.kind === "refused" && /PRAGMA\s+parse_tree/i.test(ecsql),
  },
  {
    name: "the last digit of a number in a text",
    why: "where a number lies halfway between two shortest texts either is right, and reads as the same number",
    applies: ({ found, native, ours }) =>
      found.kind.startsWith("rows") && sameRows(toFifteenDigits(native), toFifteenDigits(ours)),
  },
  {
    name: "2^63 as text",
    why: "how many digits of a double beyond 64 bits are written is a matter of SQLite's version; what is read from it follows",
    applies: ({ ecsql, found }) => found.kind.startsWith("rows") && /9223372036854775808/.test(ecsql),
  },
  {
    name: "a parameter in a sub-select that begins with NULL",
    why: "the native engine leaves the sub-select out, and then does not know the parameter",
    applies: ({ found, native }) => found.kind === "accepted" && /fail to find param index/.test(native.error),
  },
  {
    name: "a parameter that nobody can bind",
    why: "the native reader binds plain names alone, so the parameter stays NULL; premap says so",
    applies: ({ found }) => found.kind === "refused" && /cannot name a parameter/.test(found.detail),
  },
  {
    name: "the switch for experimental features",
    why: "it stays as the queries before left it; every query of premap begins with it off",
    applies: ({ ecsql, found }) => /experimental_features_enabled/i.test(ecsql) && found.kind === "rows",
  },
  {
    name: "JSON functions on text that is no JSON",
    why: "whether a row that another condition drops is read first is SQLite's choice",
    applies: ({ found }) => /malformed JSON/.test(found.detail),
  },
  {
    name: "a join condition SQLite cannot place",
    why: "whether the ON clause refers to a table to its right depends on how outer joins are nested in the SQL",
    applies: ({ found }) => /tables to its right/.test(found.detail),
  },
];

const isGuid = ({ extendedType }) => extendedType === "BeGuid";

/** The numbers inside texts, rounded. */
const toFifteenDigits = ({ rows }) =>
  (rows ?? []).map((row) =>
    row.map((value) =>
      typeof value === "string"
        ? value.replace(/-?\d+\.\d{9,}(e[-+]?\d+)?/gi, (text) => Number(text).toPrecision(15))
        : value,
    ),
  );

/** Extracted values as the numbers they are, ids too. */
function untyped({ columns, rows }) {
  const extracted = new Set(
    (columns ?? []).flatMap(({ name, extendedType }, at) => (extendedType === "json" ? [at] : [])),
  );
  const number = (value) => {
    if (typeof value === "boolean") return Number(value);
    if (typeof value === "number") return Math.round(value * 1e6) / 1e6;
    if (typeof value !== "string" || value === "") return value;
    const day = /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(`${value.replace(/Z$/, "")}Z`) : NaN;
    if (!isNaN(day)) return Math.round((day / 86_400_000 + 2_440_587.5) * 1e6) / 1e6;
    return isNaN(value) ? value : Math.round(Number(value) * 1e6) / 1e6;
  };
  return (rows ?? []).map((row) => row.map((value, at) => (extracted.has(at) ? number(value) : value)));
}

/** The known difference that explains an answer, if any does. */
export const explanationOf = (answer) => known.find(({ applies }) => applies(answer));
