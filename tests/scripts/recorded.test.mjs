/** Recorded answers as text: nothing is lost, and what lies in tests/fixtures/ecsql is written as the writer writes it. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { isList, queryText, readList, readQuery, writeList } from "../../scripts/lib/recorded.mjs";

const column = (name, rest = {}) => ({
  name,
  index: 0,
  typeName: "string",
  jsonName: name,
  className: "",
  accessString: name,
  generated: false,
  ...rest,
});
const answer = (rest = {}) => ({
  tag: "a tag",
  ecsql: "SELECT 1",
  ordered: false,
  columns: [column("a")],
  rowCount: 1,
  rows: [["x"]],
  rowsJs: [{ a: "x" }],
  ...rest,
});
const kept = (query) => expect(readQuery(queryText(query))).toEqual(query);

describe("a recorded query as text", () => {
  it("keeps queries that look like parts of the file, or hold what nobody sees", () => {
    for (const ecsql of [
      "SELECT 1\n= columns\nFROM x",
      "= rows: 1",
      '"quoted" = 1',
      "SELECT 1-- x\n",
      " SELECT 1 ",
      "SELECT 1 \nFROM x",
      "SELECT\t1",
      "SELECT\u00a01\u200b\ufeff",
      "SELECT 1\r\nFROM x",
      "",
      "SELECT 'é 名 😀 \\u0041'\nFROM x",
    ]) {
      kept(answer({ ecsql }));
      kept({ tag: ecsql, ecsql, error: ecsql });
      expect(queryText(answer({ ecsql }))).not.toMatch(/[\u00a0\u200b\ufeff\r\t]/);
    }
  });

  it("keeps options, bindings of every kind, and what the other engine says", () => {
    kept(
      answer({
        older: "differs: rows, [0] instead of [2]",
        newer: true,
        convertClassIdsToClassNames: true,
        abbreviateBlobs: true,
        bindings: [
          { param: 1, type: "string", value: "a\nb: c" },
          { param: "na me", type: "idset", value: ["0x26"] },
          { param: 3, type: "null" },
          { param: 4, type: "long", value: null },
          { param: 5, type: "blob", value: { $b64: "AA==" } },
        ],
      }),
    );
  });

  it("keeps names that are more than a word, and every fact of a column", () => {
    for (const name of [
      "a",
      "'a' | b, of c",
      "a : b",
      "a:b",
      "(x)",
      'q"q',
      "",
      "a\nb",
      "Parent.Id",
      "arr[0]",
      "generated",
    ])
      kept(
        answer({
          columns: [
            column(name, { jsonName: `${name}J`, className: "S:C, generated", accessString: `${name}.p` }),
            column(name, { index: 1, typeName: "S.T x", extendedType: "Ex (t)", generated: true }),
            column(name, { index: 2, extendedType: "Id" }),
          ],
        }),
      );
  });

  it("keeps rows of every width and value, left-off nulls and the count of what was not kept", () => {
    const values = [
      "=",
      "= rows",
      "[",
      "]",
      '"',
      "a\nb",
      "\u2028",
      null,
      0.1,
      1e300,
      true,
      { Id: "0x1" },
      [1, null],
      {},
    ];
    const columns = values.map((_, index) => column(`c${index}`, { index, jsonName: `C ${index}` }));
    const js = Object.fromEntries(values.map((value, index) => [`C ${index}`, value]));
    kept(answer({ columns, rowCount: 4, rows: [values, [], values.slice(0, 3), [null]], rowsJs: [js, {}, { a: 1 }] }));
    const long = values.map((value) => [value, "x".repeat(50)]);
    kept(
      answer({ columns, rowCount: 900, rowsTruncatedTo: 2, ordered: true, rows: [long, [1]], rowsJs: [{ long }, {}] }),
    );
    kept(answer({ columns: [], rowCount: 0, rows: [], rowsJs: [] }));
  });

  it("refuses a file whose rows are not as many as it says, or whose values are not those of its columns", () => {
    expect(() => readQuery(queryText(answer()).replace("rows: 1", "rows: 2"))).toThrow("rows where the titles say");
    const wide = queryText(answer({ rows: [["x".repeat(200)]] }));
    expect(() => readQuery(wide.replace("  a =", "  b ="))).toThrow("not the next column");
  });
});

describe("recorded lists", () => {
  const folder = inRoot("tests/fixtures/ecsql");
  const lists = readdirSync(folder).filter((name) => isList(path.join(folder, name)));

  it("are there, and each file is as the writer writes it", () => {
    expect(lists.length).toBeGreaterThan(10);
    for (const name of lists) {
      const { queries, invalid } = readList(path.join(folder, name));
      for (const query of [...queries, ...invalid]) {
        const file = path.join(folder, name, `${query.id.slice(name.length + 1)}.txt`);
        if (queryText(query) !== readFileSync(file, "utf8"))
          expect(queryText(query), file).toBe(readFileSync(file, "utf8"));
      }
    }
  });

  it("lose the files of queries that are gone", () => {
    const made = path.join(mkdtempSync(path.join(tmpdir(), "premap-")), "some");
    const list = { snapshot: "a.bim", engine: "native 1", brief: false, queries: [], invalid: [] };
    const refused = (number) => ({ id: `some-${number}`, tag: "t", ecsql: "SELECT", error: "no" });
    writeList(made, {
      ...list,
      queries: [{ id: "some-1000", ...answer() }],
      invalid: [refused("001"), refused("002")],
    });
    expect(readList(made).invalid.map(({ id }) => id)).toEqual(["some-001", "some-002"]);
    expect(readList(made).queries.map(({ id }) => id)).toEqual(["some-1000"]);
    writeList(made, { ...list, invalid: [refused("002")] });
    expect(readList(made)).toEqual({ ...list, invalid: [refused("002")] });
    rmSync(path.dirname(made), { recursive: true });
  });
});
