/** Copying: it is only said to be copied when it is, and what could not be read is not copied as nothing. */
import type { View } from "premap";
import { afterEach, expect, it, vi } from "vitest";
import { Arranging, copyIds, noWish } from "../../web/src/engine/arranging.js";
import { EngineRoom } from "../../web/src/engine/engine.js";
import { copied } from "../../web/src/lib/clipboard.js";
import { fakeEngines } from "./fake_engine.js";

const written: string[] = [];
const stub = (writeText: (text: string) => Promise<void>) => vi.stubGlobal("navigator", { clipboard: { writeText } });
afterEach(() => {
  vi.unstubAllGlobals();
  written.length = 0;
});
const write = async (text: string) => void written.push(text);

it("says what was copied, or why nothing was", async () => {
  stub(write);
  expect(await copied(() => ({ text: "a", what: "the value" }), "no")).toBe("Copied the value.");
  const aborted = () => Promise.reject(new DOMException("stopped", "AbortError"));
  expect(await copied(aborted, "The rows could not be read.")).toBe("The rows could not be read.");
  expect(written).toEqual(["a"]);
  stub(() => Promise.reject(new DOMException("no", "NotAllowedError")));
  expect(await copied(() => ({ text: "a", what: "the value" }), "no")).toBe("The browser did not let the page copy.");
});

it("of ids has all that were found, and says so where nothing is", async () => {
  stub(write);
  const ids = { count: 2, id: (row: number) => `0x${row + 1}` };
  const rows = { offset: 0, rowCount: 2, number: (row: number) => row };
  const view = { rowCount: 2, close: () => {}, rows: async () => rows, ids: async () => ids } as unknown as View;
  const room = new Arranging(
    new EngineRoom(fakeEngines().create),
    async () => view,
    () => -1,
  );
  expect(await copyIds(room)).toBe("The ids could not be read.");
  await room.want({ ...noWish, filter: "x" });
  expect(await copyIds(room)).toBe("Copied 2 ids.");
  expect(written).toEqual(["0x1\n0x2"]);
});
