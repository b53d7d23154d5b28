/** The worker's entry: an engine that answers the calls of worker_host.ts. Loaded for its effect; it exports nothing. */

import { EngineCore } from "./core.js";
import { defaultPart, defaultWasm } from "./default_wasm.js";
import type { Budget, CallParams } from "./host.js";
import { parentPort } from "./ports.js";
import { type Port, RpcServer } from "./rpc.js";
import type { PlainSource } from "./sources/open.js";
import type { PlainFiles } from "./wasm_source.js";

function serve(port: Port): void {
  let core: EngineCore | undefined;
  const started = (): EngineCore => {
    if (!core) throw new Error("the engine was not started");
    return core;
  };
  const server = new RpcServer(port, {
    /** `stop`: shared memory, where there is any; holds the id of the request to give up. */
    async start(files: PlainFiles, stop: Int32Array | undefined) {
      const shouldStop = stop && (() => server.running !== 0 && Atomics.load(stop, 0) === server.running);
      core = await EngineCore.start({
        wasm: files.engine ?? defaultWasm(),
        part: (name) => files.parts?.[name] ?? defaultPart(name),
        ...(shouldStop ? { shouldStop } : {}),
      });
    },
    open: (source: PlainSource, isCopied?: boolean) => started().open(source, isCopied),
    call: (session: number, method: string, params: CallParams) => started().call(session, method, params),
    next: (session: number, cursor: number, budget: Budget) => started().next(session, cursor, budget),
    close: (session: number) => started().close(session),
    shutdown: () => core?.shutdown(),
  });
}

const port = parentPort();
if (port) serve(port);
