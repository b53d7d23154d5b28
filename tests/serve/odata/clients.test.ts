/** Client libraries of others read, page and filter every table, over HTTP. */

import { readFileSync } from "node:fs";
import { OData } from "@odata/client";
import { o } from "odata";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { engineTables } from "../../../dist/cli/serve/engine_tables.js";
import type { ExtractedTable } from "../../../dist/cli/serve/tables.js";
import { snapshotFile } from "../../js/support.js";
import { endpoint } from "../support/odata.js";

const mapping = readFileSync("web/public/sample/mapping.json", "utf8");
const service = endpoint();
let address: string;
let tables: readonly ExtractedTable[];
beforeAll(async () => {
  const makers = engineTables();
  const groupIds = (JSON.parse(mapping) as { groups: unknown[] }).groups.map((_, index) => `g${index}`);
  tables = await makers.extractTables({
    snapshot: snapshotFile("building.bim"),
    mapping,
    groupIds,
    folder: service.folder,
  });
  const byLabel = [
    { name: "UserLabel", sourceName: "UserLabel", type: "GroupBy" },
    { name: "N", sourceName: "ECInstanceId", type: "Count" },
  ];
  const aggregated = [{ entitySet: "ByLabel", source: tables[0]?.entitySet ?? "", properties: byLabel }];
  service.report = { reportId: "r", runs: [{ extractionId: "e", tables }], aggregated };
  address = await service.listen();
});
afterAll(() => service.close());

type Rows = Record<string, unknown>[];
const names = () => [...tables.map(({ entitySet }) => entitySet), "ByLabel"];
const without = (text: string) => JSON.parse(text) as { value: Rows };

describe("@odata/client", () => {
  const client = () => OData.New4({ serviceEndpoint: `${address}/` });

  test("reads and pages every table", async () => {
    for (const name of names()) {
      const all = without((await service.get(name)).text).value;
      const read = (await client().newRequest({ collection: name })) as { value: Rows };
      expect(read.value).toEqual(all);
      const paged: Rows = [];
      for (let skip = 0; skip < all.length; skip += 7) {
        const params = client().newParam().top(7).skip(skip);
        paged.push(...((await client().newRequest({ collection: name, params })) as { value: Rows }).value);
      }
      expect(paged).toEqual(all);
    }
  });

  test("filters every table", async () => {
    for (const { entitySet } of tables) {
      const all = without((await service.get(entitySet)).text).value;
      for (const { UserLabel } of all.slice(0, 5)) {
        const filter = client()
          .newFilter()
          .property("UserLabel")
          .eq(UserLabel as string);
        const params = client().newParam().filter(filter).count(true);
        const read = (await client().newRequest({ collection: entitySet, params })) as {
          value: Rows;
          "@odata.count": number;
        };
        expect(read.value).toEqual(all.filter((row) => row["UserLabel"] === UserLabel));
        expect(read["@odata.count"]).toBe(read.value.length);
      }
    }
  });

  test("finds a row by its key", async () => {
    const keyed = tables.find(({ isKeyed }) => isKeyed) as ExtractedTable;
    const [row] = without((await service.get(keyed.entitySet)).text).value;
    const found = (await client().newRequest({
      collection: keyed.entitySet,
      id: row?.["ECInstanceId"] as string,
    })) as object;
    expect(found).toMatchObject(row as object);
  });
});

describe("odata (o.js)", () => {
  test("reads, pages, orders and filters every table", async () => {
    for (const name of names()) {
      const all = without((await service.get(name)).text).value;
      const ask = (query: object): Promise<Rows> => o(`${address}/`).get(name).query(query) as Promise<Rows>;
      expect(await ask({})).toEqual(all);
      const paged: Rows = [];
      for (let $skip = 0; $skip < all.length; $skip += 9) paged.push(...(await ask({ $top: 9, $skip })));
      expect(paged).toEqual(all);
      expect(await ask({ $filter: "UserLabel ne null" })).toEqual(all.filter(({ UserLabel }) => UserLabel !== null));
      const ordered = await ask({ $orderby: "UserLabel desc", $select: "UserLabel" });
      const labels = all.map(({ UserLabel }) => UserLabel as string | null);
      const sorted = labels.sort((a, b) =>
        a === null ? 1 : b === null ? -1 : Buffer.compare(Buffer.from(b), Buffer.from(a)),
      );
      expect(ordered.map(({ UserLabel }) => UserLabel)).toEqual(sorted);
    }
  });
});

test("next links lead from page to page", async () => {
  for (const name of names()) {
    const rows: Rows = [];
    const headers = { prefer: "odata.maxpagesize=11" };
    for (let url: string | undefined = `${address}/${name}`; url !== undefined;) {
      const page: { value: Rows; "@odata.nextLink"?: string } = await (await fetch(url, { headers })).json();
      rows.push(...page.value);
      url = page["@odata.nextLink"];
    }
    expect(rows).toEqual(without((await service.get(name)).text).value);
  }
});
