// The server of the built page: files of web/dist, to this machine only.
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { inRoot } from "./paths.mjs";
import { Failure } from "./run.mjs";

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};
const folder = inRoot("web/dist");

/** The file a request means, or undefined when there is none inside the folder. */
function fileFor(url) {
  let name;
  try {
    name = decodeURIComponent(new URL(url, "http://localhost").pathname);
  } catch {
    return undefined;
  }
  const file = path.join(folder, name.endsWith("/") ? `${name}index.html` : name);
  if (!file.startsWith(folder + path.sep)) return undefined;
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
}

function answer(request, response) {
  const file = fileFor(request.url);
  if (!file) {
    response.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
    return;
  }
  response.writeHead(200, {
    "content-type": types[path.extname(file)] ?? "application/octet-stream",
    "content-length": statSync(file).size,
    "cache-control": "no-cache",
    "x-content-type-options": "nosniff",
  });
  if (request.method === "HEAD") response.end();
  else createReadStream(file).pipe(response);
}

function listen(port, chosen) {
  return new Promise((resolve, reject) => {
    const server = createServer(answer);
    server.once("error", (problem) => {
      if (problem.code === "EADDRINUSE" && !chosen && port < 4273) resolve(listen(port + 1, chosen));
      else reject(new Failure(`port ${port} cannot be used (${problem.code}); set PORT to another one.`));
    });
    server.listen(port, "127.0.0.1", () => resolve(port));
  });
}

/** Serves web/dist and answers the address. The port is `wanted`; without one, 4173 or the next that is free. */
export async function servePage(wanted) {
  if (!fileFor("/")) throw new Failure("the page is not built: run `npm start`.");
  if (wanted && !/^\d{1,5}$/.test(wanted)) throw new Failure(`PORT is ${wanted}: it must be a number.`);
  const port = await listen(Number(wanted || 4173), Boolean(wanted));
  return `http://127.0.0.1:${port}/`;
}
