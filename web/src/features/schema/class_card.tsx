// From a class or property to the text that maps it.
import { groupOf, type PropertyInfo, useWorkbench } from "../../engine";
import { dataTypeOf, quantityOf } from "../../lib/column_types";
import { freeName } from "../../lib/outline";
import { Button } from "../../ui/button";
import { useCopied } from "../../ui/copied";
import type { SchemaRow } from "./schema_rows";

/** What is to be known of the class or property chosen in the tree, and the text to use it by. */
export function ClassCard({ row }: { row: Exclude<SchemaRow, { kind: "schema" }> }) {
  const { documents, edits } = useWorkbench();
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
        ["Bases", item.bases.join(", ") || "none"],
        [
          "Kind",
          [item.modifier !== "none" && item.modifier, item.isMixin ? "mixin" : item.type].filter(Boolean).join(" "),
        ],
        ...(item.label && item.label !== item.name ? ([["Label", item.label]] as [string, string][]) : []),
      ];
  const ecsql = `SELECT ECInstanceId, ECClassId FROM ${schema.alias}.[${item.name}]`;
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
        {(property || item.isQueryable) && (
          <CopyButton text={property ? entry : ecsql} words={property ? "Copy as entry" : "Copy as query"} />
        )}
      </div>
    </section>
  );
}

function CopyButton({ text, words }: { text: string; words: string }) {
  const { copied, copy } = useCopied();
  return (
    <Button size="small" icon={copied === text ? "check" : "copy"} onClick={() => copy(text)}>
      {copied === text ? "Copied" : words}
    </Button>
  );
}
