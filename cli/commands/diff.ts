/** `premap diff`: how two mappings differ in meaning; each a file or a live one. */
import { diffMappings, pullMapping, PushError } from "premap/push";
import { EngineError } from "premap";
import { type Command, oneOf, parse } from "../lib/command.js";
import { readSource, RefusedError } from "../lib/input.js";
import { write } from "../lib/output.js";
import { Source } from "../lib/source.js";
import { exitCode, UsageError } from "../lib/usage.js";
import { type Connection, connection, connectionHelp, connectionOptions, tellClient } from "../push/connection.js";
import { tellFault } from "../push/faults.js";
import { mappingIdOf } from "../push/mapping_id.js";
import { changeLines } from "../push/words.js";

const options = { ...connectionOptions, format: { type: "string" } } as const;
const live = /^live:(.+)$/;

export const diff: Command = {
  summary: "compare two mappings: files, or live ones",
  help: `
Usage: premap diff A B [options]

Tells how B differs from A, in the words of a push plan. A and B are files, - for standard input, or live:ID (or
live:NAME) for a live mapping. What is equal in meaning is no difference: the order of keys, defaults spelled out, letter case where the API
does not look at it.

  --format F        text (default) or json
${connectionHelp}
Exit code: 0 no difference, 1 they differ, or one is no mapping, 2 wrong usage, 3 one could not be read, 4 internal fault.
`,
  run: async (args) => {
    const { values, positionals } = parse(args, options);
    const [first, second, third] = positionals;
    if (first === undefined || second === undefined) throw new UsageError("two mappings are needed: premap diff A B");
    if (third !== undefined) throw new UsageError(`too many arguments: ${positionals.slice(2).join(" ")}`);
    const format = oneOf(values.format, ["text", "json"], "text");
    const to = positionals.some((name) => live.test(name)) ? await connection(values) : undefined;
    const api = values.api === undefined ? undefined : oneOf(values.api, ["gm", "v1"], "gm", "api");
    let source: Source | undefined;
    try {
      const before = await read(first, to);
      const after = (source = await read(second, to));
      const given = to?.api ?? api;
      const changes = await diffMappings(before.text, after.text, given ? { api: given } : {});
      await write(
        format === "json"
          ? `${JSON.stringify({ changes }, undefined, 2)}\n`
          : changes.length === 0
            ? "No difference.\n"
            : `${changeLines(changes).join("\n")}\n`,
      );
      return changes.length === 0 ? exitCode.fine : exitCode.mappingHasErrors;
    } catch (error) {
      if (error instanceof PushError) return tellFault(error, source);
      throw error instanceof EngineError ? new RefusedError(error, source) : error;
    }
  },
};

async function read(name: string, to: Connection | undefined): Promise<Source> {
  const named = live.exec(name)?.[1];
  if (named === undefined || !to) return readSource(name);
  const api = { ...to, onEvent: tellClient };
  const { base } = await pullMapping(await mappingIdOf(named, api), api);
  return new Source(name, base, undefined);
}
