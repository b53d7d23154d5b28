import { callParams, jsonable, mappingText, only, patchParams, taken } from "../arguments.js";
import type { EngineCore } from "../core.js";
import { type EditsAnswer, type FixAnswer, withText } from "../edits.js";
import { engineError, throwIfAborted, unwrap } from "../errors.js";
import { openNow, plainSource } from "../sources/open.js";
import { closeFiles } from "../sources/source.js";
import type {
  EngineVersion,
  FixedMapping,
  MappingInput,
  MappingOutline,
  OpenOptions,
  PatchedMapping,
  PatchStep,
  RequestName,
  SnapshotInfo,
  SnapshotSource,
  ValidateOptions,
  ValidationReport,
} from "../types.js";
import { SyncSession } from "./session.js";
import { SyncSnapshotOnSession } from "./snapshot.js";
import type { SyncEngine, SyncSnapshot } from "./types.js";

export class SyncEngineOnCore implements SyncEngine {
  readonly version: EngineVersion;
  private readonly sessions = new Set<SyncSession>();
  private closed = false;

  constructor(private readonly core: EngineCore) {
    this.version = unwrap<EngineVersion>(core.call(0, "version", callParams({})));
  }

  open(source: SnapshotSource, options?: OpenOptions): SyncSnapshot {
    this.assertOpen();
    const { signal, ...logs } = only(options, "signal", "wal", "journal");
    throwIfAborted(signal);
    const files = openNow(plainSource(source, logs));
    let session: SyncSession | undefined;
    try {
      session = new SyncSession(this.core, this.core.openNow(files), (closed) => this.sessions.delete(closed));
      this.sessions.add(session);
      return new SyncSnapshotOnSession(session, session.call<SnapshotInfo>("info"));
    } catch (error) {
      if (session) session.close();
      else void closeFiles(files);
      throw error;
    }
  }

  validate(mapping: MappingInput, options?: ValidateOptions): ValidationReport {
    return this.callWithMapping<ValidationReport>("validate", mapping, options);
  }

  fix(mapping: MappingInput, options?: ValidateOptions): FixedMapping {
    const text = mappingText(mapping);
    return withText(text, this.callWithMapping<FixAnswer>("fix", text, options));
  }

  outline(mapping: MappingInput, options?: Pick<ValidateOptions, "api" | "signal">): MappingOutline {
    return this.callWithMapping<MappingOutline>("outline", mapping, options);
  }

  apply(mapping: MappingInput, patch: readonly PatchStep[]): PatchedMapping {
    const params = patchParams(mapping, patch);
    return withText(params.mapping, this.call<EditsAnswer>("apply", params));
  }

  validateRequest(request: RequestName, fields: Readonly<Record<string, unknown>>): ValidationReport {
    return this.call<ValidationReport>("validateRequest", { request: jsonable(request), fields: jsonable(fields) });
  }

  private callWithMapping<T>(method: string, mapping: MappingInput, options?: ValidateOptions): T {
    const { signal, plain } = taken(options, "signal");
    throwIfAborted(signal);
    return this.call<T>(method, { ...plain, mapping: mappingText(mapping) });
  }

  private call<T>(method: string, params: object): T {
    this.assertOpen();
    return unwrap<T>(this.core.call(0, method, callParams(params)));
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const session of [...this.sessions]) session.close();
    void this.core.shutdown().catch(() => {});
  }

  [Symbol.dispose](): void {
    this.close();
  }

  private assertOpen(): void {
    if (this.closed) throw engineError("engine-closed", "the engine is closed");
  }
}
