// The schema tree as flat rows: which are visible, given what is open and what is searched for.
import type { ClassInfo, PropertyInfo, SchemaInfo } from "../../engine";

export type SchemaRow =
  /** Below it stand the schemas that every iModel has. */
  | { kind: "machinery"; key: string; level: 1; expanded: boolean; count: number }
  | { kind: "schema"; key: string; level: 1; expanded: boolean; schema: SchemaInfo; hits?: number }
  | { kind: "class"; key: string; level: 2; expanded: boolean; schema: SchemaInfo; item: ClassInfo }
  | { kind: "property"; key: string; level: 3; schema: SchemaInfo; item: ClassInfo; property: PropertyInfo };

/** Of BisCore: whose instances are counted. */
export const countedClasses = ["Element", "ElementUniqueAspect", "ElementMultiAspect"];

/** What every iModel has, and what says how others are to be read: nobody maps it. */
const machinery =
  /^(Core|Units|Formats|ECDb|ECv|Bis|EditorCustomAttributes|SchemaLocalization|Presentation|PresentationRules|SchemaUpgrade)/;

const isMachinery = ({ name, classes }: SchemaInfo): boolean =>
  machinery.test(name) || !classes.some((item) => item.isQueryable);

/** Domain schemas come first: what the model is about, before what every iModel has. */
export function sortSchemas(schemas: readonly SchemaInfo[]): SchemaInfo[] {
  const rank = (s: SchemaInfo) => (isMachinery(s) ? 2 : /^(BisCore|Generic)$/.test(s.name) ? 1 : 0);
  return [...schemas].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

const machineryKey = " machinery";

/** Keys of what has to be open for a schema's classes to be seen. */
export function openedFor(schemas: readonly SchemaInfo[], name: string): string[] {
  const schema = schemas.find((each) => each.name === name);
  return schema && isMachinery(schema) ? [machineryKey, name] : [name];
}

/** What a search finds, in numbers. */
export function searchHits(rows: readonly SchemaRow[]): { classes: number; properties: number } {
  const count = (kind: SchemaRow["kind"]) => rows.reduce((sum, row) => sum + Number(row.kind === kind), 0);
  const hits = rows.reduce((sum, row) => sum + (row.kind === "schema" ? (row.hits ?? 0) : 0), 0);
  return { classes: hits, properties: count("property") };
}

/** With a search, classes that match (or have a property that does) are shown, and open where a property matched. */
export function schemaRows(schemas: readonly SchemaInfo[], open: ReadonlySet<string>, search: string): SchemaRow[] {
  const needle = search.trim().toLowerCase();
  const rows: SchemaRow[] = [];
  const folded = needle === "" ? schemas.filter(isMachinery).length : 0;
  for (const schema of schemas) {
    if (folded > 0 && isMachinery(schema)) {
      const isUnfolded = open.has(machineryKey);
      if (!rows.some((row) => row.kind === "machinery"))
        rows.push({ kind: "machinery", key: machineryKey, level: 1, expanded: isUnfolded, count: folded });
      if (!isUnfolded) continue;
    }
    const classes = schema.classes.map((item) => ({ item, found: needle === "" ? null : findIn(item, needle) }));
    const shown = needle === "" ? classes : classes.filter(({ found }) => found);
    if (needle !== "" && shown.length === 0 && !schema.name.toLowerCase().includes(needle)) continue;
    const expanded = needle === "" ? open.has(schema.name) : !open.has(`-${schema.name}`);
    const hits = needle === "" ? {} : { hits: shown.length };
    rows.push({ kind: "schema", key: schema.name, level: 1, expanded, schema, ...hits });
    if (!expanded) continue;
    for (const { item, found } of shown) {
      const key = `${schema.name}.${item.name}`;
      const searched = needle !== "" && found !== null && found.properties.length > 0 && !found.byName;
      const isOpen = searched ? !open.has(`-${key}`) : open.has(key);
      rows.push({ kind: "class", key, level: 2, expanded: isOpen, schema, item });
      if (!isOpen) continue;
      const properties = searched ? found.properties : item.properties;
      for (const property of properties)
        rows.push({ kind: "property", key: `${key}.${property.name}`, level: 3, schema, item, property });
    }
  }
  return rows;
}

function findIn(item: ClassInfo, needle: string): { byName: boolean; properties: PropertyInfo[] } | null {
  const matches = (name: string, label: string) =>
    name.toLowerCase().includes(needle) || label.toLowerCase().includes(needle);
  const byName = matches(item.name, item.label);
  const properties = item.properties.filter((p) => matches(p.name, p.label) && p.owner.endsWith(`.${item.name}`));
  return byName || properties.length > 0 ? { byName, properties } : null;
}
