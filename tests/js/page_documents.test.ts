/** The page's open mappings, without the page and without an engine: texts, steps back, what is saved, which is on screen. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Documents, draftedGroups, draftOf, groupOf, isEdited } from "../../web/src/engine/documents.js";
import { EngineRoom } from "../../web/src/engine/engine.js";
import { fakeEngines } from "./fake_engine.js";

const group = (groupName: string) => ({ groupName, query: "Q", properties: [] });
const textOf = (...groups: string[]) => JSON.stringify({ mappingName: "M", groups: groups.map(group) });

describe("documents", () => {
  let documents: Documents;
  const listener = { replaced: vi.fn(), stirred: vi.fn(), settled: vi.fn(async () => {}) };
  const names = () => documents.state.all.map(({ name }) => name);
  const shownGroup = () => groupOf(documents.state)?.name;

  beforeEach(() => {
    vi.clearAllMocks();
    documents = new Documents(new EngineRoom(fakeEngines().create));
    documents.listener = listener;
  });

  it("take the place of the untouched sample and of their own name, and stand beside all others", () => {
    documents.open("mapping.json (sample)", "{}", true);
    documents.open("a.json", textOf("A"), false);
    documents.open("b.json", textOf("B"), false);
    documents.open("a.json", textOf("A2"), false);
    expect([names(), documents.state.at]).toEqual([["a.json", "b.json"], 0]);
    expect(documents.now).toMatchObject({ text: textOf("A2"), undo: [] });
    expect(listener.replaced).toHaveBeenCalledTimes(4);
  });

  it("give back edits over which a file was opened again", () => {
    documents.open("a.json", "old", false);
    documents.type("edited");
    documents.open("a.json", "new", false);
    expect(isEdited(documents.now)).toBe(false);
    documents.undo();
    expect([documents.now.text, isEdited(documents.now)]).toEqual(["edited", true]);
  });

  describe("of which a query was typed and not run", () => {
    const asked = (...groups: [string, string][]) =>
      JSON.stringify({ groups: groups.map(([groupName, query]) => ({ groupName, query, properties: [] })) });
    const show = async (text: string) => documents.replace(text, await documents.outlineOf(text));
    const drafts = () =>
      (documents.state.outline?.groups ?? []).map((item) => [item.name, draftOf(documents.now, item)]);

    beforeEach(async () => {
      documents.open("a.json", asked(["A", "Q"], ["B", "Q"]), false);
      const [first] = (await documents.outlined)?.groups ?? [];
      if (first) documents.keepDraft(first, "Q LIMIT 3");
      expect(draftedGroups(documents.state).map(({ name }) => name)).toEqual(["A"]);
    });

    it("keep that with a group of another name, place or query, and until a deleted one is back", async () => {
      await show(asked(["Renamed", "Q"], ["B", "Q"]));
      expect(drafts()).toEqual([
        ["Renamed", "Q LIMIT 3"],
        ["B", undefined],
      ]);
      await show(asked(["B", "Q"], ["Renamed", "Q"]));
      expect(drafts()).toEqual([
        ["B", undefined],
        ["Renamed", "Q LIMIT 3"],
      ]);
      await show(asked(["B", "Q"], ["Renamed", "Q2"]));
      expect(drafts()).toEqual([
        ["B", undefined],
        ["Renamed", "Q LIMIT 3"],
      ]);
      await show(asked(["B", "Q"]));
      expect(draftedGroups(documents.state)).toEqual([]);
      documents.undo();
      await documents.outlined;
      expect(drafts()).toEqual([
        ["B", undefined],
        ["Renamed", "Q LIMIT 3"],
      ]);
    });

    it("have none left once it was run, but what was typed meanwhile", async () => {
      await show(asked(["A", "Q LIMIT 3"], ["B", "Q"]));
      expect([drafts(), documents.now.drafts]).toEqual([
        [
          ["A", undefined],
          ["B", undefined],
        ],
        {},
      ]);
      const [first] = documents.state.outline?.groups ?? [];
      if (first) documents.keepDraft(first, "Q LIMIT 34");
      await show(asked(["A", "Q LIMIT 3 "], ["B", "Q"]));
      expect(drafts()[0]).toEqual(["A", "Q LIMIT 34"]);
    });

    it("are not all that is of the same name", async () => {
      const served = { address: "here", mappingId: "1", version: "1" };
      documents.open("a.json", asked(["A", "Q"]), false, { served });
      await documents.outlined;
      expect([names(), drafts()]).toEqual([["a.json", "a.json"], [["A", undefined]]]);
      documents.select(0);
      await documents.outlined;
      expect(drafts()[0]).toEqual(["A", "Q LIMIT 3"]);
      expect(documents.hasUnsavedEdits).toBe(true);
    });
  });

  it("undo a stretch of typing in one step, and a deliberate change in another", async () => {
    vi.useFakeTimers();
    try {
      documents.open("a.json", "0", false);
      for (const text of ["1", "12"]) documents.type(text);
      expect(listener.settled).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(300);
      expect(listener.settled).toHaveBeenCalledTimes(1);
      documents.type("123");
      documents.replace("changed", undefined);
      documents.type("changed1");
      expect(documents.now.undo).toEqual(["0", "12", "123", "changed"]);
      documents.undo();
      documents.undo();
      expect([documents.now.text, documents.now.redo]).toEqual(["123", ["changed1", "changed"]]);
      documents.redo();
      expect(documents.now.text).toBe("changed");
      documents.type("another");
      documents.redo();
      expect([documents.now.text, documents.now.redo]).toEqual(["another", []]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("know what is in no file", () => {
    documents.open("a.json", "0", false);
    documents.type("1");
    documents.begin();
    expect([names(), documents.hasUnsavedEdits]).toEqual([["a.json", "new-mapping.json"], true]);
    documents.select(0);
    documents.markSaved();
    expect(documents.hasUnsavedEdits).toBe(false);
    documents.close();
    expect([names(), documents.now.name]).toEqual([["new-mapping.json"], "new-mapping.json"]);
    documents.close();
    expect([names(), documents.now.name, documents.isBlank]).toEqual([[], "", true]);
  });

  it("make a mapping of what is written where none is open", () => {
    documents.type("{");
    expect([documents.now.name, documents.now.text, documents.hasUnsavedEdits]).toEqual([
      "new-mapping.json",
      "{",
      true,
    ]);
    documents.undo();
    expect(documents.now.text).toBe("");
  });

  it("keep the group on screen as far as there is one", async () => {
    documents.open("a.json", textOf("A", "B", "C"), false);
    await documents.outlined;
    documents.setGroup(2);
    expect(shownGroup()).toBe("C");
    documents.type(textOf("A", "B"));
    await documents.read();
    expect(shownGroup()).toBe("B");
    documents.begin();
    documents.select(0);
    await documents.outlined;
    expect(shownGroup()).toBe("B");
  });

  it("show no outline of another text than the one on screen", async () => {
    documents.open("a.json", textOf("A"), false);
    const first = documents.outlined;
    documents.open("b.json", textOf("B"), false);
    await Promise.all([first, documents.outlined]);
    expect(shownGroup()).toBe("B");
  });

  it("of an earlier visit stand before what was opened since", () => {
    documents.open("now.json", "1", false);
    const kept = [{ ...documents.now, name: "kept.json" }];
    documents.resume(kept, 0, documents.state.all);
    expect([names(), documents.now.name, documents.state.resumed]).toEqual([
      ["kept.json", "now.json"],
      "now.json",
      true,
    ]);
    documents.resume(kept, 0, []);
    expect(documents.now.name).toBe("kept.json");
    documents.begin();
    expect(documents.state.resumed).toBe(false);
  });

  it("put the untouched sample away, keep an edited one off screen, and leave everything else alone", () => {
    documents.open("mapping.json (sample)", textOf("S"), true);
    documents.putSampleAway();
    expect([names(), documents.now.name, documents.isBlank]).toEqual([[], "", true]);
    documents.open("mapping.json (sample)", textOf("S"), true);
    documents.type(textOf("S", "mine"));
    documents.putSampleAway();
    expect([names(), documents.now.name]).toEqual([["mapping.json (sample)"], ""]);
    // What is written now is a mapping of its own.
    documents.replace(textOf("N"), undefined);
    expect([names(), documents.now.name]).toEqual([["mapping.json (sample)", "new-mapping.json"], "new-mapping.json"]);
    documents.putSampleAway();
    expect(documents.now.name).toBe("new-mapping.json");
    documents.select(0);
    expect(documents.now.text).toBe(textOf("S", "mine"));
    // One that was saved is somebody's work, too.
    documents.markSaved();
    documents.putSampleAway();
    expect(names()).toEqual(["mapping.json (sample)", "new-mapping.json"]);
  });
});
