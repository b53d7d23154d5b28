// The null doctor: for a column without values, the likeliest ways to mend it, each as one edit of the mapping's text.
import { capital } from "./format";
import type { ColumnOutline, Diagnostic, EntryOutline, GroupOutline, PatchStep, SchemaInfo } from "premap";
import { choices, freeWord, withAspectValue } from "./aspect_queries";
import { columnName } from "./candidates";
import { type Patch, set } from "./patches";
import { schemaIndex } from "./schema_index";

export interface Repair {
  words: string;
  patch: Patch;
}

/** So many rows are empty for this reason, and the entry whose reason it is; null: the column's own. */
export interface Gap {
  reason: string;
  entry: number | null;
  count: number;
}

/** More are not tried: each costs a look at the rows. */
const mostTried = 12;

/**
 * Repairs for a column, likeliest first: what the validator can mend by itself, then what the reasons of the empty rows
 * suggest, most frequent first.
 */
export function repairsFor(
  group: GroupOutline,
  property: ColumnOutline,
  gaps: readonly Gap[],
  problems: readonly Diagnostic[],
  schemas: readonly SchemaInfo[],
): Repair[] {
  const isReason = ({ code }: Diagnostic) => gaps.some(({ reason }) => reason === code);
  // What is only told for information does not keep a cell from being filled.
  const own = problems
    .filter((d) => d.patch && d.severity !== "info" && d.path?.startsWith(`${property.pointer}/`))
    // Those of its formula stand with the formula.
    .filter((d) => d.path !== `${property.pointer}/formula`)
    .sort((a, b) => Number(isReason(b)) - Number(isReason(a)));
  const mechanical = own.map(({ hint, message, patch = "" }): Repair => {
    return { words: asOffer(hint || message), patch: JSON.parse(patch) as PatchStep[] };
  });
  const suggested = gaps.flatMap((gap) => suggest(gap, group, property, schemas));
  const unique = new Map([...mechanical, ...suggested].map((repair) => [repair.words, repair]));
  return [...unique.values()].slice(0, mostTried);
}

/** More would be a list to study, not an answer. */
const mostOffered = 4;

/** What came of trying a repair: the text it would make, and the column then. */
interface Tried {
  text: string;
  facts?: { filled: number };
}

/** Repairs that fill more than is filled now; those that come to the same text are one: the first told of. */
export function worthwhile<Trial extends Tried>(
  repairs: readonly Repair[],
  now: Trial | undefined,
  after: readonly (Trial | undefined)[],
): { repair: Repair; trial: Trial }[] {
  const filledNow = now?.facts?.filled ?? 0;
  const better = repairs.flatMap((repair, at) => {
    const trial = after[at];
    const isFirst = trial && after.findIndex((other) => other?.text === trial.text) === at;
    return trial && isFirst && (trial.facts?.filled ?? 0) > filledNow ? [{ repair, trial }] : [];
  });
  return better.slice(0, mostOffered);
}

/** "Did you mean `Beam`?" is a question; a button says what it does. */
export const asOffer = (words: string): string =>
  capital(words.replace(/^did you mean (`[^`]+`)\?$/i, "Write $1 instead"));

function suggest(gap: Gap, group: GroupOutline, property: ColumnOutline, schemas: readonly SchemaInfo[]): Repair[] {
  if (gap.reason === "convert-failed") return property.dataType === "String" ? [] : [asText(property)];
  const entry = property.entries[gap.entry ?? -1];
  if (!entry) return [];
  switch (gap.reason) {
    case "class-mismatch":
      return [everyClass(entry)];
    case "aspect-multiple":
      return oneOfSeveral(group, entry, schemas);
    case "aspect-wildcard":
      return fromAspects(entry, schemas);
    case "property-missing":
      return entry.schema === "*" || entry.class === "*" ? fromAspects(entry, schemas) : [];
    case "path-into-scalar":
      return entry.property.includes(".") ? [shorterPath(entry)] : [];
    default:
      return [];
  }
}

const readFrom = (entry: EntryOutline, schema: string, className: string): Patch => [
  ...set(entry.pointer, "ecSchemaName", schema),
  ...set(entry.pointer, "ecClassName", className),
];

function everyClass(entry: EntryOutline): Repair {
  return { words: `Read ${entry.property} from rows of any class`, patch: readFrom(entry, "*", "*") };
}

function shorterPath(entry: EntryOutline): Repair {
  const path = entry.property.slice(0, entry.property.lastIndexOf("."));
  return { words: `Shorten the path to ${path}`, patch: set(entry.pointer, "ecPropertyName", path) };
}

function asText(property: ColumnOutline): Repair {
  const typed = property.entries.filter(({ type }) => type !== undefined);
  return {
    words: "Make the column a String, which takes every value",
    patch: [
      ...set(property.pointer, "dataType", "String"),
      ...typed.flatMap((entry) => set(entry.pointer, "ecPropertyType", "String")),
    ],
  };
}

/** Of several aspects the ones of a subclass, of which there may be one, or one that the query picks. */
function oneOfSeveral(group: GroupOutline, entry: EntryOutline, schemas: readonly SchemaInfo[]): Repair[] {
  const index = schemaIndex(schemas);
  const found = index.find({ schema: entry.schema, name: entry.class });
  if (!found) return [];
  const aspect = found.fullName;
  const special = [...index.all()].filter(
    ({ item, fullName }) => item.modifier !== "abstract" && fullName !== aspect && index.isA(fullName, aspect),
  );
  const latestBy = found.item.properties.find(({ type }) => type === "dateTime")?.name;
  const selected = choices(latestBy).flatMap((choice): Repair[] => {
    const name = freeWord(columnName(`${choice.prefix}.${entry.property}`), group.query);
    const query = withAspectValue(group.query, { aspect, path: entry.property, choice, name });
    if (query === undefined) return [];
    const patch = [
      ...set(group.pointer, "query", query),
      ...readFrom(entry, "*", "*"),
      ...set(entry.pointer, "ecPropertyName", name),
    ];
    return [{ words: `Take the ${entry.class} ${choice.words}, selected by the query`, patch }];
  });
  return [
    ...special.map(({ schema, item, fullName }) => {
      return { words: `Read it from ${fullName} alone`, patch: readFrom(entry, schema.name, item.name) };
    }),
    ...selected,
  ];
}

/** Aspect classes that declare the property an entry asks for. */
function fromAspects(entry: EntryOutline, schemas: readonly SchemaInfo[]): Repair[] {
  const wanted = (entry.property.split(".")[0] ?? "").toLowerCase();
  const index = schemaIndex(schemas);
  return [...index.all()]
    .filter(({ item, fullName }) =>
      item.properties.some((p) => p.name.toLowerCase() === wanted && p.owner === fullName),
    )
    .filter(({ fullName }) => index.isA(fullName, "BisCore.ElementAspect"))
    .map(({ schema, item, fullName }) => {
      return { words: `Read it from the aspect ${fullName}`, patch: readFrom(entry, schema.name, item.name) };
    });
}
