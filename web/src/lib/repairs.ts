// The null doctor: for a column without values, the likeliest ways to mend it, each as one edit of the mapping's text.
import { applyPatch } from "./mapping_edits";
import { type EntryItem, type PropertyItem, withValue } from "./mapping_text";

export interface Repair {
  words: string;
  change: (text: string) => string;
}

interface Clue {
  severity: string;
  message: string;
  path?: string;
  hint?: string;
  patch?: string;
}

interface ClassClue {
  name: string;
  bases: string[];
  type: string;
  modifier: string;
  properties: { name: string; owner: string }[];
}

interface SchemaClue {
  name: string;
  classes: ClassClue[];
}

/** More would be a list to study, not an answer. */
const most = 3;

/**
 * Repairs for a column, likeliest first: what the validator can mend by itself, then what the reasons of the empty rows
 * suggest. `reasons` tells for each reason how many rows are empty because of it.
 */
export function repairsFor(
  property: PropertyItem,
  reasons: Readonly<Record<string, number>>,
  problems: readonly Clue[],
  schemas: readonly SchemaClue[],
): Repair[] {
  const own = problems.filter((d) => d.patch && d.path?.startsWith(`${property.pointer}/`));
  const mechanical = own.map(({ hint, message, patch = "" }): Repair => {
    return { words: sentence(hint || message), change: (text) => applyPatch(text, patch) ?? text };
  });
  const worst = Object.entries(reasons).sort((a, b) => b[1] - a[1]);
  const suggested = worst.flatMap(([reason]) => suggest(reason, property, schemas));
  const unique = new Map([...mechanical, ...suggested].map((repair) => [repair.words, repair]));
  return [...unique.values()].slice(0, most);
}

function suggest(reason: string, property: PropertyItem, schemas: readonly SchemaClue[]): Repair[] {
  const entry = property.entries.at(-1);
  if (!entry) return [];
  switch (reason) {
    case "class-mismatch":
      return [everyClass(entry)];
    case "aspect-wildcard":
      return fromAspects(entry, schemas);
    case "property-missing":
      return entry.schema === "*" || entry.class === "*" ? fromAspects(entry, schemas) : [];
    case "path-into-scalar":
      return entry.property.includes(".") ? [shorterPath(entry)] : [];
    case "convert-failed":
      return property.dataType === "String" ? [] : [asText(property)];
    default:
      return [];
  }
}

function everyClass(entry: EntryItem): Repair {
  return {
    words: `Read ${entry.property} from rows of any class`,
    change: (text) =>
      withValue(withValue(text, `${entry.pointer}/ecSchemaName`, "*"), `${entry.pointer}/ecClassName`, "*"),
  };
}

function shorterPath(entry: EntryItem): Repair {
  const path = entry.property.slice(0, entry.property.lastIndexOf("."));
  return {
    words: `Shorten the path to ${path}`,
    change: (text) => withValue(text, `${entry.pointer}/ecPropertyName`, path),
  };
}

function asText(property: PropertyItem): Repair {
  return {
    words: "Make the column a String, which takes every value",
    change: (text) => {
      const column = withValue(text, `${property.pointer}/dataType`, "String");
      return property.entries.reduce(
        (result, entry) =>
          entry.type === undefined ? result : withValue(result, `${entry.pointer}/ecPropertyType`, "String"),
        column,
      );
    },
  };
}

/** Aspect classes that declare the property an entry asks for. */
function fromAspects(entry: EntryItem, schemas: readonly SchemaClue[]): Repair[] {
  const wanted = (entry.property.split(".")[0] ?? "").toLowerCase();
  const byName = new Map(schemas.flatMap((s) => s.classes.map((c): [string, ClassClue] => [`${s.name}.${c.name}`, c])));
  const isAspect = (name: string): boolean =>
    name === "BisCore.ElementAspect" || (byName.get(name)?.bases.some((base) => isAspect(base)) ?? false);
  const fitting = [...byName].filter(
    ([name, item]) =>
      item.properties.some((p) => p.name.toLowerCase() === wanted && p.owner === name) && isAspect(name),
  );
  return fitting.map(([name]) => {
    const [schema = "", className = ""] = name.split(".");
    return {
      words: `Read it from the aspect ${name}`,
      change: (text) =>
        withValue(withValue(text, `${entry.pointer}/ecSchemaName`, schema), `${entry.pointer}/ecClassName`, className),
    };
  });
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
