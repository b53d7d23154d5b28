/** The life of engines and snapshots: many of them, closed in every way, broken, and two side by side. */
import { Worker } from "node:worker_threads";
import { CrashedError, createEngine, type Engine } from "premap";
import { describe, expect, it } from "vitest";
import { distFile, endlessQuery, rejection, snapshotBytes, snapshotFile } from "./support.ts";

/** Bytes that break when they are read: the exception unwinds the engine, which may not go on then. */
class BreakingBytes extends Uint8Array {
  override subarray(): never {
    throw new Error("broken bytes");
  }
}

describe("closing", () => {
  it("may be done again, and by `using`", async () => {
    const engine = await createEngine();
    const snapshot = await engine.open(snapshotFile("empty.bim"));
    snapshot.close();
    snapshot.close();
    snapshot[Symbol.dispose]();
    await snapshot[Symbol.asyncDispose]();
    engine.close();
    engine[Symbol.dispose]();
    await engine[Symbol.asyncDispose]();
    expect((await rejection(snapshot.stats())).code).toBe("snapshot-closed");
  });

  it("makes every call reject, each kind with its code", async () => {
    const engine = await createEngine();
    const snapshot = await engine.open(snapshotFile("building.bim"));
    const mapping = { groupName: "g", query: "SELECT ECInstanceId FROM bis.Element", properties: [] };
    snapshot.close();
    const calls = [
      snapshot.schemas(),
      snapshot.query("SELECT 1").toArray(),
      snapshot.query("SELECT 1").columns(),
      snapshot.nativeSql("SELECT 1"),
      snapshot.validate(mapping),
      snapshot.preview(mapping),
      snapshot.explain(mapping, { ecInstanceId: "0x1", property: "p" }),
      snapshot.profile(mapping),
      snapshot.stats(),
      (async () => {
        for await (const _ of snapshot.extract(mapping, { format: "csv" }));
      })(),
    ];
    const codes = await Promise.all(calls.map(async (call) => (await rejection(call)).code));
    expect(codes).toEqual(calls.map(() => "snapshot-closed"));
    engine.close();
    expect((await rejection(engine.validate("{}"))).code).toBe("engine-closed");
    expect((await rejection(engine.open(snapshotFile("empty.bim")))).code).toBe("engine-closed");
  });
});

describe("many", () => {
  const openings = (count: number) => async () => {
    const engine = await createEngine({ worker: false });
    const bytes = snapshotBytes("empty.bim");
    const witness = await engine.open(bytes);
    const heap = async () => (await witness.stats()).heapBytes;
    const round = async () => (await engine.open(bytes)).close();
    for (let i = 0; i < 20; i++) await round();
    const before = await heap();
    for (let i = 0; i < count; i++) await round();
    expect((await heap()) - before).toBeLessThan(4096); // not even 5 bytes a round of a thousand
    engine.close();
  };

  it("snapshots open and close a hundred times in the same heap", openings(100));
  it(
    "snapshots open and close a thousand times in the same heap",
    { timeout: 240_000, tags: ["nightly"] },
    openings(1000),
  );

  it("engines work side by side, each with its own snapshots", async () => {
    const [one, two] = await Promise.all([createEngine(), createEngine({ worker: true })]);
    const [building, empty] = await Promise.all([
      one.open(snapshotFile("building.bim")),
      two.open(snapshotFile("empty.bim")),
    ]);
    const count = async (snapshot: typeof building) =>
      (await snapshot.query("SELECT COUNT(*) FROM bis.Element").toArray())[0]?.[0];
    const [many, few] = await Promise.all([count(building), count(empty)]);
    expect(many).toBeGreaterThan(few as number);
    one.close();
    expect(await count(empty)).toBe(few);
    two.close();
  });
});

describe("a crash", () => {
  it("is reported as one, by every later call too, and a new engine works", async () => {
    const engine = await createEngine({ worker: false });
    const snapshot = await engine.open(snapshotFile("building.bim"));
    const crash = await rejection(engine.open(new BreakingBytes(snapshotBytes("building.bim"))));
    expect(crash).toBeInstanceOf(CrashedError);
    expect(crash.code).toBe("engine-crashed");
    expect(crash.message).toContain("broken bytes");
    expect(await rejection(snapshot.query("SELECT 1").toArray())).toBeInstanceOf(CrashedError);
    snapshot.close();
    engine.close();
    await works(await createEngine({ worker: false }));
  });

  it("of the worker is reported as one", async () => {
    const worker = new Worker(distFile("worker.js"));
    const engine = await createEngine({ worker: asWebWorker(worker) });
    const snapshot = await engine.open(snapshotFile("building.bim"));
    const running = rejection(snapshot.query(endlessQuery).toArray());
    await new Promise((resolve) => setTimeout(resolve, 100));
    await worker.terminate();
    expect(await running).toBeInstanceOf(CrashedError);
    expect(await rejection(snapshot.stats())).toBeInstanceOf(CrashedError);
    engine.close();
    await works(await createEngine({ worker: true }));
  });
});

describe("a signal", () => {
  it("stops every long call with its reason", async () => {
    const engine = await createEngine();
    const snapshot = await engine.open(snapshotFile("building.bim"));
    const signal = AbortSignal.abort(new Error("enough"));
    const mapping = { groupName: "g", query: "SELECT ECInstanceId FROM bis.Element", properties: [] };
    const calls = [
      createEngine({ signal }),
      engine.open(snapshotFile("building.bim"), { signal }),
      engine.validate(mapping, { signal }),
      snapshot.query("SELECT 1", { signal }).toArray(),
      snapshot.validate(mapping, { signal }),
      snapshot.preview(mapping, { signal }),
      snapshot.explain(mapping, { ecInstanceId: "0x1", property: "p", signal }),
      snapshot.profile(mapping, { signal }),
      (async () => {
        for await (const _ of snapshot.extract(mapping, { format: "csv", signal }));
      })(),
    ];
    for (const call of calls) expect((await rejection(call)).message).toBe("enough");
    engine.close();
  });
});

async function works(engine: Engine): Promise<void> {
  const snapshot = await engine.open(snapshotFile("building.bim"));
  expect(await snapshot.query("SELECT COUNT(*) FROM ONLY bt.Beam").toArray()).toEqual([[60]]);
  engine.close();
}

/** What the `worker` option takes in a page, over a worker thread. */
function asWebWorker(worker: Worker): globalThis.Worker {
  const names: Record<string, string> = { message: "message", error: "error" };
  const listeners: ((event: unknown) => void)[] = [];
  worker.on("exit", () => listeners.forEach((listen) => listen({ message: "the thread ended" })));
  return {
    postMessage: (message: unknown, transfer: never[]) => worker.postMessage(message, transfer),
    addEventListener(type: string, listen: (event: unknown) => void) {
      if (type === "error") listeners.push(listen);
      if (type in names) worker.on(names[type] as "message", (data) => listen({ data, message: String(data) }));
    },
    terminate: () => void worker.terminate(),
  } as unknown as globalThis.Worker;
}
