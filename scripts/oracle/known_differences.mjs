// Disagreements that are understood: each with the reason it stays. docs/ecsql.md tells those a user can meet.
import { sameRows } from "./differences.mjs";

const known = [
  {
    name: "an extracted value's type depends on its place",
    why: "natively a number or class id of $->Property loses its type after a composite column or a sort",
    applies: ({ ecsql, native, ours }) => /\$->/.test(ecsql) && sameRows(untyped(native), untyped(ours)),
  },
  {
    name: "bytes that are no GUID in a GUID column",
    why: "only a UNION of a GUID with another kind of value has them; premap gives base64 text, the native engine bytes",
    applies: ({ found, ours }) => found.kind.startsWith("rows") && ours.columns.some(isGuid),
  },
  {
    name: "class of FileInfoOwnership's properties",
    why: "the native engine leaves className out for these four internal columns",
    applies: ({ ecsql, found }) => found.kind === "column className" && /FileInfoOwnership/i.test(ecsql),
  },
  {
    name: "JSON functions on text that is no JSON",
    why: "whether a row that another condition drops is read first is SQLite's choice",
    applies: ({ found }) => found.detail === "malformed JSON",
  },
  {
    name: "a condition the native SQL cannot place",
    why: "natively SQLite says that the ON clause refers to a table to its right; the query means something",
    applies: ({ found, native }) => found.kind === "accepted" && /tables to its right/.test(native.error),
  },
];

const isGuid = ({ extendedType }) => extendedType === "BeGuid";

/** Extracted values as the numbers they are, ids too. */
function untyped({ columns, rows }) {
  const extracted = new Set(
    (columns ?? []).flatMap(({ name, extendedType }, at) => (extendedType === "json" ? [at] : [])),
  );
  const number = (value) => (typeof value === "string" && value !== "" && !isNaN(value) ? Number(value) : value);
  return (rows ?? []).map((row) => row.map((value, at) => (extracted.has(at) ? number(value) : value)));
}

/** The known difference that explains an answer, if any does. */
export const explanationOf = (answer) => known.find(({ applies }) => applies(answer));
