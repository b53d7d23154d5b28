/** The command line: picks the command, turns every fault into a message on stderr and an exit code. */

import { CrashedError, createEngine, EngineError } from "premap";
import { checkExtractionCommand } from "./commands/check_extraction.js";
import { compare } from "./commands/compare.js";
import { diff } from "./commands/diff.js";
import { explain } from "./commands/explain.js";
import { extract } from "./commands/extract.js";
import { geometry } from "./commands/geometry.js";
import { preview } from "./commands/preview.js";
import { profile } from "./commands/profile.js";
import { pull } from "./commands/pull.js";
import { push } from "./commands/push.js";
import { query } from "./commands/query.js";
import { schema } from "./commands/schema.js";
import { serve } from "./commands/serve.js";
import { validate } from "./commands/validate.js";
import { shown, shownLines } from "./lib/clean.js";
import type { Command } from "./lib/command.js";
import { noteAll } from "./lib/diagnostics.js";
import { codeOf, InputError, RefusedError } from "./lib/input.js";
import { unknownName } from "./lib/names.js";
import { listenToStreams, note, OutputError, write } from "./lib/output.js";
import { exitCode, UsageError } from "./lib/usage.js";

const commands: Record<string, Command> = {
  validate,
  preview,
  explain,
  profile,
  extract,
  compare,
  geometry,
  query,
  schema,
  serve,
  pull,
  diff,
  push,
  "check-extraction": checkExtractionCommand,
};

const help = `
premap: preview your mapping. Runs an Insights mapping on an iModel snapshot, offline, and says why every cell has its
value.

Usage: premap COMMAND [options]

${Object.entries(commands)
  .map(([name, command]) => `  ${name.padEnd(18)}${command.summary}`)
  .join("\n")}
  help              tell more of a command: premap help COMMAND
  version           print the version, also --version and -v

premap COMMAND --help tells more, too.
`;

const helpWords = ["help", "--help", "-h"];

async function run(args: string[]): Promise<number> {
  const [name = "", ...rest] = args;
  if (["version", "--version", "-v"].includes(name)) return printVersion();
  if (helpWords.includes(name)) return printHelp(rest[0] === undefined ? help : commandOf(rest[0]).help);
  if (name === "") {
    await printHelp(help);
    return exitCode.wrongUsage;
  }
  const command = commandOf(name);
  const end = rest.indexOf("--");
  const ownOptions = end < 0 ? rest : rest.slice(0, end);
  if (ownOptions.includes("--help") || ownOptions.includes("-h")) return printHelp(command.help);
  return command.run(rest);
}

function commandOf(name: string): Command {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) return command;
  throw unknownName(`there is no command ${name}`, name, Object.keys(commands), "commands");
}

async function printHelp(text: string): Promise<number> {
  await write(text.trimStart());
  return exitCode.fine;
}

async function printVersion(): Promise<number> {
  const engine = await createEngine({ worker: false });
  const { version, sqliteVersion, ecsqlVersion } = engine.version;
  engine.close();
  await write(`premap ${version} (SQLite ${sqliteVersion}, ECSQL ${ecsqlVersion})\n`);
  return exitCode.fine;
}

/** Tells what went wrong, and answers the exit code. */
function report(error: unknown, [name = ""]: string[]): number {
  if (error instanceof OutputError) {
    if (error.isClosedPipe) return exitCode.closedPipe;
    note(`premap: ${shown(error.message)}`);
    return exitCode.unreadableInput;
  }
  if (error instanceof UsageError) {
    const command = Object.hasOwn(commands, name) ? ` ${name}` : "";
    note(`premap: ${shownLines(error.message)}\nTry premap${command} --help.`);
    return exitCode.wrongUsage;
  }
  if (error instanceof InputError) {
    note(`premap: ${shown(error.message)}`);
    return exitCode.unreadableInput;
  }
  if (error instanceof RefusedError) {
    noteAll(error.refusal.diagnostics, error.source);
    const code = codeOf(error.refusal);
    if (code === exitCode.wrongUsage) note(`Try premap ${name} --help.`);
    return code;
  }
  if (error instanceof EngineError) {
    noteAll(error.diagnostics, undefined);
    return codeOf(error);
  }
  const what = error instanceof CrashedError ? error.message : error instanceof Error ? error.stack : String(error);
  note(`premap: internal fault, please report it: ${shownLines(what ?? "")}`);
  return exitCode.internalFault;
}

listenToStreams();
const args = process.argv.slice(2);
try {
  process.exitCode = await run(args);
} catch (error) {
  process.exitCode = report(error, args);
}
