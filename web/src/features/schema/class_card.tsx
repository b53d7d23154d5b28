// From a class or property to the text that maps it.
import { groupOf, type PropertyInfo, type SchemaInfo, useWorkbench } from "../../engine";
import { dataTypeOf, quantityOf } from "../../lib/column_types";
import { count, plural } from "../../lib/format";
import { groupQueryText, rowsOf } from "../../lib/group_query";
import { groupNameOf } from "../../lib/new_groups";
import { freeName } from "../../lib/outline";
import { schemaIndex } from "../../lib/schema_index";
import { Button } from "../../ui/button";
import { useCopied } from "../../ui/copied";
import { countedClasses, type SchemaRow } from "./schema_rows";

interface ClassCardProps {
  row: Extract<SchemaRow, { kind: "class" | "property" }>;
  /** Rows of each class, exactly of it; undefined until they were counted. */
  counts: ReadonlyMap<string, number> | undefined;
}

/** What is to be known of the class or property chosen in the tree, and the ways to use it. */
export function ClassCard({ row, counts }: ClassCardProps) {
  const { documents, edits, files } = useWorkbench();
  const schemas = files.use((s) => s.schemas);
  const canAddGroup = documents.use((s) => s.outline === undefined || s.outline.groupsPointer !== undefined);
  const group = documents.use(groupOf);
  const { schema, item } = row;
  const property = row.kind === "property" ? row.property : null;
  const facts: [string, string][] = property
    ? [
        ["Type", property.type + (property.extendedType ? ` (${property.extendedType})` : "")],
        ["Declared by", property.owner],
        ...(property.target?.length ? ([["Points to", property.target.join(", ")]] as [string, string][]) : []),
        ...(property.enumeration ? ([["Enumeration", property.enumeration]] as [string, string][]) : []),
        ...(property.kindOfQuantity
          ? ([["Quantity", property.kindOfQuantity + (property.unit ? `, in ${property.unit}` : "")]] as [
              string,
              string,
            ][])
          : []),
        ...(property.label && property.label !== property.name
          ? ([["Label", property.label]] as [string, string][])
          : []),
      ]
    : [
        ...rowFacts(`${schema.name}.${item.name}`, schemas, counts),
        ["Bases", item.bases.join(", ") || "none"],
        [
          "Kind",
          [item.modifier !== "none" && item.modifier, item.isMixin ? "mixin" : item.type].filter(Boolean).join(" "),
        ],
        ...(item.label && item.label !== item.name ? ([["Label", item.label]] as [string, string][]) : []),
      ];
  const inQuery = schemas && schemaIndex(schemas).find(`${schema.name}.${item.name}`)?.inQuery;
  const ecsql = groupQueryText(rowsOf(inQuery ?? { schema: schema.name, name: item.name }));
  const entry = property
    ? JSON.stringify({
        ecSchemaName: schema.name,
        ecClassName: item.name,
        ecPropertyName: property.name,
        ecPropertyType: dataTypeOf(property.type),
      })
    : "";
  function addColumn(chosen: PropertyInfo) {
    const { name } = chosen;
    const dataType = dataTypeOf(chosen.type);
    const quantityType = quantityOf(chosen);
    edits.addColumn({
      propertyName: freeName(name, group?.columns ?? []),
      dataType,
      ...(quantityType ? { quantityType } : {}),
      ecProperties: [
        { ecSchemaName: schema.name, ecClassName: item.name, ecPropertyName: name, ecPropertyType: dataType },
      ],
    });
  }

  return (
    <section className="class-card" aria-label="Details">
      <h2 className="class-card__title">
        {schema.name}.{item.name}
        {property && <b>.{property.name}</b>}
      </h2>
      <dl className="class-card__facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="class-card__buttons">
        {property && group && (
          <Button size="small" icon="plus" onClick={() => addColumn(property)}>
            Add as column
          </Button>
        )}
        {!property && item.isQueryable && item.type === "entity" && canAddGroup && (
          <Button size="small" icon="plus" onClick={() => edits.addGroup(groupNameOf(item.name), ecsql)}>
            Add as group
          </Button>
        )}
        {(property || item.isQueryable) && (
          <CopyButton text={property ? entry : ecsql} words={property ? "Copy as entry" : "Copy as query"} />
        )}
      </div>
    </section>
  );
}

/** How many rows a class has, with those of its subclasses: what a group of it would select. Nothing of what was not counted. */
function rowFacts(
  fullName: string,
  schemas: readonly SchemaInfo[] | null,
  counts: ReadonlyMap<string, number> | undefined,
): [string, string][] {
  if (!schemas || !counts) return [];
  const index = schemaIndex(schemas);
  const own = counts.get(fullName) ?? 0;
  let all = 0;
  for (const [name, rows] of counts) if (index.isA(name, fullName)) all += rows;
  const isCounted = countedClasses.some((base) => index.isA(fullName, `BisCore.${base}`));
  if (all === 0) return isCounted ? [["Rows", "none in this snapshot"]] : [];
  return [["Rows", all === own ? plural(own, "row") : `${count(own)} of its own, ${count(all)} with its subclasses`]];
}

function CopyButton({ text, words }: { text: string; words: string }) {
  const { copied, copy } = useCopied();
  return (
    <Button size="small" icon={copied === text ? "check" : "copy"} onClick={() => copy(text)}>
      {copied === text ? "Copied" : words}
    </Button>
  );
}
