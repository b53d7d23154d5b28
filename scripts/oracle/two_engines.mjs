// What two versions of the native engine ask of an answer: where the newer accepts a query, its answer; where only the older does,
// either the older's answer or a refusal; where both refuse, a refusal.
import { difference } from "./differences.mjs";
import { NativeEngine } from "./native_engine.mjs";

export class TwoEngines {
  /** Without `newer` the older engine decides alone. */
  constructor(snapshot, { older, newer }) {
    this.older = new NativeEngine(snapshot, { folder: older });
    this.newer = newer ? new NativeEngine(snapshot, { folder: newer }) : undefined;
  }

  /** {native, found?, as?}: the answer that counts, how ours differs from it, and whether ours is the older engine's instead. */
  async judge(request, ours, loose) {
    if (!this.newer) {
      const native = await this.older.ask(request);
      return { native, found: difference(native, ours, loose) };
    }
    const newer = await this.newer.ask(request);
    const found = newer.crash ? undefined : difference(newer, ours, loose);
    if (!found && !newer.crash) return { native: newer };
    // The older engine is asked only now: one answer a query is enough where all agree.
    const older = await this.older.ask(request);
    const differsFromOlder = difference(older, ours, loose);
    if (newer.crash) return { native: older, found: differsFromOlder };
    if (newer.error)
      return differsFromOlder || older.error ? { native: newer, found } : { native: older, only: "older" };
    return { native: newer, older, found, as: differsFromOlder || older.crash || older.error ? undefined : "older" };
  }

  ask(request) {
    return (this.newer ?? this.older).ask(request);
  }

  close() {
    this.older.close();
    this.newer?.close();
  }
}
