/** Sorting and filtering on the page without an engine: the newest wish counts, rows come as they are looked at, nothing stale is shown. */
import { EngineError, type View, type ViewRows } from "premap";
import { beforeEach, expect, it } from "vitest";
import { type Find, Arranging, noWish } from "../../web/src/engine/arranging.js";
import { EngineRoom } from "../../web/src/engine/engine.js";
import { fakeEngines, later } from "./fake_engine.js";

interface FakeView extends View {
  isClosed: boolean;
  asked: number[];
}

/** A view whose row at a place is number 10,000 minus that place. */
function viewOf(rowCount: number, rows?: () => Promise<void>): FakeView {
  const view = {
    ...{ rowCount, tableRowCount: rowCount, columns: [], isClosed: false, asked: [] as number[] },
    close: () => (view.isClosed = true),
    async rows({ offset = 0, limit = 100 }: { offset?: number; limit?: number } = {}) {
      view.asked.push(offset);
      await rows?.();
      const count = Math.min(limit, rowCount - offset);
      return { offset, rowCount: count, number: (row: number) => 10_000 - offset - row } as unknown as ViewRows;
    },
  };
  return view as unknown as FakeView;
}

const byA = { ...noWish, sort: { column: "A", isDescending: false } };
const byB = { ...noWish, sort: { column: "B", isDescending: true } };

let found: ReturnType<typeof later<View | undefined>>[];
let signals: AbortSignal[];
let chosen: number;
let room: Arranging;
beforeEach(() => {
  [found, signals, chosen] = [[], [], -1];
  const find: Find = (_, { signal }) => {
    signals.push(signal);
    found.push(later<View | undefined>());
    return (found.at(-1) as (typeof found)[number]).promise;
  };
  room = new Arranging(new EngineRoom(fakeEngines().create), find, () => chosen);
});

it("shows the rows of the newest wish, whichever is found first, and closes what is not shown", async () => {
  const [first, second] = [viewOf(5), viewOf(6)];
  const runs = [room.want(byA), room.want(byB)];
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  found[1]?.resolve(second);
  found[0]?.resolve(first);
  await Promise.all(runs);
  expect(room.state.arranged?.wish).toEqual(byB);
  const again = room.want(byA);
  found[2]?.resolve(first);
  await again;
  expect([room.state.arranged?.wish, second.isClosed]).toEqual([byA, true]);
  await room.want(noWish);
  expect([room.state.arranged, first.isClosed]).toEqual([null, true]);
});

it("stopped goes back to what was shown before", async () => {
  const run = room.want(byA);
  found[0]?.resolve(viewOf(5));
  await run;
  void room.want(byB);
  room.stop();
  expect([room.state.wish, room.state.arranged?.wish, room.finding.state.phase]).toEqual([byA, byA, "cancelled"]);
});

it("of the table before is shown only until rows of this one are found, or nothing comes", async () => {
  const before = viewOf(5);
  const find = async (view: FakeView) => {
    const run = room.want(byA);
    found.at(-1)?.resolve(view);
    await run;
  };
  await find(before);
  const again = room.tableCame();
  expect(room.state.arranged?.view).toBe(before);
  found.at(-1)?.reject(new EngineError([{ code: "sqlite-error", severity: "error", message: "no" }]));
  await again;
  expect([room.state.arranged, room.state.wish, before.isClosed]).toEqual([null, byA, true]);
  expect(room.finding.state.phase).toBe("failed");

  const after = viewOf(6);
  await find(after);
  void room.tableCame();
  room.stop();
  expect([room.state.arranged, room.state.wish, after.isClosed]).toEqual([null, noWish, true]);
});

it("reads the windows that are looked at, each once, and gives up those that no longer are", async () => {
  const view = viewOf(5000);
  const run = room.want(byA);
  found[0]?.resolve(view);
  await run;
  const { arranged } = room.state;
  expect([view.asked, arranged?.numberAt(3), arranged?.numberAt(450)]).toEqual([[0], 9997, undefined]);
  await room.need(390, 420);
  expect([view.asked, arranged?.numberAt(450), arranged?.placeOf(9550)]).toEqual([[0, 200, 400], 9550, 450]);
  await room.need(100, 450);
  expect(view.asked).toEqual([0, 200, 400]);
  void room.need(1000, 1010);
  await room.need(3000, 3010);
  expect([arranged?.numberAt(3000), arranged?.numberAt(1000)]).toEqual([7000, undefined]);
  expect(arranged?.at(7000)?.row).toBe(0);
});

it("looks again where the engine was started anew in the middle", async () => {
  const fault = new EngineError([{ code: "cursor-lost", severity: "error", message: "started anew" }]);
  const run = room.want(byA);
  found[0]?.reject(fault);
  await expect.poll(() => found.length).toBe(2);
  found[1]?.resolve(viewOf(5));
  await run;
  expect([room.finding.state.phase, room.state.arranged?.count]).toEqual(["ready", 5]);
});

it("finds the rows again when the engine has lost them, and tells of any other fault", async () => {
  const fault = (code: "cursor-lost" | "file-changed") => new EngineError([{ code, severity: "error", message: code }]);
  let code: Parameters<typeof fault>[0] | undefined;
  const failing = viewOf(5000, () => (code ? Promise.reject(fault(code)) : Promise.resolve()));
  const run = room.want(byA);
  found[0]?.resolve(failing);
  await run;
  code = "cursor-lost";
  await room.need(1000, 1001);
  expect(found).toHaveLength(2);
  code = "file-changed";
  found[1]?.resolve(failing);
  await expect.poll(() => room.finding.state.phase).toBe("failed");
});

it("gives the rows to copy of what it found again, and none where nothing is found", async () => {
  const fault = new EngineError([{ code: "cursor-lost", severity: "error", message: "started anew" }]);
  let isLost = false;
  const losing = viewOf(5, () => (isLost ? Promise.reject(fault) : Promise.resolve()));
  const run = room.want(byA);
  found[0]?.resolve(losing);
  await run;
  isLost = true;
  const copied = room.rows(3);
  await expect.poll(() => found.length).toBe(2);
  found[1]?.resolve(viewOf(4));
  expect((await copied)?.rowCount).toBe(3);

  const other = room.want(byB);
  found[2]?.resolve(losing);
  isLost = false;
  await other;
  isLost = true;
  const gone = room.rows(3);
  await expect.poll(() => found.length).toBe(4);
  found[3]?.resolve(undefined);
  await expect(gone).rejects.toBe(fault);
  await room.want(noWish);
  expect(await room.rows(3)).toBeUndefined();
});
