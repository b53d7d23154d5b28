/** Changes and plans for people: the same words in a diff, a plan and a conflict. */
import type { MappingChange, PlannedEvent } from "premap/push";
import { shown } from "../lib/clean.js";
import { plural } from "../lib/diagnostics.js";

const signs = { added: "+", removed: "-", changed: "~" } as const;

export function changeLines(changes: readonly MappingChange[]): string[] {
  return changes.flatMap(({ kind, what, names, fields }) => {
    const line = `  ${signs[kind]} ${what} ${shown(names.join("."))}`;
    if (kind !== "changed") return [line];
    return [
      line,
      ...fields.map((field) => `      ${field.field}: ${valueOf(field.before)} -> ${valueOf(field.after)}`),
    ];
  });
}

function valueOf(value: unknown): string {
  if (value === undefined) return "not set";
  const text = JSON.stringify(value);
  return shown(text.length > 160 ? `${text.slice(0, 159)}…` : text);
}

export function planText({ plan, mappingId, requests, minutes, foreign }: PlannedEvent, rate: number): string {
  const name = shown(plan.mappingName);
  if (requests === 0) return `${name} is live as the file says; nothing is to be sent.\n`;
  const head = plan.kind === "create" ? `${name} is new.` : `${name} changes (${mappingId}):`;
  const lines = plan.kind === "create" ? createdLines(plan) : changeLines(plan.changes);
  const theirs =
    foreign.length === 0
      ? []
      : ["Somebody else has changed since the last pull, and it would be changed back:", ...changeLines(foreign)];
  const time = minutes < 1 ? "less than a minute" : `about ${plural(Math.ceil(minutes), "minute")}`;
  const notes = plan.notes.map((text) => `Note: ${shown(text)}`);
  const sum = `${plural(requests, "request")}, ${time} at ${rate} requests a minute.`;
  return [head, ...lines, ...theirs, ...notes, sum, ""].join("\n");
}

function createdLines({ requests }: PlannedEvent["plan"]): string[] {
  const groups = requests.filter(({ what }) => what.startsWith("Create group")).length;
  const columns = requests.length - groups - 1;
  return [`  + mapping with ${plural(groups, "group")} and ${plural(columns, "column")}`];
}
