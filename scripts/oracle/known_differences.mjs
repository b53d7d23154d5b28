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
    applies: ({ found, native }) => found.kind === "accepted" && /SQLITE_ERROR near .*syntax error/.test(native.error),
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
    why: "the native engine cannot write a row whose geometry stream column holds something else",
    applies: ({ found, native }) => found.kind === "accepted" && /failed to serialize/.test(native.error),
  },
  {
    name: "digits of numbers in JSON text",
    why: "the JSON functions of the newer SQLite write 17 digits, those of the native engine's 15",
    applies: ({ ecsql, native, ours }) => /\bjson_/i.test(ecsql) && sameRows(shortened(native), shortened(ours)),
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
  {
    name: "a property of an outer SELECT *",
    why: "natively an expanded * makes it ambiguous inside a sub-select",
    applies: ({ ecsql, found, native }) =>
      found.kind === "accepted" && /ambiguous/.test(native.error) && /SELECT (DISTINCT |ALL )?(\w+\.)?\*/i.test(ecsql),
  },
];

const isGuid = ({ extendedType }) => extendedType === "BeGuid";

/** Extracted values as the numbers they are, ids too. */
function untyped({ columns, rows }) {
  const extracted = new Set(
    (columns ?? []).flatMap(({ name, extendedType }, at) => (extendedType === "json" ? [at] : [])),
  );
  const number = (value) => {
    if (typeof value === "boolean") return Number(value);
    if (typeof value !== "string" || value === "") return value;
    const day = /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(`${value.replace(/Z$/, "")}Z`) : NaN;
    if (!isNaN(day)) return Math.round((day / 86_400_000 + 2_440_587.5) * 1e6) / 1e6;
    return isNaN(value) ? value : Math.round(Number(value) * 1e6) / 1e6;
  };
  return (rows ?? []).map((row) => row.map((value, at) => (extracted.has(at) ? number(value) : value)));
}

/** Long numbers inside texts to 12 digits. */
const shortened = ({ rows }) =>
  (rows ?? []).map((row) =>
    row.map((value) =>
      typeof value === "string" ? value.replace(/-?\d+\.\d{8,}/g, (digits) => Number(digits).toPrecision(12)) : value,
    ),
  );

/** The known difference that explains an answer, if any does. */
export const explanationOf = (answer) => known.find(({ applies }) => applies(answer));
