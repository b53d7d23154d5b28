/** Saving a mapping: into its own file, and never over what another program has written, or with edits lost. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { Workbench } from "../../web/src/engine/workbench.ts";
import { fakeEngines } from "./fake_engine.ts";

const text = (name: string) => JSON.stringify({ mappingName: name, groups: [] });

/** A file on a disk, as far as a page sees it. */
function diskFile(content: string, { isAllowed = true, name = "m.json" } = {}) {
  const disk = { content, fault: undefined as DOMException | undefined, aborted: 0 };
  const handle = {
    name,
    kind: "file",
    queryPermission: async () => "prompt",
    requestPermission: async () => (isAllowed ? "granted" : "denied"),
    isSameEntry: async () => false,
    getFile: async () => new File([disk.content], name),
    createWritable: async () => {
      let written = "";
      return {
        write: async (part: string) => {
          if (disk.fault) throw disk.fault;
          written += part;
        },
        close: async () => void (disk.content = written),
        abort: async () => void (disk.aborted += 1),
      };
    },
  };
  return { disk, handle: handle as unknown as FileSystemFileHandle };
}

async function opened(handle: FileSystemFileHandle) {
  const workbench = new Workbench(fakeEngines().create);
  await workbench.files.openAny([{ file: await handle.getFile(), handle }]);
  workbench.documents.type(text("B"));
  return workbench;
}

const isEdited = ({ documents }: Workbench) => documents.now.text !== documents.now.saved;

describe("a mapping with a file", () => {
  it("is written into it, and is edited no more", async () => {
    const { disk, handle } = diskFile(text("A"));
    const workbench = await opened(handle);
    expect(isEdited(workbench)).toBe(true);
    await workbench.save();
    expect(disk.content).toBe(text("B"));
    expect(isEdited(workbench)).toBe(false);
    expect(workbench.saving.state).toEqual({ phase: "saved", name: "m.json", isDownload: false });
  });

  it("waits for the edit that is on its way", async () => {
    const { disk, handle } = diskFile(text("A"));
    const workbench = await opened(handle);
    await workbench.documents.refresh();
    void workbench.edits.change([{ op: "add", path: "/mappingName", value: "C" }]);
    await workbench.save();
    expect(JSON.parse(disk.content)).toMatchObject({ mappingName: "C" });
  });

  it("is not written over what another program has made of it, until that is wanted", async () => {
    const { disk, handle } = diskFile(text("A"));
    const workbench = await opened(handle);
    disk.content = text("theirs");
    await workbench.save();
    expect(disk.content).toBe(text("theirs"));
    expect(workbench.saving.state).toMatchObject({ phase: "changed", name: "m.json" });
    expect(isEdited(workbench)).toBe(true);
    await workbench.saving.overwrite();
    expect(disk.content).toBe(text("B"));
  });

  it("is the only one that overwriting is about", async () => {
    const [mine, other] = [diskFile(text("A")), diskFile(text("Other"), { name: "other.json" })];
    const workbench = await opened(mine.handle);
    mine.disk.content = text("theirs");
    await workbench.save();
    await workbench.files.openAny([{ file: await other.handle.getFile(), handle: other.handle }]);
    workbench.documents.type(text("Edited"));
    other.disk.content = text("theirs, too");
    await workbench.saving.overwrite();
    expect([mine.disk.content, other.disk.content]).toEqual([text("theirs"), text("theirs, too")]);
    expect(isEdited(workbench)).toBe(true);
  });

  it("stays edited when it could not be written, which is said", async () => {
    const { disk, handle } = diskFile(text("A"));
    const workbench = await opened(handle);
    disk.fault = new DOMException("full", "QuotaExceededError");
    await workbench.save();
    expect(workbench.saving.state).toMatchObject({
      ...{ phase: "failed", name: "m.json", message: "there is no room left on the disk" },
    });
    expect(isEdited(workbench)).toBe(true);
    expect(disk).toMatchObject({ content: text("A"), aborted: 1 });
  });

  it("stays edited when writing is not allowed", async () => {
    const { disk, handle } = diskFile(text("A"), { isAllowed: false });
    const workbench = await opened(handle);
    await workbench.save();
    expect(workbench.saving.state).toMatchObject({ phase: "failed", message: "writing to the file was not allowed" });
    expect(disk.content).toBe(text("A"));
  });
});

describe("a mapping without a file", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("gets the one that is chosen, and is saved into that from then on", async () => {
    const { disk, handle } = diskFile("");
    const ask = vi.fn(async () => handle);
    vi.stubGlobal("window", { showSaveFilePicker: ask });
    const workbench = new Workbench(fakeEngines().create);
    await workbench.files.openAny([{ file: new File([text("A")], "other.json") }]);
    await workbench.save();
    expect(disk.content).toBe(text("A"));
    expect(workbench.documents.now.name).toBe("m.json");
    workbench.documents.type(text("B"));
    await workbench.save();
    expect(disk.content).toBe(text("B"));
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it("stays as it is when none is chosen", async () => {
    vi.stubGlobal("window", { showSaveFilePicker: () => Promise.reject(new DOMException("", "AbortError")) });
    const workbench = new Workbench(fakeEngines().create);
    await workbench.files.openAny([{ file: new File([text("A")], "other.json") }]);
    workbench.documents.type(text("B"));
    await workbench.save();
    expect(isEdited(workbench)).toBe(true);
    expect(workbench.saving.state).toEqual({ phase: "none" });
  });
});
