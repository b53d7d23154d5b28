/** The engine in this thread: the only file that talks to the glue. Everything is synchronous but the start and opening. */

import createModule, { build, type WasmEngine, type WasmModule } from "./glue.js";
import { CrashedError, unwrap } from "./errors.js";
import type { Budget, CallParams } from "./host.js";
import { openSource, type PlainSource } from "./sources/open.js";
import { type ByteSource, closeFiles, type SourceFiles } from "./sources/source.js";
import { compileWasm, notTheEngine, type PlainWasm } from "./wasm_source.js";

export interface CoreOptions {
  wasm: PlainWasm;
  /** Asked every few thousand SQLite instructions; true ends the running statement. */
  shouldStop?: () => boolean;
}

export class EngineCore {
  /** By handle; a file's is followed by that of its write-ahead log and that of its journal. */
  private readonly sources = new Map<number, ByteSource>();
  private readonly handles = new Map<number, number>(); // session -> handle
  private readonly errorLines: string[] = [];
  private nextHandle = 1;
  private crash: CrashedError | undefined;
  private engine!: WasmEngine;
  /** The glue's module, for premap/sqljs. */
  module!: WasmModule;

  private constructor() {}

  /** Errors: `engine-unreachable`, `engine-invalid`; CrashedError when there is no memory for it. */
  static async start(options: CoreOptions): Promise<EngineCore> {
    const core = new EngineCore();
    const wasm = await compileWasm(options.wasm);
    assertSameBuild(wasm);
    try {
      core.module = await core.instantiate(wasm, options);
      core.engine = new core.module.Engine();
    } catch (error) {
      if (error instanceof RangeError) throw new CrashedError(`the engine could not start: ${error.message}`);
      throw notTheEngine("WebAssembly that does something else", error);
    }
    return core;
  }

  private instantiate(wasm: WebAssembly.Module, options: CoreOptions): Promise<WasmModule> {
    return new Promise((resolve, reject) => {
      createModule({
        instantiateWasm(imports: WebAssembly.Imports, done) {
          // A failure here, that of `done` included, would leave the glue waiting for ever.
          WebAssembly.instantiate(wasm, imports)
            .then((instance) => done(instance, wasm))
            .catch(reject);
          return {};
        },
        readAt: (handle, offset, target) => this.sources.get(handle)?.read(offset, target) ?? false,
        ...(options.shouldStop ? { shouldStop: options.shouldStop } : {}),
        print() {},
        printErr: (line) => void this.errorLines.push(line),
      }).then(resolve, reject);
    });
  }

  /** Opens a snapshot and answers its session number. */
  async open(source: PlainSource, isCopied?: boolean): Promise<number> {
    return this.openBytes(await openSource(source, isCopied));
  }

  async openBytes(files: SourceFiles): Promise<number> {
    try {
      return this.openNow(files);
    } catch (error) {
      await closeFiles(files);
      throw error;
    }
  }

  /** As `openBytes`, but the caller closes the sources when this throws. */
  openNow({ main, wal, journal, mayLackLog }: SourceFiles): number {
    const handle = this.nextHandle;
    const parts = [main, wal, journal];
    this.nextHandle += parts.length;
    for (const [index, part] of parts.entries()) if (part) this.sources.set(handle + index, part);
    try {
      const envelope = this.guarded(() =>
        this.engine.open(handle, main.size, wal?.size ?? -1, journal?.size ?? -1, mayLackLog),
      );
      const { session } = unwrap<{ session: number }>(envelope);
      this.handles.set(session, handle);
      return session;
    } catch (error) {
      for (const index of parts.keys()) this.sources.delete(handle + index);
      throw error;
    }
  }

  /** The envelope's text. Session 0 stands for no snapshot. */
  call(session: number, method: string, { json, mapping }: CallParams): string {
    return this.guarded(() => this.engine.call(session, method, json, mapping));
  }

  next(session: number, cursor: number, budget: Budget): Uint8Array<ArrayBuffer> {
    return this.guarded(() => this.engine.next(session, cursor, budget.maxRows, budget.maxBytes, budget.milliseconds));
  }

  async close(session: number): Promise<void> {
    const handle = this.handles.get(session);
    if (handle === undefined) return;
    this.handles.delete(session);
    if (!this.crash) this.guarded(() => this.engine.close(session));
    await this.release(handle);
  }

  async shutdown(): Promise<void> {
    const closing = [...this.handles.keys()].map((session) => this.close(session));
    if (!this.crash) this.engine.delete();
    this.crash ??= new CrashedError("the engine is closed");
    await Promise.all(closing);
  }

  private async release(handle: number): Promise<void> {
    const closing = [handle, handle + 1, handle + 2].map((part) => {
      const source = this.sources.get(part);
      this.sources.delete(part);
      return source?.close();
    });
    await Promise.all(closing);
  }

  /** After a trap the heap cannot be trusted: every later call fails the same way. */
  private guarded<T>(run: () => T): T {
    if (this.crash) throw this.crash;
    try {
      return run();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.crash = new CrashedError(["the engine stopped: " + reason, ...this.errorLines.slice(-5)].join("\n"));
      throw this.crash;
    }
  }
}

/** The glue and the WebAssembly call each other by names that are shortened anew by every build. */
function assertSameBuild(wasm: WebAssembly.Module): void {
  const [own] = WebAssembly.Module.customSections(wasm, "premap");
  const found = own && new TextDecoder().decode(own);
  if (found === build) return;
  throw notTheEngine(
    found ? "the engine of another build" : "another WebAssembly",
    `${found ?? "no build"}, not ${build}`,
  );
}
