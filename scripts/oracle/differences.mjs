// What differs between two answers to one query: {kind, detail}, or undefined.

const columnKeys = ["name", "jsonName", "className", "accessString", "index", "typeName", "extendedType", "generated"];

/** `loose`: only the number of rows and the columns are the query's, not which rows. */
export function difference(native, ours, loose = false) {
  if (native.crash) return undefined; // nothing to compare with
  if (ours.crash) return { kind: "crash", detail: ours.crash };
  if (native.error) return ours.error ? undefined : { kind: "accepted", detail: reason(native.error) };
  if (ours.error) return { kind: "refused", detail: reason(ours.error) };
  const rowsDiffer = loose ? countDifference : rowDifference;
  // Wrong values first: a column that is only named otherwise must not hide them.
  return (
    rowsDiffer("rows", native.rows, ours.rows) ??
    columnDifference(native.columns, ours.columns) ??
    (loose ? undefined : jsDifference(native, ours))
  );
}

const countDifference = (kind, native, ours) =>
  native.length === ours.length ? undefined : { kind, detail: `${ours.length} rows instead of ${native.length}` };

function columnDifference(native, ours) {
  if (native.length !== ours.length) return { kind: "columns", detail: `${ours.length} instead of ${native.length}` };
  for (const [index, column] of native.entries()) {
    for (const key of columnKeys) {
      const [wanted, found] = [column[key] ?? "", ours[index][key] ?? ""];
      if (wanted !== found)
        return { kind: `column ${key}`, detail: `${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}` };
    }
  }
  return undefined;
}

/** Rows as a multiset: queries without ORDER BY come in the order of the plan. */
function rowDifference(kind, native, ours) {
  const count = ours.length === native.length ? "" : ` (${ours.length} rows instead of ${native.length})`;
  const spare = new Map();
  for (const row of ours.map(canonical)) spare.set(row, (spare.get(row) ?? 0) + 1);
  for (const row of native.map(canonical)) {
    const left = spare.get(row) ?? 0;
    if (!left) {
      const instead = [...spare].find(([, times]) => times > 0)?.[0] ?? "nothing";
      return { kind, detail: `${clip(instead)} instead of ${clip(row)}${count}` };
    }
    spare.set(row, left - 1);
  }
  return count ? { kind, detail: count.trim() } : undefined;
}

export const sameRows = (native, ours) => !rowDifference("rows", native, ours);

const jsDifference = (native, ours) =>
  native.rowsJs && ours.rowsJs ? rowDifference("rows by JS name", native.rowsJs, ours.rowsJs) : undefined;

/** An answer in few words. */
export function brief({ error, crash, columns, rows }) {
  if (error ?? crash) return (error ?? `crash: ${crash}`).slice(0, 300);
  const types = columns.map(
    ({ name, typeName, extendedType }) => `${name}: ${typeName}${extendedType ? ` (${extendedType})` : ""}`,
  );
  return `${types.join(", ")}; ${rows.length} rows ${rows.slice(0, 2).map(canonical).join(" ").slice(0, 300)}`;
}

/** Equal texts mean equal values; the last digits of a double may differ by the order of a sum. */
function canonical(value) {
  if (Array.isArray(value)) {
    const end = value.findLastIndex((item) => item !== null && item !== undefined) + 1;
    return `[${value.slice(0, end).map(canonical).join(",")}]`;
  }
  if (value === null || value === undefined) return "null";
  if (value instanceof Uint8Array) return canonical({ $b64: Buffer.from(value).toString("base64") });
  if (typeof value === "number") return Number.isInteger(value) ? String(value + 0) : value.toPrecision(12);
  if (typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(",")}}`;
}

/** The message without the names and numbers in it, so that like faults group. */
const reason = (message) =>
  message
    .replace(/'[^']*'|`[^`]*`|"[^"]*"|\d+/g, "…")
    .replace(/\s+/g, " ")
    .slice(0, 160);
const clip = (text) => (text.length > 200 ? `${text.slice(0, 200)}…` : text);
