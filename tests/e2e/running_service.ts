// A real `premap serve` over the sample, in a process of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "./package_server.js";

export class Service {
  private constructor(
    readonly child: ChildProcess,
    readonly folder: string,
    /** The addresses and the key that it shows. */
    readonly told: Readonly<Record<string, string>>,
    /** Everything that it writes. */
    readonly output: string[],
  ) {}

  static async start(port = "0"): Promise<Service> {
    const folder = mkdtempSync(path.join(tmpdir(), "premap-e2e-"));
    const args = [path.join(root, "dist/cli.js"), "serve", "--sample", "--state", folder, "--port", port];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    const output: string[] = [];
    child.stderr.on("data", (piece: Buffer) => output.push(piece.toString()));
    const text = await new Promise<string>((resolve, reject) => {
      let all = "";
      child.stdout.on("data", (piece: Buffer) => {
        all += piece.toString();
        if (all.includes("Ctrl+C ends it.")) resolve(all);
      });
      child.once("close", () => reject(new Error(output.join(""))));
    });
    const lines = [...text.matchAll(/^ {2}(\S.*?) {2,}(\S+)/gm)];
    return new Service(child, folder, Object.fromEntries(lines.map(([, what, value]) => [what, value])), output);
  }

  get origin(): string {
    return new URL(this.told["Page"] ?? "").origin;
  }

  get key(): string {
    return this.told["Key"] ?? "";
  }

  /** The one mapping's file. */
  get file(): string {
    const [name = ""] = readdirSync(path.join(this.folder, "mappings"));
    return path.join(this.folder, "mappings", name);
  }

  /** As the service has it by now. */
  async text(): Promise<string> {
    const headers = { authorization: `Bearer ${this.key}` };
    const [ids = ""] = readdirSync(path.join(this.folder, "ids"));
    const answer = await fetch(`${this.origin}/premap/mapping-files/${ids.replace(/\.json$/, "")}`, { headers });
    return ((await answer.json()) as { file: { text: string } }).file.text;
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once("close", resolve));
    this.child.kill("SIGKILL");
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
