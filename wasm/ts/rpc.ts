/**
 * Calls across a message port: numbered requests, answers with transferred buffers, cancel, and errors that keep their class.
 *
 * Request `{id, method, args}` or `{cancel: id}`; answer `{id, value}` or `{id, error}`. The server answers every request,
 * cancelled ones too, so that the client knows when the other side is free again.
 */

import { abortError, engineError, type ErrorWire, fromWire, throwIfAborted, toWire } from "./errors.js";

/** A Worker, a MessagePort or Node's worker, seen alike. */
export interface Port {
  post(message: unknown, transfer?: Transferable[]): void;
  /** Called once. `onFailure`: the other side is gone. */
  listen(onMessage: (message: unknown) => void, onFailure: (error: Error) => void): void;
  close(): void;
  /** Where a process could end while the other side works: whether somebody waits for an answer. */
  hold?(isAwaited: boolean): void;
}

type Request = { id: number; method: string; args: unknown[] };
type ClientMessage = Request | { cancel: number };
type ServerMessage = { id: number; value: unknown } | { id: number; error: ErrorWire };

interface Pending {
  resolve(value: unknown): void;
  reject(error: unknown): void;
  /** Undoes what waits for the answer (the abort listener). */
  settled(): void;
}

export class RpcClient {
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private failure: Error | undefined;

  /** `onCancel` hears of a request that was given up while the server may be busy with it, and gets a promise of its end. */
  constructor(
    private readonly port: Port,
    private readonly onCancel: (id: number, done: Promise<void>) => void = () => {},
  ) {
    port.listen(
      (message) => this.settle(message as ServerMessage),
      (error) => this.fail(error),
    );
    port.hold?.(false);
  }

  request(method: string, args: unknown[], signal?: AbortSignal): Promise<unknown> {
    if (this.failure) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => {
      throwIfAborted(signal);
      const id = ++this.lastId;
      const abort = () => {
        reject(abortError(signal));
        this.cancel(id);
      };
      signal?.addEventListener("abort", abort, { once: true });
      const settled = () => signal?.removeEventListener("abort", abort);
      this.await(id, { resolve, reject, settled });
      this.port.post({ id, method, args } satisfies Request);
    });
  }

  /** Rejects everything that is waiting and everything to come. */
  fail(error: Error): void {
    this.failure ??= error;
    for (const { reject, settled } of this.pending.values()) {
      settled();
      reject(error);
    }
    this.pending.clear();
    this.port.hold?.(false);
  }

  /** Like `fail`, and sends one last request; resolves when it is answered, whatever the answer. */
  finish(error: Error, method: string): Promise<void> {
    this.fail(error);
    const id = ++this.lastId;
    return new Promise((resolve) => {
      this.await(id, { resolve: () => resolve(), reject: () => resolve(), settled() {} });
      this.port.post({ id, method, args: [] } satisfies Request);
    });
  }

  private await(id: number, pending: Pending): void {
    this.pending.set(id, pending);
    this.port.hold?.(true);
  }

  private cancel(id: number): void {
    const done = new Promise<void>((resolve) => {
      this.await(id, { resolve: () => resolve(), reject: () => resolve(), settled() {} });
    });
    this.port.post({ cancel: id } satisfies ClientMessage);
    this.onCancel(id, done);
  }

  private settle(message: ServerMessage): void {
    const waiting = this.pending.get(message.id);
    if (!waiting) return;
    this.pending.delete(message.id);
    if (this.pending.size === 0) this.port.hold?.(false);
    waiting.settled();
    if ("error" in message) waiting.reject(fromWire(message.error));
    else waiting.resolve(message.value);
  }
}

export type RpcMethods = Record<string, (...args: never[]) => unknown>;

export class RpcServer {
  /** The request that is being worked on; 0 between requests. */
  running = 0;
  private readonly queue: Request[] = [];
  private busy = false;

  constructor(
    private readonly port: Port,
    private readonly methods: RpcMethods,
  ) {
    port.listen(
      (message) => this.receive(message as ClientMessage),
      () => {},
    );
  }

  private receive(message: ClientMessage): void {
    if ("cancel" in message) this.drop(message.cancel);
    else {
      this.queue.push(message);
      if (!this.busy) void this.work();
    }
  }

  private drop(id: number): void {
    const index = this.queue.findIndex((request) => request.id === id);
    if (index < 0) return;
    this.queue.splice(index, 1);
    this.answer({ id, error: toWire(engineError("cancelled", "the call was cancelled")) });
  }

  private async work(): Promise<void> {
    this.busy = true;
    for (let request = this.queue.shift(); request; request = this.queue.shift()) {
      this.running = request.id;
      await this.run(request);
      this.running = 0;
      await new Promise((resolve) => setTimeout(resolve)); // cancels that came in meanwhile are heard first
    }
    this.busy = false;
  }

  private async run({ id, method, args }: Request): Promise<void> {
    try {
      const run = this.methods[method] as ((...args: unknown[]) => unknown) | undefined;
      if (!run) throw new Error(`no method ${method}`);
      this.answer({ id, value: await run(...args) });
    } catch (error) {
      this.answer({ id, error: toWire(error) });
    }
  }

  private answer(message: ServerMessage): void {
    const bytes = "value" in message && message.value instanceof Uint8Array ? message.value : undefined;
    this.port.post(message, bytes ? [bytes.buffer as ArrayBuffer] : []);
  }
}
