/**
 * The threads that answer queries: few, started when they are needed, all but one gone after a while without work. A query whose
 * client has left is stopped, or not begun.
 */

import { readFile } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import { ODataError } from "./errors.js";
import type { FromWorker, QueryAnswer, QueryJob, WorkerSetup } from "./query_job.js";

const mostThreads = 2;
/** Milliseconds without work after which a thread ends. */
const patience = 60_000;
/** Waiting; beyond it the service says that it is busy. */
const mostWaiting = 500;

interface Task {
  job: QueryJob;
  signal: AbortSignal;
  resolve(answer: QueryAnswer): void;
  reject(error: unknown): void;
}

class Thread {
  task: Task | undefined;
  lastFile: string | undefined;
  idle: NodeJS.Timeout | undefined;
  readonly worker: Worker;
  private readonly stop = new Int32Array(new SharedArrayBuffer(4));

  constructor(wasm: WebAssembly.Module, onMessage: (told: FromWorker) => void, onEnd: (error: unknown) => void) {
    const workerData: WorkerSetup = { wasm, stop: this.stop.buffer };
    this.worker = new Worker(new URL("./query_worker.js", import.meta.url), { workerData });
    this.worker.on("message", onMessage);
    this.worker.on("error", onEnd);
    this.worker.on("exit", () => onEnd(new Error("a query thread has ended")));
    // After the listeners: one for messages would hold the process again.
    this.worker.unref();
  }

  begin(task: Task): void {
    this.task = task;
    this.lastFile = task.job.file;
    clearTimeout(this.idle);
    Atomics.store(this.stop, 0, 0);
    this.worker.postMessage(task.job);
  }

  cancel(): void {
    Atomics.store(this.stop, 0, 1);
  }
}

export class QueryPool {
  private readonly threads = new Set<Thread>();
  private waiting: Task[] = [];
  private wasm: Promise<WebAssembly.Module> | undefined;
  private isClosed = false;

  /** Nobody waits for an answer. */
  get isIdle(): boolean {
    return this.waiting.length === 0 && [...this.threads].every(({ task }) => !task);
  }

  /** Errors: ODataError. */
  async run(job: QueryJob, signal: AbortSignal): Promise<QueryAnswer> {
    const wasm = await (this.wasm ??= compiled());
    if (signal.aborted) throw cancelled();
    if (this.isClosed || this.waiting.length >= mostWaiting)
      throw new ODataError(503, "QueryFailed", "The service has too much to do; try again later.");
    let abort = (): void => {};
    const answered = new Promise<QueryAnswer>((resolve, reject) => {
      const task: Task = { job, signal, resolve, reject };
      abort = () => this.abandon(task);
      this.waiting.push(task);
      this.dispatch(wasm);
    });
    signal.addEventListener("abort", abort, { once: true });
    return answered.finally(() => signal.removeEventListener("abort", abort));
  }

  /** Ends all threads; what still waits is told so. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const task of this.waiting.splice(0)) task.reject(cancelled());
    await Promise.all([...this.threads].map(({ worker }) => worker.terminate()));
  }

  private dispatch(wasm: WebAssembly.Module): void {
    while (this.waiting.length > 0) {
      const task = this.waiting[0] as Task;
      const free = [...this.threads].filter((thread) => !thread.task);
      const thread = free.find(({ lastFile }) => lastFile === task.job.file) ?? free[0] ?? this.start(wasm);
      if (!thread) return;
      this.waiting.shift();
      thread.begin(task);
    }
  }

  private start(wasm: WebAssembly.Module): Thread | undefined {
    if (this.threads.size >= mostThreads) return undefined;
    const thread: Thread = new Thread(
      wasm,
      (told) => this.finish(thread, wasm, told),
      (error) => this.lose(thread, wasm, error),
    );
    this.threads.add(thread);
    return thread;
  }

  private finish(thread: Thread, wasm: WebAssembly.Module, told: FromWorker): void {
    const { task } = thread;
    thread.task = undefined;
    if (task && "answer" in told) task.resolve(told.answer);
    else if (task && "failure" in told) task.reject(task.signal.aborted ? cancelled() : failed(told.failure));
    if ("failure" in told && told.failure.code === "engine-crashed") this.drop(thread);
    else this.rest(thread);
    this.dispatch(wasm);
  }

  /** The last one stays, so that the next who asks need not wait for its start. */
  private rest(thread: Thread): void {
    thread.idle = setTimeout(() => {
      if (!thread.task && this.threads.size > 1) this.drop(thread);
    }, patience).unref();
  }

  private lose(thread: Thread, wasm: WebAssembly.Module, error: unknown): void {
    this.threads.delete(thread);
    clearTimeout(thread.idle);
    const { task } = thread;
    thread.task = undefined;
    task?.reject(failed({ code: "engine-crashed", message: String(error) }));
    if (!this.isClosed) this.dispatch(wasm);
  }

  private drop(thread: Thread): void {
    this.threads.delete(thread);
    clearTimeout(thread.idle);
    void thread.worker.terminate();
  }

  private abandon(task: Task): void {
    const at = this.waiting.indexOf(task);
    if (at >= 0) {
      this.waiting.splice(at, 1);
      task.reject(cancelled());
    }
    for (const thread of this.threads) if (thread.task === task) thread.cancel();
  }
}

async function compiled(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(new URL(import.meta.resolve("premap/engine.wasm"))));
}

const cancelled = (): ODataError => new ODataError(499, "QueryCancelled", "The request was given up.");

function failed({ code, message }: { code: string; message: string }): ODataError {
  if (code === "file-unreadable" || code === "file-changed")
    return new ODataError(404, "EntityNotFound", "The table is no longer there; run the extraction again.");
  if (code === "sqlite-error" && /too (large|deep|many|big)|depth|overflow/i.test(message))
    return new ODataError(400, "InvalidODataRequest", `The query cannot be run: ${message}.`);
  if (code === "engine-crashed")
    return new ODataError(500, "QueryFailed", "The query needs more memory than there is, or broke the engine.");
  return new ODataError(500, "QueryFailed", `The query could not be run: ${message}.`);
}
