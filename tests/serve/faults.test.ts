/** Bad input, many clients, slow ones, files that go away, disks that are full: a clear answer, and nobody else notices. */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import path from "node:path";
import { describe, expect, it, vi } from "vitest";
import { engineTables } from "../../dist/cli/serve/engine_tables.js";
import { Disk } from "../../dist/cli/serve/store/durable.js";
import { StateFile } from "../../dist/cli/serve/store/state_file.js";
import { snapshotFile } from "../js/support.ts";
import {
  elements,
  ended,
  newGroup,
  newMapping,
  newReport,
  paths,
  temporaryFolder,
  type TestService,
  testService,
} from "./support/service.ts";

const { gm, reporting: r } = paths;
const soon = { timeout: 30_000, interval: 20 };

describe("a body", () => {
  it("of more than 1 MB is refused, told by its length or not", async () => {
    const s = await testService();
    const large = JSON.stringify({ iModelId: s.iModelId, mappingName: "A", description: "x".repeat(1024 * 1024) });
    const answer = await s.post(gm, undefined, { raw: large });
    expect([answer.status, answer.body.error.code]).toEqual([413, "RequestTooLarge"]);
    const status = await new Promise((resolve, reject) => {
      const request = http.request(
        `${s.url}${gm}`,
        { method: "POST", headers: { "content-type": "application/json" } },
        (response) => {
          resolve(response.statusCode);
          response.resume();
        },
      );
      request.on("error", reject);
      for (let at = 0; at < large.length; at += 65536) request.write(large.slice(at, at + 65536));
      request.end();
    });
    expect(status).toBe(413);
    const most = JSON.stringify({ iModelId: s.iModelId, mappingName: "A", description: "x".repeat(1024 * 1024 - 200) });
    expect((await s.post(gm, undefined, { raw: most })).status).toBe(200);
  });

  it.each([
    ["too long by its length", `Content-Length: ${8 << 20}`, (piece: string) => piece],
    ["too long", "Transfer-Encoding: chunked", (piece: string) => `${piece.length.toString(16)}\r\n${piece}\r\n`],
  ])("that is %s and still being sent is answered on a connection that stays", async (_, header, framed) => {
    const s = await testService();
    const socket = net.connect(Number(new URL(s.url).port), "127.0.0.1");
    const closed = new Promise<void>((resolve, reject) => socket.on("error", reject).once("close", () => resolve()));
    let told = "";
    socket.on("data", (piece) => (told += piece.toString()));
    const heard = (text: string) => vi.waitFor(() => expect(told).toContain(text), soon);
    const piece = framed("x".repeat(2 << 20));
    const head = `POST ${gm} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${header}\r\n\r\n`;
    socket.write(head + piece);
    await heard('"RequestTooLarge"');
    for (let more = 0; more < 3; more += 1) socket.write(piece);
    if (header.endsWith("chunked")) socket.write("0\r\n\r\n");
    socket.end("GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    await heard('"ResourceNotFound"');
    await closed;
  });

  it.each([
    ["no JSON", "{"],
    ["a list", "[]"],
    ["null", "null"],
    ["a text", '"x"'],
    ["nothing", ""],
    ["bytes that are no UTF-8", new Uint8Array([0x7b, 0xff, 0x7d])],
    ["5,000 levels deep", `{"mappingName":${"[".repeat(5000)}${"]".repeat(5000)}}`],
    ["400,000 levels deep", `{"mappingName":${"[".repeat(400_000)}${"]".repeat(400_000)}}`],
    [
      "deep in a known field",
      `{"iModelId":"30462329-8d84-4a70-9b8e-1b6530246436","mappingName":"A","description":${"[".repeat(5000)}${"]".repeat(5000)}}`,
    ],
  ])("that is %s is a content fault", async (_, raw) => {
    const s = await testService();
    const answer = await s.post(gm, undefined, { raw });
    expect([answer.status, answer.body.error.code], answer.text.slice(0, 300)).toEqual([422, "InvalidInsightsRequest"]);
    expect((await s.get(`${gm}?iModelId=${s.iModelId}`)).body.mappings).toEqual([]);
  });

  it("with names that objects have by themselves harms nothing", async () => {
    const s = await testService();
    const raw = `{"iModelId":"${s.iModelId}","mappingName":"A","__proto__":{"mappingName":"B"},"constructor":1,"toString":2}`;
    expect((await s.post(gm, undefined, { raw })).body.mapping.mappingName).toBe("A");
  });
});

describe("many", () => {
  it("mappings: a page costs what a page costs", { timeout: 300_000, tags: ["slow"] }, async () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, "mappings"));
    for (let number = 0; number < 10_000; number += 1) {
      const groups = [{ groupName: "G", query: elements, properties: [] }];
      writeFileSync(
        path.join(folder, "mappings", `M${number}.json`),
        JSON.stringify({ mappingName: `M${number}`, groups }),
      );
    }
    const s = await testService({ folder });
    const begun = performance.now();
    const names = new Set<string>();
    for (let next: string | undefined = `${gm}?iModelId=${s.iModelId}&$top=1000`; next !== undefined;) {
      const { body } = await s.get(next);
      for (const { mappingName } of body.mappings) names.add(mappingName as string);
      next = body._links.next?.href as string | undefined;
    }
    expect(names.size).toBe(10_000);
    const one = performance.now();
    const id = await newMapping(s, "Another");
    await newGroup(s, id, "G");
    const timed = performance.now() - one;
    expect(timed).toBeLessThan(5000);
    expect(one - begun).toBeLessThan(20_000);
  });

  it("clients at once are all answered, whatever they change", async () => {
    const s = await testService();
    const id = await newMapping(s, "Shared");
    const reportId = await newReport(s, "Shared");
    const work = Array.from({ length: 200 }, (_, number) => async () => {
      if (number % 4 === 0) return newGroup(s, id, `G${number}`);
      if (number % 4 === 1) return newMapping(s, `M${number}`);
      if (number % 4 === 2)
        return (await s.ask("PATCH", `${r}/reports/${reportId}`, { description: String(number) })).body.report
          .id as string;
      return (await s.get(`${gm}/${id}/groups`)).body._links.self.href as string;
    });
    await Promise.all(work.map((each) => each()));
    expect((await s.get(`${gm}/${id}/groups`)).body.groups).toHaveLength(50);
    expect((await s.get(`${gm}?iModelId=${s.iModelId}&$top=1000`)).body.mappings).toHaveLength(51);
  });
});

describe("a slow reader", () => {
  const piece = new Uint8Array(1 << 20);
  /** Rows without end, and how many pieces were asked of them. */
  function endless() {
    const state = { pieces: 0, isAborted: false };
    const tables = {
      ...engineTables(),
      answerOData: async (_: unknown, { signal }: { signal: AbortSignal }) => {
        signal.addEventListener("abort", () => (state.isAborted = true));
        return {
          status: 200,
          headers: { "content-type": "application/json;odata.metadata=minimal" },
          body: (async function* () {
            for (;;) {
              state.pieces += 1;
              yield piece;
              await new Promise((resolve) => setImmediate(resolve));
            }
          })(),
        };
      },
    };
    return { state, tables };
  }

  it("is waited for: no rows pile up; one that leaves ends its query", async () => {
    const { state, tables } = endless();
    const s = await testService({ tables });
    const report = await newReport(s, "Slow");
    const request = http.get(`${s.url}${r}/odata/${report}`);
    const response = await new Promise<http.IncomingMessage>((resolve) => request.on("response", resolve));
    response.pause();
    // Until what the system holds back is full; then nothing more is asked for.
    for (let before = -1; before !== state.pieces;) {
      before = state.pieces;
      expect(before).toBeLessThan(64);
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
    expect((await s.get(`${gm}?iModelId=${s.iModelId}`)).status).toBe(200);
    response.destroy();
    await expect.poll(() => state.isAborted, soon).toBe(true);
  });
});

describe("a snapshot", () => {
  it("that has gone fails its extraction, with the reason in the log and no path", async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, "gone.bim");
    copyFileSync(snapshotFile("building.bim"), file);
    const s = await testService({ snapshots: [{ file }] });
    const id = await newMapping(s, "Gone");
    await newGroup(s, id, "G");
    rmSync(file);
    const run = await s.post(`${gm}/extractions`, { iModelId: s.iModelId, mappings: [{ id }] });
    expect(await ended(s, run.body.extraction.id as string)).toBe("Failed");
    const { logs } = (await s.get(`${gm}/extractions/${run.body.extraction.id}/logs`)).body as {
      logs: { level: string; message: string }[];
    };
    const errors = logs.filter(({ level }) => level === "Error").map(({ message }) => message);
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.join()).not.toContain(folder);
    copyFileSync(snapshotFile("building.bim"), file);
    const again = await s.post(`${gm}/extractions`, { iModelId: s.iModelId, mappings: [{ id }] });
    expect(await ended(s, again.body.extraction.id as string)).toBe("Succeeded");
  });

  it("twice, or one that is none, is refused at the start", async () => {
    const file = snapshotFile("building.bim");
    await expect(testService({ snapshots: [{ file }, { file }] })).rejects.toThrow("the same iModel");
    await expect(testService({ snapshots: [{ file: snapshotFile("text.bim") }] })).rejects.toMatchObject({
      code: "file-not-sqlite",
    });
  });

  it("beside another is an iModel of its own", async () => {
    const second = "11111111-1111-4111-8111-111111111111";
    const file = snapshotFile("building.bim");
    const s = await testService({ snapshots: [{ file }, { file, iModelId: second.toUpperCase(), iTwinId: second }] });
    await newMapping(s, "First");
    expect((await s.post(gm, { iModelId: second, mappingName: "Second" })).status).toBe(200);
    const names = async (id: string) =>
      (await s.get(`${gm}?iModelId=${id}`)).body.mappings.map((each: { mappingName: string }) => each.mappingName);
    expect([await names(s.iModelId), await names(second)]).toEqual([["First"], ["Second"]]);
    expect((await s.get("/itwins")).body.iTwins).toHaveLength(2);
  });
});

describe("an extraction", () => {
  it("of which some groups fail is a partial success, and in the older words a failure with issues", async () => {
    const s = await testService();
    const id = await newMapping(s, "Partly");
    await newGroup(s, id, "Good");
    const bad = await newGroup(s, id, "Bad", { query: "SELECT ECInstanceId, ECClassId FROM no.Where" });
    const run = (await s.post(`${gm}/extractions`, { iModelId: s.iModelId, mappings: [{ id }] })).body.extraction
      .id as string;
    expect(await ended(s, run)).toBe("PartiallySucceeded");
    const { logs } = (await s.get(`${gm}/extractions/${run}/logs`)).body as {
      logs: { level: string; message: string; contextType: string }[];
    };
    expect(logs.find(({ level }) => level === "Error")?.message).toContain(`MappingId: ${id}, GroupId: ${bad}.`);
    expect((await s.get(`${r}/datasources/extraction/status/${run}`)).body.status).toMatchObject({
      state: "Failed",
      containsIssues: true,
    });
    expect((await s.get(`${gm}/${id}/extractions/${run}/cdm`)).body.entities).toHaveLength(1);
  });

  it("of a mapping without groups succeeds with a warning", async () => {
    const s = await testService();
    const id = await newMapping(s, "Empty");
    const run = (await s.post(`${gm}/extractions`, { iModelId: s.iModelId, mappings: [{ id }] })).body.extraction
      .id as string;
    expect(await ended(s, run)).toBe("Succeeded");
    const { logs } = (await s.get(`${gm}/extractions/${run}/logs`)).body as { logs: { level: string }[] };
    expect(logs.some(({ level }) => level === "Warning")).toBe(true);
  });

  it("waits for the one before it; older tables stay a while, then go", async () => {
    const s = await testService();
    const id = await newMapping(s, "Often");
    await newGroup(s, id, "G");
    const runs = await Promise.all(
      Array.from({ length: 5 }, () => s.post(`${gm}/extractions`, { iModelId: s.iModelId, mappings: [{ id }] })),
    );
    for (const { body } of runs) expect(await ended(s, body.extraction.id as string)).toBe("Succeeded");
    await expect.poll(async () => (await s.get(`${gm}/${id}/extractions`)).body.extractions.length, soon).toBe(3);
  });
});

describe("a disk that is full", () => {
  it("undoes what could not be written, and every change on top of it", async () => {
    const folder = temporaryFolder();
    const disk = new Disk(folder, true);
    await disk.prepare();
    let isFull = false;
    const write = disk.writeAll.bind(disk);
    disk.writeAll = async (files) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (isFull) throw Object.assign(new Error("full"), { code: "ENOSPC" });
      return write(files);
    };
    const state = await StateFile.open<{ items: number[] }>(disk, "x.json", { items: [] });
    const add = (item: number) => state.change((value) => value.items.push(item));
    await add(1);
    isFull = true;
    const results = await Promise.allSettled([add(2), add(3), add(4)]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(state.value.items).toEqual([1]);
    isFull = false;
    await Promise.all([add(5), add(6)]);
    expect((await StateFile.open<{ items: number[] }>(disk, "x.json", { items: [] })).value.items).toEqual([1, 5, 6]);
  });

  it("is told as 507, and the next change is taken when there is room again", async () => {
    const s: TestService = await testService();
    const { disk } = s.service.store;
    const write = disk.writeAll.bind(disk);
    disk.writeAll = () => Promise.reject(Object.assign(new Error("full"), { code: "ENOSPC" }));
    for (const [at, body] of [
      [gm, { iModelId: s.iModelId, mappingName: "A" }],
      [`${r}/reports/`, { displayName: "R", projectId: s.iTwinId }],
    ] as const) {
      const answer = await s.post(at, body);
      expect([answer.status, answer.body.error.code]).toEqual([507, "InsufficientStorage"]);
    }
    disk.writeAll = write;
    expect((await s.get(`${gm}?iModelId=${s.iModelId}`)).body.mappings).toEqual([]);
    expect((await s.get(`${r}/reports?projectId=${s.iTwinId}`)).body.reports).toEqual([]);
    expect(await newMapping(s, "A")).not.toBe("");
  });
});
