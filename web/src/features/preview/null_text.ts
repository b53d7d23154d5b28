// The words in an empty cell.
import type { Verdict, EntryOutline, ColumnOutline } from "../../engine";
import { entryClass } from "../../lib/outline";
import { noEntryText, type ReasonText, tellReason } from "../../lib/reasons";

/** The reason of a null: that of the last entry tried, since that one decided. */
export function nullText(verdict: Verdict | undefined, property: ColumnOutline | undefined): ReasonText {
  const skip = verdict?.skipped.at(-1);
  const reason = skip?.reason ?? verdict?.reason;
  if (!reason)
    return property && property.kind === "placeholder" ? noEntryText : tellReason("value-null", subject(undefined));
  return tellReason(reason, subject(property?.entries[skip?.entry ?? 0]));
}

const subject = (entry: EntryOutline | undefined) => ({
  className: entry ? entryClass(entry) : "the class",
  path: entry?.property ?? "the value",
});
