/** The command line: picks the command, turns every fault into a message on stderr and an exit code. */

import { CrashedError, createEngine, EngineError } from "premap";
import { explain } from "./commands/explain.js";
import { extract } from "./commands/extract.js";
import { preview } from "./commands/preview.js";
import { profile } from "./commands/profile.js";
import { query } from "./commands/query.js";
import { schema } from "./commands/schema.js";
import { validate } from "./commands/validate.js";
import type { Command } from "./lib/command.js";
import { describe } from "./lib/diagnostics.js";
import { InputError, RefusedError } from "./lib/input.js";
import { endQuietlyOnClosedPipe, note, write } from "./lib/output.js";
import { exitCode, UsageError } from "./lib/usage.js";

const commands: Record<string, Command> = { validate, preview, explain, profile, extract, query, schema };

const help = `
premap: preview your mapping. Runs an Insights mapping on an iModel snapshot, offline, and says why every cell has its value.

Usage: premap COMMAND [options]

${Object.entries(commands)
  .map(([name, command]) => `  ${name.padEnd(10)}${command.summary}`)
  .join("\n")}

premap COMMAND --help tells more; premap --version prints the version.
`;

async function run(args: string[]): Promise<number> {
  const [name = "", ...rest] = args;
  if (name === "--version") return printVersion();
  if (name === "--help" || name === "-h" || name === "help" || name === "") {
    await write(help.trimStart());
    return name === "" ? exitCode.wrongUsage : exitCode.fine;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(`there is no command ${name}`);
  if (rest.includes("--help") || rest.includes("-h")) {
    await write(command.help.trimStart());
    return exitCode.fine;
  }
  return command.run(rest);
}

async function printVersion(): Promise<number> {
  const engine = await createEngine({ worker: false });
  const { version, sqliteVersion, ecsqlVersion } = engine.version;
  engine.close();
  await write(`premap ${version} (SQLite ${sqliteVersion}, ECSQL ${ecsqlVersion})\n`);
  return exitCode.fine;
}

/** Faults of the file and of the start; everything else that the engine refuses is in the mapping or the query. */
function codeOf(error: EngineError): number {
  if (/^(file|profile|source)-/.test(error.code)) return exitCode.unreadableInput;
  if (/^(engine|call|cursor|snapshot|worker)-/.test(error.code)) return exitCode.internalFault;
  return exitCode.mappingHasErrors;
}

function report(error: unknown, args: string[]): number {
  if (error instanceof UsageError) {
    const command = Object.hasOwn(commands, args[0] ?? "") ? ` ${args[0]}` : "";
    note(`premap: ${error.message}\nTry premap${command} --help.`);
    return exitCode.wrongUsage;
  }
  if (error instanceof InputError) {
    note(`premap: ${error.message}`);
    return exitCode.unreadableInput;
  }
  if (error instanceof RefusedError) {
    for (const diagnostic of error.refusal.diagnostics) note(describe(diagnostic, error.source));
    return codeOf(error.refusal);
  }
  if (error instanceof EngineError) {
    for (const diagnostic of error.diagnostics) note(describe(diagnostic, { name: "", text: "" }));
    return codeOf(error);
  }
  const what = error instanceof CrashedError ? error.message : error instanceof Error ? error.stack : String(error);
  note(`premap: internal fault, please report it: ${what}`);
  return exitCode.internalFault;
}

endQuietlyOnClosedPipe();
const args = process.argv.slice(2);
try {
  process.exitCode = await run(args);
} catch (error) {
  process.exitCode = report(error, args);
}
