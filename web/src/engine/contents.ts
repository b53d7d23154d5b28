// What is in the snapshot whatever the mapping: elements by class, category and model, and which have which aspects. What an index
// counts comes first, what looks at every element last. A snapshot does not change: what was counted once is known.
import type { Snapshot } from "premap";

/** Elements with geometry of one class, category and model. */
export interface ElementCount {
  class: string;
  category: string;
  model: string;
  count: number;
  is3d: boolean;
}

/** A category or the element behind a model. */
export interface NamedElement {
  id: string;
  code: string;
  label: string;
}

/** Elements of one category, which an index counts: at once, also in a large file. */
export interface CategoryCount {
  category: string;
  count: number;
  is3d: boolean;
}

export interface CategoryContents {
  counts: CategoryCount[];
  names: Map<string, NamedElement>;
}

export interface GeometricContents {
  elements: ElementCount[];
  /** Of models of partitions; a model of another element has none. */
  partitions: Map<string, NamedElement>;
}

/** How many elements of a class have an aspect of another. */
export interface AspectCount {
  aspect: string;
  class: string;
  elements: number;
}

type Row = readonly unknown[];

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** The rows of a query, class ids as names. */
export async function rowsOfQuery(snapshot: Snapshot, ecsql: string, signal: AbortSignal): Promise<Row[]> {
  return snapshot.query(ecsql, { convertClassIdsToClassNames: true, signal }).toArray();
}

type Reading<T> = (snapshot: Snapshot, signal: AbortSignal) => Promise<T>;

/** Reads it once of a snapshot; what was given up is begun anew. */
function once<T extends object>(read: Reading<T>): Reading<T> {
  const known = new WeakMap<Snapshot, T>();
  return async (snapshot, signal) => {
    const value = known.get(snapshot) ?? (await read(snapshot, signal));
    known.set(snapshot, value);
    return value;
  };
}

const geometric = [
  ["GeometricElement3d", true],
  ["GeometricElement2d", false],
] as const;

export const readCategories = once(async (snapshot, signal): Promise<CategoryContents> => {
  const counts: CategoryCount[] = [];
  for (const [name, is3d] of geometric) {
    const ecsql = `SELECT Category.Id, COUNT(*) FROM bis.${name} GROUP BY Category.Id`;
    for (const [category, count] of await rowsOfQuery(snapshot, ecsql, signal))
      counts.push({ category: text(category), count: Number(count), is3d });
  }
  return { counts, names: await namedElements(snapshot, "Category", signal) };
});

/** Every element with geometry is looked at: some seconds for each hundred thousand. */
export const readGeometric = once(async (snapshot, signal): Promise<GeometricContents> => {
  const elements: ElementCount[] = [];
  for (const [name, is3d] of geometric) {
    const ecsql = `SELECT ECClassId, Category.Id, Model.Id, COUNT(*) FROM bis.${name} GROUP BY ECClassId, Category.Id, Model.Id`;
    for (const [className, category, model, count] of await rowsOfQuery(snapshot, ecsql, signal))
      elements.push({
        class: text(className),
        category: text(category),
        model: text(model),
        count: Number(count),
        is3d,
      });
  }
  return { elements, partitions: await namedElements(snapshot, "InformationPartitionElement", signal) };
});

async function namedElements(
  snapshot: Snapshot,
  name: string,
  signal: AbortSignal,
): Promise<Map<string, NamedElement>> {
  const rows = await rowsOfQuery(snapshot, `SELECT ECInstanceId, CodeValue, UserLabel FROM bis.${name}`, signal);
  return new Map(rows.map(([id, code, label]) => [text(id), { id: text(id), code: text(code), label: text(label) }]));
}

export const readAspects = once(async (snapshot, signal): Promise<AspectCount[]> => {
  const counts: AspectCount[] = [];
  for (const name of ["ElementUniqueAspect", "ElementMultiAspect"]) {
    const ecsql =
      `SELECT a.ECClassId, e.ECClassId, COUNT(DISTINCT a.Element.Id) FROM bis.${name} a ` +
      "JOIN bis.Element e ON e.ECInstanceId = a.Element.Id GROUP BY a.ECClassId, e.ECClassId";
    for (const [aspect, className, elements] of await rowsOfQuery(snapshot, ecsql, signal))
      counts.push({ aspect: text(aspect), class: text(className), elements: Number(elements) });
  }
  return counts;
});
