/** What the endpoint answers: documents, headers, pages, options, errors. */

import { readFileSync } from "node:fs";
import path from "node:path";
import { xml2json } from "odata-csdl";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ExtractedTable, TableColumn } from "../../../dist/cli/serve/tables.js";
import { endpoint, root, type Row, writeTable } from "../support/odata.js";

const columns: TableColumn[] = [
  { name: "ECInstanceId", type: "String" },
  { name: "Is_on", type: "Boolean", displayName: "Is on" },
  { name: "Count", type: "Integer" },
  { name: "Weight", type: "Double" },
  { name: "Name", type: "String" },
];

const rows: Row[] = Array.from({ length: 25_003 }, (_, index) => ({
  ECInstanceId: `0x${(index + 1).toString(16)}`,
  Is_on: index % 3 === 0 ? null : index % 3 === 1,
  Count: index % 7 === 0 ? null : BigInt(index % 5),
  Weight: index % 4 === 0 ? null : index / 8,
  Name: index % 2 === 0 ? `N ${index % 11} "é"` : null,
}));

const service = endpoint();
let big: ExtractedTable;
let empty: ExtractedTable;
beforeAll(async () => {
  big = await writeTable(path.join(service.folder, "big.sqlite"), "Plant_Beams", columns, rows);
  empty = await writeTable(path.join(service.folder, "empty.sqlite"), "Plant_None", columns, [], false);
  const same = {
    ...(await writeTable(path.join(service.folder, "same.sqlite"), "Plant_Beams", columns, rows.slice(0, 3), false)),
    groupId: "another",
  };
  const extremes = [
    { Big: 9223372036854775807n, Small: 5e-324 },
    { Big: -(2n ** 63n), Small: 1.7976931348623157e308 },
    { Big: 9007199254740993n, Small: 0.1 },
  ];
  const wide: TableColumn[] = [
    { name: "Big", type: "Integer" },
    { name: "Small", type: "Double" },
  ];
  const numbers = await writeTable(path.join(service.folder, "numbers.sqlite"), "Numbers", wide, extremes, false);
  service.report = {
    reportId: "r",
    runs: [
      { extractionId: "e2", tables: [big, empty, numbers] },
      { extractionId: "e9", tables: [same] },
      { extractionId: "e1", tables: [{ ...same, groupId: "Plant_Beams" }], isReplaced: true },
    ],
    aggregated: [
      {
        entitySet: "ByCount",
        source: "Plant_Beams",
        properties: [
          { name: "How_many", sourceName: "Count", type: "GroupBy" },
          { name: "Rows", sourceName: "ECInstanceId", type: "Count" },
          { name: "Total", sourceName: "Weight", type: "Sum" },
          { name: "Mean", sourceName: "Weight", type: "Average" },
          { name: "Least", sourceName: "Name", type: "Minimum" },
          { name: "Most", sourceName: "Weight", type: "Maximum" },
        ],
      },
      { entitySet: "Broken", source: "Plant_Beams", properties: [{ name: "A", sourceName: "Gone", type: "GroupBy" }] },
    ],
  };
});
afterAll(() => service.close());

interface Page {
  "@odata.context"?: string;
  "@odata.count"?: number | string;
  "@odata.nextLink"?: string;
  value: Record<string, unknown>[];
}
const json = async (at: string, query?: Record<string, string>, headers?: Record<string, string>) => {
  const told = await service.get(at, query, headers);
  if (told.status !== 200) throw new Error(told.text);
  return JSON.parse(told.text) as Page;
};
const errorOf = async (at: string, query?: Record<string, string>) => {
  const { status, text } = await service.get(at, query);
  return { status, ...(JSON.parse(text) as { error: { code: string; message: string } }).error };
};

/** As Power Query sends them. */
const powerQuery = {
  "user-agent": "Microsoft.Data.Mashup (https://go.microsoft.com/fwlink/?LinkID=304225)",
  "accept-encoding": "gzip, deflate",
  maxdataserviceversion: "3.0",
  "odata-maxversion": "4.0",
  accept:
    "application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7",
};

describe("documents", () => {
  test("the service document lists tables and aggregations by three segments", async () => {
    const { value, ...rest } = await json("");
    expect(rest).toEqual({ "@odata.context": `${root}/$metadata` });
    expect(value.map(({ name, url }) => [name, url])).toEqual([
      ["Plant_Beams", "LOCAL/e2/Plant_Beams"],
      ["Plant_None", "LOCAL/e2/Plant_None"],
      ["Numbers", "LOCAL/e2/Numbers"],
      ["Plant_Beams_2", "LOCAL/e9/Plant_Beams_2"],
      ["ByCount", "LOCAL/e2/ByCount"],
    ]);
    for (const { url } of value) expect((await service.get(url as string)).status).toBe(200);
  });

  test("$metadata is valid CSDL, with a key where there is one", async () => {
    const { text, headers } = await service.get("$metadata", undefined, powerQuery);
    expect(headers["Content-Type"]).toBe("application/xml");
    const messages: unknown[] = [];
    const csdl = xml2json(text, { strict: true, messages }) as Record<string, Record<string, Record<string, unknown>>>;
    expect(messages).toEqual([]);
    const types = csdl["Insights_and_Reporting_Extractor"] as Record<string, Record<string, unknown>>;
    expect(types["Plant_Beams"]).toMatchObject({
      $Kind: "EntityType",
      $Key: ["ECInstanceId"],
      Is_on: { $Type: "Edm.Boolean", $Nullable: true, "@Bentley.iTwin.Reporting.DisplayName": "Is on" },
      Count: { $Type: "Edm.Int64", $Nullable: true },
      Weight: { $Type: "Edm.Double", $Nullable: true },
    });
    expect(types["Plant_None"]).not.toHaveProperty("$Key");
    expect(Object.keys(types["ByCount"] ?? {})).toEqual([
      "$Kind",
      "How_many",
      "Rows",
      "Total",
      "Mean",
      "Least",
      "Most",
    ]);
    expect(csdl["Default"]?.["Container"]?.["Plant_Beams"]).toMatchObject({
      $Type: "Insights_and_Reporting_Extractor.Plant_Beams",
      "@Bentley.iTwin.Reporting.DisplayName": "Plant_Beams",
    });
  });

  test("a report without tables has a service document and no metadata", async () => {
    const { report } = service;
    service.report = { reportId: "r", runs: [], aggregated: [] };
    try {
      expect((await json("")).value).toEqual([]);
      expect(await errorOf("$metadata")).toMatchObject({ status: 404, code: "SchemaNotFound" });
      expect(await errorOf("Plant_Beams")).toMatchObject({ status: 404, code: "EntityNotFound" });
    } finally {
      service.report = report;
    }
  });
});

describe("headers", () => {
  test.each(["", "Plant_Beams?$top=3", "LOCAL/e2/Plant_Beams", "Plant_Beams/$count", "$metadata", "Nope"])(
    "OData-Version is there once: %s",
    async (at) => {
      const { headers } = await service.get(at, undefined, powerQuery);
      const versions = Object.keys(headers).filter((name) => name.toLowerCase() === "odata-version");
      expect(versions.map((name) => headers[name])).toEqual(["4.0"]);
    },
  );

  test("Power Query gets JSON by its type, zipped, every property in every row", async () => {
    for (const at of ["", "Plant_Beams", "LOCAL/e2/Plant_Beams", "ByCount"]) {
      const { headers, text, status } = await service.get(at, undefined, powerQuery);
      expect(status).toBe(200);
      expect(headers["Content-Type"]).toBe("application/json;odata.metadata=minimal");
      const { value, "@odata.context": context } = JSON.parse(text) as Page;
      expect(context).toMatch(`${root}/$metadata`);
      if (at === "Plant_Beams") {
        expect(headers["Content-Encoding"]).toBe("gzip");
        for (const row of value) expect(Object.keys(row)).toEqual(columns.map(({ name }) => name));
      }
    }
  });

  test("nulls are left out where that is preferred, and said", async () => {
    const { text, headers } = await service.get("Plant_Beams?$top=1", undefined, { prefer: "omit-values=nulls" });
    expect((JSON.parse(text) as Page).value).toEqual([{ ECInstanceId: "0x1", Name: 'N 0 "é"' }]);
    expect(headers["Preference-Applied"]).toBe("omit-values=nulls");
  });

  test("no metadata where none is wanted", async () => {
    for (const [query, headers] of [
      [{ $top: "1", $format: "application/json;odata.metadata=none" }, {}],
      [{ $top: "1" }, { accept: "application/json;odata.metadata=none" }],
    ] as const)
      expect(Object.keys(await json("Plant_Beams", query, headers))).toEqual(["value"]);
  });

  test("whole numbers are numbers, or texts for those who cannot read them", async () => {
    const { text } = await service.get("Numbers");
    expect(text).toContain('{"Big":9223372036854775807,"Small":5e-324}');
    expect(text).toContain('{"Big":-9223372036854775808,"Small":1.7976931348623157e+308}');
    const asText = { accept: "application/json;odata.metadata=minimal;IEEE754Compatible=true" };
    const exact = await service.get("Numbers?$count=true", undefined, asText);
    expect(exact.headers["Content-Type"]).toContain("IEEE754Compatible=true");
    expect(JSON.parse(exact.text)).toMatchObject({
      "@odata.count": "3",
      value: [
        { Big: "9223372036854775807", Small: 5e-324 },
        { Big: "-9223372036854775808" },
        { Big: "9007199254740993" },
      ],
    });
  });

  test("small answers are not zipped, nor those to clients that do not ask", async () => {
    expect((await service.get("Plant_Beams?$top=1", undefined, powerQuery)).headers).not.toHaveProperty(
      "Content-Encoding",
    );
    for (const encoding of ["identity", "br", "gzip;q=0"])
      expect((await service.get("Plant_Beams", undefined, { "accept-encoding": encoding })).headers).not.toHaveProperty(
        "Content-Encoding",
      );
  });
});

const idsOf = (list: readonly Record<string, unknown>[]) => list.map(({ ECInstanceId }) => ECInstanceId);
const allIds = idsOf(rows);

describe("pages", () => {
  test("as the live service counts them: ?sequence=n", async () => {
    const first = await json("LOCAL/e2/Plant_Beams");
    expect(first.value).toHaveLength(10_000);
    expect(first["@odata.nextLink"]).toBe(`${root}/LOCAL/e2/Plant_Beams?sequence=1`);
    const last = await json("LOCAL/e2/Plant_Beams?sequence=2");
    expect(last.value).toHaveLength(5003);
    expect(last).not.toHaveProperty("@odata.nextLink");
    expect((await json("LOCAL/e2/Plant_Beams?sequence=1")).value[0]).toMatchObject({ ECInstanceId: "0x2711" });
    for (const beyond of ["3", "-1", "x", "999999999"])
      expect(await errorOf(`LOCAL/e2/Plant_Beams?sequence=${beyond}`)).toMatchObject({
        status: 404,
        code: "EntityNotFound",
      });
    expect((await json("LOCAL/e2/Plant_None?sequence=0")).value).toEqual([]);
    // Of another size it is still the page that was asked for, and what follows is what follows.
    const small = await json("LOCAL/e2/Plant_Beams?sequence=1", undefined, { prefer: "odata.maxpagesize=2" });
    expect(idsOf(small.value)).toEqual(["0x2711", "0x2712"]);
    const behind = (small["@odata.nextLink"] as string).slice(root.length + 1);
    expect((await json(behind)).value.slice(0, 1)).toMatchObject([{ ECInstanceId: "0x2713" }]);
    // Of other rows there are no such pages: the first one again would be read without end.
    for (const other of ["LOCAL/e2/Plant_Beams?sequence=1&$select=Name", "LOCAL/e2/ByCount?sequence=1"])
      expect(await errorOf(other)).toMatchObject({ status: 400, code: "InvalidODataRequest" });
    expect(idsOf(await service.rows("LOCAL/e2/Plant_Beams"))).toEqual(allIds);
  });

  test("of any size, with any options, every row once", async () => {
    const by = { prefer: "odata.maxpagesize=997" };
    expect(idsOf(await service.rows("Plant_Beams", undefined, by))).toEqual(allIds);
    expect(idsOf(await service.rows("Plant_Beams", { $skip: "5000", $top: "3000" }, by))).toEqual(
      allIds.slice(5000, 8000),
    );
    const filter = { $filter: "Count eq 3", $select: "ECInstanceId" };
    const expected = idsOf(rows.filter(({ Count }) => Count === 3n));
    expect(idsOf(await service.rows("Plant_Beams", filter, by))).toEqual(expected);
    expect(
      idsOf(await service.rows("Plant_Beams", { ...filter, $orderby: "Weight desc", $count: "true" }, by)).sort(),
    ).toEqual([...expected].sort());
    const { headers } = await service.get("Plant_Beams", undefined, by);
    expect(headers["Preference-Applied"]).toBe("odata.maxpagesize=997");
  });

  test("a page asked to be larger than ours is ours, and nothing is promised", async () => {
    const told = await service.get("Plant_Beams", undefined, { prefer: "odata.maxpagesize=50000" });
    expect((JSON.parse(told.text) as Page).value).toHaveLength(10_000);
    expect(told.headers).not.toHaveProperty("Preference-Applied");
  });

  test("the next link keeps what the client sent, and the run it began with", async () => {
    const link = (await json("Plant_Beams?key=secret&$select=Name,Count&$count=true&$filter=Count%20eq%203"))[
      "@odata.nextLink"
    ];
    expect(link).toBeUndefined();
    const next = (await json("Plant_Beams?key=secret&%24select=Name&$count=true"))["@odata.nextLink"] as string;
    expect(next).toMatch(`${root}/LOCAL/e2/Plant_Beams?key=secret&%24select=Name&$count=true&$skiptoken=`);
    expect(await json(next.slice(root.length + 1))).toMatchObject({ "@odata.count": 25_003 });
  });

  test("a run that was replaced is read to its end by its id", async () => {
    expect(await json("LOCAL/e1/Plant_Beams")).toMatchObject({ value: [{ ECInstanceId: "0x1" }, {}, {}] });
    expect(await errorOf("LOCAL/e0/Plant_Beams")).toMatchObject({ status: 404, code: "EntityNotFound" });
  });

  test("a token that is none of ours is refused", async () => {
    for (const token of ["", "x", "1-2-3-4-5", "-1---"])
      expect((await errorOf(`Plant_Beams?$skiptoken=${token}`)).status).toBe(400);
  });
});

describe("options", () => {
  test("$select keeps the table's order and is told in the context", async () => {
    const page = await json("Plant_Beams", { $select: "Name, Count", $top: "1" });
    expect(page["@odata.context"]).toBe(`${root}/$metadata#Plant_Beams(Count,Name)`);
    expect(page.value.map((row) => Object.keys(row))).toEqual([["Count", "Name"]]);
    expect((await json("Plant_Beams", { $select: "*", $top: "1" }))["@odata.context"]).toBe(
      `${root}/$metadata#Plant_Beams`,
    );
  });

  test("$count counts what the filter leaves, whatever is shown of it", async () => {
    const nulls = rows.filter(({ Name }) => Name === null).length;
    for (const more of [
      {},
      { $top: "0" },
      { $top: "3", $skip: "7" },
      { $orderby: "Weight" },
      { $orderby: "Weight", $top: "2" },
    ])
      expect(await json("Plant_Beams", { $count: "true", $filter: "Name eq null", ...more })).toMatchObject({
        "@odata.count": nulls,
      });
    expect(await json("Plant_Beams?$count=true&$top=1")).toMatchObject({ "@odata.count": 25_003 });
    expect(await json("Plant_Beams?$count=false&$top=1")).not.toHaveProperty("@odata.count");
  });

  test("a + is a blank, and a plus is %2B", async () => {
    const numberOf = async (filter: string) => (await service.get(`Plant_Beams/$count?$filter=${filter}`)).text;
    expect(await numberOf("Weight+lt+1.0E%2B20")).toBe(await numberOf("Weight%20ne%20null"));
    expect(await numberOf("'1+1'+eq+'1%201'")).toBe("25003");
    expect(await numberOf("'1%2B1'+eq+'1%201'")).toBe("0");
  });

  test("$count of a set is a plain number", async () => {
    expect(await service.get("Plant_Beams/$count")).toMatchObject({
      text: "25003",
      headers: { "Content-Type": "text/plain" },
    });
    expect((await service.get("LOCAL/e2/Plant_None/$count")).text).toBe("0");
    expect((await service.get("ByCount/$count")).text).toBe("6");
  });

  test.each([
    ["Is_on", rows.filter(({ Is_on }) => Is_on === true)],
    ["Name eq null", rows.filter(({ Name }) => Name === null)],
    ["false", []],
  ])("$count of $apply=filter(%s), which holds no value, is what it leaves", async (condition, left) => {
    const $apply = `filter(${condition})`;
    expect((await service.get("Plant_Beams/$count", { $apply })).text).toBe(String(left.length));
    for (const more of [{}, { $top: "2" }, { $orderby: "Weight", $top: "2" }, { $skip: "1", $top: "0" }])
      expect(await json("Plant_Beams", { $apply, $count: "true", ...more })).toMatchObject({
        "@odata.count": left.length,
      });
  });

  test("a row by its key", async () => {
    const told = JSON.parse((await service.get("Plant_Beams('0x3')", { $select: "ECInstanceId" })).text) as object;
    expect(told).toEqual({
      "@odata.context": `${root}/$metadata#Plant_Beams(ECInstanceId)/$entity`,
      ECInstanceId: "0x3",
    });
    for (const at of ["Plant_Beams('0x0')", "Plant_Beams(3)", "Plant_None('0x1')", "ByCount('1')"])
      expect(await errorOf(at)).toMatchObject({ status: 404, code: "EntityNotFound" });
  });

  const sumOf = (list: readonly Row[], name: string) => list.reduce((sum, row) => sum + Number(row[name] ?? 0), 0);

  test("$apply groups and aggregates", async () => {
    const groups = [null, 0n, 1n, 2n, 3n, 4n].map((Count) => {
      const of = rows.filter((row) => row["Count"] === Count);
      return { Count: Count === null ? null : Number(Count), N: of.length, W: sumOf(of, "Weight") };
    });
    const $apply = "groupby((Count),aggregate($count as N,Weight with sum as W))";
    expect((await json("Plant_Beams", { $apply })).value).toEqual(groups);
    expect(
      (await json("Plant_Beams", { $apply, $orderby: "N desc", $top: "2", $filter: "Count ne null" })).value,
    ).toEqual(
      groups
        .filter(({ Count }) => Count !== null)
        .sort((a, b) => b.N - a.N)
        .slice(0, 2),
    );
    expect(await service.rows("Plant_Beams", { $apply }, { prefer: "odata.maxpagesize=4" })).toEqual(groups);
    const $filtered = `filter(Count eq 2 or Count eq 3)/${$apply}/aggregate(N with max as Most,$count as Groups)`;
    const most = Math.max(...groups.filter(({ Count }) => Count === 2 || Count === 3).map(({ N }) => N));
    expect(await json("Plant_Beams", { $apply: $filtered })).toMatchObject({
      "@odata.context": `${root}/$metadata#Plant_Beams(Most,Groups)`,
      value: [{ Most: most, Groups: 2 }],
    });
    const distinct = new Set(rows.map(({ Name }) => Name).filter((name) => name !== null)).size;
    const wide =
      "aggregate(Name with countdistinct as D,Weight with average as A,Weight with min as L,Name with max as M)";
    const [told] = (await json("Plant_None", { $apply: wide })).value;
    expect(told).toEqual({ D: 0, A: null, L: null, M: null });
    expect((await json("Plant_Beams", { $apply: wide })).value[0]).toMatchObject({ D: distinct, L: 0.125 });
    expect((await json("Plant_Beams", { $apply: "groupby((Is_on))" })).value).toEqual([
      { Is_on: null },
      { Is_on: false },
      { Is_on: true },
    ]);
    const onlyFilter = await service.rows("Plant_Beams", { $apply: "filter(Count eq 1)", $orderby: "Weight desc" });
    expect(onlyFilter).toHaveLength(rows.filter(({ Count }) => Count === 1n).length);
  });

  test.each([
    ["aggregate(Weight with sum as W,$count as N)", { $filter: "N lt 0" }, []],
    ["groupby((Is_on),aggregate($count as N))", { $filter: "not Is_on", $select: "Is_on" }, [{ Is_on: false }]],
    ["groupby((Is_on))", { $orderby: "Is_on desc", $skip: "1", $top: "1" }, [{ Is_on: false }]],
    ["groupby((Is_on))", { $skip: "3" }, []],
  ])("$apply=%s is what %o sees", async ($apply, more, value) => {
    const { value: all } = await json("Plant_Beams", {
      $apply,
      ...("$filter" in more ? { $filter: more.$filter } : {}),
    });
    expect(await json("Plant_Beams", { $apply, ...more, $count: "true" })).toMatchObject({
      "@odata.count": all.length,
      value,
    });
  });

  test.each([
    ["groupby(Count)", 400],
    ["groupby((Nope))", 400],
    ["groupby((Count),aggregate(Name with sum as S))", 400],
    ["aggregate(Weight with sum as S,Count with sum as S)", 400],
    ["aggregate(Weight with median as S)", 501],
    ["topcount(2,Weight)", 501],
    ["groupby((Count)", 400],
    ["aggregate($count as a.b)", 400],
    ["aggregate($count as $count)", 400],
  ])("$apply=%s is refused", async ($apply, status) =>
    expect(await errorOf("Plant_Beams", { $apply })).toMatchObject({ status }),
  );

  test("an aggregation is a table of its own", async () => {
    const { value } = await json("ByCount");
    const of = rows.filter(({ Count }) => Count === 2n);
    const weights = of.map(({ Weight }) => Weight as number | null).filter((weight) => weight !== null);
    const names = of.map(({ Name }) => Name as string | null).filter((name) => name !== null);
    const row = value.find(({ How_many }) => How_many === 2);
    expect(row).toMatchObject({
      Rows: of.length,
      Total: sumOf(of, "Weight"),
      Least: names.sort()[0],
      Most: Math.max(...weights),
    });
    expect(row?.["Mean"]).toBeCloseTo(sumOf(of, "Weight") / weights.length, 6);
    expect(value).toHaveLength(6);
    expect(
      (await json("ByCount", { $filter: "How_many gt 2", $select: "How_many", $orderby: "How_many desc" })).value,
    ).toEqual([{ How_many: 4 }, { How_many: 3 }]);
  });
});

describe("the widest table there can be", () => {
  const wide: TableColumn[] = Array.from({ length: 1999 }, (_, index) => ({ name: `P${index}`, type: "Integer" }));
  const rowOf = (value: number): Row => Object.fromEntries(wide.map(({ name }, index) => [name, value + index]));

  test("is shown, filtered, put in order and grouped", async () => {
    const { report } = service;
    const table = await writeTable(path.join(service.folder, "wide.sqlite"), "Wide", wide, [rowOf(1), rowOf(2)], false);
    service.report = { reportId: "r", runs: [{ extractionId: "w", tables: [table] }], aggregated: [] };
    try {
      expect((await json("Wide")).value).toEqual([rowOf(1), rowOf(2)]);
      const options = { $filter: "P1998 gt 1999 or P0 lt 2", $orderby: "P1998 desc", $count: "true" };
      expect(await json("Wide", options)).toMatchObject({ "@odata.count": 2, value: [rowOf(2), rowOf(1)] });
      expect((await json("Wide", { $apply: "filter(P0 eq 2)", $orderby: "P1" })).value).toEqual([rowOf(2)]);
      const all = wide.map(({ name }) => name).join(",");
      expect((await json("Wide", { $apply: `groupby((${all}))` })).value).toEqual([rowOf(1), rowOf(2)]);
      expect(await errorOf("Wide", { $apply: `groupby((${all}),aggregate($count as N))` })).toMatchObject({
        status: 400,
        code: "InvalidODataRequest",
      });
    } finally {
      service.report = report;
    }
  });
});

describe("what is not supported is refused, never passed over", () => {
  test.each([
    ["Plant_Beams?$expand=X", 501, "ODataFeatureNotSupported"],
    ["Plant_Beams?$search=x", 501, "ODataFeatureNotSupported"],
    ["Plant_Beams?$compute=x", 501, "ODataFeatureNotSupported"],
    ["Plant_Beams?$nonsense=x", 400, "InvalidODataRequest"],
    ["Plant_Beams?$top=-1", 400, "InvalidODataRequest"],
    ["Plant_Beams?$top=x", 400, "InvalidODataRequest"],
    ["Plant_Beams?$skip=1.5", 400, "InvalidODataRequest"],
    ["Plant_Beams?$count=yes", 400, "InvalidODataRequest"],
    ["Plant_Beams?$top=1&$top=2", 400, "InvalidODataRequest"],
    ["Plant_Beams?$select=Nope", 400, "InvalidODataRequest"],
    ["Plant_Beams?$select=", 400, "InvalidODataRequest"],
    ["Plant_Beams?$orderby=Nope", 400, "InvalidODataRequest"],
    ["Plant_Beams?$orderby=Name%20up", 400, "InvalidODataRequest"],
    ["Plant_Beams?$filter=%zz", 400, "InvalidODataRequest"],
    ["Plant_Beams?$format=atom", 406, "NotAcceptable"],
    ["Plant_Beams/$count?$top=1", 400, "InvalidODataRequest"],
    ["?$filter=true", 400, "InvalidODataRequest"],
    ["$metadata?$top=1", 400, "InvalidODataRequest"],
    ["$metadata?$format=json", 406, "NotAcceptable"],
    ["$batch", 501, "ODataFeatureNotSupported"],
    ["Plant_Beams/Name", 501, "ODataFeatureNotSupported"],
    ["Nope", 404, "EntityNotFound"],
    ["LOCAL/e2/Nope", 404, "EntityNotFound"],
    ["Broken", 404, "EntityNotFound"],
  ])("%s", async (at, status, code) => expect(await errorOf(at)).toMatchObject({ status, code }));

  test("plain options that nobody knows are", async () => {
    expect((await service.get("Plant_Beams?api-version=v1&x=y&$top=1")).status).toBe(200);
    expect((await service.get("?api-version=v1")).status).toBe(200);
    expect((await service.get("Plant_Beams/?$top=1")).status).toBe(200);
  });

  test("a name cannot become SQL, nor a value", async () => {
    for (const text of ["'); DROP TABLE rows; --", '" OR 1=1 --', "c0"]) {
      expect((await errorOf("Plant_Beams", { $select: text })).status).toBe(400);
      expect((await errorOf("Plant_Beams", { $orderby: text })).status).toBe(400);
      expect((await json("Plant_Beams", { $filter: `Name eq '${text.replaceAll("'", "''")}'` })).value).toEqual([]);
    }
  });

  test("a table whose file is gone is not found, and its place is not told", async () => {
    const { report } = service;
    const gone = { ...big, file: path.join(service.folder, "gone.sqlite") };
    service.report = { reportId: "r", runs: [{ extractionId: "x", tables: [gone] }], aggregated: [] };
    try {
      const told = await errorOf("Plant_Beams?$top=1");
      expect(told).toMatchObject({ status: 404, code: "EntityNotFound" });
      expect(told.message).not.toContain(service.folder);
    } finally {
      service.report = report;
    }
  });
});

describe("a client that leaves", () => {
  // Much longer than others take to be answered: who hears that it was given up has not waited for its end.
  const shaken = "tolower(toupper(tolower(toupper(tolower(";
  const endless = {
    $filter: Array.from({ length: 700 }, (_, n) => `contains(${shaken}concat(Name,'${n}')))))),'z${n}')`).join(" or "),
  };

  test("ends its query, and others are answered meanwhile", async () => {
    const leaving = new AbortController();
    const running = service.get("Plant_Beams/$count", endless, {}, leaving.signal);
    expect((await service.get("Plant_Beams?$top=1")).status).toBe(200);
    leaving.abort();
    expect((await running).status).toBe(499);
    expect((await json("Plant_Beams?$top=1")).value).toHaveLength(1);
  });

  test("before its turn is not served at all", async () => {
    const leaving = new AbortController();
    leaving.abort();
    expect((await service.get("Plant_Beams/$count", endless, {}, leaving.signal)).status).toBe(499);
  });

  test("among two hundred", async () => {
    const many = Array.from({ length: 200 }, (_, n) =>
      service.get("Plant_Beams", { $filter: `Count eq ${n % 5}`, $top: "2" }),
    );
    expect((await Promise.all(many)).map(({ status }) => status)).toEqual(Array.from({ length: 200 }, () => 200));
  });
});

describe("a reader that takes its time", () => {
  const pieces = async (signal: AbortSignal) => {
    const answer = await service.ask("Plant_Beams", signal);
    if (answer.body instanceof Uint8Array) throw new Error("a page comes in parts");
    return answer.body[Symbol.asyncIterator]();
  };

  test("is given a part when it wants one, and no part is large", async () => {
    const page = await pieces(new AbortController().signal);
    const sizes: number[] = [];
    for (let next = await page.next(); !next.done; next = await page.next()) sizes.push(next.value.byteLength);
    expect(sizes.length).toBeGreaterThan(10);
    expect(Math.max(...sizes)).toBeLessThan(150_000);
  });

  test("and one that stops in the middle, or leaves, holds up nobody", async () => {
    const stopping = await pieces(new AbortController().signal);
    await stopping.next();
    await stopping.next();
    await stopping.return?.();
    const leaving = new AbortController();
    const page = await pieces(leaving.signal);
    await page.next();
    leaving.abort();
    await expect(
      (async () => {
        for (let next = await page.next(); !next.done; next = await page.next());
      })(),
    ).rejects.toThrow("given up");
    expect((await service.get("Plant_Beams?$top=1")).status).toBe(200);
  });
});

test("a partition has the rows of the CSV, without its header", async () => {
  const { engineTables } = await import("../../../dist/cli/serve/engine_tables.js");
  const tables = engineTables();
  const pieces: Uint8Array[] = [];
  for await (const piece of tables.readPartition(big, new AbortController().signal)) pieces.push(piece);
  await tables.close();
  const lines = Buffer.concat(pieces).toString().split("\r\n");
  expect(lines).toHaveLength(rows.length + 1);
  expect(lines[0]).toBe('0x1,,,,"N 0 ""é"""');
  expect(lines[25_002]).toMatch(/^0x61ab,/);
  expect(readFileSync(big.file).subarray(0, 15).toString()).toBe("SQLite format 3");
});
