/** Workbooks and zips the page writes, read by another reader; and the CSV they are made of, cut anywhere. */
import { createEngine, type Engine, type Snapshot } from "premap";
import { unzipSync } from "fflate";
import readSheets from "read-excel-file/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CsvRecord, csvRecords } from "../../web/src/lib/csv_reader.ts";
import type { Sink } from "../../web/src/lib/file_sink.ts";
import { columnLetters, limits, sheetName, type SheetSource, writeWorkbook } from "../../web/src/lib/workbook.ts";
import { openZip } from "../../web/src/lib/zip_file.ts";
import { snapshotFile } from "./support.ts";

const never = new AbortController().signal;

function memorySink(): Sink & { bytes: () => Buffer } {
  const pieces: Uint8Array[] = [];
  return {
    ...{ name: "t.xlsx", close: async () => {}, abandon: async () => {}, bytes: () => Buffer.concat(pieces) },
    write: async (piece) => void pieces.push(piece.slice()),
  };
}

type Rows = readonly CsvRecord[];
async function* inBatches(rows: Rows, size = 3): AsyncGenerator<Rows> {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
}
async function* sourcesOf(...sheets: [name: string, columns: [string, string][], rows: Rows][]) {
  for (const [name, columns, rows] of sheets)
    yield {
      name,
      columns: columns.map(([column, dataType]) => ({ name: column, dataType })),
      rows: inBatches(rows),
    } satisfies SheetSource;
}

async function written(sources: AsyncIterable<SheetSource>, mostRows?: number) {
  const sink = memorySink();
  const notes = await writeWorkbook(sink, sources, never, mostRows);
  const sheets = await readSheets(sink.bytes());
  return { notes, bytes: sink.bytes(), sheets: sheets.map(({ sheet, data }) => [sheet, data] as const) };
}

describe("a workbook", () => {
  it("has typed cells: numbers, booleans, moments, and texts whatever they begin with", async () => {
    const columns: [string, string][] = [
      ["Id", "String"],
      ["Count", "Integer"],
      ["Length", "Double"],
      ["Is", "Boolean"],
      ["When", "String"],
    ];
    const rows: Rows = [
      ["0x2d", "12", "2.75", "true", "2019-05-04T03:02:01.500Z"],
      ["007", "-9007199254740991", "-1e-7", "false", "2019-05-04"],
      ["=1+1", null, null, null, null],
      ['+49 & <b>"ß"</b> 🏗', "0", "1.7976931348623157e308", "true", "2019-02-30"],
    ];
    const { sheets, notes } = await written(sourcesOf(["Beams", columns, rows]));
    expect(sheets).toEqual([
      [
        "Beams",
        [
          ["Id", "Count", "Length", "Is", "When"],
          ["0x2d", 12, 2.75, true, new Date("2019-05-04T03:02:01.500Z")],
          ["007", "-9007199254740991", -1e-7, false, new Date("2019-05-04")],
          ["=1+1", null, null, null, null],
          ['+49 & <b>"ß"</b> 🏗', 0, 1.7976931348623157e308, true, "2019-02-30"],
        ],
      ],
    ]);
    expect(notes.longNumbers).toBe(1);
  });

  it("cuts what no cell takes, and says so", async () => {
    const long = `${"x".repeat(limits.text - 1)}🏗and more`;
    const { sheets, notes } = await written(sourcesOf(["A", [["T", "String"]], [[long], ["short"]]]));
    expect(sheets[0]![1][1]![0]).toBe("x".repeat(limits.text - 1));
    expect(notes.cutTexts).toBe(1);
  });

  it("goes on in another sheet where one is full", async () => {
    const rows = Array.from({ length: 10 }, (_, index) => [String(index)]);
    const { sheets, notes } = await written(
      sourcesOf(["A", [["N", "Integer"]], rows], ["B", [["N", "Integer"]], []]),
      5,
    );
    expect(sheets.map(([name, data]) => [name, data.map(([cell]) => cell)])).toEqual([
      ["A", ["N", 0, 1, 2, 3]],
      ["A (2)", ["N", 4, 5, 6, 7]],
      ["A (3)", ["N", 8, 9]],
      ["B", ["N"]],
    ]);
    expect(notes.continued).toEqual(["A"]);
  });

  it("without a table is one that opens", async () => {
    const { sheets } = await written(sourcesOf());
    expect(sheets.map(([name]) => name)).toEqual(["Empty"]);
  });

  it("keeps what XML cannot hold in the spelling that Excel has for it", async () => {
    const { bytes } = await written(sourcesOf(["A", [["T", "String"]], [["a\u0007b\r\n _x0041_"]]]));
    const xml = Buffer.from(unzipSync(bytes)["xl/worksheets/sheet1.xml"]!).toString();
    expect(xml).toContain(">a_x0007_b_x000D_\n _x005F_x0041_<");
  });

  it("marks texts that a change of the cell would make formulas", async () => {
    const { bytes } = await written(sourcesOf(["A", [["T", "String"]], [["=1+1"], ["@a"], ["plain"]]]));
    const files = unzipSync(bytes);
    const text = (name: string) => Buffer.from(files[name]!).toString();
    const formats = [...text("xl/styles.xml").matchAll(/<xf [^>]*xfId[^>]*>/g)].map(([xf]) =>
      xf.includes("quotePrefix"),
    );
    const cells = [...text("xl/worksheets/sheet1.xml").matchAll(/<c r="A[234]" s="(\d)" t="inlineStr">/g)];
    expect(cells.map(([, style]) => formats[Number(style)])).toEqual([true, true, false]);
    expect(text("xl/worksheets/sheet1.xml")).not.toContain("<f>");
  });
});

describe("names of sheets", () => {
  const cases: [string, string[], string][] = [
    ["Beams", [], "Beams"],
    ["beams", ["Beams"], "beams (2)"],
    ["a/b\\c?*[x]:", [], "a_b_c___x__"],
    ["'quoted'", [], "quoted"],
    [" 'quoted' ", [], "quoted"],
    [`${"x".repeat(30)}'s`, [], "x".repeat(30)],
    ["History", [], "History_"],
    ["  ", [], "_"],
    ["x".repeat(40), [], "x".repeat(31)],
    ["x".repeat(40), ["X".repeat(31)], `${"x".repeat(27)} (2)`],
    [`${"x".repeat(30)}🏗`, [], "x".repeat(30)],
  ];
  for (const [wanted, taken, name] of cases)
    it(`${JSON.stringify(wanted)} becomes ${name}`, () => expect(sheetName(wanted, taken)).toBe(name));

  it("columns are lettered as Excel does", () => {
    expect([0, 25, 26, 51, 52, 701, 702, 16_383].map(columnLetters)).toEqual("A Z AA AZ BA ZZ AAA XFD".split(" "));
  });
});

describe("records of CSV", () => {
  const whole: CsvRecord[] = [
    ["a", "b", "c"],
    [null, "", "x,y"],
    ['say "yes"', "two\r\nlines", null],
    ["🏗é", null, null],
    [null, null, null],
  ];
  const text = 'a,b,c\r\n,"","x,y"\r\n"say ""yes""","two\r\nlines",\r\n🏗é,,\r\n,,\r\n';

  async function read(bytes: Uint8Array, cut: (at: number) => number): Promise<CsvRecord[]> {
    const pieces = async function* () {
      for (let at = 0; at < bytes.length;) yield bytes.subarray(at, (at += cut(at)));
    };
    const records: CsvRecord[] = [];
    for await (const batch of csvRecords(pieces())) records.push(...batch);
    return records;
  }

  for (const size of [1, 2, 3, 5, 7, 1000])
    it(`come whole from pieces of ${size} bytes`, async () => {
      expect(await read(new TextEncoder().encode(text), () => size)).toEqual(whole);
      expect(await read(new TextEncoder().encode(text.slice(0, -2)), () => size)).toEqual(whole);
    });

  it("are none in nothing", async () => expect(await read(new Uint8Array(), () => 1)).toEqual([]));
});

describe("of an extraction", () => {
  let engine: Engine;
  let snapshot: Snapshot;
  beforeAll(async () => {
    engine = await createEngine({ worker: false });
    snapshot = await engine.open(snapshotFile("odd-values.bim"));
  });
  afterAll(() => engine.close());

  it("a sheet holds the values the table has", async () => {
    const names = ["CodeValue", "UserLabel", "LastMod", "FederationGuid"];
    const properties = [...names, "ECInstanceId"].map((name, index) => ({
      ...{ propertyName: `C${index}`, dataType: name === "ECInstanceId" ? "Integer" : "String" },
      ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: name, ecPropertyType: "String" }],
    }));
    const query = "SELECT ECInstanceId, ECClassId FROM bis.Element";
    const mapping = JSON.stringify({ mappingName: "M", groups: [{ groupName: "G", query, properties }] });
    const table = await snapshot.preview(mapping, { limit: null });
    const rows = async function* () {
      let isFirst = true;
      for await (const batch of csvRecords(snapshot.extract(mapping, { format: "csv" }))) {
        yield isFirst ? batch.slice(1) : batch;
        isFirst = false;
      }
    };
    const source = async function* () {
      yield { name: "G", columns: [...table.columns], rows: rows() };
    };
    const sink = memorySink();
    await writeWorkbook(sink, source(), never);
    const [sheet] = await readSheets(sink.bytes());
    expect(table.rowCount).toBeGreaterThan(10);
    for (let row = 0; row < table.rowCount; row += 1)
      for (const [index, { name }] of table.columns.entries()) {
        const value = table.cell(row, index);
        const read = sheet!.data[row + 1]?.[index] ?? null;
        const plain =
          read instanceof Date && typeof value === "string" ? Date.parse(value) - read.getTime() : undefined;
        if (plain === undefined) expect(read === null ? "" : read, `${name} ${row}`).toEqual(shown(value));
        else expect(Math.abs(plain)).toBeLessThan(1);
      }
  });

  // The reader has no empty texts, and trims nothing else.
  const shown = (value: unknown) => value ?? "";
});

it("a zip has its entries as they were given", async () => {
  const sink = memorySink();
  const zip = openZip(sink, true, never);
  const bytes = new TextEncoder().encode("é,1\r\n".repeat(10_000));
  const pieces = async function* () {
    for (let at = 0; at < bytes.length; at += 4096) yield bytes.subarray(at, at + 4096);
  };
  await zip.add("Böden.csv", pieces());
  await zip.add("b.csv", pieces());
  await zip.close();
  const files = unzipSync(sink.bytes());
  expect(Object.keys(files)).toEqual(["Böden.csv", "b.csv"]);
  expect(Buffer.from(files["Böden.csv"]!).equals(Buffer.from(bytes))).toBe(true);
});

it("a workbook ends at 4 GB, in words that say what to do", { tags: ["nightly"], timeout: 300_000 }, async () => {
  const bytes = new Uint8Array(2 ** 26);
  const pieces = async function* () {
    for (let piece = 0; piece < 2 ** 6; piece += 1) yield bytes;
  };
  const zip = openZip(memorySink(), false, never);
  await expect(zip.add("xl/worksheets/sheet1.xml", pieces())).rejects.toThrow("ends at 4 GB: export fewer groups");
});
