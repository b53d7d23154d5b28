/** The engine in this thread, answering at once. */

import type { EngineCore } from "../core.js";
import type { Budget, Host } from "../host.js";

/** Nobody waits for the first batch alone: the thread is ours until all are read. */
const budget: Budget = { maxRows: 65536, maxBytes: 512 * 1024, milliseconds: 1e9 };

export const syncHostOf = (core: EngineCore): Host => ({
  parallel: false,
  epoch: 0,
  call: (session, method, params) => core.callNow(session, method, params),
  next: (session, cursor) => core.next(session, cursor, budget),
  close: (session) => void core.close(session).catch(() => {}),
  shutdown: () => void core.shutdown().catch(() => {}),
});
