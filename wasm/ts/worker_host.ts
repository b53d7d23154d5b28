/**
 * The engine in a worker. A call that is given up ends in one of three ways, whichever comes first: it was still waiting and
 * is dropped; it comes to an end between two batches; it is in the middle of a long step. Then shared memory tells the
 * engine to stop, where a page may use it; elsewhere the worker is replaced after a short grace, and the snapshots are
 * opened again in the new one (which is cheap: nothing was copied).
 */

import { abortable, engineError, throwIfAborted } from "./errors.js";
import type { Budget, CallParams, EngineHost } from "./host.js";
import { type Port, RpcClient } from "./rpc.js";
import type { PlainSource } from "./sources/open.js";
import type { PlainFiles } from "./wasm_source.js";

const grace = 1500; // milliseconds

interface OpenSession {
  source: PlainSource;
  /** Its number in the worker of this time. */
  remote: Promise<number>;
}

export interface WorkerHostOptions {
  /** Makes the worker; called again to replace it, unless `replaceable` is false. */
  spawn(): Port;
  replaceable: boolean;
  files: PlainFiles;
}

export async function startWorker(options: WorkerHostOptions, signal?: AbortSignal): Promise<EngineHost> {
  const host = new WorkerHost(options);
  try {
    await host.ready(signal);
  } catch (error) {
    host.shutdown();
    throw error;
  }
  return host;
}

class WorkerHost implements EngineHost {
  readonly parallel = true;
  epoch = 0;
  private readonly sessions = new Map<number, OpenSession>();
  private lastSession = 0;
  private port!: Port;
  private client!: RpcClient;
  private starting!: Promise<unknown>;
  private stop: Int32Array | undefined;
  private closed = false;

  constructor(private readonly options: WorkerHostOptions) {
    this.begin();
  }

  async ready(signal?: AbortSignal): Promise<void> {
    throwIfAborted(signal);
    await abortable(this.starting, signal);
  }

  async open(source: PlainSource, signal?: AbortSignal): Promise<number> {
    throwIfAborted(signal);
    const remote = this.request<number>("open", [source]);
    const id = ++this.lastSession;
    this.sessions.set(id, { source, remote });
    try {
      await abortable(remote, signal);
      return id;
    } catch (error) {
      this.close(id);
      throw error;
    }
  }

  async call(session: number, method: string, params: CallParams, signal?: AbortSignal): Promise<string> {
    return this.request<string>("call", [await this.remote(session), method, params], signal);
  }

  async next(session: number, cursor: number, budget: Budget, signal?: AbortSignal): Promise<Uint8Array> {
    return this.request<Uint8Array>("next", [await this.remote(session), cursor, budget], signal);
  }

  close(session: number): void {
    const open = this.sessions.get(session);
    this.sessions.delete(session);
    open?.remote.then((remote) => this.request("close", [remote])).catch(() => {});
  }

  shutdown(): void {
    this.closed = true;
    this.sessions.clear();
    const { port } = this;
    // A moment to remove private copies; a worker in the middle of a long step does not get more.
    const tidied = this.client.finish(engineError("engine-closed", "the engine is closed"), "shutdown");
    void Promise.race([tidied, delay(grace)]).then(() => port.close());
  }

  private begin(): void {
    this.port = this.options.spawn();
    this.client = new RpcClient(this.port, (id, done) => void this.giveUp(id, done));
    if (mayShareMemory()) this.stop = new Int32Array(new SharedArrayBuffer(4));
    this.starting = this.client.request("start", [this.options.files, this.stop]);
    this.starting.catch(() => {}); // ready() and the first call report it
  }

  private async request<T>(method: string, args: unknown[], signal?: AbortSignal): Promise<T> {
    await this.starting;
    return (await this.client.request(method, args, signal)) as T;
  }

  private remote(session: number): Promise<number> {
    if (session === 0) return Promise.resolve(0);
    const open = this.sessions.get(session);
    return open?.remote ?? Promise.reject(engineError("snapshot-closed", "the snapshot is closed"));
  }

  private async giveUp(id: number, done: Promise<void>): Promise<void> {
    if (this.stop) Atomics.store(this.stop, 0, id);
    if (this.stop || !this.options.replaceable) return;
    const { client } = this;
    const ended = await Promise.race([done.then(() => true), delay(grace).then(() => false)]);
    if (!ended && client === this.client && !this.closed) this.replace();
  }

  private replace(): void {
    this.port.close();
    this.client.fail(engineError("engine-restarted", "the engine was restarted because a long call was cancelled"));
    this.epoch++;
    this.begin();
    for (const open of this.sessions.values()) {
      open.remote = this.request<number>("open", [open.source]);
      open.remote.catch(() => {}); // whoever uses it next hears of it
    }
  }
}

function mayShareMemory(): boolean {
  if (typeof SharedArrayBuffer === "undefined") return false;
  return globalThis.crossOriginIsolated === true || globalThis.process?.versions?.node !== undefined;
}

/** In Node the wait alone does not keep the process alive. */
function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer: unknown = setTimeout(resolve, milliseconds);
    (timer as { unref?(): void }).unref?.();
  });
}
