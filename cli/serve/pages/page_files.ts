/**
 * The package's own page under `/page/`: as it is built, so that its policy holds, which lets it talk to the origin it came
 * from and to nobody else (the page that sends: to the live API, too). Its files hold nothing of the service's, so they want no key.
 */

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ApiFault } from "../api/faults.js";
import type { StreamedAnswer } from "../api/operation.js";

export const pagePath = "/page/";
const inPackage = (name: string): string => fileURLToPath(new URL(`../../../../${name}`, import.meta.url));
const builtPage = inPackage("web/dist");

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".bim": "application/octet-stream",
};

/** Says to the page that a service is where it came from. */
const mark = '<meta name="premap-service" content="here">';

/** The page is part of the package; in a clone it may not be built. */
export const isPageThere = (folder = builtPage): boolean => existsSync(path.join(folder, "index.html"));

/** The key is behind the `#`, which no browser sends: it comes into no log. */
export const pageAddress = (origin: string, key: string | undefined): string =>
  `${origin}${pagePath}${key === undefined ? "" : `#key=${encodeURIComponent(key)}`}`;

/** Undefined where the address is none of the page's. */
export async function pageFileAt(address: string, folder = builtPage): Promise<StreamedAnswer | undefined> {
  if (address === pagePath.slice(0, -1))
    return { status: 308, headers: { location: pagePath }, body: new Uint8Array() };
  if (!address.startsWith(pagePath)) return undefined;
  const name = address.slice(pagePath.length) || "index.html";
  const type = types[path.extname(name)];
  // One step down at most, and nothing that could lead elsewhere.
  if (type === undefined || !/^(?:[a-z]+\/)?[\w-]+(?:\.[\w-]+)+$/i.test(name)) throw new ApiFault("ResourceNotFound");
  const bytes = await bytesOf(name, folder);
  if (!bytes) throw new ApiFault("ResourceNotFound");
  const isDocument = path.extname(name) === ".html";
  return {
    status: 200,
    headers: {
      "content-type": type,
      "content-security-policy": "frame-ancestors 'none'",
      "referrer-policy": "no-referrer",
      // Names under assets/ change with what is in them.
      "cache-control": name.startsWith("assets/") ? "max-age=31536000, immutable" : "no-cache",
    },
    body: isDocument ? Buffer.from(bytes.toString().replace("<head>", `<head>${mark}`)) : bytes,
  };
}

/** The engine and the sample are in the package once, outside of the page. */
async function bytesOf(name: string, folder: string): Promise<Buffer | undefined> {
  const [, part] = /^assets\/(engine|geometry|tools|query|formula|sqlite)-[\w-]+\.wasm$/.exec(name) ?? [];
  const elsewhere = part === undefined ? inPackage(`web/public/${name}`) : inPackage(`dist/${part}.wasm`);
  const places = [path.join(folder, name), ...(part !== undefined || name.startsWith("sample/") ? [elsewhere] : [])];
  for (const place of places) {
    const bytes = await readFile(place).catch(() => undefined);
    if (bytes) return bytes;
  }
  return undefined;
}
