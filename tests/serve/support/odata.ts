/** Tables made up by a test, behind an endpoint without or with HTTP. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { Readable } from "node:stream";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { engineTables } from "../../../dist/cli/serve/engine_tables.js";
import type { ExtractedTable, ODataAnswer, ReportTables, TableColumn } from "../../../dist/cli/serve/tables.js";
import initSqlJs from "../../../dist/sqljs/index.js";

export type Value = null | boolean | bigint | number | string;
export type Row = Record<string, Value>;

const sqlTypes = { Boolean: "BOOLEAN", Integer: "INTEGER", Double: "REAL", String: "TEXT" };

/** A file as an extraction writes it, with these rows. */
export async function writeTable(
  file: string,
  entitySet: string,
  columns: readonly TableColumn[],
  rows: readonly Row[],
  isKeyed = true,
): Promise<ExtractedTable> {
  const { Database } = await initSqlJs();
  const database = new Database();
  database.run(`CREATE TABLE rows(${columns.map(({ name, type }) => `"${name}" ${sqlTypes[type]}`).join(", ")})`);
  database.run("BEGIN");
  const marks = columns.map(() => "?").join(", ");
  for (const row of rows) {
    const isPlain = columns.every(({ name }) => typeof row[name] !== "bigint");
    const values = columns.map(({ name }) => row[name] as Exclude<Value, bigint>);
    if (isPlain)
      database.run(
        `INSERT INTO rows VALUES (${marks})`,
        values.map((value) => (typeof value === "boolean" ? Number(value) : value)),
      );
    else database.run(`INSERT INTO rows VALUES (${columns.map(({ name }) => sqlOf(row[name] ?? null)).join(", ")})`);
  }
  database.run("COMMIT");
  writeFileSync(file, database.export());
  database.close();
  return { groupId: entitySet, groupName: entitySet, entitySet, file, columns, rowCount: rows.length, isKeyed };
}

function sqlOf(value: Value): string {
  if (value === null) return "NULL";
  if (typeof value === "boolean") return value ? "1" : "0";
  if (typeof value === "bigint") return value === -(2n ** 63n) ? "(-9223372036854775807 - 1)" : String(value);
  if (typeof value === "string") return `CAST(x'${Buffer.from(value).toString("hex")}' AS TEXT)`; // whatever stands in it
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? value.toFixed(1) : value.toExponential(17);
}

export interface Told {
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
}

export interface Endpoint {
  folder: string;
  report: ReportTables;
  /** `path` has the query behind a question mark, not yet encoded where `query` is given. */
  get(
    path: string,
    query?: Record<string, string>,
    headers?: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<Told>;
  /** The answer as it comes. */
  ask(path: string, signal: AbortSignal): Promise<ODataAnswer>;
  /** The rows of all pages. */
  rows(
    path: string,
    query?: Record<string, string>,
    headers?: Record<string, string>,
  ): Promise<Record<string, unknown>[]>;
  /** The same over HTTP; the address of the report. */
  listen(): Promise<string>;
  close(): Promise<void>;
}

export const root = "http://127.0.0.1/insights/reporting/odata/r";

export function endpoint(): Endpoint {
  const tables = engineTables();
  const folder = mkdtempSync(path.join(tmpdir(), "premap-odata-"));
  const closing: (() => void)[] = [];
  const self: Endpoint = {
    folder,
    report: { reportId: "r", runs: [], aggregated: [] },
    async get(at, query, headers = {}, signal = new AbortController().signal) {
      const [asked = "", plain = ""] = at.split("?");
      const encoded = query
        ? Object.entries(query)
            .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
            .join("&")
        : plain;
      const request = { method: "GET", path: asked, query: encoded, headers, root, signal };
      const answer = await tables.answerOData(self.report, request);
      return { status: answer.status, headers: answer.headers, text: await textOf(answer) };
    },
    ask: (at, signal) =>
      tables.answerOData(self.report, { method: "GET", path: at, query: "", headers: {}, root, signal }),
    async rows(at, query, headers) {
      const rows: Record<string, unknown>[] = [];
      let told = await self.get(at, query, headers);
      for (;;) {
        if (told.status !== 200) throw new Error(told.text);
        const { value, "@odata.nextLink": next } = JSON.parse(told.text) as Page;
        rows.push(...value);
        if (next === undefined) return rows;
        if (value.length === 0) throw new Error("an empty page has a next one");
        told = await self.get(next.slice(root.length + 1), undefined, headers);
      }
    },
    async listen() {
      // Never the first to close a connection: a client may be just about to ask on it.
      const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
        const url = new URL(request.url ?? "", "http://x");
        const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/odata/r`;
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        );
        void tables
          .answerOData(self.report, {
            method: request.method ?? "GET",
            path: url.pathname.replace(/^\/odata\/r\/?/, ""),
            query: url.search.slice(1),
            headers,
            root: address,
            signal: new AbortController().signal,
          })
          .then(({ status, headers: told, body }) => {
            response.writeHead(status, told);
            if (body instanceof Uint8Array) response.end(body);
            else Readable.from(body).pipe(response);
          });
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      closing.push(() => server.close());
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/odata/r`;
    },
    async close() {
      for (const end of closing) end();
      await tables.close();
      rmSync(folder, { recursive: true });
    },
  };
  return self;
}

interface Page {
  value: Record<string, unknown>[];
  "@odata.nextLink"?: string;
}

async function textOf({ headers, body }: ODataAnswer): Promise<string> {
  const pieces: Uint8Array[] = [];
  if (body instanceof Uint8Array) pieces.push(body);
  else for await (const piece of body) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  if (body instanceof Uint8Array && headers["Content-Length"] !== String(bytes.byteLength))
    throw new Error("the length is another");
  return (headers["Content-Encoding"] === "gzip" ? gunzipSync(bytes) : bytes).toString();
}

/** The same numbers every time: below a bound, or an item of a list. */
export function randomOf(seed: number) {
  let state = seed >>> 0;
  const below = (bound: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
  return { below, pick: <Item>(list: readonly Item[]): Item => list[below(list.length)] as Item };
}
