/** `premap pull`: live mappings as mapping files. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { listMappings, pullMapping, PushError } from "premap/push";
import { type Command, parse } from "../lib/command.js";
import { InputError, nameOf } from "../lib/input.js";
import { note, write } from "../lib/output.js";
import { exitCode, UsageError } from "../lib/usage.js";
import { baseOf } from "../push/files.js";
import { connection, connectionHelp, connectionOptions, tellClient } from "../push/connection.js";
import { tellFault } from "../push/faults.js";
import { mappingIdOf } from "../push/mapping_id.js";

const options = {
  ...connectionOptions,
  mapping: { type: "string" },
  all: { type: "boolean" },
  output: { type: "string", short: "o" },
} as const;

export const pull: Command = {
  summary: "fetch live mappings as mapping files",
  help: `
Usage: premap pull --mapping ID [-o FILE] [options]
       premap pull --all -o FOLDER [options]

Fetches a mapping from the live API as a mapping file, or all mappings of the iModel. Beside FILE the answer with its ids
is kept (NAME.live.json): push then sees what somebody else has changed since.

  --mapping ID      the mapping, by its id or its name
  --all             every mapping of the iModel, each to NAME.json in the folder
  -o, --output P    the file, or the folder; default: standard output
${connectionHelp}
Exit code: 0 fine, 2 wrong usage, 3 the API could not be reached or refused, 4 internal fault.
`,
  run: async (args) => {
    const { values, positionals } = parse(args, options);
    if (positionals[0] !== undefined) throw new UsageError(`too many arguments: ${positionals.join(" ")}`);
    const { mapping, all, output } = values;
    if (all === (mapping !== undefined)) throw new UsageError("name one --mapping, or --all of them");
    if (all && output === undefined) throw new UsageError("--all needs -o, the folder for the files");
    const to = { ...(await connection(values)), onEvent: tellClient };
    try {
      const wanted = all ? await listMappings(to) : [{ id: await mappingIdOf(mapping ?? "", to) }];
      const taken = new Set<string>();
      for (const { id } of wanted) {
        const { name, text, base } = await pullMapping(id, to);
        if (output === undefined) await write(text);
        else save(all ? path.join(output, `${freeName(name, taken)}.json`) : output, text, base);
      }
      return exitCode.fine;
    } catch (error) {
      if (error instanceof PushError) return tellFault(error, undefined);
      throw error;
    }
  },
};

/** Two mappings may have one name, and a name may be none for a file. */
function freeName(name: string, taken: Set<string>): string {
  const plain = name.replace(/[^\w.-]/g, "_");
  let free = plain;
  for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = `${plain}_${number}`;
  taken.add(free.toLowerCase());
  return free;
}

function save(file: string, text: string, base: string): void {
  try {
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
    writeFileSync(file, text);
    writeFileSync(baseOf(file), base);
  } catch (error) {
    throw new InputError(`cannot write ${nameOf(file)}: ${(error as Error).message}`);
  }
  note(`${nameOf(file)} written`);
}
