/** `premap push`: brings a mapping file to the live API. */
import { existsSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import {
  assignToReport,
  type JournalEntry,
  PushError,
  type PushEvent,
  pushMapping,
  runExtraction,
  undoPush,
} from "premap/push";
import { shown } from "../lib/clean.js";
import { type Command, onlyArgument, parse } from "../lib/command.js";
import { InputError, nameOf, readSource } from "../lib/input.js";
import { note, progressLine, write } from "../lib/output.js";
import type { Source } from "../lib/source.js";
import { exitCode, UsageError } from "../lib/usage.js";
import { type Connection, connection, connectionHelp, connectionOptions, tellClient } from "../push/connection.js";
import { tellFault } from "../push/faults.js";
import { JournalFile, journalOf, readBase, readJournalFile, writeBase } from "../push/files.js";
import { mappingIdOf } from "../push/mapping_id.js";
import { planText } from "../push/words.js";

const options = {
  ...connectionOptions,
  mapping: { type: "string" },
  "dry-run": { type: "boolean" },
  yes: { type: "boolean", short: "y" },
  force: { type: "boolean" },
  journal: { type: "string" },
  resume: { type: "string" },
  undo: { type: "string" },
  report: { type: "string" },
  run: { type: "boolean" },
  wait: { type: "boolean" },
} as const;

export const push: Command = {
  summary: "bring a mapping file to the live API, by a plan",
  help: `
Usage: premap push FILE [options]
       premap push --undo JOURNAL [options]

Validates the mapping, fetches what is live, shows what would change and asks; then it sends that and nothing else, and
looks again: it ends when what is live is what the file says. Run twice it sends nothing the second time. docs/push.md
has a first push in five minutes.

  --mapping ID      the live mapping to change, by its id or its name; default: the one of that name, else a new one
  --dry-run         show the plan and end
  -y, --yes         do not ask
  --force           write over what somebody else has changed since the last pull
  --resume JOURNAL  go on with a push that was cut off
  --undo JOURNAL    take a push back: delete what it has made, restore what it has changed
  --journal FILE    where to note each step; default: NAME.push.jsonl beside FILE
  --report R        put the mapping into this report (name or id)
  --run             run the extraction of the mapping
  --wait            with --run: follow it and print its log
${connectionHelp}
Exit code: 0 fine, 1 the mapping has errors, was refused, was changed by somebody else, or its extraction failed, 2 wrong
usage, 3 the file or the API could not be reached, 4 internal fault.
`,
  run: async (args) => {
    const { values, positionals } = parse(args, options);
    if (values.wait && !values.run) throw new UsageError("--wait goes with --run");
    if (values.undo !== undefined && values.resume !== undefined) throw new UsageError("--undo goes without --resume");
    const mayAsk = process.stdin.isTTY === true && values["token-stdin"] !== true;
    if (!values.yes && !values["dry-run"] && !mayAsk)
      throw new UsageError("nobody can be asked here: give --yes, or --dry-run to see the plan");
    let source: Source | undefined;
    try {
      if (values.undo !== undefined) return await takeBack(values.undo, values, positionals);
      const file = onlyArgument(positionals, "the mapping file");
      source = await readSource(file);
      return await pushFile(file, source, values);
    } catch (error) {
      if (error instanceof PushError) return tellFault(error, source);
      throw error;
    }
  },
};

type Values = ReturnType<typeof parse<typeof options>>["values"];

async function pushFile(file: string, { text }: Source, values: Values): Promise<number> {
  const to = await connection(values);
  const journalFile = values.resume ?? values.journal ?? (file === "-" ? undefined : journalOf(file));
  const resume = journalFile === undefined ? undefined : cutOff(journalFile, text, to, values.resume !== undefined);
  const journal = journalFile === undefined ? undefined : new JournalFile(journalFile, resume !== undefined);
  const base = readBase(file);
  const sent = await follow(
    pushMapping(text, {
      ...to,
      ...(values.mapping === undefined ? {} : { mappingId: await mappingIdOf(values.mapping, to) }),
      ...(base === undefined ? {} : { base }),
      ...(journal ? { journal } : {}),
      ...(resume ? { resume } : {}),
      force: values.force ?? false,
      dryRun: values["dry-run"] ?? false,
      confirm: () => values.yes === true || asked("Send it?"),
    }),
    to.rate ?? 400,
  ).finally(() => journal?.close());
  if (values["dry-run"]) return exitCode.fine;
  if (!sent.isPushed) {
    note("Nothing was sent.");
    return exitCode.mappingHasErrors;
  }
  writeBase(file, sent.live);
  await write("What is live is what the file says.\n");
  const id = sent.mappingId ?? "";
  if (values.report !== undefined) {
    const isNew = await assignToReport(id, values.report, { ...to, onEvent: tellClient });
    await write(`The mapping ${isNew ? "is now" : "was already"} in the report ${shown(values.report)}.\n`);
  }
  return values.run ? extract(id, to, values.wait ?? false) : exitCode.fine;
}

/** The entries to go on from: of the journal that was named, or of the last push of this very file when it has no end. */
function cutOff(file: string, text: string, to: Connection, isNamed: boolean): JournalEntry[] | undefined {
  if (isNamed) return readJournalFile(file);
  if (!existsSync(file)) return undefined;
  const entries = readJournalFile(file);
  const [start] = entries;
  if (start?.kind !== "start" || entries.some(({ kind }) => kind === "end")) return undefined;
  const isSame = start.mapping === text && start.root === to.root && start.iModelId === to.iModelId;
  if (!isSame)
    throw new InputError(
      `${nameOf(file)} is of a push that did not come to its end, of another text or to another place: take it back with --undo, or delete it`,
    );
  note(`Going on with the push that ${nameOf(file)} has begun.`);
  return entries;
}

async function follow(events: AsyncIterable<PushEvent>, rate: number): Promise<Extract<PushEvent, { type: "done" }>> {
  const progress = progressLine("requests");
  let done: PushEvent | undefined;
  try {
    for await (const event of events) {
      if (event.type === "waiting" || event.type === "unsure") tellClient(event);
      else if (event.type === "checked") for (const { message } of event.warnings) note(`warning: ${shown(message)}`);
      else if (event.type === "planned") await write(planText(event, rate));
      else if (event.type === "sent") progress.show(event.number, event.total);
      else if (event.type === "done") done = event;
    }
  } finally {
    progress.done();
  }
  if (done?.type !== "done") throw new Error("a push ended without its last event");
  return done;
}

async function asked(question: string): Promise<boolean> {
  // The plan that was just told has to be on the screen first.
  await new Promise((resolve) => setImmediate(resolve));
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  // Who leaves (Ctrl+D, Ctrl+C, a terminal that is closed) has not said yes.
  const left = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
  const answer = lines.question(`${question} [y/N] `).catch(() => "");
  try {
    return /^y(es)?$/i.test((await Promise.race([answer, left])).trim());
  } finally {
    lines.close();
  }
}

async function extract(id: string, to: Connection, wait: boolean): Promise<number> {
  let state = "";
  for await (const event of runExtraction(id, { ...to, wait, poll: to.pause === 200 ? 200 : 5000 })) {
    if (event.type === "waiting" || event.type === "unsure") tellClient(event);
    else if (event.type === "started") await write(`Extraction ${event.id} is started.\n`);
    else if (event.type === "state") {
      ({ state } = event);
      await write(`${state}\n`);
    } else await write(`  ${event.level}: ${shown(event.message)}\n`);
  }
  return !wait || state === "Succeeded" ? exitCode.fine : exitCode.mappingHasErrors;
}

async function takeBack(file: string, values: Values, positionals: string[]): Promise<number> {
  if (positionals[0] !== undefined) throw new UsageError("--undo needs no mapping file: the journal has it");
  const entries = readJournalFile(file);
  const [start] = entries;
  if (start?.kind !== "start") throw new InputError(`${nameOf(file)} is no journal of a push`);
  const to = await connection({ ...values, imodel: start.iModelId });
  if (to.root !== start.root) throw new InputError(`the journal is of a push to ${start.root}: set API_ROOT to it`);
  if (values["dry-run"]) throw new UsageError("--undo goes without --dry-run");
  if (!values.yes && !(await asked("Take this push back?"))) return exitCode.mappingHasErrors;
  const { token, rate = 400, pause = 2000 } = to;
  const journal = new JournalFile(file, true);
  const undone = undoPush(entries, { token, rate, pause, journal, force: values.force ?? false });
  await follow(undone, rate).finally(() => journal.close());
  await write("The push is taken back.\n");
  return exitCode.fine;
}
