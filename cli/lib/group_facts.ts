/** Group facts as tables; every figure is the engine's. */

import type { GroupFacts, Value } from "premap";
import { csvRow, json, table } from "./format.js";
import { note, write } from "./output.js";

/** The facts `premap profile --groups` prints: a table of groups, one of overlaps, one of what is in no group. */
export async function printGroupFacts(facts: GroupFacts, format: "table" | "json" | "ndjson" | "csv"): Promise<void> {
  if (format === "json") return write(`${json(facts, 2)}\n`);
  if (format === "ndjson") return write(facts.groups.map((group) => `${json(group)}\n`).join(""));
  const headings = ["group", "rows", "elements", "repeated ids", "left out", "classes"];
  const rows = facts.groups.map((group): Value[] => [
    group.group,
    group.rowCount,
    group.elementCount,
    group.duplicateIds,
    group.danglingRows,
    group.classes.map(({ class: name, count }) => `${name} ${count}`).join(", "),
  ]);
  if (format === "csv") return write([headings, ...rows].map(csvRow).join(""));
  await write(table(headings, rows));
  if (facts.overlaps.length) {
    const shared = facts.overlaps.map(({ groups: [first, second], elementCount, samples }): Value[] => [
      facts.groups[first]?.group ?? "",
      facts.groups[second]?.group ?? "",
      elementCount,
      samples.join(" "),
    ]);
    await write(`\n${table(["group", "and group", "share elements", "such as"], shared)}`);
  }
  if (facts.ungrouped.length) {
    const left = facts.ungrouped.map((each): Value[] => [
      each.class,
      each.ungrouped,
      each.elementCount,
      each.isGeometric ? "yes" : "no",
    ]);
    await write(`\n${table(["class", "in no group", "of", "geometric"], left)}`);
  }
  note(`${facts.elementCount} elements: ${facts.inGroups} in a group, ${facts.inSeveralGroups} in more than one`);
}
