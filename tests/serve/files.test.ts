/** Mappings are files: what an editor does shows in the API, what the API does is in the file, and ids stay with what they name. */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it, vi } from "vitest";
import {
  elements,
  newGroup,
  newMapping,
  newReport,
  paths,
  temporaryFolder,
  type TestService,
  testService,
} from "./support/service.ts";

const { gm, reporting: r } = paths;
const fileOf = (s: TestService, name: string): string => path.join(s.folder, "mappings", `${name}.json`);
const textOf = (s: TestService, name: string): string => readFileSync(fileOf(s, name), "utf8");
const mappingsOf = async (s: TestService) =>
  (await s.get(`${gm}?iModelId=${s.iModelId}`)).body.mappings as {
    id: string;
    mappingName: string;
    description: string;
  }[];
const groupsOf = async (s: TestService, id: string) =>
  (await s.get(`${gm}/${id}/groups`)).body.groups as { id: string; groupName: string }[];
const written = (mappingName: string, ...groups: object[]): string =>
  `${JSON.stringify({ mappingName, groups }, null, 2)}\n`;
const soon = { timeout: 30_000, interval: 20 };

describe("a change through the API", () => {
  it("is in the file, which keeps how it was written", async () => {
    const s = await testService();
    const text = `{
  "$schema": "../mapping.schema.json",
  "mappingName": "ByHand",    "description": "one line",

  "groups": [
    { "groupName": "Beams", "query": "${elements}",
      "properties": [ { "propertyName": "A", "dataType": "String" } ] }
  ]
}
`;
    writeFileSync(fileOf(s, "ByHand"), text);
    await vi.waitFor(async () => expect(await mappingsOf(s)).toHaveLength(1), soon);
    const id = (await mappingsOf(s))[0]?.id ?? "";
    expect((await s.ask("PATCH", `${gm}/${id}`, { description: "changed" })).status).toBe(200);
    expect(textOf(s, "ByHand")).toBe(text.replace("one line", "changed"));
    const [group] = await groupsOf(s, id);
    await s.ask("PATCH", `${gm}/${id}/groups/${group?.id}`, { groupName: "Columns" });
    expect(textOf(s, "ByHand")).toBe(text.replace("one line", "changed").replace("Beams", "Columns"));
  });

  it("renames the file with the mapping, and numbers a second one of a name", async () => {
    const s = await testService();
    const first = await newMapping(s, "Name");
    const second = await newMapping(s, "Name");
    const names = () => readdirSync(path.join(s.folder, "mappings")).sort();
    expect(names()).toEqual(["Name.json", "Name_2.json"]);
    await s.ask("PATCH", `${gm}/${first}`, { mappingName: "Other" });
    expect(names()).toEqual(["Name_2.json", "Other.json"]);
    await s.ask("PATCH", `${gm}/${second}`, { mappingName: "name" }); // the same file to some systems
    await s.ask("DELETE", `${gm}/${first}`);
    expect(names()).toHaveLength(1);
    expect((await mappingsOf(s)).map(({ id }) => id)).toEqual([second]);
  });

  it("never has a file name that a system refuses", async () => {
    const s = await testService();
    for (const name of ["梁".repeat(128), "CON", `${"a".repeat(120)}é`]) await newMapping(s, name);
    for (const file of readdirSync(path.join(s.folder, "mappings"))) expect(Buffer.byteLength(file)).toBeLessThan(255);
    expect(existsSync(fileOf(s, "CON_"))).toBe(true);
  });
});

describe("an editor", () => {
  it("adds, changes and removes mappings; ids stay with what is renamed", async () => {
    const s = await testService();
    const id = await newMapping(s, "Edited");
    const group = await newGroup(s, id, "Old");
    const other = await newGroup(s, id, "Other", { query: "SELECT ECInstanceId, ECClassId FROM bis.PhysicalElement" });
    const property = await s.post(`${gm}/${id}/groups/${group}/properties`, { propertyName: "P", dataType: "String" });
    const text = textOf(s, "Edited");
    // Groups change places, one of them is renamed, a property too.
    const value = JSON.parse(text) as { groups: { groupName: string; properties: { propertyName: string }[] }[] };
    value.groups.reverse();
    const renamed = value.groups[1] as (typeof value.groups)[number];
    renamed.groupName = "New";
    (renamed.properties[0] as { propertyName: string }).propertyName = "Q";
    writeFileSync(fileOf(s, "Edited"), JSON.stringify(value));
    await vi.waitFor(
      async () => expect((await groupsOf(s, id)).map((each) => each.groupName)).toEqual(["Other", "New"]),
      soon,
    );
    expect((await groupsOf(s, id)).map((each) => each.id)).toEqual([other, group]);
    const properties = (await s.get(`${gm}/${id}/groups/${group}/properties`)).body.properties;
    expect(properties).toMatchObject([{ id: property.body.property.id, propertyName: "Q" }]);
    const audit = await s.get(`${paths.audit}?iModelId=${s.iModelId}&path=mappings/${id}/groups/${group}`);
    expect(audit.body.auditTrailEntries.at(-1)).toMatchObject({ userEmail: null, action: "Updated" });

    rmSync(fileOf(s, "Edited"));
    await vi.waitFor(async () => expect(await mappingsOf(s)).toEqual([]), soon);
    writeFileSync(fileOf(s, "Edited"), text); // back again, as with an older version of it
    await vi.waitFor(async () => expect((await mappingsOf(s)).map((each) => each.id)).toEqual([id]), soon);
    expect((await groupsOf(s, id)).map((each) => each.id)).toContain(other);
  });

  it("that saves by renaming loses nothing", async () => {
    const s = await testService();
    const id = await newMapping(s, "Renamed");
    const reportId = await newReport(s, "R");
    await s.post(`${r}/reports/${reportId}/datasources/imodelMappings`, { mappingId: id, imodelId: s.iModelId });
    const beside = path.join(s.folder, "mappings", ".Renamed.swp");
    writeFileSync(beside, written("Renamed", { groupName: "G", query: elements }));
    rmSync(fileOf(s, "Renamed"));
    renameSync(beside, fileOf(s, "Renamed"));
    await vi.waitFor(async () => expect(await groupsOf(s, id)).toHaveLength(1), soon);
    expect((await s.get(`${r}/reports/${reportId}/datasources/imodelMappings`)).body.mappings).toHaveLength(1);
  });

  it("has the last word before the API's next change, even when the watcher has not told yet", async () => {
    const s = await testService();
    const id = await newMapping(s, "Race");
    writeFileSync(fileOf(s, "Race"), written("Race", { groupName: "ByEditor", query: elements }));
    await newGroup(s, id, "ByApi");
    expect((await groupsOf(s, id)).map(({ groupName }) => groupName)).toEqual(["ByEditor", "ByApi"]);
    expect(textOf(s, "Race")).toContain("ByEditor");
  });

  // The moments at which the service has looked at the file and not yet written it, and has written it and not yet answered.
  it.each(["apply", "compare"] as const)(
    "that saves in the middle of a change loses nothing either: at %s",
    async (at) => {
      const s = await testService();
      const id = await newMapping(s, "Between");
      const text = written("Between", { groupName: "ByEditor", query: elements });
      const { engine, store } = s.service;
      if (at === "apply") {
        const apply = engine.apply.bind(engine);
        vi.spyOn(engine, "apply").mockImplementationOnce((...given) => {
          writeFileSync(fileOf(s, "Between"), text);
          return apply(...given);
        });
      } else {
        const compare = store.audit.compare.bind(store.audit);
        vi.spyOn(store.audit, "compare").mockImplementationOnce(async (...given) => {
          writeFileSync(fileOf(s, "Between"), text);
          await compare(...given);
        });
      }
      expect((await s.ask("PATCH", `${gm}/${id}`, { description: "by API" })).status).toBe(200);
      await newGroup(s, id, "ByApi");
      expect((await groupsOf(s, id)).map(({ groupName }) => groupName)).toEqual(["ByEditor", "ByApi"]);
      for (const name of ["ByEditor", "ByApi"]) expect(textOf(s, "Between")).toContain(name);
      // One that was overwritten by an editor afterwards is gone, as with any two editors; one before is not.
      if (at === "apply") expect(textOf(s, "Between")).toContain("by API");
    },
  );

  it("that renames a file by letter case alone keeps its mapping", async () => {
    const s = await testService();
    const id = await newMapping(s, "Case");
    renameSync(fileOf(s, "Case"), fileOf(s, "case"));
    const ids = path.join(s.folder, "ids", `${id}.json`);
    await vi.waitFor(() => expect(readFileSync(ids, "utf8")).toContain('"case.json"'), soon);
    // Longer than a file may be away: the old name's.
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(await mappingsOf(s)).toMatchObject([{ id, mappingName: "Case" }]);
    expect((await s.ask("PATCH", `${gm}/${id}`, { description: "d" })).status).toBe(200);
    expect(readdirSync(path.join(s.folder, "mappings"))).toEqual(["case.json"]);
    expect(textOf(s, "case")).toContain('"d"');
  });

  it("that has two files which differ by letter case alone is told, and the first keeps its ids", async ({ skip }) => {
    const s = await testService();
    const id = await newMapping(s, "Twin", { description: "first" });
    if (existsSync(fileOf(s, "TWIN"))) skip("this system takes them for one file");
    const twin = { mappingName: "TWIN", description: "second", groups: [] };
    writeFileSync(fileOf(s, "TWIN"), JSON.stringify(twin));
    const said = "mappings/TWIN.json is not served: to some systems it is the same file as Twin.json";
    await vi.waitFor(() => expect(s.log.join()).toContain(said), soon);
    const descriptions = async (of: TestService) => (await mappingsOf(of)).map(({ description }) => description);
    expect(await mappingsOf(s)).toMatchObject([{ id, description: "first" }]);
    await s.close();
    const again = await testService({ folder: s.folder });
    expect(again.log.join()).toContain(said);
    expect(await mappingsOf(again)).toMatchObject([{ id, description: "first" }]);
    await again.ask("DELETE", `${gm}/${id}`);
    await vi.waitFor(async () => expect(await descriptions(again)).toEqual(["second"]), soon);
    expect((await mappingsOf(again))[0]?.id).not.toBe(id);
  });

  it("that puts a mapping where the API is just making one keeps its file", async () => {
    const s = await testService();
    const outline = s.service.engine.outline.bind(s.service.engine);
    const text = written("New", { groupName: "ByEditor", query: elements });
    let count = 0;
    vi.spyOn(s.service.engine, "outline").mockImplementation(async (...given) => {
      // The last look at the text, when the file's name has been chosen; the watcher tells before the change is done.
      if ((count += 1) === 3) {
        writeFileSync(fileOf(s, "New"), text);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      return outline(...given);
    });
    await newMapping(s, "New");
    expect(textOf(s, "New")).toBe(text);
    expect(existsSync(fileOf(s, "New_2"))).toBe(true);
    await vi.waitFor(async () => expect(await mappingsOf(s)).toHaveLength(2), soon);
  });

  it("in the middle of a word: what was good before is served, and nothing is written over it", async () => {
    const s = await testService();
    const id = await newMapping(s, "Half", { description: "good" });
    const half = textOf(s, "Half").slice(0, -10);
    writeFileSync(fileOf(s, "Half"), half);
    await vi.waitFor(() => expect(s.log.join()).toContain("Half.json"), soon);
    expect((await s.get(`${gm}/${id}`)).body.mapping.description).toBe("good");
    const refused = await s.ask("PATCH", `${gm}/${id}`, { description: "x" });
    expect(refused.status).toBe(409);
    expect(refused.body.error.code).toBe("MappingFileUnreadable");
    expect((await s.ask("DELETE", `${gm}/${id}`)).status).toBe(409);
    expect(textOf(s, "Half")).toBe(half);
    writeFileSync(fileOf(s, "Half"), written("Half"));
    await vi.waitFor(
      async () => expect((await s.ask("PATCH", `${gm}/${id}`, { description: "y" })).status).toBe(200),
      soon,
    );
  });

  it("may leave what is no mapping in the folder", async () => {
    const s = await testService();
    writeFileSync(fileOf(s, "list"), "[]");
    writeFileSync(path.join(s.folder, "mappings", "notes.txt"), "hello");
    await vi.waitFor(() => expect(s.log.join()).toContain("list.json"), soon);
    expect(await newMapping(s, "list")).not.toBe(""); // not over the file that is there
    expect(textOf(s, "list")).toBe("[]");
    expect(await mappingsOf(s)).toHaveLength(1);
  });
});

describe("the state folder", () => {
  it("never gives a new mapping the ids of one that was in its file before", async () => {
    const folder = temporaryFolder();
    const s = await testService({ folder });
    const first = await newMapping(s, "Again");
    rmSync(fileOf(s, "Again"));
    await vi.waitFor(async () => expect(await mappingsOf(s)).toEqual([]), soon);
    const second = await newMapping(s, "Again");
    const third = await newMapping(s, "Third");
    rmSync(fileOf(s, "Third"));
    await vi.waitFor(async () => expect(await mappingsOf(s)).toHaveLength(1), soon);
    await s.ask("PATCH", `${gm}/${second}`, { mappingName: "Third" });
    await s.close();
    const after = await testService({ folder });
    expect((await mappingsOf(after)).map(({ id }) => id)).toEqual([second]);
    expect(new Set([first, second, third]).size).toBe(3);
  });

  it("gives everything back after a restart", async () => {
    const folder = temporaryFolder();
    const before = await testService({ folder });
    const id = await newMapping(before, "Kept", { description: "d" });
    const group = await newGroup(before, id, "G", { metadata: [{ key: "k", value: null }] });
    const second = await newGroup(before, id, "G");
    await before.post(`${gm}/${id}/groups/${group}/properties`, { propertyName: "P", dataType: "String" });
    const report = await newReport(before, "R");
    await before.post(`${r}/reports/${report}/datasources/imodelMappings`, {
      mappingId: id,
      imodelId: before.iModelId,
    });
    const addresses = [
      `${gm}/${id}`,
      `${gm}/${id}/groups`,
      `${gm}/${id}/groups/${group}/properties`,
      `${r}/reports/${report}`,
      `${r}/reports/${report}/datasources/imodelMappings`,
      `${paths.audit}?iModelId=${before.iModelId}`,
    ];
    const asked = async (s: TestService) =>
      (await Promise.all(addresses.map((at) => s.get(at)))).map(({ text }) => text.replaceAll(s.url, ""));
    const was = await asked(before);
    await before.close();
    expect(existsSync(path.join(folder, "lock"))).toBe(false);
    const after = await testService({ folder });
    expect(await asked(after)).toEqual(was);
    expect((await groupsOf(after, id)).map((each) => each.id)).toEqual([group, second]);
  });

  it("takes mappings that were put there while nobody served it", async () => {
    const folder = temporaryFolder();
    const first = await testService({ folder });
    const id = await newMapping(first, "Away");
    await first.close();
    writeFileSync(path.join(folder, "mappings", "Away.json"), written("Away", { groupName: "G", query: elements }));
    writeFileSync(path.join(folder, "mappings", "Fresh.json"), written("Fresh"));
    const again = await testService({ folder });
    expect((await mappingsOf(again)).map(({ mappingName }) => mappingName).sort()).toEqual(["Away", "Fresh"]);
    expect(await groupsOf(again, id)).toHaveLength(1);
  });

  it("is one service's: the second is told who has it, and one that was killed leaves no trace", async () => {
    const folder = temporaryFolder();
    const first = await testService({ folder });
    await expect(testService({ folder })).rejects.toThrow(
      `another premap serve (process ${process.pid}) uses this state folder`,
    );
    await first.close();
    writeFileSync(path.join(folder, "lock"), JSON.stringify({ pid: 2 ** 22 + 1, began: "", token: "x" }));
    await (await testService({ folder })).close();
    writeFileSync(path.join(folder, "lock"), JSON.stringify({ pid: process.pid, began: "1", token: "x" })); // another of the same number
    await (await testService({ folder })).close();
  });

  it("with a broken file is refused in words", async () => {
    const folder = temporaryFolder();
    await (await testService({ folder })).close();
    writeFileSync(path.join(folder, "reports.json"), "{");
    await expect(testService({ folder })).rejects.toThrow("reports.json in the state folder is no JSON");
  });
});

describe("a file that a page holds whole", () => {
  const at = (id: string): string => `/premap/mapping-files/${id}`;

  it("is written back as it stands, and ids stay with what they name", async () => {
    const s = await testService();
    const id = await newMapping(s, "Whole");
    const group = await newGroup(s, id, "Beams");
    const { file } = (await s.get(at(id))).body;
    expect(file.text).toBe(textOf(s, "Whole"));
    const text = `{"mappingName":"Whole",\n   "groups":[{"groupName":"Beams","query":"${elements}","properties":[]}]}`;
    expect((await s.ask("PUT", at(id), { text, version: file.version })).status).toBe(200);
    expect(textOf(s, "Whole")).toBe(text);
    expect((await groupsOf(s, id)).map((each) => each.id)).toEqual([group]);
  });

  it("is not written over what somebody else has written meanwhile, by the API or with an editor", async () => {
    const s = await testService();
    const id = await newMapping(s, "Whole");
    const { file } = (await s.get(at(id))).body;
    const mine = { text: written("Whole", { groupName: "Mine", query: elements }), version: file.version };
    await s.ask("PATCH", `${gm}/${id}`, { description: "theirs" });
    const refused = await s.ask("PUT", at(id), mine);
    expect([refused.status, refused.body.error.code]).toEqual([409, "MappingFileChanged"]);
    const theirs = written("Whole", { groupName: "Theirs", query: elements });
    const { version } = (await s.get(at(id))).body.file;
    writeFileSync(fileOf(s, "Whole"), theirs);
    // At once, before anybody has seen it.
    expect((await s.ask("PUT", at(id), { ...mine, version })).status).toBe(409);
    expect(textOf(s, "Whole")).toBe(theirs);
  });

  it("is refused where it is no mapping, and stays", async () => {
    const s = await testService();
    const id = await newMapping(s, "Whole");
    const { file } = (await s.get(at(id))).body;
    for (const text of ["{", "[]", "// a comment\n{}", '"text"', `[${written("A")},${written("B")}]`])
      for (const made of [
        await s.ask("PUT", at(id), { text, version: file.version }),
        await s.post("/premap/mapping-files", { iModelId: s.iModelId, text }),
      ])
        expect([text, made.status, made.body.error.code]).toEqual([text, 422, "InvalidInsightsRequest"]);
    expect((await s.get(at(id))).body.file).toEqual(file);
    expect(await mappingsOf(s)).toHaveLength(1);
  });
});
