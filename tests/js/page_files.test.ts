/** What the page makes of files somebody picks: by their bytes, and nothing that is open is lost to a wrong one. */
import { EngineError } from "premap";
import { describe, expect, it, vi } from "vitest";
import { Workbench } from "../../web/src/engine/workbench.ts";
import { kindOf, textOf } from "../../web/src/lib/file_kinds.ts";
import { fakeEngines } from "./fake_engine.ts";

const sqlite = "SQLite format 3\0 and pages";
const mapping = JSON.stringify({ mappingName: "M", groups: [] });
const utf16 = (text: string, isBig: boolean) =>
  new Uint8Array([...text].flatMap((sign) => (isBig ? [0, sign.charCodeAt(0)] : [sign.charCodeAt(0), 0])));

describe("a file is", () => {
  const files: [string, BlobPart, string][] = [
    ["a.bim", sqlite, "snapshot"],
    ["a.json", sqlite, "snapshot"],
    ["a.bim-wal", "whatever", "log"],
    ["mapping.txt", mapping, "mapping"],
    ["mapping.bim", mapping, "mapping"],
    ["list.json", "\ufeff \n[]", "mapping"],
    ["wide.json", utf16(mapping, false), "mapping"],
    ["wide.json", utf16(mapping, true), "mapping"],
    ["notes.txt", "Dear all, {", "other"],
    ["SQLite.txt", "SQLite format 3", "other"],
    ["empty.bim", "", "empty"],
  ];
  for (const [name, content, kind] of files)
    it(`${kind}: ${name} that begins with ${JSON.stringify(String(content).slice(0, 12))}`, async () => {
      expect(await kindOf(new File([content], name))).toBe(kind);
    });

  it("unreadable when it is gone", async () => {
    const file = new File(["x"], "gone.bim");
    vi.spyOn(file, "slice").mockReturnValue({ arrayBuffer: () => Promise.reject(new Error("gone")) } as Blob);
    expect(await kindOf(file)).toBe("unreadable");
  });

  it("read in the encoding it is in", async () => {
    for (const isBig of [true, false]) expect(await textOf(new Blob([utf16("{} ", isBig)]))).toBe("{} ");
    expect(await textOf(new Blob(["\ufeffé"]))).toBe("é");
  });
});

const snapshotFile = (name: string) => ({ file: new File([sqlite], name) });

async function opened(create = fakeEngines().create) {
  const workbench = new Workbench(create);
  await workbench.files.openAny([snapshotFile("a.bim"), { file: new File([mapping], "m.json") }]);
  expect(workbench.files.state.snapshot).toMatchObject({ phase: "ready", file: { name: "a.bim" } });
  return workbench;
}

describe("a wrong pick", () => {
  const wrong: [string, string, string][] = [
    ["notes.txt", "Dear all", "other"],
    ["nothing.txt", "", "empty"],
  ];
  for (const [name, content, why] of wrong)
    it(`leaves what is open: ${name}`, async () => {
      const workbench = await opened();
      const before = workbench.files.snapshot;
      await workbench.files.openAny([{ file: new File([content], name) }]);
      const { snapshot, notices } = workbench.files.state;
      expect(snapshot).toMatchObject({ phase: "ready", file: { name: "a.bim" } });
      expect(workbench.files.snapshot).toBe(before);
      expect(workbench.documents.now.name).toBe("m.json");
      expect(notices).toMatchObject([{ name, why }]);
      workbench.files.dismissNotice(notices[0]!);
      expect(workbench.files.state.notices).toEqual([]);
    });

  it("that the engine refuses leaves what is open, and is told once however often it is picked", async () => {
    const { create } = fakeEngines();
    const refusal = new EngineError([{ code: "file-not-imodel", severity: "error", message: "no iModel" }]);
    let isRefused = false;
    const workbench = await opened(async () => {
      const engine = await create();
      const { open } = engine;
      return Object.assign(engine, { open: () => (isRefused ? Promise.reject(refusal) : open(new Blob())) });
    });
    isRefused = true;
    const before = workbench.files.snapshot;
    for (let times = 0; times < 2; times += 1) await workbench.files.openAny([snapshotFile("b.bim")]);
    expect(workbench.files.snapshot).toBe(before);
    expect(workbench.files.state.notices).toMatchObject([{ name: "b.bim", why: "refused" }]);
    // The one that was open is what is opened again after a crash.
    isRefused = false;
    workbench.files.close();
    await workbench.reopen();
    expect(workbench.files.state.snapshot).toMatchObject({ phase: "ready", file: { name: "a.bim" } });
    // Once it opens there is nothing to say of it any more.
    await workbench.files.openAny([snapshotFile("b.bim")]);
    expect(workbench.files.state).toMatchObject({ notices: [], snapshot: { file: { name: "b.bim" } } });
  });

  it("is no longer told once something else was picked, be it good or bad", async () => {
    const workbench = await opened();
    const pick = (...files: File[]) => workbench.files.openAny(files.map((file) => ({ file })));
    await pick(new File(["Dear all"], "notes.txt"), new File(["Dear all"], "more.txt"));
    expect(workbench.files.state.notices.map(({ name }) => name)).toEqual(["notes.txt", "more.txt"]);
    // A dialog that was left.
    await pick();
    expect(workbench.files.state.notices).toHaveLength(2);
    await pick(new File([""], "empty.bim"));
    expect(workbench.files.state.notices.map(({ name }) => name)).not.toContain("notes.txt");
    await pick(new File([mapping], "other.json"));
    expect(workbench.files.state.notices).toEqual([]);
  });

  it("that has gone since it was picked says so", async () => {
    const workbench = await opened();
    await workbench.files.openAny([{ file: new File([], "gone.json"), isGone: true }]);
    expect(workbench.files.state.notices).toMatchObject([{ name: "gone.json", why: "unreadable" }]);
  });
});

it("files of every kind and any name are sorted out in one pick", async () => {
  const workbench = new Workbench(fakeEngines().create);
  await workbench.files.openAny([
    { file: new File(["log"], "strange.txt-wal") },
    { file: new File([mapping], "mapping.txt") },
    snapshotFile("strange.txt"),
    { file: new File(["Dear all"], "notes.md") },
  ]);
  const { snapshot, notices, lonelyLog } = workbench.files.state;
  expect(snapshot).toMatchObject({ phase: "ready", file: { name: "strange.txt", logs: ["wal"] } });
  expect(workbench.documents.now.name).toBe("mapping.txt");
  expect(notices).toMatchObject([{ name: "notes.md", why: "other", start: "Dear all" }]);
  expect(lonelyLog).toBeNull();
});
