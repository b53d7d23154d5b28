/** One more engine over the same file, in a worker of its own: it only reads, and is gone at once when it is ended. */

import { engineError } from "./errors.js";
import type { Budget, CallParams, EngineHost } from "./host.js";
import { type Port, RpcClient } from "./rpc.js";
import { SessionClient } from "./session_client.js";
import type { PlainSource } from "./sources/open.js";
import type { PlainFiles } from "./wasm_source.js";

export interface ReadWorker {
  readonly session: Promise<SessionClient>;
  /** Terminates the worker, in the middle of whatever it does; its promises reject. */
  end(): void;
}

export interface ReadWorkerParts {
  spawn(): Port;
  files: PlainFiles;
}

export function startReadWorker({ spawn, files }: ReadWorkerParts, source: PlainSource): ReadWorker {
  const host = new ReadWorkerHost(spawn());
  return { session: host.openSession(files, source), end: () => host.shutdown() };
}

/** Of an answer, whatever was asked: who asks may be an engine itself, and busy for as long as one of its own answers takes. */
const budgetOfAnswer: Budget = { maxRows: 65536, maxBytes: 2 * 1024 * 1024, milliseconds: 200 };

class ReadWorkerHost implements EngineHost {
  readonly parallel = true;
  readonly epoch = 0;
  private readonly client: RpcClient;

  constructor(private readonly port: Port) {
    this.client = new RpcClient(port);
  }

  async openSession(files: PlainFiles, source: PlainSource): Promise<SessionClient> {
    await this.client.request("start", [files]);
    return new SessionClient(this, await this.open(source));
  }

  async open(source: PlainSource): Promise<number> {
    const isCopied = false; // a private copy for each reader would cost more than it gains, and would be left behind
    return (await this.client.request("open", [source, isCopied])) as number;
  }

  async call(session: number, method: string, params: CallParams): Promise<string> {
    return (await this.client.request("call", [session, method, params])) as string;
  }

  async next(session: number, cursor: number): Promise<Uint8Array> {
    return (await this.client.request("next", [session, cursor, budgetOfAnswer])) as Uint8Array;
  }

  close(): void {}

  shutdown(): void {
    this.client.fail(engineError("engine-closed", "the reader was ended"));
    this.port.close();
  }
}
