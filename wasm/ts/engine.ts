import { engineError, throwIfAborted, unwrap } from "./errors.js";
import type { EngineHost } from "./host.js";
import { webPort } from "./ports.js";
import type { Port } from "./rpc.js";
import { Session } from "./session.js";
import { sharedContentOf } from "./shared_content.js";
import { mappingText, OpenSnapshot } from "./snapshot.js";
import { plainSource } from "./sources/open.js";
import type {
  Engine,
  EngineOptions,
  EngineVersion,
  FixedMapping,
  MappingInput,
  OpenOptions,
  RequestName,
  Snapshot,
  SnapshotInfo,
  SnapshotSource,
  ValidateOptions,
  ValidationReport,
} from "./types.js";
import { type PlainWasm, plainWasm } from "./wasm_source.js";

/** What an entry of the package brings along: the engine's WebAssembly and its worker, as files or inline. */
export interface EngineParts {
  wasm(): PlainWasm;
  spawnWorker(): Port;
  /** The worker does not find the WebAssembly by itself. */
  workerNeedsWasm: boolean;
}

export async function startEngine(parts: EngineParts, options: EngineOptions): Promise<Engine> {
  throwIfAborted(options.signal);
  const host = await startHost(parts, options);
  try {
    const version = unwrap<EngineVersion>(await host.call(0, "version", "{}", options.signal));
    throwIfAborted(options.signal);
    return new HostedEngine(host, version);
  } catch (error) {
    host.shutdown();
    throw error;
  }
}

async function startHost(parts: EngineParts, options: EngineOptions): Promise<EngineHost> {
  const { worker = typeof document !== "undefined" } = options;
  const wasm = options.wasm === undefined ? undefined : await plainWasm(options.wasm);
  if (worker === false) return (await import("./local_host.js")).startLocal(wasm ?? parts.wasm());
  const { startWorker } = await import("./worker_host.js");
  const own = typeof worker === "object";
  const spawn = own ? () => webPort(worker) : parts.spawnWorker;
  const forWorker = wasm ?? (parts.workerNeedsWasm ? parts.wasm() : undefined);
  return startWorker({ spawn, replaceable: !own, wasm: forWorker }, options.signal);
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

  validate(mapping: MappingInput, options: ValidateOptions = {}): Promise<ValidationReport> {
    return this.callWithMapping<ValidationReport>("validate", mapping, options);
  }

  fix(mapping: MappingInput, options: ValidateOptions = {}): Promise<FixedMapping> {
    return this.callWithMapping<FixedMapping>("fix", mapping, options);
  }

  async validateRequest(request: RequestName, fields: Readonly<Record<string, unknown>>): Promise<ValidationReport> {
    this.assertOpen();
    return unwrap<ValidationReport>(await this.host.call(0, "validateRequest", JSON.stringify({ request, fields })));
  }

  private async callWithMapping<T>(method: string, mapping: MappingInput, options: ValidateOptions): Promise<T> {
    this.assertOpen();
    const params = JSON.stringify({ mapping: mappingText(mapping), api: options.api });
    return unwrap<T>(await this.host.call(0, method, params, options.signal));
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
