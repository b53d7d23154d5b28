/** The tables that a report shows while new runs land: under the same names, and those of older runs to whoever is reading them. */
import { beforeAll, describe, expect, it } from "vitest";
import { ended, newGroup, newMapping, newReport, paths, type TestService, testService } from "./support/service.ts";

const { gm, reporting: r } = paths;
let s: TestService;
let report: string;
let first: { id: string; group: string };
let second: { id: string; group: string };

async function extract(...ids: string[]): Promise<void> {
  const asked = { iModelId: s.iModelId, mappings: ids.map((id) => ({ id })) };
  const { body } = await s.post(`${gm}/extractions`, asked);
  expect(await ended(s, body.extraction.id as string)).toBe("Succeeded");
}

/** `A_B` with `C`, and `A` with `B_C`: both come to the name A_B_C. */
async function made(mappingName: string, groupName: string, query: string) {
  const id = await newMapping(s, mappingName);
  const group = await newGroup(s, id, groupName, { query });
  const { status, text } = await s.post(`${r}/reports/${report}/datasources/imodelMappings/`, {
    mappingId: id,
    imodelId: s.iModelId,
  });
  expect(status, text).toBe(200);
  return { id, group };
}

const pagesOfTwo = { headers: { prefer: "odata.maxpagesize=2" } };
interface Page {
  value: { ECInstanceId: string }[];
  "@odata.nextLink": string;
}

beforeAll(async () => {
  s = await testService();
  report = await newReport(s, "Two");
  first = await made("A_B", "C", "SELECT ECInstanceId, ECClassId FROM bis.Model");
  second = await made("A", "B_C", "SELECT ECInstanceId, ECClassId FROM bis.Element");
  await extract(first.id, second.id);
});

describe("a table whose name another one has", () => {
  it("is read on under the name it had, after new runs", async () => {
    const odata = `${r}/odata/${report}`;
    const whole = JSON.parse((await s.get(`${odata}/A_B_C_2`)).text) as Page;
    const models = JSON.parse((await s.get(`${odata}/A_B_C`)).text) as Page;
    expect(whole.value).not.toEqual(models.value);
    const begun = JSON.parse((await s.get(`${odata}/A_B_C_2`, pagesOfTwo)).text) as Page;
    await s.ask("PATCH", `${gm}/${second.id}/groups/${second.group}`, { groupName: "Renamed" });
    await extract(first.id, second.id);
    const next = await s.get(begun["@odata.nextLink"]);
    expect(next.status, next.text).toBe(200);
    expect((JSON.parse(next.text) as Page).value).toEqual(whole.value.slice(2, 4));
  });

  it("is not among the addresses once no current run has it", async () => {
    await s.ask("PATCH", `${gm}/${first.id}/groups/${first.group}`, { groupName: "Renamed_too" });
    await extract(first.id);
    const page = await s.get("/");
    for (const name of ["A_Renamed", "A_B_Renamed_too"]) {
      expect(page.text).toContain(`/odata/${report}/${name}`);
      expect((await s.get(`/feeds/${report}/${name}.odc`)).status).toBe(200);
    }
    expect(page.text).not.toContain(`/odata/${report}/A_B_C`);
    for (const name of ["A_B_C", "A_B_C_2"]) expect((await s.get(`/feeds/${report}/${name}.odc`)).status).toBe(404);
  });
});
