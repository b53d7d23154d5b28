// Why a cell has no value, in few words for the table and in general for a whole column. Of one cell the engine tells more:
// its own explanation names the class, the value and what was probably meant, and the inspector shows that.

/** How much a missing value should worry: the data is just not there, the mapping misses, or something is wrong. */
export type Tone = "quiet" | "attention" | "fault";

export interface ReasonText {
  /** For the cell itself: two or three words. */
  short: string;
  /** One sentence for the inspector. */
  what: string;
  /** What the author can do about it. */
  todo: string;
  tone: Tone;
}

export interface ReasonSubject {
  /** `BuildingTest.Beam`, or "any class". */
  className: string;
  /** The path as written. */
  path: string;
  /** The row's own class, when known. */
  rowClass?: string | undefined;
}

type Teller = (s: ReasonSubject) => ReasonText;

const first = (path: string): string => path.split(".")[0] ?? path;
const last = (path: string): string => path.split(".").at(-1) ?? path;
const rowIs = (s: ReasonSubject): string =>
  s.rowClass ? `This row is a ${s.rowClass}` : "This row is of another class";

const tellers: Record<string, Teller> = {
  "value-null": (s) => ({
    short: "empty",
    what: `${s.path} exists here, but it is null in the snapshot.`,
    todo: "Nothing is wrong with the entry. Add a further entry as a fallback, or fill the value in the model.",
    tone: "quiet",
  }),
  "class-mismatch": (s) => ({
    short: "other class",
    what: `${rowIs(s)}, which is not ${s.className} and does not derive from it.`,
    todo: "Name a base class that all rows share, add an entry for this class, or use * for schema and class.",
    tone: "attention",
  }),
  "class-unknown": (s) => ({
    short: "unknown class",
    what: `There is no class ${s.className} in this snapshot.`,
    todo: "Check the spelling of schema and class; the schema's name is needed, not its alias.",
    tone: "fault",
  }),
  "property-missing": (s) => ({
    short: "no such property",
    what: `The row's class has no property called ${first(s.path)}.`,
    todo: "Look the property up in the schema browser, or select it in the group's query under this name.",
    tone: "attention",
  }),
  "nav-null": (s) => ({
    short: "no link",
    what: `A navigation property in ${s.path} points to nothing on this row.`,
    todo: "Add a fallback entry for elements that have no such link.",
    tone: "quiet",
  }),
  "nav-dangling": (s) => ({
    short: "broken link",
    what: `A navigation property in ${s.path} points to something that is not in the snapshot.`,
    todo: "The model itself is inconsistent here. Report it to the owner of the model.",
    tone: "fault",
  }),
  "aspect-none": (s) => ({
    short: "no aspect",
    what: `This element has no ${s.className} aspect.`,
    todo: "Expected where the aspect was never attached. Add a fallback entry if the column must not be empty.",
    tone: "quiet",
  }),
  "aspect-multiple": (s) => ({
    short: "several aspects",
    what: `This element has more than one ${s.className} aspect, so the service cannot choose and gives nothing.`,
    todo: "Name a more specific aspect class, or select the one you want in the group's query and map that column.",
    tone: "attention",
  }),
  "aspect-wildcard": () => ({
    short: "wildcard on aspect",
    what: "Aspects are not looked up when schema or class is *.",
    todo: "Write the aspect's full schema and class name.",
    tone: "attention",
  }),
  "json-invalid": (s) => ({
    short: "no JSON object",
    what: `The text in ${first(s.path)} is not a JSON object, so ${last(s.path)} cannot be looked up in it.`,
    todo: "Only rows whose text is a JSON object can fill this column. Add a fallback entry for the others.",
    tone: "attention",
  }),
  "json-member-missing": (s) => ({
    short: "no such member",
    what: `The JSON has no member for ${s.path}.`,
    todo: "Compare the path with the JSON of this row; members may be missing on some rows only.",
    tone: "quiet",
  }),
  "json-case-ambiguous": (s) => ({
    short: "ambiguous case",
    what: `The JSON has several members that differ from ${last(s.path)} only in letter case, and none matches exactly.`,
    todo: "Spell the member exactly as in the JSON.",
    tone: "attention",
  }),
  "path-into-scalar": (s) => ({
    short: "path too long",
    what: `${s.path} goes on after a plain value (or an array), which has no members.`,
    todo: "Remove the last part of the path.",
    tone: "attention",
  }),
  "path-invalid": (s) => ({
    short: "bad path",
    what: `${s.path || "The path"} is not a valid property path.`,
    todo: "Separate names by single dots, without blanks at either end.",
    tone: "fault",
  }),
  "convert-failed": (s) => ({
    short: "wrong type",
    what: `The value of ${s.path} cannot be converted to the type of the column.`,
    todo: "Change the column's dataType (String takes everything), or map another property.",
    tone: "fault",
  }),
  "column-not-selected": (s) => ({
    short: "not selected",
    what: `These rows are not elements, so only columns of the group's query can be mapped, and ${first(s.path)} is not one of them.`,
    todo: `Add ${first(s.path)} to the SELECT of the group's query.`,
    tone: "attention",
  }),
  "column-absent": () => ({
    short: "not in this group",
    what: "Several groups share this name, and the one this row comes from has no such column.",
    todo: "Expected where groups are merged. Add the column to the other group to fill it.",
    tone: "quiet",
  }),
  "merge-type-conflict": () => ({
    short: "conflicting types",
    what: "Groups of the same name give this column different data types.",
    todo: "Give the column the same dataType in all of them.",
    tone: "fault",
  }),
  "not-geometric": () => ({
    short: "no geometry",
    what: "Measures are calculated from an element's geometry, and this row has none.",
    todo: "Expected for rows without geometry.",
    tone: "quiet",
  }),
  "not-computable-offline": () => ({
    short: "needs the service",
    what: "This measure needs the element's exact geometry, which only the service evaluates. It is not guessed here.",
    todo: "Run an extraction to see it. Bounding box measures are shown here.",
    tone: "quiet",
  }),
  "formula-invalid": () => ({
    short: "formula fault",
    what: "The column's formula does not compile.",
    todo: "The list of problems tells where the fault is.",
    tone: "fault",
  }),
  "formula-null": () => ({
    short: "formula gives null",
    what: "The formula gives no value on this row, mostly because a column it uses is null.",
    todo: "Handle nulls in the formula, or fill the columns it uses.",
    tone: "quiet",
  }),
  "formula-non-finite": () => ({
    short: "no finite number",
    what: "The formula comes to no finite number on this row, as after a division by zero.",
    todo: "Keep the formula from dividing by zero, for example with if.",
    tone: "attention",
  }),
  "formula-incomparable": () => ({
    short: "cannot compare",
    what: "The formula compares values of different types on this row.",
    todo: "Convert one of them first.",
    tone: "attention",
  }),
  "formula-too-long": () => ({
    short: "text too long",
    what: "The formula makes a text longer than a cell can hold.",
    todo: "Shorten what it puts together.",
    tone: "attention",
  }),
  internal: () => ({
    short: "premap fault",
    what: "premap could not compute this cell, although it should.",
    todo: "Please report it, with the mapping if you may.",
    tone: "fault",
  }),
  "type-unknown": () => ({
    short: "unknown type",
    what: "The entry's ecPropertyType is none of Boolean, Number, Integer, Double, String (letter case counts).",
    todo: "Correct ecPropertyType.",
    tone: "fault",
  }),
};

/** Every code there are words for; the engine's list is the same (tests/js/reasons.test.ts). */
export const knownReasons: readonly string[] = [...Object.keys(tellers), "no-source"];

/** Known reasons get their own words; one this page does not know yet is shown by its code rather than hidden. */
export function tellReason(reason: string, subject: ReasonSubject): ReasonText {
  if (reason === "no-source") return noEntryText;
  const teller = tellers[reason];
  if (teller) return teller(subject);
  const words = reason.replaceAll("-", " ");
  return {
    short: words,
    what: `The engine's reason is "${words}".`,
    todo: "See the diagnostics page of the documentation for this code.",
    tone: "attention",
  };
}

/** Words for a cell of a column that cannot have a value at all. */
export const noEntryText: ReasonText = {
  short: "no source",
  what: "The column names nothing to read: it has no entries, calculation or formula.",
  todo: "Add an entry to ecProperties. A column without a source is allowed and stays null.",
  tone: "quiet",
};

/** What each source of a value is called. */
export const sourceText: Record<string, string> = {
  queried: "a column of the group's query",
  element: "the element's own property",
  aspect: "the element's only aspect of that class",
  calculated: "a calculated measure of the element",
  formula: "the column's formula",
  none: "nothing",
};
