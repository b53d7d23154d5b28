/** The command line as a user runs it, against a bed. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { distFile } from "../../js/support.ts";
import type { Bed } from "./bed.ts";

export interface Told {
  status: number | null;
  out: string;
  err: string;
}

type Env = Record<string, string>;

export interface PremapCommand {
  (args: string[], env?: Env, input?: string): Promise<Told>;
  start(args: string[], env?: Env): ChildProcessWithoutNullStreams;
}

export function premapCommand(bed: Bed, folder: string, token = "any"): PremapCommand {
  const own = { API_ROOT: bed.url, IMODEL_ID: bed.iModelId, ITWIN_TOKEN: token };
  const start = (args: string[], env: Env = {}) =>
    spawn(process.execPath, [distFile("cli.js"), ...args], { cwd: folder, env: { ...process.env, ...own, ...env } });
  /** Not in this thread's way: the service runs in it. */
  const premap = (args: string[], env: Env = {}, input = "") =>
    new Promise<Told>((resolve) => {
      const child = start(args, env);
      const told = { out: "", err: "" };
      child.stdout.on("data", (piece: Buffer) => (told.out += piece.toString()));
      child.stderr.on("data", (piece: Buffer) => (told.err += piece.toString()));
      child.stdin.end(input);
      child.on("close", (status) => resolve({ status, ...told }));
    });
  return Object.assign(premap, { start });
}
