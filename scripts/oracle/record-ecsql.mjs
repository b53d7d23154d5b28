// Records what the native engine answers to a list of queries, in the format that tests/golden reads.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Failure, helpFirst, main, say } from "../lib/run.mjs";
import { nativeVersion, NativeEngine } from "./native_engine.mjs";

helpFirst(`
node scripts/oracle/record-ecsql.mjs SNAPSHOT QUERIES.txt OUT.json

QUERIES.txt has one query a line: "tag | ECSQL", then optionally " ;; {JSON}" with bindings, convertClassIdsToClassNames or
abbreviateBlobs. \\n stands for a line break. A tag with ! says that the native engine refuses the query; it is recorded under
"invalid" with the engine's words. Lines with # are comments. Needs the native engine, see scripts/oracle/README.md.
`);

const keptRows = 300;

function parse(text, name) {
  const cases = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (!line.trim() || line.startsWith("#")) continue;
    const [, mark, tag, rest] = /^(!?)([^|]*)\|(.*)$/.exec(line) ?? [];
    if (rest === undefined) throw new Failure(`Line ${at + 1} is not "tag | ECSQL".`);
    const [ecsql, options] = rest.split(" ;; ");
    const id = `${name}-${String(cases.length + 1).padStart(3, "0")}`;
    cases.push({
      refused: mark === "!",
      query: { id, tag: tag.trim(), ecsql: ecsql.trim().replaceAll("\\n", "\n"), ...(options && JSON.parse(options)) },
    });
  }
  return cases;
}

/** Is the last ORDER BY the statement's own, rather than one inside parentheses? */
const isOrdered = (ecsql) => /\border\s+by\b(?![\s\S]*\)\s*\w*\s*$)/i.test(ecsql);

await main(async () => {
  const [snapshot, source, target] = process.argv.slice(2);
  if (!target) throw new Failure("Name a snapshot, a list of queries and the file to write; --help says more.");
  const native = new NativeEngine(snapshot);
  const queries = [];
  const invalid = [];
  for (const { query, refused } of parse(readFileSync(source, "utf8"), path.basename(target, ".json"))) {
    const answer = await native.ask({ ...query, js: true });
    if (answer.crash) throw new Failure(`${query.id} crashes the native engine: ${query.ecsql}`);
    if (refused !== "error" in answer)
      say(`${query.id} is ${answer.error ? `refused: ${answer.error}` : "accepted"}: ${query.ecsql}`);
    if (answer.error) {
      invalid.push({ ...query, error: answer.error });
      continue;
    }
    const { columns, rows, rowsJs } = answer;
    queries.push({
      ...query,
      ordered: isOrdered(query.ecsql),
      columns,
      rowCount: rows.length,
      ...(rows.length > keptRows && { rowsTruncatedTo: keptRows }),
      rows: rows.slice(0, keptRows),
      rowsJs: rowsJs.slice(0, keptRows),
    });
  }
  native.close();
  const lines = (records) => records.map((record) => JSON.stringify(record)).join(",\n");
  const head = `"snapshot":${JSON.stringify(path.basename(snapshot))},"engine":${JSON.stringify(nativeVersion())}`;
  writeFileSync(target, `{${head},\n"queries":[\n${lines(queries)}\n],\n"invalid":[\n${lines(invalid)}\n]}\n`);
  say(`${queries.length} answers and ${invalid.length} refusals in ${target}`);
});
