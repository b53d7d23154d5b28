/** A snapshot with a log beside it: what an application wrote last, wherever the snapshot is opened, and never a mix. */
import { copyFileSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { createEngine, type Engine, type Snapshot } from "premap";
import { initSqlJs } from "premap/sqljs";
import { createEngine as createSyncEngine } from "premap/sync";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeJournal, makeWal, type Page, pageSizeOf, pageWith, withPages } from "./logs.ts";
import { rejection, snapshotBytes, snapshotFile } from "./support.ts";

/** A text of one page of large.bim alone, and others for its place. */
const before = '"City":"Lyon"';
const after = '"City":"Metz"';
const later = '"City":"Nice"';

const file = snapshotBytes("large.bim");
const pageCount = file.byteLength / pageSizeOf(file);
const page = pageWith(file, before, after);
const laterPage = pageWith(file, before, later);
const oldPage: Page = { number: page.number, bytes: pageWith(file, before, before).bytes };
const wal = makeWal(pageCount, [[page]]);

const query = `SELECT JsonProperties FROM bis.Element WHERE JsonProperties LIKE '%"City"%'`;
const cityIn = (text: string) => /"City":"\w+"/.exec(text)?.[0];
const cityOf = async (snapshot: Snapshot) => cityIn((await snapshot.query(query).toArray()).flat().join());
const everyRow = (snapshot: Snapshot) => snapshot.query("SELECT UserLabel, JsonProperties FROM bis.Element").toArray();

let engine: Engine;
beforeAll(async () => void (engine = await createEngine({ worker: false })));
afterAll(() => engine.close());

describe("a path in Node", () => {
  let folder: string;
  let snapshotPath: string;
  const write = (suffix: string, bytes: Uint8Array) => writeFileSync(snapshotPath + suffix, bytes);
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "premap-logs-"));
    snapshotPath = path.join(folder, "site.bim");
    copyFileSync(snapshotFile("large.bim"), snapshotPath);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is read with the write-ahead log beside it", async () => {
    write("-wal", wal);
    for (const source of [snapshotPath, pathToFileURL(snapshotPath), pathToFileURL(snapshotPath).href]) {
      const snapshot = await engine.open(source);
      expect(await cityOf(snapshot)).toBe(after);
      expect(snapshot.info.diagnostics).toEqual([]);
      snapshot.close();
    }
    const inWorker = await createEngine({ worker: true });
    expect(await cityOf(await inWorker.open(snapshotPath))).toBe(after);
    inWorker.close();
    const sync = await createSyncEngine();
    expect(cityIn(sync.open(snapshotPath).query(query).toArray().flat().join())).toBe(after);
    sync.close();
  });

  it("is read with the log of the file that a link leads to", async () => {
    write("-wal", wal);
    const link = path.join(folder, "link.bim");
    symlinkSync(snapshotPath, link);
    expect(await cityOf(await engine.open(link))).toBe(after);
  });

  it("is rolled back by a hot journal, and then taken on by a log", async () => {
    write("", withPages(file, page));
    expect(await cityOf(await engine.open(snapshotPath))).toBe(after);
    write("-journal", makeJournal(pageCount, [oldPage]));
    expect(await cityOf(await engine.open(snapshotPath))).toBe(before);
    write("-wal", makeWal(pageCount, [[laterPage]]));
    expect(await cityOf(await engine.open(snapshotPath))).toBe(later);
  });

  it("is as it is beside an empty log, and without one", async () => {
    for (const suffix of ["-wal", "-journal"]) write(suffix, new Uint8Array());
    const snapshot = await engine.open(snapshotPath);
    expect(await cityOf(snapshot)).toBe(before);
    expect(snapshot.info.diagnostics).toEqual([]);
  });

  it("reads the log that was given in place of the one beside it, or none", async () => {
    write("-wal", wal);
    const other = path.join(folder, "other-wal");
    writeFileSync(other, makeWal(pageCount, [[laterPage]]));
    expect(await cityOf(await engine.open(snapshotPath, { wal: other }))).toBe(later);
    expect(await cityOf(await engine.open(snapshotPath, { wal: null }))).toBe(before);
  });

  it("is refused with a log that belongs to another file", async () => {
    write("-wal", makeWal(pageCount, [[page]], { pageSize: 1024 }));
    const error = await rejection(engine.open(snapshotPath));
    expect(error.code).toBe("file-log-unreadable");
    expect((error as { diagnostics?: { hint?: string }[] }).diagnostics?.[0]?.hint).toContain("wal_checkpoint");
  });

  it("tells of a log that is none", async () => {
    write("-wal", new Uint8Array(9000).fill(7));
    const snapshot = await engine.open(snapshotPath);
    expect(snapshot.info.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ["file-log-ignored", "warning"],
    ]);
    expect(await cityOf(snapshot)).toBe(before);
  });

  it("stays as it was opened while its log grows, in workers that open it later too", async () => {
    write("-wal", wal);
    const snapshot = await engine.open(snapshotPath);
    write("-wal", makeWal(pageCount, [[page], [laterPage]]));
    expect(await cityOf(snapshot)).toBe(after);
    const mapping = {
      mappingName: "All",
      groups: [
        {
          groupName: "All",
          query: "SELECT ECInstanceId, ECClassId FROM bis.Element",
          properties: [
            {
              propertyName: "Json",
              dataType: "String",
              ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: "JsonProperties" }],
            },
          ],
        },
      ],
    };
    for (const workers of [1, 2]) {
      let text = "";
      const decoder = new TextDecoder();
      for await (const bytes of snapshot.extract(mapping, { format: "csv", workers }))
        text += decoder.decode(bytes, { stream: true });
      expect(cityIn(text.replaceAll('""', '"')), `${workers} workers`).toBe(after);
    }
    expect(await cityOf(await engine.open(snapshotPath))).toBe(later);
  });

  const changes: [string, () => void][] = [
    ["the file is written to", () => write("", withPages(file, laterPage))],
    ["the file is cut", () => write("", file.subarray(0, file.byteLength / 2))],
    ["the log is begun anew", () => write("-wal", makeWal(pageCount, [[laterPage]], { salt: 2 }))],
    ["the log is emptied", () => write("-wal", new Uint8Array())],
  ];
  it.each(changes)("is a clear error when %s, not a mix", async (_, change) => {
    // A log with pages all over the file, so that reading it all comes to both.
    const pages = Array.from({ length: pageCount - 1 }, (_, index) => index + 2)
      .filter((number) => number % 2 === 0)
      .map((number) => ({ number, bytes: file.subarray((number - 1) * 4096, number * 4096) }));
    utimesSync(snapshotPath, new Date(), new Date(0));
    write("-wal", makeWal(pageCount, [pages]));
    const snapshot = await engine.open(snapshotPath);
    change();
    const error = await rejection(everyRow(snapshot));
    expect(error.code).toBe("file-changed");
  });
});

describe("bytes and blobs", () => {
  const marked = Uint8Array.from(file);
  marked.set([2, 2], 18); // an application that keeps a log wrote it
  const codesOf = ({ info }: Snapshot) => info.diagnostics.map(({ code, severity }) => `${severity} ${code}`);

  it("are read with the logs given beside them", async () => {
    const old = makeJournal(pageCount, [oldPage]);
    for (const make of [
      (bytes: Uint8Array<ArrayBuffer>) => bytes,
      (bytes: Uint8Array<ArrayBuffer>) => new Blob([bytes]),
    ]) {
      expect(await cityOf(await engine.open(make(file), { wal: make(wal) }))).toBe(after);
      expect(await cityOf(await engine.open(make(withPages(file, page)), { journal: make(old) }))).toBe(before);
      expect(await cityOf(await engine.open(make(file), { wal: wal.buffer, journal: make(old) }))).toBe(after);
    }
    const sync = await createSyncEngine();
    expect(cityIn(sync.open(file, { wal }).query(query).toArray().flat().join())).toBe(after);
    sync.close();
  });

  it("come with a note where a log may be missing, and without where that is known", async () => {
    expect(codesOf(await engine.open(marked))).toEqual(["info file-log-not-given"]);
    expect(codesOf(await engine.open(new Blob([marked])))).toEqual(["info file-log-not-given"]);
    expect(codesOf(await engine.open(marked, { wal }))).toEqual([]);
    expect(codesOf(await engine.open(marked, { wal: new Uint8Array() }))).toEqual([]);
    expect(codesOf(await engine.open(marked, { wal: null }))).toEqual([]);
    expect(codesOf(await engine.open(file))).toEqual([]);
    expect(codesOf(await engine.open({ export: () => marked }))).toEqual([]);
  });

  it("of a database are its content as it is", async () => {
    const SQL = await initSqlJs();
    const database = new SQL.Database(marked);
    const snapshot = await engine.open(database);
    expect(codesOf(snapshot)).toEqual([]);
    expect(await cityOf(snapshot)).toBe(before);
    database.close();
  });

  it("take no log that is no file", async () => {
    for (const wrong of [5, {}, [1], Promise.resolve(wal)])
      expect((await rejection(engine.open(file, { wal: wrong as never }))).code).toBe("option-value");
  });
});
