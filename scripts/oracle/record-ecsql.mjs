// Records what the native engine answers to a list of queries, in the format that tests/golden reads.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Failure, helpFirst, main, say } from "../lib/run.mjs";
import { difference } from "./differences.mjs";
import { engineFolder, nativeVersion } from "./native_engine.mjs";
import { TwoEngines } from "./two_engines.mjs";

helpFirst(`
node scripts/oracle/record-ecsql.mjs SNAPSHOT QUERIES OUT.json [--rows N] [--short]

QUERIES is a recorded file, whose queries are asked again, or a text with one query a line: "tag | ECSQL", then optionally
" ;; {JSON}" with bindings, convertClassIdsToClassNames or abbreviateBlobs. \\n stands for a line break. A tag with ! says that the native
engine refuses the query; it is recorded under "invalid" with the engine's words. Lines with # are comments. At most N rows (300) are kept.
--short leaves out what the tests can do without: parts of the columns' descriptions, all but two rows by JS name.
Needs the native engine, see scripts/oracle/README.md. With a second one in PREMAP_ORACLE_NEWER its answers are recorded, and "older"
tells what the other one says where it says something else.
`);

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const keptRows = Number(option("rows", 300));
const short = process.argv.includes("--short");

function fromText(text) {
  const cases = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (!line.trim() || line.startsWith("#")) continue;
    const [, mark, tag, rest] = /^(!?)([^|]*)\|(.*)$/.exec(line) ?? [];
    if (rest === undefined) throw new Failure(`Line ${at + 1} is not "tag | ECSQL".`);
    const [ecsql, options] = rest.split(" ;; ");
    const query = { tag: tag.trim(), ecsql: ecsql.trim().replaceAll("\\n", "\n"), ...(options && JSON.parse(options)) };
    cases.push({ refused: mark === "!", query });
  }
  return cases;
}

function fromRecord({ queries, invalid }) {
  const asked = ({ tag, ecsql, bindings, convertClassIdsToClassNames, abbreviateBlobs }) => ({
    tag,
    ecsql,
    ...(bindings && { bindings }),
    ...(convertClassIdsToClassNames && { convertClassIdsToClassNames }),
    ...(abbreviateBlobs && { abbreviateBlobs }),
  });
  return [
    ...queries.map((query) => ({ refused: false, query: asked(query) })),
    ...invalid.map((query) => ({ refused: true, query: asked(query) })),
  ];
}

const read = (file) => {
  const text = readFileSync(file, "utf8");
  return file.endsWith(".json") ? fromRecord(JSON.parse(text)) : fromText(text);
};

/** Is the last ORDER BY the statement's own, rather than one inside parentheses? */
const isOrdered = (ecsql) => /\border\s+by\b(?![\s\S]*\)\s*\w*\s*$)/i.test(ecsql);

const shortColumn = ({ name, jsonName, className, accessString, typeName, extendedType }) => ({
  name,
  ...(jsonName !== name && { jsonName }),
  ...(className && { className }),
  ...(accessString !== name && { accessString }),
  typeName,
  ...(extendedType && { extendedType }),
});

/** What the older engine says, where that is something else. */
function olderAnswer(newer, older) {
  if (!older || older.crash) return undefined;
  if (older.error) return newer.error ? undefined : "refuses";
  if (newer.error) return "answers";
  const found = difference(newer, older);
  return found && `differs: ${found.kind}, ${found.detail}`.slice(0, 120);
}

await main(async () => {
  const [snapshot, source, target] = process.argv.slice(2);
  if (!target) throw new Failure("Name a snapshot, a list of queries and the file to write; --help says more.");
  const newerFolder = engineFolder("PREMAP_ORACLE_NEWER");
  const native = new TwoEngines(snapshot, { older: engineFolder("PREMAP_ORACLE"), newer: newerFolder });
  const queries = [];
  const invalid = [];
  for (const [at, { query: asked, refused }] of read(source).entries()) {
    const query = { id: `${path.basename(target, ".json")}-${String(at + 1).padStart(3, "0")}`, ...asked };
    const answer = await native.ask({ ...query, js: true });
    if (answer.crash) throw new Failure(`${query.id} crashes the native engine: ${query.ecsql}`);
    const older = newerFolder ? olderAnswer(answer, await native.older.ask({ ...query, js: true })) : undefined;
    if (refused !== "error" in answer)
      say(`${query.id} is ${answer.error ? `refused: ${answer.error}` : "accepted"}: ${query.ecsql}`);
    if (answer.error) {
      invalid.push({ ...query, error: answer.error, ...(older && { older }) });
      continue;
    }
    const { columns, rows, rowsJs } = answer;
    queries.push({
      ...query,
      ordered: isOrdered(query.ecsql),
      ...(older && { older }),
      columns: short ? columns.map(shortColumn) : columns,
      rowCount: rows.length,
      ...(rows.length > keptRows && { rowsTruncatedTo: keptRows }),
      rows: rows.slice(0, keptRows),
      rowsJs: rowsJs.slice(0, short ? 2 : keptRows),
    });
  }
  native.close();
  const lines = (records) => records.map((record) => JSON.stringify(record)).join(",\n");
  const head = `"snapshot":${JSON.stringify(path.basename(snapshot))},"engine":${JSON.stringify(nativeVersion(newerFolder))}`;
  writeFileSync(target, `{${head},\n"queries":[\n${lines(queries)}\n],\n"invalid":[\n${lines(invalid)}\n]}\n`);
  say(`${queries.length} answers and ${invalid.length} refusals in ${target}`);
});
