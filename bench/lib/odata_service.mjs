// A process with the tables of one mapping behind HTTP, as `premap serve` has them: node bench/lib/odata_service.mjs SNAPSHOT FOLDER
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { engineTables } from "../../dist/cli/serve/engine_tables.js";

const [snapshot, folder] = process.argv.slice(2);
const tables = engineTables();

function listen(report) {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://x");
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    const { status, headers, body } = await tables.answerOData(report, {
      method: request.method,
      path: url.pathname.slice(1),
      query: url.search.slice(1),
      headers: request.headers,
      root: `http://127.0.0.1:${server.address().port}`,
      signal: gone.signal,
    });
    response.writeHead(status, headers);
    if (body instanceof Uint8Array) response.end(body);
    else Readable.from(body).pipe(response);
  });
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${server.address().port}`)),
  );
}

async function start(mapping) {
  const [table] = await tables.extractTables({ snapshot, mapping, groupIds: ["g"], folder });
  const address = await listen({ reportId: "r", runs: [{ extractionId: "e", tables: [table] }], aggregated: [] });
  // A text column and a value that few rows have.
  const column = table.columns.find(({ name, type }, index) => index >= 5 && type === "String" && name !== "Json").name;
  const counted = await fetch(`${address}/${table.entitySet}?$filter=${column}%20ne%20null&$top=1`);
  const [{ [column]: value }] = (await counted.json()).value;
  return { address, name: table.entitySet, rows: table.rowCount, column, value };
}

/** Megabytes. What the process held before it became this one counts in `maxRSS`: the memory of whoever started it. */
function peak() {
  try {
    return Number(/^VmHWM:\s*(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8"))[1]) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}

process.on("message", async ({ mapping }) => {
  try {
    if (mapping) return process.send(await start(mapping));
    const { user, system } = process.cpuUsage();
    process.send({ cpu: (user + system) / 1000, peak: peak() });
  } catch (error) {
    process.send({ fault: String(error.message) });
  }
});
process.on("disconnect", () => process.exit());
