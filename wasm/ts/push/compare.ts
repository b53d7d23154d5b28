// How two mappings differ in meaning; what somebody else has changed. Both by the plan between them.
import { planOf } from "../plan/plan.js";
import type { MappingChange } from "../plan/types.js";
import type { GroupOutline, MappingApi, MappingOutline } from "../types.js";

/** How `after` differs from `before`; what a text leaves to its API's default is compared as that default. */
export function changesBetween(before: MappingOutline, after: MappingOutline, api: MappingApi): MappingChange[] {
  return planOf(spelledOut(after, api), api, { outline: spelledOut(before, api) }).changes;
}

/** With what the text leaves to defaults. */
export function spelledOut(mapping: MappingOutline, api: MappingApi): MappingOutline {
  const { description = "", extractionEnabled = api === "reporting" } = mapping;
  const groups = mapping.groups.map((group): GroupOutline => ({ description: "", metadata: [], ...group }));
  return { ...mapping, description, extractionEnabled, groups };
}

/**
 * What has changed since `base` and a push of `edited` would change back. What has changed to what `edited` says is as good as
 * pushed already, and what `edited` leaves open nobody writes over.
 */
export function foreignChanges(
  base: MappingOutline,
  live: MappingOutline,
  edited: MappingOutline,
  api: MappingApi,
): MappingChange[] {
  const mine = planOf(edited, api, { outline: live }).changes;
  return changesBetween(base, live, api).filter((theirs) => mine.some((change) => clash(theirs, change)));
}

function clash(theirs: MappingChange, mine: MappingChange): boolean {
  if (theirs.what === "column" && mine.what === "group")
    return mine.kind === "removed" && mine.id !== undefined && mine.id === theirs.groupId;
  if (theirs.what !== mine.what) return false;
  // What is not live any more has no id there: only its name tells that it would come back.
  if (theirs.kind === "removed")
    return (
      mine.kind === "added" && theirs.names.join("\n") === mine.names.join("\n") && sourceOf(theirs) === sourceOf(mine)
    );
  if (theirs.id === undefined || theirs.id !== mine.id) return false;
  if (theirs.kind !== "changed" || mine.kind !== "changed") return true;
  const fields = new Set(theirs.fields.map(({ field }) => field));
  return mine.fields.some(({ field }) => fields.has(field));
}

/** A column of another kind is another resource of the older API: the push itself removes the one to make the other. */
const sourceOf = ({ fields }: MappingChange): string =>
  ["ecProperties", "type", "formula"].filter((source) => fields.some(({ field }) => field === source)).join();
