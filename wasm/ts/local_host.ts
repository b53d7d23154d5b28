/** The engine in the caller's thread: Node, tests, and pages that ask for it. */

import { type CoreOptions, EngineCore } from "./core.js";
import { throwIfAborted } from "./errors.js";
import type { EngineHost } from "./host.js";

export async function startLocal(options: CoreOptions): Promise<EngineHost> {
  return hostOf(await EngineCore.start(options));
}

export function hostOf(core: EngineCore): EngineHost {
  return {
    parallel: false,
    epoch: 0,
    async open(source, signal) {
      throwIfAborted(signal);
      return core.open(source);
    },
    async call(session, method, params, signal) {
      throwIfAborted(signal);
      return core.call(session, method, params);
    },
    async next(session, cursor, budget, signal) {
      await nextTask(); // timers and signals get their turn between batches
      throwIfAborted(signal);
      return core.next(session, cursor, budget);
    },
    close: (session) => void core.close(session).catch(() => {}),
    shutdown: () => void core.shutdown().catch(() => {}),
  };
}

function nextTask(): Promise<void> {
  if (typeof setImmediate === "function") return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
