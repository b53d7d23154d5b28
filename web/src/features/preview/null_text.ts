// The words in an empty cell.
import type { Verdict } from "../../engine";
import { type EntryItem, entryClass, type PropertyItem } from "../../lib/mapping_text";
import { noEntryText, type ReasonText, tellReason } from "../../lib/reasons";

/** The reason of a null: that of the last entry tried, since that one decided. */
export function nullText(verdict: Verdict | undefined, property: PropertyItem | undefined): ReasonText {
  const skip = verdict?.skipped.at(-1);
  const reason = skip?.reason ?? verdict?.reason;
  if (!reason)
    return property && property.kind === "placeholder" ? noEntryText : tellReason("value-null", subject(undefined));
  return tellReason(reason, subject(property?.entries[skip?.entry ?? 0]));
}

const subject = (entry: EntryItem | undefined) => ({
  className: entry ? entryClass(entry) : "the class",
  path: entry?.property ?? "the value",
});
