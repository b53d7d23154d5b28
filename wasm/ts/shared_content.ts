/** How a database of premap/sqljs hands its content to an engine: by what runs it, not by its bytes. */

import type { EngineHost } from "./host.js";

/** Of the registry, so that the package's entries agree on it even when a bundler copies this file into each. */
export const sharedContent: unique symbol = Symbol.for("premap.sharedContent") as never;

export interface SharedContent {
  host: EngineHost;
  /** Opens a session on the host over the content as it is now. */
  open(): Promise<number>;
}

export function sharedContentOf(source: unknown): SharedContent | undefined {
  if (typeof source !== "object" || source === null || !(sharedContent in source)) return undefined;
  return (source as { [sharedContent](): SharedContent })[sharedContent]();
}
