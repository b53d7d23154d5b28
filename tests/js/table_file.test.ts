/** Tables as SQLite files: the same values as CSV has, whoever reads them; and nothing half done. */

import { createEngine, type Engine, EngineError } from "premap";
import { startTableReader, type TableReader } from "premap/tables";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { snapshotFile as fixture } from "./support.js";

const mapping = readFileSync("web/public/sample/mapping.json", "utf8");
const folder = mkdtempSync(path.join(tmpdir(), "premap-table-file-"));
let engine: Engine;
let reader: TableReader;
beforeAll(async () => {
  engine = await createEngine();
  reader = await startTableReader();
});
afterAll(() => {
  engine.close();
  reader.close();
  rmSync(folder, { recursive: true });
});

async function csvOf(source: string, text: string, group: string): Promise<string> {
  using snapshot = await engine.open(source);
  const pieces: Uint8Array[] = [];
  for await (const piece of snapshot.extract(text, { format: "csv", group })) pieces.push(piece);
  const csv = Buffer.concat(pieces).toString();
  return csv.slice(csv.indexOf("\r\n") + 2);
}

const jsTypes = { Boolean: "boolean", Integer: "number", Double: "number", String: "string" };

async function tableOf(source: string, text: string, group: string): Promise<{ csv: string; isKeyed: boolean }> {
  using snapshot = await engine.open(source);
  const file = path.join(folder, "table.sqlite");
  const { columns, rowCount, isKeyed } = await snapshot.extractTable(text, { file, group });
  const table = reader.open(file);
  try {
    const fields = columns.map(({ name, dataType }) => ({
      name,
      type: ["Boolean", "Integer", "Double"].includes(dataType)
        ? (dataType as "Boolean" | "Integer" | "Double")
        : ("String" as const),
    }));
    const all = { sql: "SELECT rowid, * FROM rows", fields, mostRows: 1e6, mostBytes: 2 ** 31 };
    const page = table.rows({ ...all, format: "csv" });
    expect(page.count).toBe(rowCount);
    // A value of another type than its column's would look the same in CSV.
    const objects = JSON.parse(`[${new TextDecoder().decode(table.rows(all).bytes)}]`) as Record<string, unknown>[];
    for (const { name, type } of fields)
      expect([...new Set(objects.map((row) => (row[name] === null ? jsTypes[type] : typeof row[name])))]).toEqual(
        objects.length > 0 ? [jsTypes[type]] : [],
      );
    return { csv: new TextDecoder().decode(page.bytes), isKeyed };
  } finally {
    table.close();
  }
}

const groups = (JSON.parse(mapping) as { groups: { groupName: string }[] }).groups.map(({ groupName }) => groupName);

test.each([...new Set(groups)])("the sample's table of %s has the values of its CSV", async (group) => {
  const source = fixture("building.bim");
  const { csv } = await tableOf(source, mapping, group);
  expect(csv).toBe(await csvOf(source, mapping, group));
});

/** The same small numbers every time. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe("tables of random mappings have the values of their CSV", () => {
  const sources = ["building.bim", "odd-values.bim", "plant-1k.bim", "shapes.bim", "text.bim"];
  const classes = ["BisCore.Element", "BisCore.GeometricElement3d", "BisCore.DefinitionElement", "BisCore.Category"];
  const properties = [
    "UserLabel",
    "CodeValue",
    "LastMod",
    "Origin",
    "Yaw",
    "JsonProperties",
    "Model.Id",
    "BBoxHigh",
    "FederationGuid",
  ];
  const types = ["String", "Double", "Integer", "Boolean"];
  test.each(Array.from({ length: 40 }, (_, index) => index))("number %i", async (seed) => {
    const random = randomOf(seed + 1);
    const pick = (list: readonly string[]) => list[random(list.length)] as string;
    const source = fixture(pick(sources));
    const text = JSON.stringify({
      mappingName: "M",
      groups: [
        {
          groupName: "G",
          query: `SELECT * FROM ${pick(classes)} ${pick(["", "WHERE CodeValue IS NOT NULL", "ORDER BY LastMod DESC", "LIMIT 3"])}`,
          properties: Array.from({ length: 1 + random(12) }, (_, index) => ({
            propertyName: `P${index}`,
            dataType: pick(types),
            ecProperties: Array.from({ length: 1 + random(2) }, () => ({
              ecSchemaName: "*",
              ecClassName: "*",
              ecPropertyName: pick(properties),
              ecPropertyType: "Unmapped",
            })),
          })),
        },
      ],
    });
    const csv = await csvOf(source, text, "G").catch((error: unknown) => error);
    if (csv instanceof EngineError) await expect(tableOf(source, text, "G")).rejects.toMatchObject({ code: csv.code });
    else expect((await tableOf(source, text, "G")).csv).toBe(csv);
  });
});

const mappingOf = (query: string): string =>
  JSON.stringify({ mappingName: "M", groups: [{ groupName: "G", query, properties: [] }] });

/** With the five columns that every table has, so many in all. */
const ofColumns = (count: number): string => {
  const { groups } = JSON.parse(mappingOf("SELECT ECInstanceId FROM BisCore.Element LIMIT 3")) as {
    groups: [{ properties: object[] }];
  };
  const ecProperties = [
    { ecSchemaName: "*", ecClassName: "*", ecPropertyName: "CodeValue", ecPropertyType: "Unmapped" },
  ];
  groups[0].properties = Array.from({ length: count - 5 }, (_, index) => ({
    propertyName: `P${index}`,
    dataType: "String",
    ecProperties,
  }));
  return JSON.stringify({ mappingName: "M", groups });
};

test("a table of as many columns as can be read at a time is written, and none of more", async () => {
  const source = fixture("building.bim");
  expect((await tableOf(source, ofColumns(1999), "G")).csv).toBe(await csvOf(source, ofColumns(1999), "G"));
  await expect(tableOf(source, ofColumns(2000), "G")).rejects.toMatchObject({ code: "call-invalid" });
});

test("a table says whether ECInstanceId is a key", async () => {
  const source = fixture("building.bim");
  const all = "SELECT ECInstanceId, ECClassId FROM BisCore.Element";
  expect((await tableOf(source, mappingOf(all), "G")).isKeyed).toBe(true);
  expect((await tableOf(source, mappingOf(`${all} UNION ALL ${all}`), "G")).isKeyed).toBe(false);
  expect((await tableOf(source, mappingOf("SELECT ECClassId FROM BisCore.Element"), "G")).isKeyed).toBe(false);
});

describe("a table that cannot be written", () => {
  const rowsOf = async (file: string, signal?: AbortSignal) => {
    using snapshot = await engine.open(fixture("building.bim"));
    return await snapshot.extractTable(mapping, { group: "Beams", file, ...(signal ? { signal } : {}) });
  };

  test("because its folder is missing", async () => {
    const file = path.join(folder, "no/such/table.sqlite");
    await expect(rowsOf(file)).rejects.toMatchObject({
      code: "file-unwritable",
      message: expect.stringContaining("the folder is not there") as string,
    });
  });

  // A device that takes nothing: every write to it says that the disk is full.
  test.skipIf(!existsSync("/dev/full"))("because the disk is full", async () => {
    const { symlinkSync } = await import("node:fs");
    const own = mkdtempSync(path.join(folder, "full-"));
    symlinkSync("/dev/full", path.join(own, "table.sqlite.part"));
    await expect(rowsOf(path.join(own, "table.sqlite"))).rejects.toMatchObject({
      code: "file-unwritable",
      message: expect.stringContaining("the disk is full") as string,
    });
    expect(readdirSync(own)).toEqual([]);
  });

  test("because nobody wants it any more", async () => {
    const own = mkdtempSync(path.join(folder, "aborted-"));
    const file = path.join(own, "table.sqlite");
    writeFileSync(file, "what was there before");
    const aborted = new AbortController();
    using snapshot = await engine.open(fixture("plant-1k.bim"));
    const running = snapshot.extractTable(
      mappingOf("SELECT a.ECInstanceId FROM BisCore.Element a, BisCore.Element b"),
      {
        file,
        signal: aborted.signal,
        onProgress: () => aborted.abort(),
      },
    );
    await expect(running).rejects.toThrow(/abort/i);
    expect(readdirSync(own)).toEqual(["table.sqlite"]);
    expect(readFileSync(file, "utf8")).toBe("what was there before");
  });

  test("because it has no place", async () => {
    await expect(rowsOf("")).rejects.toMatchObject({ code: "option-value" });
  });
});
