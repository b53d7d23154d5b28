/** Starting the worker that lies beside this file. Bundlers follow `new URL("./worker.js", import.meta.url)` and bundle it too. */

import { engineError } from "./errors.js";
import { nodePort, nodeThreads, webPort, workerOptions } from "./ports.js";
import type { Port } from "./rpc.js";

/** A new worker with the engine in it. */
export function spawnWorker(): Port {
  if (typeof Worker === "function") return webPort(browserWorker());
  const threads = nodeThreads();
  if (threads) return nodePort(new threads.Worker(new URL("./worker.js", import.meta.url), workerOptions));
  throw engineError("worker-unsupported", "there are no workers here", "leave out the `worker` option");
}

function browserWorker(): Worker {
  const here = new URL(import.meta.url);
  const foreign = globalThis.location && here.origin !== location.origin && here.protocol.startsWith("http");
  if (!foreign) return new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  // A page may start only workers of its own origin; a script of its own may import ours.
  const script = `import ${JSON.stringify(new URL("./worker.js", here).href)};`;
  return new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })), { type: "module" });
}
