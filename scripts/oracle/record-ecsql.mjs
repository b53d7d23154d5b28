// Records what the native engine answers to a list of queries, in the format that tests/golden reads.
import { readFileSync } from "node:fs";
import path from "node:path";
import { isList, readList, writeList } from "../lib/recorded.mjs";
import { Failure, helpFirst, main, say } from "../lib/run.mjs";
import { difference } from "./differences.mjs";
import { engineFolder, nativeVersion } from "./native_engine.mjs";
import { TwoEngines } from "./two_engines.mjs";

helpFirst(`
node scripts/oracle/record-ecsql.mjs SNAPSHOT QUERIES LIST [--rows N] [--brief]

Writes the folder LIST (tests/fixtures/ecsql/NAME): a readable file a query, see scripts/lib/recorded.mjs.
QUERIES is a recorded list (LIST itself, to ask its queries again), or a text with one query a line: "tag | ECSQL", then optionally
" ;; {JSON}" with bindings, convertClassIdsToClassNames or abbreviateBlobs. \\n stands for a line break. A tag with ! says that the native
engine refuses the query; it is recorded as refused, with the engine's words. Lines with # are comments. At most N rows (300) are kept.
A query that stands in LIST keeps its number; new ones get the next, and files of those that are gone go too.
--brief leaves out what the tests can do without: which columns are generated, all but two rows by JS name. A brief list stays brief.
Needs the native engine, see scripts/oracle/README.md. With a second one in PREMAP_ORACLE_NEWER its answers are recorded, and "older"
tells what the other one says where it says something else.
`);

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const keptRows = Number(option("rows", 300));

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

const questionKeys = ["tag", "ecsql", "bindings", "convertClassIdsToClassNames", "abbreviateBlobs"];
const question = (query) =>
  Object.fromEntries(questionKeys.filter((key) => query[key]).map((key) => [key, query[key]]));

const numberOf = (id) => Number(/\d+$/.exec(id)[0]);

const fromRecord = ({ queries, invalid }) =>
  [...queries, ...invalid]
    .sort((a, b) => numberOf(a.id) - numberOf(b.id))
    .map((query) => ({ refused: "error" in query, query: question(query) }));

const read = (file) => (isList(file) ? fromRecord(readList(file)) : fromText(readFileSync(file, "utf8")));

/** Gives each query the number that it has in the recorded list already, else the next one after all of those. */
function numbered(name, asked, recorded) {
  const sameAs = (query) => JSON.stringify({ ...question(query), tag: undefined });
  const known = new Map();
  for (const query of recorded) known.set(sameAs(query), [...(known.get(sameAs(query)) ?? []), query.id]);
  let next = Math.max(0, ...recorded.map(({ id }) => numberOf(id))) + 1;
  const idOf = (query) => known.get(sameAs(query))?.shift() ?? `${name}-${String(next++).padStart(3, "0")}`;
  return asked.map(({ refused, query }) => ({ refused, query: { id: idOf(query), ...query } }));
}

/** Is the last ORDER BY the statement's own, rather than one inside parentheses? */
const isOrdered = (ecsql) => /\border\s+by\b(?![\s\S]*\)\s*\w*\s*$)/i.test(ecsql);

/** What is kept of a column; its place and the old name of its extended type say nothing of their own. */
function keptColumn({ extendType, ...column }, position, brief) {
  if (column.index !== position || (extendType ?? "") !== (column.extendedType ?? ""))
    throw new Failure(`column ${column.name} says more than a recorded list can hold: ${JSON.stringify(column)}`);
  const { generated, ...rest } = column;
  return brief ? rest : { ...rest, generated };
}

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
  if (!target) throw new Failure("Name a snapshot, a list of queries and the folder to write; --help says more.");
  const newerFolder = engineFolder("PREMAP_ORACLE_NEWER");
  const native = new TwoEngines(snapshot, { older: engineFolder("PREMAP_ORACLE"), newer: newerFolder });
  const recorded = isList(target) ? readList(target) : { brief: false, queries: [], invalid: [] };
  const brief = recorded.brief || process.argv.includes("--brief");
  const asked = numbered(path.basename(target), read(source), [...recorded.queries, ...recorded.invalid]);
  const queries = [];
  const invalid = [];
  for (const { query, refused } of asked) {
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
      columns: columns.map((column, position) => keptColumn(column, position, brief)),
      rowCount: rows.length,
      ...(rows.length > keptRows && { rowsTruncatedTo: keptRows }),
      rows: rows.slice(0, keptRows),
      rowsJs: rowsJs.slice(0, brief ? 2 : keptRows),
    });
  }
  native.close();
  writeList(target, { snapshot: path.basename(snapshot), engine: nativeVersion(newerFolder), brief, queries, invalid });
  say(`${queries.length} answers and ${invalid.length} refusals in ${target}`);
});
