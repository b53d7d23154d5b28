/** What the commands that run a mapping on a snapshot have in common: their options, and how they end. */

import type { Diagnostic, ResolveOptions, Snapshot } from "premap";
import { oneOf, onlyArgument, type Options, parse, required, type Values } from "./command.js";
import { hasErrors, noteAll } from "./diagnostics.js";
import { readSource, withSnapshot } from "./input.js";
import type { Source } from "./source.js";
import { exitCode, UsageError } from "./usage.js";

const shared = {
  snapshot: { type: "string" },
  group: { type: "string" },
  option: { type: "string", multiple: true },
  format: { type: "string" },
} as const satisfies Options;

/** Lines of the help; the commands align their own options with them. */
export const sharedHelp = {
  first: `  --snapshot FILE   the iModel snapshot (.bim)
  --group NAME      which group; may be left out when there is one`,
  last: "  --option N=V      set a switch of the resolution rules (repeat for more)",
};

export interface MappingUse<Format> {
  snapshot: Snapshot;
  source: Source;
  format: Format;
  asked: Asked;
}

/** For the call: what was not given is left out. */
interface Asked {
  group?: string;
  options?: ResolveOptions;
}

interface Shape<Own extends Options, Format> {
  args: string[];
  options: Own;
  /** The first is the default. */
  formats: readonly [Format, ...Format[]];
}

/** What a command prints; `diagnostics` are told afterwards, and decide the exit code. */
type Run<Format> = (use: MappingUse<Format>) => Promise<{ diagnostics: readonly Diagnostic[] }>;

/** `prepare` checks the command's own options before anything is read. Answers the exit code. */
export async function onMapping<const Own extends Options, const Format extends string>(
  { args, options, formats }: Shape<Own, Format>,
  prepare: (values: Values<Own>, asked: Asked) => Run<Format>,
): Promise<number> {
  const { values, positionals } = parse(args, { ...shared, ...options });
  const common = values as Values<typeof shared>;
  const file = onlyArgument(positionals, "the mapping file");
  const format = oneOf(common.format, formats, formats[0]);
  const path = required(common.snapshot, "snapshot");
  const asked = { ...ofGroup(common.group), ...resolveOptions(common.option) };
  const run = prepare(values as Values<Own>, asked);
  const source = await readSource(file);
  return withSnapshot(path, source, async (snapshot) => {
    const { diagnostics } = await run({ snapshot, source, format, asked });
    noteAll(diagnostics, source);
    return hasErrors(diagnostics) ? exitCode.mappingHasErrors : exitCode.fine;
  });
}

const ofGroup = (group: string | undefined): { group?: string } => (group === undefined ? {} : { group });

/** `--option name=value`, repeated. */
export function resolveOptions(pairs: string[] | undefined): { options?: ResolveOptions } {
  if (!pairs) return {};
  const named = pairs.map((pair) => {
    const at = pair.indexOf("=");
    if (at < 1) throw new UsageError(`--option is name=value, not ${pair}`);
    return [pair.slice(0, at), plainValue(pair.slice(at + 1))] as const;
  });
  return { options: Object.fromEntries(named) as ResolveOptions }; // the engine refuses what is none
}

function plainValue(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
