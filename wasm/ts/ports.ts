/** Workers as Ports: a page's module worker, a worker the caller made, Node's worker thread, and the worker's own end. */

import { CrashedError } from "./errors.js";
import type { Port } from "./rpc.js";

/** What a Worker and a MessagePort have in common. */
interface WebPort {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: string, listener: (event: Event) => void): void;
  start?(): void;
  close?(): void;
  terminate?(): void;
}

export function webPort(target: WebPort): Port {
  return {
    post: (message, transfer = []) => target.postMessage(message, transfer),
    listen(onMessage, onFailure) {
      target.addEventListener("message", (event) => onMessage((event as MessageEvent).data));
      target.addEventListener("error", (event) => onFailure(new CrashedError(failureOf(event))));
      target.addEventListener("messageerror", () => onFailure(new CrashedError("the worker sent what cannot be read")));
      target.start?.();
    },
    close: () => (target.terminate ?? target.close)?.call(target),
  };
}

function failureOf(event: Event): string {
  const message = (event as ErrorEvent).message;
  return message ? `the worker failed: ${message}` : "the worker could not be started";
}

type Threads = typeof import("node:worker_threads");
type NodeEnd = InstanceType<Threads["Worker"]> | InstanceType<Threads["MessagePort"]>;

export function nodeThreads(): Threads | undefined {
  return globalThis.process?.getBuiltinModule?.("node:worker_threads");
}

/** What the process was started with (`--input-type`, `--eval`) is for its own script: under some of it no worker starts. */
export const workerOptions = { execArgv: [] };

/** A worker that nobody waits for does not keep the process alive. */
export function nodePort(target: NodeEnd): Port {
  return {
    hold: (isAwaited) => (isAwaited ? target.ref() : target.unref()),
    post: (message, transfer = []) => target.postMessage(message, transfer as never),
    listen(onMessage, onFailure) {
      target.on("message", onMessage);
      target.on("error", (error: Error) => onFailure(new CrashedError(`the worker failed: ${error.message}`)));
      target.on("exit", () => onFailure(new CrashedError("the worker ended")));
    },
    close: () => void ("terminate" in target ? target.terminate() : target.close()),
  };
}

/** The port to whoever started this worker; undefined when this is no worker. */
export function parentPort(): Port | undefined {
  const parent = nodeThreads()?.parentPort;
  if (parent) return nodePort(parent);
  const scope = globalThis as { importScripts?: unknown } & WebPort;
  return typeof scope.importScripts === "function" ? webPort(scope) : undefined;
}
