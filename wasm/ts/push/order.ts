/**
 * Lists of the API have the order in which their parts were made. What was deleted comes back at the end of its list; for it to stand
 * where it stood, what stood behind it is made anew as well: groups before the old ones go, columns, whose names are taken once,
 * after it.
 */
import { columnBody } from "../plan/bodies.js";
import { planOf } from "../plan/plan.js";
import type { PlannedRequest } from "../plan/types.js";
import type { ColumnOutline, GroupOutline, MappingApi, MappingOutline } from "../types.js";

/** The requests after which `live`, which has the same parts as `before`, has them in its order; none when it has. */
export function orderRequests(
  before: MappingOutline,
  live: MappingOutline,
  api: MappingApi,
  mappingPath: string,
): PlannedRequest[] {
  const partners = partnersOf(before.groups, live.groups, (one, other) => one.id === other.id, meaningOf);
  if (!partners) return [];
  const kept = keptOf(partners);
  if (kept < partners.length) return regrouped(before, live, partners, kept, api, mappingPath);
  return before.groups.flatMap((group, index) => {
    const there = live.groups[partners[index] ?? 0];
    return there?.id === undefined ? [] : reordered(group, there, api, `${mappingPath}/groups/${there.id}`);
  });
}

/** Where in `live` each part of `before` is; undefined when they are not the same parts. */
function partnersOf<Part>(
  before: readonly Part[],
  live: readonly Part[],
  isSame: (one: Part, other: Part) => boolean,
  meaning: (part: Part) => string,
): number[] | undefined {
  if (before.length !== live.length) return undefined;
  const found: (number | undefined)[] = before.map((part) => indexOf(live, (other) => isSame(part, other)));
  const taken = new Set(found);
  for (const [index, part] of before.entries())
    if (found[index] === undefined) {
      found[index] = indexOf(live, (other, at) => !taken.has(at) && meaning(other) === meaning(part));
      taken.add(found[index]);
    }
  return found.includes(undefined) ? undefined : (found as number[]);
}

function indexOf<Part>(list: readonly Part[], fits: (part: Part, at: number) => boolean): number | undefined {
  const at = list.findIndex(fits);
  return at < 0 ? undefined : at;
}

/** How many of the first can stay: those that stand in their order. */
function keptOf(partners: readonly number[]): number {
  const wrong = partners.findIndex((at, index) => index > 0 && at < (partners[index - 1] ?? 0));
  return wrong < 0 ? partners.length : wrong;
}

function regrouped(
  before: MappingOutline,
  live: MappingOutline,
  partners: readonly number[],
  kept: number,
  api: MappingApi,
  mappingPath: string,
): PlannedRequest[] {
  const staying = new Set(partners.slice(0, kept));
  const wanted = before.groups.map((group, index) => (index < kept ? group : withoutId(group)));
  const there = live.groups.filter((_, at) => staying.has(at));
  const made = planOf({ ...before, groups: wanted }, api, { outline: { ...live, groups: there } }).requests;
  const old = live.groups.filter((_, at) => !staying.has(at));
  return [...made, ...old.map(({ id, name }) => deletion(`${mappingPath}/groups/${id ?? ""}`, `group ${name}`))];
}

function reordered(before: GroupOutline, live: GroupOutline, api: MappingApi, path: string): PlannedRequest[] {
  const resourceOf = (column: ColumnOutline): string => bodyOf(column, api).resource;
  const resources = [...new Set(before.columns.map(resourceOf))];
  return resources.flatMap((resource) => {
    const [from, there] = [before, live].map(({ columns }) => columns.filter((each) => resourceOf(each) === resource));
    if (!from || !there) return [];
    const partners = partnersOf(from, there, (one, other) => lower(one) === lower(other), lower);
    const kept = partners ? keptOf(partners) : from.length;
    const again = from.slice(kept);
    if (!partners || again.some((column, index) => readsAny(column, again.slice(index + 1)))) return [];
    const old = partners.slice(kept).flatMap((at) => there[at] ?? []);
    return [
      ...old.map(({ id, name }) => deletion(`${path}/${resource}/${id ?? ""}`, `column ${name} in ${before.name}`)),
      ...again.map((column): PlannedRequest => {
        const what = `Create column ${column.name} in ${before.name}`;
        return { method: "POST", path: `${path}/${resource}`, body: bodyOf(column, api).body, what };
      }),
    ];
  });
}

const deletion = (path: string, what: string): PlannedRequest => ({
  method: "DELETE",
  path,
  what: `Delete ${what}, which stands in another place`,
});

const bodyOf = (column: ColumnOutline, api: MappingApi) =>
  columnBody(column, api, column.name, { obstacles: [], notes: new Set() });

const lower = ({ name }: { name: string }): string => name.toLowerCase();

const readsAny = (column: ColumnOutline, others: readonly ColumnOutline[]): boolean =>
  others.some((other) => column.names?.some((read) => lower(read) === lower(other)));

function withoutId({ id: _, ...group }: GroupOutline): GroupOutline {
  return group;
}

/** What a group says, whatever the order of its columns. */
function meaningOf({ name, query, description = "", metadata = [], columns }: GroupOutline): string {
  const texts = columns.map(({ id: _, pointer: _at, span: _in, entries, names: _reads, ...column }) =>
    JSON.stringify([column, entries.map((entry) => [entry.schema, entry.class, entry.property, entry.type])]),
  );
  return JSON.stringify([name, query, description, metadata, texts.sort()]);
}
