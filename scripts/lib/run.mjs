// Running programs and ending a script with one clear sentence.
import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import path from "node:path";
import { root } from "./paths.mjs";

/** A failure whose message is all the user needs to read; empty when it was said already. */
export class Failure extends Error {}

export const say = (text) => process.stderr.write(`${text}\n`);

/** Runs a program with its output on this terminal; throws a Failure naming `what` when it fails. */
export function run(what, program, args, options = {}) {
  const result = spawnSync(program, args, { cwd: root, stdio: ["ignore", 2, 2], ...options });
  if (result.error) throw new Failure(`${what} failed: ${program} could not be started (${result.error.code}).`);
  if (result.signal) throw new Failure(`${what} failed: ${program} was stopped by ${result.signal}.`);
  if (result.status !== 0) throw new Failure(`${what} failed; the lines above say why.`);
}

/** Runs another script of this folder; it says itself what went wrong. */
export function runScript(script, ...args) {
  const result = spawnSync(process.execPath, [path.join(root, "scripts", script), ...args], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (result.status !== 0) throw new Failure("");
}

/** Standard output of a program, trimmed, or undefined when it cannot run or fails. */
export function output(program, args, options = {}) {
  const result = spawnSync(program, args, {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    ...options,
  });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

/** Full path of a program on PATH, or undefined. */
export function which(name) {
  for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // not here
    }
  }
  return undefined;
}

/** Prints the usage and stops when --help was asked for. */
export function helpFirst(usage) {
  if (process.argv.includes("--help") || process.argv.includes("-h")) {
    process.stdout.write(`${usage.trim()}\n`);
    process.exit(0);
  }
}

/** Runs a script's main function; a Failure becomes one sentence and exit code 1. */
export async function main(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (problem) {
    if (!(problem instanceof Failure)) throw problem;
    if (problem.message) say(`premap: ${problem.message}`);
    process.exitCode = 1;
  }
}
