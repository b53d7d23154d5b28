import { engineError, throwIfAborted, unwrap } from "./errors.js";
import type { EngineHost } from "./host.js";
import { spawnWorker, webPort } from "./ports.js";
import { Session } from "./session.js";
import { sharedContentOf } from "./shared_content.js";
import { mappingText, OpenSnapshot } from "./snapshot.js";
import { plainSource } from "./sources/open.js";
import type {
  Engine,
  EngineOptions,
  EngineVersion,
  MappingInput,
  OpenOptions,
  Snapshot,
  SnapshotInfo,
  SnapshotSource,
  ValidateOptions,
  ValidationReport,
} from "./types.js";
import { plainWasm } from "./wasm_source.js";

/**
 * Starts an engine: in a worker of its own on a web page, in this thread elsewhere (see {@link EngineOptions.worker}).
 *
 * ```ts
 * const engine = await createEngine();
 * const snapshot = await engine.open("building.bim");
 * ```
 *
 * Errors: `engine-unreachable` (its WebAssembly could not be fetched), `worker-unsupported`; CrashedError when it cannot start.
 */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  throwIfAborted(options.signal);
  const host = await startHost(options);
  try {
    const version = unwrap<EngineVersion>(await host.call(0, "version", "{}", options.signal));
    throwIfAborted(options.signal);
    return new HostedEngine(host, version);
  } catch (error) {
    host.shutdown();
    throw error;
  }
}

async function startHost(options: EngineOptions): Promise<EngineHost> {
  const { worker = typeof document !== "undefined" } = options;
  const wasm = options.wasm === undefined ? undefined : await plainWasm(options.wasm);
  if (worker === false) return (await import("./local_host.js")).startLocal(wasm);
  const { startWorker } = await import("./worker_host.js");
  const own = typeof worker === "object";
  const spawn = own ? () => webPort(worker) : spawnWorker;
  return startWorker({ spawn, replaceable: !own, wasm }, options.signal);
}

class HostedEngine implements Engine {
  private readonly snapshots = new Set<OpenSnapshot>();
  private closed = false;

  constructor(
    private readonly host: EngineHost,
    readonly version: EngineVersion,
  ) {}

  async open(source: SnapshotSource, { signal }: OpenOptions = {}): Promise<Snapshot> {
    this.assertOpen();
    const session = await this.openSession(source, signal);
    try {
      const info = await session.call<SnapshotInfo>("info", {}, signal);
      this.assertOpen();
      const snapshot = new OpenSnapshot(session, info, (closed) => this.snapshots.delete(closed));
      this.snapshots.add(snapshot);
      return snapshot;
    } catch (error) {
      session.close();
      throw error;
    }
  }

  async validate(mapping: MappingInput, { api, signal }: ValidateOptions = {}): Promise<ValidationReport> {
    this.assertOpen();
    const params = JSON.stringify({ mapping: mappingText(mapping), api });
    return unwrap<ValidationReport>(await this.host.call(0, "validate", params, signal));
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const snapshot of [...this.snapshots]) snapshot.close();
    this.host.shutdown();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  private async openSession(source: SnapshotSource, signal: AbortSignal | undefined): Promise<Session> {
    throwIfAborted(signal);
    const shared = sharedContentOf(source); // a database of premap/sqljs is read where it is
    if (shared) return new Session(shared.host, await shared.open());
    return new Session(this.host, await this.host.open(plainSource(source), signal));
  }

  private assertOpen(): void {
    if (this.closed) throw engineError("engine-closed", "the engine is closed");
  }
}
