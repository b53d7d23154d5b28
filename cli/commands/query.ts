/** `premap query`: rows of an ECSQL query, printed while they come. */

import type { Bindings, Query, IndexRow } from "premap";
import { shownLines } from "../lib/clean.js";
import { type Command, countOf, countOrAll, oneOf, onlyArgument, parse, required } from "../lib/command.js";
import { csvRow, json, table } from "../lib/format.js";
import { readSource, withSnapshot } from "../lib/input.js";
import { note, write, writeAll } from "../lib/output.js";
import { Source } from "../lib/source.js";
import { exitCode, exitCodes, UsageError } from "../lib/usage.js";

const shownInTable = 1000;

export const query: Command = {
  summary: "run an ECSQL query",
  help: `
Usage: premap query --snapshot FILE "SELECT ..." [options]

Runs an ECSQL query and prints its rows. The query may be - for standard input.

  --snapshot FILE     the iModel snapshot (.bim)
  --bindings JSON     values of the parameters: ["0x2d", 20] for ?, {"mark": "B1"} for :mark
  --limit N           most rows (default: all; a table shows ${shownInTable})
  --offset N          rows to skip first
  --class-names       class ids as Schema.Class
  --abbreviate-blobs  binary values as {"bytes":N}
  --sql               print the SQLite SQL the query becomes, and run nothing
  --format FORMAT     table (default), json, ndjson or csv

json prints {"columns":[...],"rows":[...]}: rows as arrays, nulls at the end left off, as the native reader gives them.
ndjson prints one object a row, keyed by column name. Binary is text "encoding=base64;...".

${exitCodes("query")}
`,
  async run(args) {
    const { values, positionals } = parse(args, {
      snapshot: { type: "string" },
      bindings: { type: "string" },
      limit: { type: "string" },
      offset: { type: "string" },
      "class-names": { type: "boolean" },
      "abbreviate-blobs": { type: "boolean" },
      sql: { type: "boolean" },
      format: { type: "string" },
    });
    const given = onlyArgument(positionals, "the query");
    const format = oneOf(values.format, ["table", "json", "ndjson", "csv"], "table");
    const path = required(values.snapshot, "snapshot");
    const limit = countOrAll(values.limit, "limit");
    const offset = countOf(values.offset, "offset");
    const bindings = parseBindings(values.bindings);
    const ecsql = given === "-" ? (await readSource("-")).text : given;
    return withSnapshot(path, new Source("query", ecsql), async (snapshot) => {
      if (values.sql) {
        await write(`${shownLines(await snapshot.nativeSql(ecsql))}\n`);
        return exitCode.fine;
      }
      const rows = snapshot.query(ecsql, {
        convertClassIdsToClassNames: values["class-names"] ?? false,
        abbreviateBlobs: values["abbreviate-blobs"] ?? false,
        ...(limit != null ? { limit } : format === "table" && limit === undefined ? { limit: shownInTable + 1 } : {}),
        ...(offset !== undefined ? { offset } : {}),
        ...(bindings ? { bindings } : {}),
      });
      await printers[format](rows, limit === undefined);
      return exitCode.fine;
    });
  },
};

function parseBindings(text: string | undefined): Bindings | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as Bindings;
  } catch {
    // told below
  }
  throw new UsageError('--bindings is a JSON array or object, such as ["0x2d"]');
}

type Printer = (rows: Query<IndexRow>, cut: boolean) => Promise<void>;

const printers: Record<"table" | "json" | "ndjson" | "csv", Printer> = {
  async table(query, cut) {
    const columns = await query.columns();
    const rows = await query.toArray();
    const isCut = cut && rows.length > shownInTable;
    if (isCut) rows.length = shownInTable;
    await write(
      table(
        columns.map((column) => column.name),
        rows,
      ),
    );
    note(isCut ? `the first ${rows.length} rows; more with --limit` : `${rows.length} rows`);
  },

  async json(query) {
    await write(`{"columns":${json(await query.columns())},\n"rows":[`);
    let separator = "\n";
    await writeAll(
      each(query, (row) => {
        const text = separator + json(row);
        separator = ",\n";
        return text;
      }),
    );
    await write("\n]}\n");
  },

  async ndjson(query) {
    const names = (await query.columns()).map((column) => column.name);
    await writeAll(each(query, (row) => `${json(namedRow(names, row))}\n`));
  },

  async csv(query) {
    const names = (await query.columns()).map((column) => column.name);
    await write(csvRow(names));
    await writeAll(each(query, (row) => csvRow(names.map((_, index) => row[index]))));
  },
};

function namedRow(names: string[], row: IndexRow): object {
  return Object.fromEntries(
    names.map((name, index) => [name, row[index]] as const).filter(([, value]) => value != null),
  );
}

async function* each(query: Query<IndexRow>, print: (row: IndexRow) => string): AsyncGenerator<string> {
  for await (const row of query) yield print(row);
}
