// The group that selects some elements: by their class where that has these elements and no others to be seen, else by their ids.
import type { Drawn, Facets } from "../../engine";
import { count, plural } from "../../lib/format";
import { type ClassName, type Condition, groupQueryText, hasId, rowsOf } from "../../lib/group_query";

/** A list of ids longer than this is no query that anybody reads or keeps. */
const mostIds = 500;

export interface EnclosedGroup {
  /** Undefined: none can be made. */
  query?: string;
  /** How it selects them, and what else. */
  words: string;
}

export function enclosedGroup(
  places: readonly number[],
  { placed, space }: Drawn,
  facets: Facets | undefined,
): EnclosedGroup {
  if (places.length === 0) return { words: "" };
  const found = classOf(places, facets);
  if (found && found.count === places.length) {
    // A class may have elements in other drawings, too.
    const here: Condition[] = space === "3d" ? [] : [hasId([space.model], ["Model", "Id"])];
    const where = space === "3d" ? "in the picture" : "in this drawing";
    const more = found.placeless > 0 ? `, and with it ${plural(found.placeless, "element")} without a place` : "";
    return {
      query: groupQueryText(rowsOf(found.class, true, here)),
      words: `They are all elements of ${found.name} ${where}: the group selects that class${more}.`,
    };
  }
  if (places.length > mostIds)
    return { words: `A group by ids may have ${count(mostIds)} at most; enclose fewer, or all of one class.` };
  const from = found?.class ?? { schema: "bis", name: space === "3d" ? "GeometricElement3d" : "GeometricElement2d" };
  return {
    query: groupQueryText(rowsOf(from, false, [hasId(places.map((place) => placed.hexAt(place)))])),
    words: "The group selects them by their ids.",
  };
}

interface FoundClass {
  name: string;
  class: ClassName;
  count: number;
  placeless: number;
}

/** The class that all of them are of; undefined: they are of several, or it is not known. */
function classOf(places: readonly number[], facets: Facets | undefined): FoundClass | undefined {
  const { names, counts, placeless, of } = facets?.class ?? { names: [], counts: [], placeless: [], of: [] };
  const number = of[places[0] as number] ?? -1;
  const name = names[number];
  if (name === undefined || places.some((place) => of[place] !== number)) return undefined;
  const [schema, className] = name.split(".");
  if (schema === undefined || className === undefined) return undefined;
  return {
    ...{ name, class: { schema, name: className } },
    ...{ count: counts[number] as number, placeless: placeless[number] as number },
  };
}
