/** What the page counts of a snapshot whatever the mapping: once, unless that was given up. */
import { describe, expect, it } from "vitest";
import type { Snapshot } from "premap";
import { readAspects, readCategories, readGeometric } from "../../web/src/engine/contents.js";

describe.each([
  ["categories", readCategories],
  ["models", readGeometric],
  ["aspects", readAspects],
])("%s", (_, read) => {
  it("are counted once of each snapshot, and anew where that failed or was given up", async () => {
    let asked = 0;
    const snapshot = () =>
      ({
        query: (__: string, { signal }: { signal: AbortSignal }) => ({
          async toArray() {
            asked += 1;
            signal.throwIfAborted();
            return [];
          },
        }),
      }) as unknown as Snapshot;
    const one = snapshot();
    await expect(read(one, AbortSignal.abort())).rejects.toThrow(/abort/i);
    const before = asked;
    const value = await read(one, new AbortController().signal);
    const each = asked - before;
    expect(each).toBeGreaterThan(0);
    expect(await read(one, new AbortController().signal)).toBe(value);
    expect(asked - before).toBe(each);
    await read(snapshot(), new AbortController().signal);
    expect(asked - before).toBe(2 * each);
  });
});
