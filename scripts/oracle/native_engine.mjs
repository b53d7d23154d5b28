// The native engine as an object: answers a query, survives its crashes and its endless queries.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { inRoot } from "../lib/paths.mjs";
import { Failure } from "../lib/run.mjs";

/** The engine's two versions, as records name them: `core-backend 5.7.3 + native 5.7.13`. */
export function nativeVersion(folder = process.env.PREMAP_ORACLE) {
  const version = (name) =>
    JSON.parse(readFileSync(path.join(folder, "node_modules", name, "package.json"), "utf8")).version;
  const platform = `imodeljs-${process.platform}-${process.arch}`;
  return `core-backend ${version("@itwin/core-backend")} + native ${version(`@bentley/imodeljs-native/${platform}`)}`;
}

/** The folder that an environment variable names, if an engine is in it. */
export function engineFolder(variable) {
  const folder = process.env[variable];
  if (folder && !existsSync(path.join(folder, "node_modules/@itwin/core-backend")))
    throw new Failure(`${variable} must name the folder of a native engine; see scripts/oracle/README.md.`);
  return folder;
}

export class NativeEngine {
  constructor(snapshot, { folder = engineFolder("PREMAP_ORACLE"), timeout = 60_000 } = {}) {
    if (!folder)
      throw new Failure("PREMAP_ORACLE must name the folder of the native engine; see scripts/oracle/README.md.");
    this.folder = folder;
    this.snapshot = path.resolve(snapshot);
    this.timeout = timeout;
  }

  /** {columns, rows, rowsJs?}, {error}, or {crash} when the engine died or took too long. */
  async ask(request) {
    await (this.starting ??= this.start());
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.process.kill("SIGKILL"), this.timeout);
      this.resolve = (answer) => {
        clearTimeout(timer);
        this.resolve = undefined;
        resolve(answer);
      };
      this.process.stdin.write(`${JSON.stringify({ snapshot: this.snapshot, ...request })}\n`);
    });
  }

  start() {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [inRoot("scripts/oracle/native_process.mjs")], {
        stdio: ["pipe", "pipe", "ignore"],
        env: { ...process.env, PREMAP_ORACLE: this.folder },
      });
      this.process = child;
      child.stdin.on("error", () => {}); // said by "close"
      createInterface({ input: child.stdout }).on("line", (line) => {
        if (line === "ready") resolve();
        else if (line.startsWith("@")) this.resolve?.(JSON.parse(line.slice(1)));
      });
      child.on("close", (code, signal) => {
        this.starting = undefined;
        reject(new Failure(`the native engine stopped while it started (${signal ?? code}).`));
        this.resolve?.({ crash: `stopped (${signal ?? code})` });
      });
    });
  }

  close() {
    this.process?.stdin.end();
  }
}
