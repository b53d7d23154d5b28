/**
 * Who may ask. The service is for this machine: a request must name an address of it (no rebound names), come from a page
 * that was named (or from no page), and bring the key.
 */

import { createHash, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";
import { hostname } from "node:os";

export interface GateSettings {
  /** Undefined: everybody on this machine may ask. */
  readonly key: string | undefined;
  readonly origins: readonly string[];
  /** It listens to others than this machine, so names of it in the network count, too. */
  readonly isPublic: boolean;
}

export class Gate {
  readonly #key: Buffer | undefined;
  readonly #origins: Set<string>;

  constructor(private readonly settings: GateSettings) {
    this.#key = settings.key === undefined ? undefined : digest(settings.key);
    this.#origins = new Set(settings.origins.map((origin) => origin.toLowerCase().replace(/\/$/, "")));
  }

  /** An address written as a number cannot be rebound; of names only this machine's own count. */
  isHostAllowed(host: string | undefined): boolean {
    const name = (host ?? "")
      .toLowerCase()
      .replace(/:\d+$/, "")
      .replace(/^\[|\]$/g, "");
    if (name === "localhost" || name === "127.0.0.1" || name === "::1") return true;
    if (!this.settings.isPublic) return false;
    const own = hostname().toLowerCase();
    return isIP(name) !== 0 || name === own || name.split(".")[0] === own;
  }

  /** `own`: the address the request was sent to; a page of the service may ask it. */
  isOriginAllowed(origin: string | undefined, own: string): boolean {
    if (origin === undefined) return true;
    return origin.toLowerCase() === own.toLowerCase() || this.#origins.has(origin.toLowerCase());
  }

  get isOpen(): boolean {
    return this.#key === undefined;
  }

  isKey(secret: string): boolean {
    return this.#key === undefined || timingSafeEqual(this.#key, digest(secret));
  }
}

/** Compared in the same time whatever was sent. */
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** What an `Authorization` header brings: of Basic the password; a key may also be sent whole as Basic. */
export function secretsIn(header: string | undefined): string[] {
  const [, scheme = "", rest = ""] = /^(\S+)\s+(.+)$/.exec(header?.trim() ?? "") ?? [];
  if (/^bearer$/i.test(scheme)) return [rest];
  if (!/^basic$/i.test(scheme)) return header === undefined ? [] : [header.trim()];
  const text = Buffer.from(rest, "base64").toString("utf8");
  const at = text.indexOf(":");
  return at < 0 ? [rest] : [text.slice(at + 1), rest];
}
