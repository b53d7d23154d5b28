// What can be mapped, as a virtual tree with a search: thousands of classes cost what is on screen.
import { useDeferredValue, useEffect, useMemo, useState } from "react";
import { useAnswer, useWorkbench } from "../../engine";
import { count, plural } from "../../lib/format";
import { Icon, type IconName } from "../../ui/icon";
import { Notice } from "../../ui/notice";
import { SearchField } from "../../ui/search_field";
import { Tree, type TreeRow } from "../../ui/tree";
import { ClassCard } from "./class_card";
import { countedClasses, openedFor, type SchemaRow, schemaRows, searchHits, sortSchemas } from "./schema_rows";
import "./schema.css";

/** A class that somebody looks for, or a property of it. */
export interface WantedClass {
  schema: string;
  name: string;
  property?: string | undefined;
}

/** Schemas > classes > properties of the open snapshot. */
export default function SchemaBrowser({ wanted }: { wanted?: WantedClass | undefined }) {
  const { files } = useWorkbench();
  const counts = useInstanceCounts();
  const schemas = files.use((s) => s.schemas);
  const phase = files.use((s) => s.snapshot.phase);
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [selected, setSelected] = useState<string>();
  const needle = useDeferredValue(search);
  const sorted = useMemo(() => sortSchemas(schemas ?? []), [schemas]);
  const rows = useMemo(() => schemaRows(sorted, open, needle), [sorted, open, needle]);
  const chosen = rows.find((row) => row.key === selected);

  // Whoever looks for a class comes to it, whatever was searched for here before.
  useEffect(() => {
    if (!wanted || !schemas) return;
    const { schema, name, property } = wanted;
    setSearch("");
    setOpen(
      (before) => new Set([...before, ...openedFor(schemas, schema), ...(property ? [`${schema}.${name}`] : [])]),
    );
    setSelected([schema, name, property].filter(Boolean).join("."));
  }, [wanted, schemas]);

  if (!schemas)
    return (
      <Notice small>{phase === "ready" ? "Reading the schemas…" : "The schemas of the snapshot appear here."}</Notice>
    );

  function toggle(key: string, expand: boolean) {
    setOpen((before) => {
      const next = new Set(before);
      for (const k of [key, `-${key}`]) next.delete(k);
      return next.add(expand ? key : `-${key}`);
    });
  }

  return (
    <>
      <SearchField label="Find a class or property" value={search} onChange={setSearch} />
      {rows.length === 0 ? (
        <Notice small>Nothing is called “{search}” in this snapshot.</Notice>
      ) : (
        <Tree
          label="Schemas"
          rows={rows.map((row) => toTreeRow(row, row.key === selected, needle, counts))}
          onToggle={toggle}
          onSelect={(key) => {
            setSelected(key);
            const row = rows.find((r) => r.key === key);
            if (row && (row.kind === "schema" || row.kind === "machinery")) toggle(key, !row.expanded);
          }}
        />
      )}
      {(chosen?.kind === "class" || chosen?.kind === "property") && <ClassCard row={chosen} counts={counts} />}
      <p className="schema-count" role="status">
        {needle.trim() === "" ? (
          <>
            {plural(schemas.length, "schema")},{" "}
            {plural(
              schemas.reduce((sum, s) => sum + s.classes.length, 0),
              "class",
              "classes",
            )}
          </>
        ) : (
          hitWords(rows)
        )}
      </p>
    </>
  );
}

/** "3 classes found, 12 properties in sight" */
function hitWords(rows: readonly SchemaRow[]): string {
  const { classes, properties } = searchHits(rows);
  const found = `${plural(classes, "class", "classes")} found`;
  return properties === 0 ? found : `${found}, ${plural(properties, "property", "properties")} in sight`;
}

/** How many rows each class has, exactly of it: elements and aspects. */
function useInstanceCounts(): ReadonlyMap<string, number> | undefined {
  const { asides } = useWorkbench();
  const { value } = useAnswer("instances", async (signal) => {
    const counts = new Map<string, number>();
    for (const base of countedClasses)
      for (const [name, rowCount] of await asides.rows(
        `SELECT ECClassId, COUNT(*) FROM bis.${base} GROUP BY ECClassId`,
        signal,
      ))
        counts.set(String(name), Number(rowCount));
    return counts;
  });
  return value;
}

function toTreeRow(
  row: SchemaRow,
  selected: boolean,
  needle: string,
  counts: ReadonlyMap<string, number> | undefined,
): TreeRow {
  const base = { key: row.key, level: row.level, selected };
  if (row.kind === "machinery")
    return {
      ...base,
      expanded: row.expanded,
      name: "What every iModel has",
      label: `${plural(row.count, "schema")} that every iModel has`,
      content: (
        <>
          <Kind icon="schema" className="kind--schema" />
          <span className="tree__label schema-abstract">What every iModel has</span>
          <span className="tree__note">{count(row.count)}</span>
        </>
      ),
    };
  if (row.kind === "schema") {
    const { name, alias, classes } = row.schema;
    const { hits } = row;
    const size =
      hits === undefined
        ? plural(classes.length, "class", "classes")
        : `${count(hits)} of ${plural(classes.length, "class", "classes")} found`;
    return {
      ...base,
      expanded: row.expanded,
      name,
      label: `Schema ${name}, alias ${alias}, ${size}`,
      content: (
        <>
          <Kind icon="schema" className="kind--schema" />
          <span className="tree__label schema-name">
            <Marked text={name} needle={needle} />
          </span>
          <span className="tree__note">
            {hits === undefined ? count(classes.length) : `${count(hits)} of ${count(classes.length)}`}
          </span>
        </>
      ),
    };
  }
  if (row.kind === "class") {
    const { item } = row;
    const instances = counts?.get(`${row.schema.name}.${item.name}`);
    return {
      ...base,
      expanded: row.expanded,
      name: item.name,
      label: `${classKind(row).word} ${item.name}${item.modifier === "abstract" ? ", abstract" : ""}${instances ? `, ${plural(instances, "row")}` : ""}`,
      content: (
        <>
          <Kind icon={classKind(row).icon} className={`kind--${item.type}`} />
          <span className={`tree__label${item.modifier === "abstract" ? " schema-abstract" : ""}`}>
            <Marked text={item.name} needle={needle} />
          </span>
          {item.isMixin && <span className="tree__note">mixin</span>}
          {instances !== undefined && <span className="tree__note">{count(instances)}</span>}
        </>
      ),
    };
  }
  const { property } = row;
  return {
    ...base,
    name: property.name,
    label: `Property ${property.name}, ${property.type}`,
    content: (
      <>
        <Kind icon={property.kind === "navigation" ? "link" : "property"} className="kind--property" />
        <span className="tree__label">
          <Marked text={property.name} needle={needle} />
        </span>
        <span className="tree__note">{shortType(property.type)}</span>
      </>
    ),
  };
}

const shortType = (type: string): string => type.split(".").at(-1) ?? type;

function classKind(row: Extract<SchemaRow, { kind: "class" }>): { icon: IconName; word: string } {
  if (row.item.type === "relationship") return { icon: "relationship", word: "Relationship class" };
  if (row.item.type === "struct") return { icon: "columns", word: "Struct class" };
  return { icon: "class", word: "Class" };
}

function Kind({ icon, className }: { icon: IconName; className: string }) {
  return (
    <span className={`kind ${className}`}>
      <Icon name={icon} />
    </span>
  );
}

function Marked({ text, needle }: { text: string; needle: string }) {
  const at = needle.trim() === "" ? -1 : text.toLowerCase().indexOf(needle.trim().toLowerCase());
  if (at < 0) return text;
  const end = at + needle.trim().length;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, end)}</mark>
      {text.slice(end)}
    </>
  );
}
