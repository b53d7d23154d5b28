/** Opening, querying and closing again and again leaves nothing behind. */
// @module-tag slow
import { createEngine } from "premap";
import { expect, it } from "vitest";
import { rejection, snapshotBytes } from "./support.ts";

it("200 rounds of open, query and close do not grow the heap", { timeout: 180_000 }, async () => {
  const engine = await createEngine({ worker: false });
  const bytes = snapshotBytes("building.bim");
  const witness = await engine.open(bytes);

  async function round(): Promise<void> {
    const snapshot = await engine.open(bytes);
    await snapshot.query("SELECT ECInstanceId, CodeValue FROM bt.Beam", { limit: 20 }).toArray();
    for await (const _ of snapshot.query("SELECT ECInstanceId FROM bis.Element")) break;
    await rejection(snapshot.query("SELECT Nope FROM bt.Beam").toArray());
    snapshot.close();
    await rejection(engine.open(new Uint8Array(10)));
  }

  for (let i = 0; i < 20; i++) await round();
  const before = (await witness.stats()).heapBytes;
  for (let i = 0; i < 200; i++) await round();
  const grown = (await witness.stats()).heapBytes - before;
  expect(grown).toBeLessThan(200 * 256); // not even 256 bytes a round
  engine.close();
});
