/** Pages of every list: each item once, absolute links, both ways to write a parameter, and lists that change meanwhile. */
import { beforeAll, describe, expect, it } from "vitest";
import { newGroup, newMapping, newReport, paths, request, type TestService, testService } from "./support/service.ts";

let s: TestService;
let mapping: string;
const { gm, reporting: r } = paths;
beforeAll(async () => {
  s = await testService();
  mapping = await newMapping(s, "M0");
  for (let number = 1; number < 5; number += 1) await newMapping(s, `M${number}`);
  for (let number = 0; number < 5; number += 1)
    await newGroup(s, mapping, `G${number}`, { metadata: [{ key: "n", value: String(number) }] });
  for (let number = 0; number < 3; number += 1) await newReport(s, `R${number}`);
});

async function pagesOf(at: string, key: string, headers = {}): Promise<string[][]> {
  const pages: string[][] = [];
  for (let next: string | undefined = at; next !== undefined;) {
    const { body, status, text } = await s.get(next, { headers });
    expect(status, text).toBe(200);
    expect(new URL(body._links.self.href as string).host).toBe(new URL(s.url).host);
    pages.push(
      body[key].map(
        (each: { id: string; mappingName?: string; groupName?: string; displayName?: string }) =>
          each.mappingName ?? each.groupName ?? each.displayName,
      ),
    );
    next = body._links.next?.href as string | undefined;
    if (next !== undefined) expect(next).toMatch(/[?&](\$|%24)top=2/);
  }
  return pages;
}

describe("pages", () => {
  it.each(["$top=2", "%24top=2"])("with %s hold every item once, and none is empty", async (top) => {
    const mappings = [["M0", "M1"], ["M2", "M3"], ["M4"]];
    expect(await pagesOf(`${gm}?iModelId=${s.iModelId}&${top}`, "mappings")).toEqual(mappings);
    expect(await pagesOf(`${r}/datasources/imodels/${s.iModelId}/mappings/?${top}`, "mappings")).toEqual(mappings);
    expect(await pagesOf(`${gm}/${mapping}/groups?${top}`, "groups")).toEqual([["G0", "G1"], ["G2", "G3"], ["G4"]]);
    expect(await pagesOf(`${r}/reports?projectId=${s.iTwinId}&deleted=false&${top}`, "reports")).toEqual([
      ["R0", "R1"],
      ["R2"],
    ]);
  });

  it("of a whole number of items end with a full one", async () => {
    const { body } = await s.get(`${gm}?iModelId=${s.iModelId}&$top=5`);
    expect(body.mappings).toHaveLength(5);
    expect(body._links).not.toHaveProperty("next");
  });

  it("go on where they were when items went or came", async () => {
    const first = await s.get(`${gm}/${mapping}/groups?$top=2`);
    await s.ask("DELETE", `${gm}/${mapping}/groups/${first.body.groups[0].id}`);
    const late = await newGroup(s, mapping, "Late");
    const rest = await s.get(first.body._links.next.href.replace("$top=2", "$top=10") as string);
    expect(rest.body.groups.map((each: { groupName: string }) => each.groupName)).toEqual(["G2", "G3", "G4", "Late"]);
    const again = await s.get(`${gm}/${mapping}/groups?$top=2`);
    await s.ask("DELETE", `${gm}/${mapping}/groups/${again.body.groups[1].id}`);
    const behind = await s.get(again.body._links.next.href as string);
    expect(behind.status).toBe(200);
    await s.ask("DELETE", `${gm}/${mapping}/groups/${late}`);
  });

  it("link to the address that the caller used", async () => {
    const { port } = new URL(s.url);
    const { body } = await request(
      `http://localhost:${port}`,
      "GET",
      `${gm}?iModelId=${s.iModelId}&$top=1`,
      undefined,
      {},
    );
    expect(body._links.next.href).toMatch(new RegExp(`^http://localhost:${port}/`));
    expect(body.mappings[0]._links.iModel.href).toMatch(new RegExp(`^http://localhost:${port}/`));
  });
});

describe("Prefer", () => {
  it("return=representation brings the metadata into a list; a single group always has it", async () => {
    const minimal = await s.get(`${gm}/${mapping}/groups`, { headers: { prefer: "return=minimal" } });
    const whole = await s.get(`${gm}/${mapping}/groups`, { headers: { prefer: "return=representation" } });
    for (const group of minimal.body.groups) expect(group).not.toHaveProperty("metadata");
    for (const group of whole.body.groups) expect(group.metadata).toHaveLength(1);
    expect((await s.get(`${gm}/${mapping}/groups/${whole.body.groups[0].id}`)).body.group).toEqual(
      whole.body.groups[0],
    );
  });
});

describe("the audit trail", () => {
  it("tells who changed what, of a part and of a time", async () => {
    const at = `${paths.audit}?iModelId=${s.iModelId}`;
    const id = await newMapping(s, "Audited");
    const group = await newGroup(s, id, "A");
    const before = new Date();
    await s.ask("PATCH", `${gm}/${id}/groups/${group}`, { groupName: "B" });
    const ofMapping = (await s.get(`${at}&path=mappings/${id}`)).body.auditTrailEntries;
    expect(ofMapping.map((each: { path: string; action: string }) => [each.path, each.action])).toEqual([
      [`mappings/${id}`, "Created"],
      [`mappings/${id}/groups/${group}`, "Created"],
      [`mappings/${id}/groups/${group}`, "Updated"],
    ]);
    expect(ofMapping[2].changes).toEqual([{ property: "groupName", oldValue: "A", newValue: "B" }]);
    // The plus of a zone comes unencoded, and so as a blank.
    const time = before.toISOString().replace("Z", "+00:00");
    expect((await s.get(`${at}&path=mappings/${id}&after=${time}`)).body.auditTrailEntries).toHaveLength(1);
    expect((await s.get(`${at}&path=mappings/${id}&before=${time}`)).body.auditTrailEntries).toHaveLength(2);
    expect((await s.get(`${at}&path=mappings/${id.slice(0, 8)}`)).body.auditTrailEntries).toEqual([]);
    const pages = (await s.get(`${at}&path=mappings/${id}&$top=2`)).body;
    expect((await s.get(pages._links.next.href as string)).body.auditTrailEntries).toEqual([ofMapping[2]]);
  });
});
