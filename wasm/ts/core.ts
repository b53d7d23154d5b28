/** The engine in this thread: the only file that talks to the glue. Everything is synchronous but the start and opening. */

import createModule, { build, type WasmEngine, type WasmModule } from "./glue.js";
import { CrashedError, EngineError, unwrap } from "./errors.js";
import type { Budget, CallParams } from "./host.js";
import { openSource, type PlainSource } from "./sources/open.js";
import { type ByteSource, closeFiles, type SourceFiles } from "./sources/source.js";
import type { EnginePartName } from "./types.js";
import { compileWasm, engineFile, notTheFile, partFile, type PlainWasm, type WasmFile } from "./wasm_source.js";

/** The beginning of the answer to a call that needs a part which the engine has yet to be given: the call was not made. */
const needs = '{"ok":false,"needs":"';
const neededPart = (answer: string): EnginePartName | undefined =>
  answer.startsWith(needs) ? (answer.slice(needs.length, -2) as EnginePartName) : undefined;
/** A server that does not answer must not hold up the calls behind this one for ever. */
const longestWait = 30_000; // milliseconds
/** What could not be loaded is tried again by a call that comes later than this. */
const retryAfter = 10_000; // milliseconds

export interface CoreOptions {
  wasm: PlainWasm;
  /** Where a part is: asked when a call first needs it. */
  part(name: EnginePartName): PlainWasm | Promise<PlainWasm>;
  /** Those loaded with the engine, for callers that cannot wait later. Where one is missing only what needs it fails. */
  parts?: readonly EnginePartName[];
  /** One of these without which there is no engine: its failure is that of the start. */
  mustHave?: EnginePartName;
  /** Asked every few thousand SQLite instructions; true ends the running statement. */
  shouldStop?: () => boolean;
}

export class EngineCore {
  /** By handle; a file's is followed by that of its write-ahead log and that of its journal. */
  private readonly sources = new Map<number, ByteSource>();
  private readonly handles = new Map<number, number>(); // session -> handle
  private readonly tables = new Map<number, number>(); // table file -> handle
  private readonly errorLines: string[] = [];
  private nextHandle = 1;
  private crash: CrashedError | undefined;
  private engine!: WasmEngine;
  /** What a part imports: the engine's memory, table and functions. */
  private exports!: WebAssembly.Exports;
  private readonly parts = new Map<EnginePartName, Promise<void>>();
  private readonly faults = new Map<EnginePartName, { error: EngineError; since: number }>();
  /** The glue's module, for premap/sqljs. */
  module!: WasmModule;

  private constructor(private readonly options: CoreOptions) {}

  /** Errors: `engine-unreachable`, `engine-invalid`; CrashedError when there is no memory for it. */
  static async start(options: CoreOptions): Promise<EngineCore> {
    const core = new EngineCore(options);
    const parts = (options.parts ?? []).map((name) => [name, core.compilePart(name)] as const);
    for (const [, part] of parts) part.catch(() => {}); // told where it is needed
    const wasm = await compileWasm(options.wasm, engineFile);
    assertBuild(wasm, build, engineFile);
    try {
      core.module = await core.instantiate(wasm);
      core.engine = new core.module.Engine();
    } catch (error) {
      if (error instanceof RangeError) throw new CrashedError(`the engine could not start: ${error.message}`);
      throw notTheFile(engineFile, "WebAssembly that does something else", error);
    }
    await Promise.all(parts.map(([name, part]) => core.loadPart(name, part)));
    const lacking = options.mustHave && core.faults.get(options.mustHave);
    if (lacking) throw lacking.error;
    return core;
  }

  private instantiate(wasm: WebAssembly.Module): Promise<WasmModule> {
    const { shouldStop } = this.options;
    return new Promise((resolve, reject) => {
      createModule({
        instantiateWasm: (imports: WebAssembly.Imports, done) => {
          // A failure here, that of `done` included, would leave the glue waiting for ever.
          WebAssembly.instantiate(wasm, imports)
            .then((instance) => {
              this.exports = instance.exports;
              done(instance, wasm);
            })
            .catch(reject);
          return {};
        },
        readAt: (handle, offset, target) => this.sources.get(handle)?.read(offset, target) ?? false,
        ...(shouldStop ? { shouldStop } : {}),
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

  /** The envelope's text. Session 0 stands for no snapshot. A call that needs a part waits for it. */
  async call(session: number, method: string, params: CallParams): Promise<string> {
    this.forgetOldFailures();
    for (;;) {
      const answer = this.callOnce(session, method, params);
      const part = neededPart(answer);
      if (!part) return answer;
      // Loaded or not, it is not asked for again.
      await this.loadPart(part);
    }
  }

  /** As `call`, but nothing is waited for: of a part that the engine was not started with it tells that it is not there. */
  callNow(session: number, method: string, params: CallParams): string {
    for (;;) {
      const answer = this.callOnce(session, method, params);
      const part = neededPart(answer);
      if (!part) return answer;
      const message = `${partFile(part).name} was not loaded with the engine`;
      this.guarded(() => this.engine.setPart(part, false, message, ""));
    }
  }

  private callOnce(session: number, method: string, { json, mapping }: CallParams): string {
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

  /** Opens a table file, whose source the caller closes when this throws. */
  openTable(source: ByteSource): number {
    const handle = this.nextHandle++;
    this.sources.set(handle, source);
    try {
      const { table } = unwrap<{ table: number }>(this.guarded(() => this.engine.openTable(handle, source.size)));
      this.tables.set(table, handle);
      return table;
    } catch (error) {
      this.sources.delete(handle);
      throw error;
    }
  }

  tableRows(table: number, query: string): { head: string; bytes: Uint8Array<ArrayBuffer> } {
    return this.guarded(() => this.engine.tableRows(table, query));
  }

  closeTable(table: number): void {
    const handle = this.tables.get(table);
    if (handle === undefined) return;
    this.tables.delete(table);
    if (!this.crash) this.guarded(() => this.engine.closeTable(table));
    void this.sources.get(handle)?.close();
    this.sources.delete(handle);
  }

  async shutdown(): Promise<void> {
    for (const table of this.tables.keys()) this.closeTable(table);
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

  private loadPart(name: EnginePartName, coming?: Promise<WebAssembly.Module>): Promise<void> {
    let loading = this.parts.get(name);
    if (!loading) this.parts.set(name, (loading = this.addPart(name, coming ?? this.compilePart(name))));
    return loading;
  }

  private async compilePart(name: EnginePartName): Promise<WebAssembly.Module> {
    const source = await this.options.part(name);
    const wasm = await compileWasm(source, partFile(name), AbortSignal.timeout(longestWait));
    assertBuild(wasm, `${build} ${name}`, partFile(name));
    return wasm;
  }

  /** Its functions go into the engine's table. What is wrong with it the engine tells whoever needs it; nothing is thrown. */
  private async addPart(name: EnginePartName, coming: Promise<WebAssembly.Module>): Promise<void> {
    const fault = await coming
      .then((wasm) => WebAssembly.instantiate(wasm, { e: this.exports }))
      .then(
        () => undefined,
        (error: unknown) =>
          error instanceof EngineError
            ? error
            : notTheFile(partFile(name), "WebAssembly that does something else", error),
      );
    if (fault) this.faults.set(name, { error: fault, since: Date.now() });
    const hint = fault?.diagnostics[0]?.hint ?? "";
    this.guarded(() => this.engine.setPart(name, !fault, fault?.message ?? "", hint));
  }

  private forgetOldFailures(): void {
    for (const [name, { since }] of this.faults) {
      if (Date.now() - since < retryAfter) continue;
      this.faults.delete(name);
      this.parts.delete(name);
      this.guarded(() => this.engine.setPart(name, false, "", ""));
    }
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
function assertBuild(wasm: WebAssembly.Module, expected: string, file: WasmFile): void {
  const [own] = WebAssembly.Module.customSections(wasm, "premap");
  const found = own && new TextDecoder().decode(own);
  if (found === expected) return;
  const what = found?.startsWith(build) ? "another file of premap" : `${file.what} of another build`;
  throw notTheFile(file, found ? what : "another WebAssembly", `${found ?? "no build"}, not ${expected}`);
}
