// Recorded ECSQL answers as text: a folder a list, in it about.txt and one file a query, written so that a changed answer shows as a
// changed line. Nothing is lost: what `readList` gives is what `writeList` was given.
//
//   tag: joins                                    what the list calls it, then options and bindings, one a line
//   bind 1 string: "B1"
//   = ECSQL
//   SELECT b.Mark FROM bt.Beam b WHERE b.Mark=?
//   = columns                                     name : type (extended type) | what else is not as the name tells
//   Mark : string | json mark, of BuildingTest:StructuralMember
//   = rows: 1 in order                            by index, each a JSON array; where these are wide, a value a line
//   ["B1"]
//   = rows by JS name: 1                          each a JSON object; where it is wide, a value a line
//   {"mark":"B1"}
//
// A refused query has "= refused" with the engine's words in place of columns and rows. Text that is not plain to see (invisible
// characters, blanks at an end) is a JSON string, and so are names that are more than a word.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { writeIfChanged } from "./files.mjs";

const wide = 140;
const options = ["convertClassIdsToClassNames", "abbreviateBlobs"];
const notes = ["older", "newer"];

// Text

/** JSON in which every character can be seen. */
const json = (value) =>
  JSON.stringify(value).replace(/[^\x20-\x7e\p{L}\p{N}\p{P}\p{S}]/gu, (found) =>
    [...Array(found.length).keys()].map((at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, "0")}`).join(""),
  );
const isPlain = (text) =>
  text !== "" && text.trim() === text && !/^["=]|\n=|[ \t]\n|[^\n\x20-\x7e\p{L}\p{N}\p{P}\p{S}]/u.test(text);
const oneLine = (text) => (isPlain(text) && !text.includes("\n") ? text : json(text));
const block = (text) => (isPlain(text) ? text : json(text));
const unblock = (text) => (text.startsWith('"') ? JSON.parse(text) : text);

const name = (text) => (/^[\w.:[\]$>-]+$/.test(text) ? text : json(text));
const nameFirst = /^("(?:[^"\\]|\\.)*"|[\w.:[\]$>-]+)/;

/** Takes a name off the front of a text: [name, rest]. */
function takeName(text) {
  const found = nameFirst.exec(text)?.[0];
  if (!found) throw new Error(`no name at the start of: ${text}`);
  return [unblock(found), text.slice(found.length).trimStart()];
}

const widest = (texts) => Math.max(0, ...texts.map((text) => text.length));

// Columns

const facts = [
  ["json", "jsonName", (column) => column.name],
  ["of", "className", () => ""],
  ["path", "accessString", (column) => column.name],
];

const columnType = ({ typeName, extendedType }) => `${name(typeName)}${extendedType ? ` (${name(extendedType)})` : ""}`;

function columnsText(columns) {
  const names = columns.map((column) => name(column.name));
  const types = columns.map(columnType);
  return columns.map((column, at) => {
    const said = facts
      .filter(([, key, usual]) => column[key] !== usual(column))
      .map(([word, key]) => `${word} ${name(column[key])}`);
    if (column.generated) said.push("generated");
    const start = `${names[at].padEnd(widest(names))} : ${types[at].padEnd(widest(types))}`;
    return (said.length > 0 ? `${start} | ${said.join(", ")}` : start).trimEnd();
  });
}

/** `generated` was not recorded for the columns of a brief list. */
function readColumn(line, index, brief) {
  const [columnName, afterName] = takeName(line);
  const [typeName, afterType] = takeName(afterName.slice(1).trimStart());
  const column = { name: columnName, index, typeName, ...(!brief && { generated: false }) };
  for (const [, key, usual] of facts) column[key] = usual(column);
  let rest = afterType;
  if (rest.startsWith("(")) {
    const [, extended, after] = /^\(("(?:[^"\\]|\\.)*"|[^)]*)\)\s*(.*)$/.exec(rest);
    column.extendedType = unblock(extended);
    rest = after;
  }
  for (rest = rest.replace(/^\|\s*/, ""); rest !== ""; rest = rest.replace(/^,\s*/, "")) {
    const [word, after] = takeName(rest);
    if (word === "generated") {
      column.generated = true;
      rest = after;
      continue;
    }
    const fact = facts.find(([each]) => each === word);
    if (!fact) throw new Error(`a column is said to be "${word}": ${line}`);
    [column[fact[1]], rest] = takeName(after);
  }
  return column;
}

// Rows: on one line where there is room, else a value a line

const valueLines = (pairs) => {
  const names = pairs.map(([key]) => name(key));
  return pairs.map(([, value], at) => `  ${names[at].padEnd(widest(names))} = ${json(value)}`);
};

function indexRowsText(rows, columns) {
  const cells = rows.map((row) => row.map(json));
  const widths = columns.map((_, at) => widest(cells.map((row) => row[at] ?? "")));
  const lines = cells.map(
    (row) => `[${row.map((cell, at) => (at + 1 < row.length ? `${cell},`.padEnd(widths[at] + 2) : cell)).join("")}]`,
  );
  if (widest(lines) <= wide) return lines;
  return rows.flatMap((row) => ["[", ...valueLines(row.map((value, at) => [columns[at].name, value])), "]"]);
}

const jsRowsText = (rows) =>
  rows.flatMap((row) => {
    const line = json(row);
    return line.length <= wide ? [line] : ["{", ...valueLines(Object.entries(row)), "}"];
  });

function readRows(lines, columns) {
  const rows = [];
  for (let at = 0; at < lines.length; at++) {
    if (lines[at] !== "[" && lines[at] !== "{") {
      rows.push(JSON.parse(lines[at]));
      continue;
    }
    const isArray = lines[at] === "[";
    const pairs = [];
    for (at++; lines[at] !== (isArray ? "]" : "}"); at++) {
      if (lines[at] === undefined) throw new Error("a row has no end");
      const [key, rest] = takeName(lines[at].trimStart());
      if (isArray && columns[pairs.length]?.name !== key) throw new Error(`"${key}" is not the next column of its row`);
      pairs.push([key, JSON.parse(rest.slice(1))]);
    }
    rows.push(isArray ? pairs.map(([, value]) => value) : Object.fromEntries(pairs));
  }
  return rows;
}

// Queries

const section = (title, lines) => [`= ${title}`, ...lines];

/** One recorded query as the text of its file. */
export function queryText(query) {
  const { tag, ecsql, bindings = [], error, columns, rows, rowsJs, rowCount, rowsTruncatedTo, ordered } = query;
  const head = [
    `tag: ${oneLine(tag)}`,
    ...options.filter((key) => query[key]),
    ...notes.filter((key) => key in query).map((key) => `${key}: ${json(query[key])}`),
    ...bindings.map(
      ({ param, type, value }) =>
        `bind ${typeof param === "number" ? param : json(param)} ${name(type)}${value === undefined ? "" : `: ${json(value)}`}`,
    ),
  ];
  const asked = section("ECSQL", [block(ecsql)]);
  if (error !== undefined) return `${[...head, ...asked, ...section("refused", [block(error)])].join("\n")}\n`;
  const count = `${rowCount}${ordered ? " in order" : ""}${rowsTruncatedTo ? `, the first ${rowsTruncatedTo}` : ""}`;
  const answer = [
    ...section("columns", columnsText(columns)),
    ...section(`rows: ${count}`, indexRowsText(rows, columns)),
    ...section(`rows by JS name: ${rowsJs.length}`, jsRowsText(rowsJs)),
  ];
  return `${[...head, ...asked, ...answer].join("\n")}\n`;
}

function readHead(lines) {
  const query = {};
  const bindings = [];
  for (const line of lines) {
    const [, param, type, , value] = /^bind (\d+|"(?:[^"\\]|\\.)*") (\S+?)(: (.*))?$/.exec(line) ?? [];
    if (param) bindings.push({ param: JSON.parse(param), type, ...(value && { value: JSON.parse(value) }) });
    else if (options.includes(line)) query[line] = true;
    else if (line.startsWith("tag: ")) query.tag = unblock(line.slice(5));
    else {
      const [, note, said] = /^(\w+): (.*)$/.exec(line) ?? [];
      if (!notes.includes(note)) throw new Error(`not understood: ${line}`);
      query[note] = JSON.parse(said);
    }
  }
  return bindings.length > 0 ? { ...query, bindings } : query;
}

/** The query that the text of a file tells; `brief` as about.txt says it of the list. */
export function readQuery(text, brief = false) {
  const [head, ...sections] = text.replaceAll("\r\n", "\n").trimEnd().split(/\n= /);
  const parts = sections.map((part) => {
    const [title, ...lines] = part.split("\n");
    return { title, lines };
  });
  const part = (start) => parts.find(({ title }) => title.startsWith(start));
  const query = { ...readHead(head.split("\n")), ecsql: unblock(part("ECSQL").lines.join("\n")) };
  if (part("refused")) return { ...query, error: unblock(part("refused").lines.join("\n")) };
  const [, count, ordered, , kept] = /^rows: (\d+)( in order)?(, the first (\d+))?$/.exec(part("rows: ").title);
  const columns = part("columns").lines.map((line, index) => readColumn(line, index, brief));
  const rows = readRows(part("rows: ").lines, columns);
  const rowsJs = readRows(part("rows by JS name: ").lines, columns);
  const told = [rows.length, rowsJs.length].join();
  const wanted = [kept ?? count, part("rows by JS name: ").title.split(": ")[1]].join();
  if (told !== wanted) throw new Error(`${told} rows where the titles say ${wanted}`);
  return {
    ...query,
    ordered: ordered !== undefined,
    columns,
    rowCount: Number(count),
    ...(kept && { rowsTruncatedTo: Number(kept) }),
    rows,
    rowsJs,
  };
}

// Lists

const numberOf = (id) => Number(/\d+$/.exec(id)[0]);
const fileOf = (id) => `${/\d+$/.exec(id)[0]}.txt`;

/** A list as {snapshot, engine, brief, queries, invalid}, each part in the order of its numbers. */
export function readList(folder) {
  const about = Object.fromEntries(
    readFileSync(path.join(folder, "about.txt"), "utf8")
      .split(/\r?\n/)
      .filter((line) => line && !line.startsWith("#"))
      .map((line) => [line.slice(0, line.indexOf(": ")), line.slice(line.indexOf(": ") + 2)]),
  );
  const brief = about.columns === "brief";
  const all = readdirSync(folder)
    .filter((file) => /^\d+\.txt$/.test(file))
    .sort((a, b) => numberOf(path.basename(a, ".txt")) - numberOf(path.basename(b, ".txt")))
    .map((file) => {
      const where = path.join(folder, file);
      try {
        const id = `${path.basename(folder)}-${path.basename(file, ".txt")}`;
        return { id, ...readQuery(readFileSync(where, "utf8"), brief) };
      } catch (problem) {
        throw new Error(`${where}: ${problem.message}`, { cause: problem });
      }
    });
  if (all.length === 0) throw new Error(`${folder} has no queries`);
  return {
    snapshot: about.snapshot,
    engine: about.engine,
    brief,
    queries: all.filter(({ error }) => error === undefined),
    invalid: all.filter(({ error }) => error !== undefined),
  };
}

export const isList = (folder) => existsSync(path.join(folder, "about.txt"));

/** Writes a list; files of queries that are no longer in it go. */
export function writeList(folder, { snapshot, engine, brief, queries, invalid }) {
  mkdirSync(folder, { recursive: true });
  const all = [...queries, ...invalid];
  const kept = new Set(all.map(({ id }) => fileOf(id)));
  for (const file of readdirSync(folder).filter((each) => /^\d+\.txt$/.test(each) && !kept.has(each)))
    rmSync(path.join(folder, file));
  writeIfChanged(
    path.join(folder, "about.txt"),
    `snapshot: ${snapshot}\nengine: ${engine}\n${brief ? "columns: brief\n" : ""}`,
  );
  for (const query of all) writeIfChanged(path.join(folder, fileOf(query.id)), queryText(query));
}
