// The query of a group that selects some elements: by their class where that has these elements and no others, else by their ids.
import type { Drawn, Facets } from "../../engine";
import { count } from "../../lib/format";

/** A list of ids longer than this is no query that anybody reads or keeps. */
const mostIds = 500;

const select = "SELECT ECInstanceId, ECClassId";

export interface GroupQuery {
  /** Undefined: none can be made. */
  query?: string;
  words: string;
}

export function queryOf(places: readonly number[], { placed, space }: Drawn, facets: Facets | undefined): GroupQuery {
  const one = places[0];
  if (one === undefined) return { words: "" };
  const of = facets?.class.of[one];
  const isOneClass = facets !== undefined && places.every((place) => facets.class.of[place] === of);
  const name = of === undefined ? undefined : facets?.class.names[of];
  const [schema, className] = name?.split(".") ?? [];
  if (isOneClass && className !== undefined && facets.class.counts[of as number] === places.length)
    return {
      query: `${select} FROM ONLY ${schema}.[${className}]`,
      words: `They are all elements of ${name} in the picture: the group selects that class.`,
    };
  if (places.length > mostIds)
    return { words: `A group by ids may have ${count(mostIds)} at most; enclose fewer, or all of one class.` };
  const from = isOneClass && className !== undefined ? `${schema}.[${className}]` : baseOf(space);
  const ids = places.map((place) => placed.hexAt(place)).join(", ");
  return {
    query: `${select} FROM ${from} WHERE ECInstanceId IN (${ids})`,
    words: "The group selects them by their ids.",
  };
}

const baseOf = (space: Drawn["space"]): string =>
  space === "3d" ? "bis.GeometricElement3d" : "bis.GeometricElement2d";
