/**
 * The asynchronous engine: what it does itself is choose a host (worker or this thread) and open sources; every answer
 * is the C++ engine's.
 */
import { callParams, only } from "./arguments.js";
import { EngineCallsLater } from "./calls.js";
import { TextDocument } from "./document.js";
import { throwIfAborted, unwrap } from "./errors.js";
import type { EngineHost } from "./host.js";
import { webPort } from "./ports.js";
import type { Port } from "./rpc.js";
import { type ReadWorker, startReadWorker } from "./read_worker.js";
import { SessionClient } from "./session_client.js";
import { sharedContentOf } from "./shared_content.js";
import { OpenSnapshot } from "./snapshot.js";
import { canBeReadTwice, type PlainSource, plainSource } from "./sources/open.js";
import { later } from "./steps.js";
import type {
  Engine,
  EngineOptions,
  EnginePartName,
  EngineVersion,
  MappingDocument,
  MappingInput,
  OpenOptions,
  Snapshot,
  SnapshotInfo,
  SnapshotSource,
} from "./types.js";
import { partNames, type PlainFiles, type PlainWasm, plainFiles } from "./wasm_source.js";

/** What an entry of the package brings along: the engine's WebAssembly and its worker, as files or inline. */
export interface EngineParts {
  wasm(): PlainWasm;
  part(name: EnginePartName): PlainWasm;
  spawnWorker(): Port;
  /** The worker does not find the WebAssembly by itself. */
  workerNeedsWasm: boolean;
}

/** Opens a source once more, beside the engine. */
type ReadWorkerFactory = (source: PlainSource) => ReadWorker;

export async function startEngine(parts: EngineParts, given: EngineOptions | undefined): Promise<Engine> {
  const options = only(given, "wasm", "partsWasm", "worker", "signal");
  throwIfAborted(options.signal);
  const files = await plainFiles(options);
  const host = await startHost(parts, options, files);
  try {
    const version = unwrap<EngineVersion>(await host.call(0, "version", callParams({}), options.signal));
    throwIfAborted(options.signal);
    return new HostedEngine(host, version, readWorkerFactory(parts, options, files));
  } catch (error) {
    host.shutdown();
    throw error;
  }
}

async function startHost(
  parts: EngineParts,
  { worker = typeof document !== "undefined", signal }: EngineOptions,
  files: PlainFiles,
): Promise<EngineHost> {
  if (worker === false) {
    const { startLocal } = await import("./local_host.js");
    const part = (name: EnginePartName) => files.parts?.[name] ?? parts.part(name);
    return startLocal({ wasm: files.engine ?? parts.wasm(), part });
  }
  const { startWorker } = await import("./worker_host.js");
  const own = typeof worker === "object";
  const spawn = own ? () => webPort(worker) : parts.spawnWorker;
  return startWorker({ spawn, replaceable: !own, files: filesForWorker(parts, files) }, signal);
}

function filesForWorker(parts: EngineParts, files: PlainFiles): PlainFiles {
  if (!parts.workerNeedsWasm) return files;
  const own = Object.fromEntries(partNames.map((name) => [name, parts.part(name)]));
  return { engine: parts.wasm(), ...files, parts: { ...own, ...files.parts } };
}

/** Undefined beside a worker of the caller's own: how another is made there only the caller knows. */
function readWorkerFactory(
  parts: EngineParts,
  { worker }: EngineOptions,
  files: PlainFiles,
): ReadWorkerFactory | undefined {
  if (typeof worker === "object") return undefined;
  return (source) => startReadWorker({ spawn: parts.spawnWorker, files: filesForWorker(parts, files) }, source);
}

class HostedEngine extends EngineCallsLater implements Engine {
  private readonly snapshots = new Set<OpenSnapshot>();
  /** What is asked without a snapshot. */
  private readonly own: SessionClient;

  constructor(
    private readonly host: EngineHost,
    readonly version: EngineVersion,
    private readonly readWorkerOf: ReadWorkerFactory | undefined,
  ) {
    const own = new SessionClient(host, 0);
    super(own, later);
    this.own = own;
  }

  async open(source: SnapshotSource, options?: OpenOptions): Promise<Snapshot> {
    this.own.assertOpen();
    const { signal, ...logs } = only(options, "signal", "wal", "journal");
    throwIfAborted(signal);
    const shared = sharedContentOf(source); // a database of premap/sqljs is read where it is
    // Once: whoever opens the file again beside this or after it opens what it was now.
    const plain = shared ? undefined : plainSource(source, logs);
    const session = shared
      ? new SessionClient(shared.host, await shared.open())
      : new SessionClient(this.host, await this.host.open(plain as PlainSource, signal));
    try {
      const info = await later(session.call<SnapshotInfo>("info", {}, signal));
      this.own.assertOpen();
      const onClose = (closed: OpenSnapshot) => void this.snapshots.delete(closed);
      const snapshot = new OpenSnapshot(session, info, onClose, plain && this.readWorkerFor(plain));
      this.snapshots.add(snapshot);
      return snapshot;
    } catch (error) {
      session.close();
      throw error;
    }
  }

  openMapping(mapping: MappingInput): MappingDocument {
    return new TextDocument(this, mapping);
  }

  close(): void {
    this.own.close();
    for (const snapshot of [...this.snapshots]) snapshot.close();
    this.host.shutdown();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  private readWorkerFor(source: PlainSource): (() => ReadWorker) | undefined {
    const { readWorkerOf } = this;
    return readWorkerOf && canBeReadTwice(source) ? () => readWorkerOf(source) : undefined;
  }
}
