// What the start screen offers: rows to tick, each of which becomes a group.
import type { AspectCount, CategoryContents, GeometricContents, GroupFacts, NamedElement } from "../../engine";
import { percent } from "../../lib/format";
import { aspectGroup, categoryGroup, classGroup, decodedName, modelGroup, type NewGroup } from "../../lib/new_groups";
import type { SchemaIndex } from "../../lib/schema_index";

export interface Offer {
  key: string;
  name: string;
  /** Where it is from, in small letters: the schema, the label. */
  from: string;
  elements: number;
  /** Of them in no group. */
  ungrouped?: number;
  /** What else is to be known, the largest share first. */
  notes: readonly string[];
  hasGeometry: boolean;
  group: NewGroup;
}

export type OfferKind = "classes" | "categories" | "models" | "aspects";

/** So many notes a row. */
const mostNotes = 3;

/** What is told of classes beside their elements, as far as it has been counted. */
interface Details {
  geometric: GeometricContents | undefined;
  categories: CategoryContents | undefined;
  aspects: readonly AspectCount[] | undefined;
}

/** Classes with elements: all there are, also those that are in groups. */
export function classOffers(
  facts: GroupFacts,
  elementsOf: ReadonlyMap<string, number>,
  index: SchemaIndex,
  { geometric, categories: named, aspects }: Details,
): Offer[] {
  const ungrouped = new Map(facts.ungrouped.map((item) => [item.class, item.ungrouped]));
  const offers = [...elementsOf].map(([name, elements]): Offer => {
    const [schema = "", short = ""] = name.split(".");
    const categories = shares(
      geometric?.elements ?? [],
      ({ class: of }) => of === name,
      (item) => named?.names.get(item.category)?.code ?? "",
    );
    return {
      key: `class ${name}`,
      name: decodedName(short),
      from: schema,
      elements,
      ungrouped: ungrouped.get(name) ?? 0,
      hasGeometry: index.isA(name, "BisCore.GeometricElement"),
      notes: [
        ...listed("in", categories, elements),
        ...listed(
          "with",
          (aspects ?? [])
            .filter((item) => item.class === name)
            .map((item) => [shortName(item.aspect), item.elements] as const),
          elements,
        ),
      ],
      group: classGroup(index, name, elementsOf.keys()),
    };
  });
  return offers.sort(
    (a, b) => Number(b.hasGeometry) - Number(a.hasGeometry) || b.elements - a.elements || a.name.localeCompare(b.name),
  );
}

/** Categories by what an index tells; what is in them is known later. */
export function categoryOffers({ counts, names }: CategoryContents, geometric: GeometricContents | undefined): Offer[] {
  const items = geometric?.elements ?? counts.map((item) => ({ ...item, class: "", model: "" }));
  return namedOffers("category", items, ({ category }) => category, names, categoryGroup);
}

export function modelOffers({ elements, partitions }: GeometricContents): Offer[] {
  return namedOffers("model", elements, ({ model }) => model, partitions, modelGroup);
}

type Element = GeometricContents["elements"][number];

function namedOffers(
  what: string,
  elements: readonly Element[],
  idOf: (element: Element) => string,
  names: ReadonlyMap<string, NamedElement>,
  groupOf: (item: { id: string; code: string; name: string }, is3d: boolean) => NewGroup,
): Offer[] {
  const codes = new Map<string, number>();
  for (const { code } of names.values()) codes.set(folded(code), (codes.get(folded(code)) ?? 0) + 1);
  const found = new Map<string, Element[]>();
  for (const item of elements) found.set(idOf(item), [...(found.get(idOf(item)) ?? []), item]);
  const offers = [...found].map(([id, items]): Offer => {
    const { code = "", label = "" } = names.get(id) ?? {};
    const is3d = items.some((item) => item.is3d);
    const total = sum(items);
    const isAlone = code !== "" && codes.get(folded(code)) === 1;
    const name = code || label || `${what} ${id}`;
    return {
      key: `${what} ${id}`,
      name,
      from: label !== "" && label !== name ? label : "",
      elements: total,
      hasGeometry: true,
      notes: listed(
        "",
        shares(
          items,
          () => true,
          (item) => shortName(item.class),
        ),
        total,
      ),
      group: groupOf({ id, code: isAlone ? code : "", name }, is3d),
    };
  });
  return offers.sort((a, b) => b.elements - a.elements || a.name.localeCompare(b.name));
}

export function aspectOffers(
  aspects: readonly AspectCount[],
  index: SchemaIndex,
  elementsOf: ReadonlyMap<string, number>,
): Offer[] {
  const byAspect = new Map<string, AspectCount[]>();
  for (const item of aspects) byAspect.set(item.aspect, [...(byAspect.get(item.aspect) ?? []), item]);
  const offers = [...byAspect].map(([aspect, items]): Offer => {
    const notes = items
      .toSorted((a, b) => b.elements - a.elements)
      .map(
        (item) => `${percent(item.elements, elementsOf.get(item.class) ?? item.elements)} of ${shortName(item.class)}`,
      );
    return {
      key: `aspect ${aspect}`,
      name: shortName(aspect),
      from: aspect.split(".")[0] ?? "",
      elements: items.reduce((total, item) => total + item.elements, 0),
      hasGeometry: true,
      notes: atMost(notes),
      group: aspectGroup(index, aspect, byAspect.keys()),
    };
  });
  return offers.sort((a, b) => b.elements - a.elements || a.name.localeCompare(b.name));
}

/** As the engine compares codes: letters of ASCII alone have two cases that are one. */
const folded = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

const shortName = (fullName: string): string => decodedName(fullName.slice(fullName.indexOf(".") + 1));

const sum = (items: readonly { count: number }[]): number => items.reduce((total, { count }) => total + count, 0);

function shares(elements: readonly Element[], isMeant: (item: Element) => boolean, nameOf: (item: Element) => string) {
  const counts = new Map<string, number>();
  for (const item of elements)
    if (isMeant(item)) counts.set(nameOf(item), (counts.get(nameOf(item)) ?? 0) + item.count);
  return [...counts].filter(([name]) => name !== "").sort((a, b) => b[1] - a[1]);
}

const listed = (word: string, parts: readonly (readonly [string, number])[], total: number): string[] =>
  atMost(
    parts.map(([name, part]) => `${part === total ? "all" : percent(part, total)} ${word} ${name}`.replace("  ", " ")),
  );

const atMost = (notes: readonly string[]): string[] =>
  notes.length > mostNotes ? [...notes.slice(0, mostNotes), `and ${notes.length - mostNotes} more`] : [...notes];
