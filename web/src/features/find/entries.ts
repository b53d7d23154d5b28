// All that can be looked for, as data: what it is called, where it stands, what it leads to. Made once for a mapping and once for the
// schemas of a snapshot.
import type { Diagnostic, MappingOutline, SchemaInfo } from "../../engine";
import { capital } from "../../lib/format";
import { placeWords } from "../../lib/outline";
import type { RecentFile } from "../../lib/recent_files";
import { schemaIndex } from "../../lib/schema_index";
import type { Pane } from "./arrive";
import { fitOf, type Named } from "./rank";

export const kinds = ["command", "group", "column", "class", "property", "problem", "file"] as const;
export type Kind = (typeof kinds)[number];

/** Something the page does, and the key that does it too. */
export interface Command {
  name: string;
  /** Other words for it. */
  also?: string;
  keys?: string;
  /** The one it shows something in. */
  pane?: Pane;
  run: () => void;
}

export type Target =
  | { kind: "group"; index: number }
  | { kind: "column"; pointer: string }
  | { kind: "class" | "property"; schema: string; name: string; property?: string }
  | { kind: "problem"; diagnostic: Diagnostic }
  | { kind: "command"; command: Command }
  | { kind: "file"; file: RecentFile };

export interface Entry extends Named {
  kind: Kind;
  /** Where it stands, in words. */
  detail: string;
  target: Target;
}

function entry(target: Target, text: string, detail: string, also = ""): Entry {
  return {
    kind: target.kind,
    target,
    text,
    detail,
    lower: text.toLowerCase(),
    around: `${detail} ${also}`.toLowerCase(),
  };
}

const ofOutlines = new WeakMap<MappingOutline, readonly Entry[]>();

export function mappingEntries(outline: MappingOutline | undefined): readonly Entry[] {
  if (!outline) return [];
  const known = ofOutlines.get(outline);
  if (known) return known;
  const entries = outline.groups.flatMap(({ name, columns }, index) => [
    entry({ kind: "group", index }, name, columns.length === 1 ? "1 column" : `${columns.length} columns`),
    ...columns.map((column) => entry({ kind: "column", pointer: column.pointer }, column.name, name)),
  ]);
  ofOutlines.set(outline, entries);
  return entries;
}

const ofSchemas = new WeakMap<readonly SchemaInfo[], readonly Entry[]>();

/** Classes, as queries call them, and the properties that are their own. */
export function schemaEntries(schemas: readonly SchemaInfo[] | null): readonly Entry[] {
  if (!schemas) return [];
  const known = ofSchemas.get(schemas);
  if (known) return known;
  const entries: Entry[] = [];
  for (const { schema, item, inQuery } of schemaIndex(schemas).all()) {
    const at = { schema: schema.name, name: item.name };
    const name = `${inQuery.schema}.${item.name}`;
    entries.push(entry({ kind: "class", ...at }, item.name, name, `${schema.name} ${item.label}`));
    for (const { name: property, label, owner } of item.properties)
      if (owner.endsWith(`.${item.name}`))
        entries.push(entry({ kind: "property", ...at, property }, property, name, `${schema.name} ${label}`));
  }
  ofSchemas.set(schemas, entries);
  return entries;
}

/** As a sentence; a name at its start, which stands in backticks, keeps its letters. */
const plainMessage = ({ message }: Diagnostic): string => capital(message).replaceAll("`", "");

export const problemEntries = (problems: readonly Diagnostic[], outline: MappingOutline | undefined): Entry[] =>
  problems.map((diagnostic) =>
    entry(
      { kind: "problem", diagnostic },
      plainMessage(diagnostic),
      diagnostic.path !== undefined && outline ? placeWords(outline, diagnostic.path) : "",
      diagnostic.code,
    ),
  );

export const commandEntries = (commands: readonly Command[]): Entry[] =>
  commands.map((command) => entry({ kind: "command", command }, command.name, command.keys ?? "", command.also));

export const fileEntries = (files: readonly RecentFile[]): Entry[] =>
  files.map((file) => entry({ kind: "file", file }, file.name, file.kind));

export interface Section {
  kind: Kind;
  entries: readonly Entry[];
  /** How many more fit. */
  more: number;
}

/** As many as one reads; what is meant is among the first, or one goes on typing. */
const mostOfKind = 7;

/** What fits what was typed, by kind: best first, and first the kind that has the best. Nothing typed: the first of each kind. */
export function find(typed: string, entries: readonly Entry[]): Section[] {
  const wanted = typed.trim().toLowerCase();
  const found = new Map<Kind, { entry: Entry; fit: number }[]>();
  for (const entry of entries) {
    const fit = wanted === "" ? kinds.indexOf(entry.kind) : fitOf(wanted, entry);
    if (fit === undefined) continue;
    const list = found.get(entry.kind);
    if (list) list.push({ entry, fit });
    else found.set(entry.kind, [{ entry, fit }]);
  }
  return [...found.entries()]
    .map(([kind, list]) => ({ kind, list: list.sort((a, b) => a.fit - b.fit) }))
    .sort((a, b) => (a.list[0]?.fit ?? 0) - (b.list[0]?.fit ?? 0) || kinds.indexOf(a.kind) - kinds.indexOf(b.kind))
    .map(({ kind, list }) => ({
      kind,
      entries: list.slice(0, mostOfKind).map(({ entry }) => entry),
      more: Math.max(0, list.length - mostOfKind),
    }));
}
