/** The engine without promises, over the same core as the asynchronous one in this thread. */
import { only } from "../arguments.js";
import { EngineCallsNow } from "../calls.js";
import { EngineCore } from "../core.js";
import { defaultPart, defaultWasm } from "../default_wasm.js";
import { throwIfAborted } from "../errors.js";
import type { Host } from "../host.js";
import { SessionClient } from "../session_client.js";
import { openNow, plainSource } from "../sources/open.js";
import { closeFiles } from "../sources/source.js";
import { now } from "../steps.js";
import type { EnginePartName, EngineVersion, OpenOptions, SnapshotInfo, SnapshotSource } from "../types.js";
import type { PlainFiles } from "../wasm_source.js";
import { syncHostOf } from "./host.js";
import { SyncSnapshotOnSession } from "./snapshot.js";
import type { SyncEngine, SyncSnapshot } from "./types.js";

/** `parts`: it may be asked for what lies there, and cannot wait for it then. */
export async function startSync(files: PlainFiles, parts: readonly EnginePartName[]): Promise<SyncEngine> {
  const part = (name: EnginePartName) => files.parts?.[name] ?? defaultPart(name);
  return new SyncEngineOnCore(await EngineCore.start({ wasm: files.engine ?? defaultWasm(), part, parts }));
}

class SyncEngineOnCore extends EngineCallsNow implements SyncEngine {
  readonly version: EngineVersion;
  private readonly host: Host;
  /** What is asked without a snapshot. */
  private readonly own: SessionClient;
  private readonly sessions = new Set<SessionClient>();

  constructor(private readonly core: EngineCore) {
    const host = syncHostOf(core);
    const own = new SessionClient(host, 0);
    super(own, now);
    this.host = host;
    this.own = own;
    this.version = now(own.call<EngineVersion>("version"));
  }

  open(source: SnapshotSource, options?: OpenOptions): SyncSnapshot {
    this.own.assertOpen();
    const { signal, ...logs } = only(options, "signal", "wal", "journal");
    throwIfAborted(signal);
    const files = openNow(plainSource(source, logs));
    let session: SessionClient | undefined;
    try {
      session = new SessionClient(this.host, this.core.openNow(files));
      const info = now(session.call<SnapshotInfo>("info"));
      this.sessions.add(session);
      return new SyncSnapshotOnSession(session, info, (closed) => this.sessions.delete(closed));
    } catch (error) {
      if (session) session.close();
      else void closeFiles(files);
      throw error;
    }
  }

  close(): void {
    this.own.close();
    for (const session of this.sessions) session.close();
    this.host.shutdown();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
