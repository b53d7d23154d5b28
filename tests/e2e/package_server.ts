// The package in a page of its own: dist/ at /premap, and a page at /.
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

const types: Record<string, string> = { ".js": "text/javascript", ".wasm": "application/wasm" };
const emptyPage = '<!doctype html><title>premap</title><input type="file">';

export async function serve(
  headers: Record<string, string>,
  html = emptyPage,
): Promise<{ server: Server; origin: string }> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (url.pathname === "/") {
      response.writeHead(200, { "content-type": "text/html", ...headers });
      response.end(html);
      return;
    }
    try {
      const body = readFileSync(path.join(root, "dist", path.normalize(url.pathname.replace("/premap/", "/"))));
      response.writeHead(200, { "content-type": types[path.extname(url.pathname)] ?? "text/plain", ...headers });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
