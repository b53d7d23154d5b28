// premap's engine as an object with the same answers as NativeEngine: the native build, driven line by line.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { inRoot } from "../lib/paths.mjs";
import { Failure } from "../lib/run.mjs";

const library = async (name) => import(inRoot("dist", name));

export class OurEngine {
  constructor(snapshot, { program = inRoot("build/ci/tests/premap_call"), timeout = 60_000 } = {}) {
    if (!existsSync(program)) throw new Failure(`${program} is not there: run \`npm run build:native\`.`);
    if (!existsSync(inRoot("dist/batch.js"))) throw new Failure("dist/ is not there: run `npm run build:ts`.");
    this.program = program;
    this.snapshot = snapshot;
    this.timeout = timeout;
  }

  async ask({ js, ...request }) {
    try {
      const { columns, rows } = await this.query(request, "indexes");
      return js ? { columns, rows, rowsJs: (await this.query(request, "jsNames")).rows } : { columns, rows };
    } catch (problem) {
      return problem.crash ? { crash: problem.message } : { error: problem.message };
    }
  }

  async schemas() {
    return this.call({ op: "call", method: "schemas", params: {} });
  }

  async query({ ecsql, bindings, convertClassIdsToClassNames, abbreviateBlobs }, rowFormat) {
    const { rowMaker } = await library("rows.js");
    const { decodeBatch } = await library("batch.js");
    const params = { ecsql, rowFormat, convertClassIdsToClassNames, abbreviateBlobs, bindings: await wire(bindings) };
    const { cursor, columns } = await this.call({ op: "call", method: "openQuery", params });
    const make = rowMaker(rowFormat, columns);
    const rows = [];
    for (let last = false; !last;) {
      const text = await this.call({ op: "next", cursor, maxRows: 100_000, maxBytes: 1 << 24, ms: 2000 });
      const bytes = Buffer.from(text, "base64");
      const decoded = decodeBatch(new Uint8Array(bytes));
      for (let row = 0; row < decoded.batch.rowCount; row++) rows.push(make(decoded.batch, row));
      last = decoded.last;
    }
    return { columns, rows };
  }

  async call(request) {
    if (!this.process) {
      this.start();
      await this.call({ op: "open", path: this.snapshot });
    }
    const answer = await new Promise((resolve) => {
      const timer = setTimeout(() => this.process?.kill("SIGKILL"), this.timeout);
      this.resolve = (line) => {
        clearTimeout(timer);
        resolve(line);
      };
      this.process.stdin.write(`${JSON.stringify(request)}\n`);
    });
    if (answer.crash) throw Object.assign(new Error(answer.crash), { crash: true });
    if (!answer.ok) throw new Error(answer.diagnostics.map(({ code, message }) => `${code}: ${message}`).join("; "));
    return answer.value;
  }

  start() {
    const child = spawn(this.program, { stdio: ["pipe", "pipe", "pipe"] });
    this.process = child;
    let stderr = "";
    child.stderr.on("data", (text) => (stderr = (stderr + text).slice(-2000)));
    child.stdin.on("error", () => {}); // said by "close"
    createInterface({ input: child.stdout }).on("line", (line) => this.resolve?.(JSON.parse(line)));
    child.on("close", (code, signal) => {
      this.process = undefined;
      this.resolve?.({ crash: `stopped (${signal ?? code}): ${stderr}` });
    });
  }

  close() {
    this.process?.stdin.end();
  }
}

/** Recorded bindings in the form of the boundary: a list, or an object by name. */
async function wire(bindings) {
  if (!bindings?.length) return undefined;
  const { encodeBindings } = await library("bindings.js");
  const typed = bindings.map(({ type, value }) => ({
    type,
    value: value?.$b64 === undefined ? value : new Uint8Array(Buffer.from(value.$b64, "base64")),
  }));
  if (typeof bindings[0].param !== "string") return encodeBindings(typed);
  return encodeBindings(Object.fromEntries(bindings.map(({ param }, index) => [param, typed[index]])));
}
