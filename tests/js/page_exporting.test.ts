/** An export into a file of the disk: what is exported, and what is left of it when it does not come to its end. */
import type { Snapshot } from "premap";
import { afterEach, expect, it, vi } from "vitest";
import type { Documents } from "../../web/src/engine/documents.ts";
import { EngineRoom } from "../../web/src/engine/engine.ts";
import { Exporting } from "../../web/src/engine/exporting.ts";
import type { Files } from "../../web/src/engine/files.ts";
import { fakeEngines } from "./fake_engine.ts";

afterEach(() => vi.unstubAllGlobals());

/** The file that the dialog gives, and what becomes of it. */
function disk(fault: { opening?: DOMException; writing?: DOMException; closing?: DOMException } = {}) {
  const file = { content: "", isThere: true };
  let written = "";
  const failing = (why: DOMException | undefined) => (why ? Promise.reject(why) : undefined);
  const handle = {
    name: "Beams.csv",
    getFile: async () => new File([file.content], "Beams.csv"),
    remove: async () => void (file.isThere = false),
    createWritable: async () => {
      await failing(fault.opening);
      return {
        write: async (bytes: Uint8Array) => (
          await failing(fault.writing),
          (written += new TextDecoder().decode(bytes))
        ),
        close: async () => (await failing(fault.closing), void (file.content = written)),
        abort: async () => {},
      };
    },
  };
  vi.stubGlobal("window", { showSaveFilePicker: async () => handle });
  return file;
}

/** Its table is the mapping's text; `meanwhile` is what happens when it is written. */
function room(documents: { now: { text: string } }, meanwhile = () => {}) {
  const extract = async function* (text: string) {
    yield new TextEncoder().encode(text);
    meanwhile();
  };
  const files = { snapshot: { extract } as unknown as Snapshot };
  return new Exporting(new EngineRoom(fakeEngines().create), documents as Documents, files as Files);
}

it("is of the mapping as it was when the export was asked for", async () => {
  const file = disk();
  const documents = { now: { text: "asked" } };
  const exporting = room(documents).table({ group: "G" }, "Beams", "csv", false);
  documents.now = { text: "edited" };
  await exporting;
  expect(file).toEqual({ content: "asked", isThere: true });
});

it("says that its snapshot was closed, and leaves no file", async () => {
  const file = disk();
  const exporting: Exporting = room({ now: { text: "asked" } }, () => exporting.closing());
  await exporting.table({ group: "G" }, "Beams", "csv", false);
  expect(exporting.state).toMatchObject({
    ...{ phase: "failed", progress: { fileName: "Beams.csv" } },
    problem: { diagnostics: [{ message: "its snapshot was closed before all was written" }] },
  });
  expect(file).toEqual({ content: "", isThere: false });
});

const faults = [
  ["opening", new DOMException("", "NotAllowedError"), "writing to the file was not allowed"],
  ["writing", new DOMException("", "NotFoundError"), "the file, or its folder, is not there any more"],
  ["closing", new DOMException("", "QuotaExceededError"), "there is no room left on the disk"],
] as const;
for (const [step, fault, words] of faults)
  it(`says why it failed at ${step} the file, and leaves none`, async () => {
    const file = disk({ [step]: fault });
    const exporting = room({ now: { text: "asked" } });
    await exporting.table({ group: "G" }, "Beams", "csv", false);
    expect(exporting.state).toMatchObject({
      ...{ phase: "failed", progress: { fileName: "Beams.csv" }, problem: { diagnostics: [{ message: words }] } },
    });
    expect(file.isThere).toBe(false);
  });
