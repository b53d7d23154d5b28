/** `$filter` and `$orderby` against a naive judge of rows, over a table with nulls, Unicode and extreme numbers. */

import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TableColumn } from "../../../dist/cli/serve/tables.js";
import { endpoint, randomOf, type Row, type Value, writeTable } from "../support/odata.js";
import { FilterGenerator } from "./filter_generator.js";

const texts = [
  "",
  "a",
  "A",
  "Beam",
  "beam 1",
  "O'Neil",
  "grüne",
  "GRÜNE",
  " x ",
  "日本",
  "𝄞 clef",
  "é",
  "zz",
  "%_",
  "1",
  "null",
  "a\u0000b",
  "😀x",
  "～",
];
const integers: Value[] = [0n, 1n, -1n, 7n, 255n, 9007199254740993n, 2n ** 63n - 1n, -(2n ** 63n), 10n, -128n];
const doubles: Value[] = [
  0, 0.5, -0.5, 2.5, -2.5, 1e20, 1e-7, 1.7976931348623157e308, 5e-324, -1500, 0.1, 0.49999999999999994, 255,
];

const columns: TableColumn[] = [
  { name: "Id", type: "Integer" },
  { name: "Flag", type: "Boolean" },
  { name: "Other", type: "Boolean" },
  { name: "Count", type: "Integer" },
  { name: "Level", type: "Integer" },
  { name: "Weight", type: "Double" },
  { name: "Ratio", type: "Double" },
  { name: "Name", type: "String" },
  { name: "Größe_2", type: "String" },
];

const random = randomOf(4);
const orNull = (list: readonly Value[]): Value => (random.below(5) === 0 ? null : random.pick(list));
const rows: Row[] = Array.from({ length: 400 }, (_, index) => ({
  Id: BigInt(index),
  Flag: orNull([true, false]),
  Other: orNull([true, false]),
  Count: orNull(integers),
  Level: orNull(integers),
  Weight: orNull(doubles),
  Ratio: orNull(doubles),
  Name: orNull(texts),
  Größe_2: orNull(texts),
}));

const service = endpoint();
beforeAll(async () => {
  const table = await writeTable(path.join(service.folder, "t.sqlite"), "T", columns, rows, false);
  service.report = { reportId: "r", runs: [{ extractionId: "e", tables: [table] }], aggregated: [] };
});
afterAll(() => service.close());

const found = async (query: Record<string, string>): Promise<number[]> =>
  (await service.rows("T", { ...query, $select: "Id" })).map(({ Id }) => Id as number);

const named = {
  boolean: ["Flag", "Other"],
  integer: ["Count", "Level", "Id"],
  double: ["Weight", "Ratio"],
  text: ["Name", "Größe_2"],
};

describe("generated filters find the rows that a naive judge finds", () => {
  const generator = new FilterGenerator(randomOf(2026), named, texts);
  const filters = Array.from({ length: 300 }, (_, index) => generator.condition(index % 4));
  test.each(filters.map(({ text, value }) => [text, value] as const))("%s", async (text, value) => {
    const expected = rows.filter((row) => value(row) === true).map(({ Id }) => Number(Id));
    expect(await found({ $filter: text })).toEqual(expected);
    const { text: count } = await service.get("T/$count", { $filter: text });
    expect(Number(count)).toBe(expected.length);
  });

  test("and they are of both kinds", () => {
    const shares = filters.map(({ value }) => rows.filter((row) => value(row) === true).length / rows.length);
    expect(shares.filter((share) => share > 0 && share < 1).length).toBeGreaterThan(150);
  });
});

describe("rows in an order", () => {
  const rank = (value: Value): number => (value === null ? 0 : 1);
  const orderOf = (a: Value, b: Value): number => {
    if (a === null || b === null) return rank(a) - rank(b);
    if (typeof a === "string") return Buffer.compare(Buffer.from(a), Buffer.from(b as string));
    const [x, y] = [a, b].map((value) => (typeof value === "boolean" ? Number(value) : value)) as [number, number];
    return x < y ? -1 : x > y ? 1 : 0;
  };
  test.each([
    ["Name", [["Name", 1]]],
    ["Name desc", [["Name", -1]]],
    [
      "Count asc,Weight desc",
      [
        ["Count", 1],
        ["Weight", -1],
      ],
    ],
    [
      "Flag,Ratio desc, Größe_2",
      [
        ["Flag", 1],
        ["Ratio", -1],
        ["Größe_2", 1],
      ],
    ],
  ] as const)("%s", async ($orderby, keys) => {
    const expected = [...rows]
      .sort((a, b) => {
        for (const [name, sign] of keys) {
          const order = orderOf(a[name] ?? null, b[name] ?? null) * sign;
          if (order !== 0) return order;
        }
        return Number(a["Id"]) - Number(b["Id"]);
      })
      .map(({ Id }) => Number(Id));
    expect(await found({ $orderby })).toEqual(expected);
    // Page by page, and a part of it.
    const paged = await service.rows("T", { $orderby, $select: "Id" }, { prefer: "odata.maxpagesize=37" });
    expect(paged.map(({ Id }) => Id)).toEqual(expected);
    expect(await found({ $orderby, $skip: "11", $top: "90" })).toEqual(expected.slice(11, 101));
  });
});

describe("what a filter is refused for", () => {
  const refused = async ($filter: string, query: Record<string, string> = {}) => {
    const { status, text } = await service.get("T", { $filter, ...query });
    const { error } = JSON.parse(text) as { error: { code: string; message: string; target: string } };
    return { status, ...error };
  };

  test.each([
    ["Name", "a condition was expected, and this is Edm.String (at 1)"],
    ["Nome eq 'a'", "there is no property `Nome` (at 1)"],
    ["Name eq 1", "`eq` compares Edm.String with Edm.Int64 (at 6)"],
    ["Name eq 'a", "a text is not closed (at 9, before `'a`)"],
    ["Name eq", "a value is missing (at the end)"],
    ["Name eq 'a' and", "a value is missing (at the end)"],
    ["(Name eq 'a'", "`)` was expected (at the end)"],
    ["Name eq 'a')", "nothing more was expected (at 12, before `)`)"],
    ["Name = 'a'", "`=` cannot stand here (at 6, before `= 'a'`)"],
    ["Name eq'a'", "nothing more was expected (at 6, before `eq'a'`)"],
    ["Count add 'a' eq 1", "`add` takes Edm.Int64 or Edm.Double, and this is Edm.String (at 11)"],
    ["length(Count) eq 1", "length takes Edm.String, and this is Edm.Int64 (at 8)"],
    ["contains(Name) eq true", "contains takes 2 values (at 1)"],
    ["nofunc(Name)", "there is no function `nofunc` (at 1)"],
    ["Name/Part eq 'a'", "`Name` has no parts: every column is a plain value (at 5, before `/Part eq 'a'`)"],
    ["Weight eq INF", "`INF` is no value a column can hold (at 11, before `INF`)"],
    ["Weight eq 1e999", "the number is too large (at 11, before `1e999`)"],
    ["Name eq 2020-01-01", "no property is of type Edm.Date; a text stands in quotes (at 9)"],
    ["Name eq 2020-01-01T00:00:00Z", "no property is of type Edm.DateTimeOffset; a text stands in quotes (at 9)"],
    ["Name eq 01234567-89ab-cdef-0123-456789abcdef", "no property is of type Edm.Guid; a text stands in quotes (at 9)"],
    ["Name has 'x'", "`has` asks for an enumeration, and no column is one (at 6, before `has 'x'`)"],
    ["Name in ('a',Name)", "`in` is followed by plain values (at 14)"],
    ["Name in 'a'", "`in` is followed by `(`, values, `)` (at 9, before `'a'`)"],
    ["not Name eq 'a'", "a condition was expected, and this is Edm.String (at 5)"],
    ["Flag eq @p", "@p: there is no property `Nix` (at 1)"],
    ["", "a value is missing (at the end)"],
  ])("%s", async (filter, message) => {
    const told = await refused(filter, filter.includes("@p") ? { "@p": "Nix" } : {});
    expect(told).toMatchObject({ status: 400, code: "InvalidODataRequest" });
    expect(told.message).toContain(message);
  });

  test.each([
    "year(Name) eq 2020",
    "cast(Count,Edm.String) eq '1'",
    "isof(Count,Edm.Int64)",
    "now() gt Name",
    "geo.distance(Name,Name) lt 1",
    "Name/any(x:x eq 'a')",
    "Name/all(x:x eq 'a')",
  ])("%s: of the standard, and not here", async (filter) =>
    expect(await refused(filter)).toMatchObject({ status: 501, code: "ODataFeatureNotSupported", target: "$filter" }),
  );

  test.each([
    ["100 kB long", `Name eq '${"x".repeat(100_000)}'`],
    ["5,000 deep", `${"(".repeat(5000)}true${")".repeat(5000)}`],
    ["5,000 times not", `${"not ".repeat(5000)}true`],
    ["a long sum", `Count eq 1${" add 1".repeat(5000)}`],
    ["a long comparison", `true${" eq true".repeat(5000)}`],
    ["calls in calls", `${"tolower(".repeat(5000)}Name${")".repeat(5000)} eq 'a'`],
  ])("%s", async (_, filter) => {
    const started = performance.now();
    expect((await refused(filter)).status).toBe(400);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test("aliases that stand for each other, and for more than there is room", async () => {
    expect((await refused("@a", { "@a": "@b", "@b": "@a" })).status).toBe(400);
    const doubling = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`@p${n}`, `@p${n + 1} and @p${n + 1}`]));
    expect((await refused("@p0", doubling)).status).toBe(400);
  });
});

describe("filters at their limits are answered", () => {
  test.each([
    ["thousands of alternatives", Array.from({ length: 2500 }, (_, n) => `Id eq ${n * 2}`).join(" or "), 200],
    ["thousands of values", `Id in (${Array.from({ length: 9000 }, (_, n) => n * 2).join(",")})`, 200],
    ["99 parentheses", `${"(".repeat(98)}Id lt 10${")".repeat(98)}`, 10],
    ["98 times not", `${"not ".repeat(98)}(Id lt 10)`, 10],
    ["a sum of 300", `Id eq 0${" add 1".repeat(300)}`, 1],
    ["an alias", "Id lt @n", 10],
    ["an alias that is not given", "Name eq @nothing", rows.filter(({ Name }) => Name === null).length],
    ["$it", "$it/Id lt 10", 10],
  ])("%s", async (_, filter, count) => {
    expect(await found({ $filter: filter, "@n": "10" })).toHaveLength(count);
  });
});
