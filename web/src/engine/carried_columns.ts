// How columns are looked at goes with its table: a group that gets another name, a mapping that is saved under another one.
import { carryViews, type NamedTables } from "../lib/kept_columns";
import { type Documents, documentOf } from "./documents";

const none: NamedTables["groups"] = [];

/** From now on. */
export function carryColumns(documents: Documents): void {
  let before = tablesOf(documents);
  documents.subscribe(() => {
    const now = tablesOf(documents);
    if (now.mapping === before.mapping && now.groups === before.groups) return;
    // Another mapping on screen is no other name of the one before.
    if (now.shown === before.shown) carryViews(before, now);
    before = now;
  });
}

const tablesOf = ({ shown, state }: Documents): NamedTables & { shown: number } => ({
  shown,
  mapping: documentOf(state).name,
  groups: state.outline?.groups ?? none,
});
