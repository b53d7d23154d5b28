/** From a method and a path to an operation. Letter case and a final slash do not count in what is no parameter. */

import type { Operation } from "../api/operation.js";

interface Node {
  readonly fixed: Map<string, Node>;
  /** A parameter of any name. */
  any?: Node;
  /** `{rest*}`: everything below. */
  rest?: Map<string, Operation>;
  readonly operations: Map<string, Operation>;
}

export type Routed =
  | { kind: "found"; operation: Operation; params: Record<string, string> }
  | { kind: "method"; allowed: string[] }
  | { kind: "nothing" };

export class Router {
  readonly #root = node();

  constructor(operations: readonly Operation[]) {
    for (const operation of operations) {
      let at = this.#root;
      for (const step of stepsOf(operation.path)) {
        if (/^\{\w+\*\}$/.test(step)) {
          (at.rest ??= new Map()).set(operation.method, operation);
          break;
        }
        if (step.startsWith("{")) at = at.any ??= node();
        else at = below(at.fixed, step.toLowerCase());
      }
      if (!operation.path.endsWith("*}")) at.operations.set(operation.method, operation);
    }
  }

  /** `path` still encoded. */
  find(method: string, path: string): Routed {
    const steps = stepsOf(path);
    const found = walk(this.#root, steps, 0);
    if (!found) return { kind: "nothing" };
    const operation = found.get(method === "HEAD" ? "GET" : method);
    if (!operation) return { kind: "method", allowed: [...found.keys()] };
    const params = paramsOf(operation.path, steps);
    return params ? { kind: "found", operation, params } : { kind: "nothing" };
  }
}

const node = (): Node => ({ fixed: new Map(), operations: new Map() });

function below(nodes: Map<string, Node>, name: string): Node {
  const found = nodes.get(name) ?? node();
  nodes.set(name, found);
  return found;
}

function walk(at: Node, steps: readonly string[], index: number): Map<string, Operation> | undefined {
  const step = steps[index];
  if (step === undefined) return at.operations.size > 0 ? at.operations : undefined;
  const fixed = at.fixed.get(step.toLowerCase());
  const found = fixed && walk(fixed, steps, index + 1);
  return found ?? (at.any && walk(at.any, steps, index + 1)) ?? at.rest;
}

const stepsOf = (path: string): string[] => path.replace(/\/$/, "").split("/").slice(1);

/** Undefined where a step is no percent-encoded text. */
function paramsOf(path: string, steps: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, step] of stepsOf(path).entries()) {
    const name = /^\{(\w+)\}$/.exec(step)?.[1];
    if (name === undefined) continue;
    try {
      params[name] = decodeURIComponent(steps[index] ?? "");
    } catch {
      return undefined;
    }
  }
  return params;
}
