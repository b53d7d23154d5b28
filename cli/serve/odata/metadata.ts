/**
 * The service document and `$metadata`, in the live service's shape: entity types in a namespace without a dot (its client splits
 * names at dots), one term of its own, one container. A key is told only where it is one.
 */

import type { Catalogue, EntitySet } from "./catalogue.js";
import { region } from "./catalogue.js";
import { edmTypes } from "./columns.js";

const types = "Insights_and_Reporting_Extractor";
const terms = "Bentley.iTwin.Reporting";
const keyName = "ECInstanceId";

export function serviceDocument(root: string, { sets }: Catalogue): string {
  const value = sets.map(({ name, extractionId, displayName }) => ({
    name,
    kind: "EntitySet",
    title: displayName,
    url: `${region}/${encodeURIComponent(extractionId)}/${encodeURIComponent(name)}`,
  }));
  return JSON.stringify({ "@odata.context": `${root}/$metadata`, value });
}

export function metadataDocument({ sets }: Catalogue): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices>
    <Schema Namespace="${types}" xmlns="http://docs.oasis-open.org/odata/ns/edm">
${sets.map(entityType).join("\n")}
    </Schema>
    <Schema Namespace="${terms}" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <Term Name="DisplayName" Type="Edm.String" AppliesTo="EntitySet Property" />
    </Schema>
    <Schema Namespace="Default" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EntityContainer Name="Container">
${sets.map(entitySet).join("\n")}
      </EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>
`;
}

function entityType({ name, source }: EntitySet): string {
  const lines = [`      <EntityType Name="${escaped(name)}">`];
  if (source.isKeyed) lines.push(`        <Key>`, `          <PropertyRef Name="${keyName}" />`, `        </Key>`);
  const displayed = new Map(source.table.columns.map((column) => [column.name, column.displayName]));
  for (const column of source.relation.columns) {
    const notNull = source.isKeyed && column.name === keyName ? ' Nullable="false"' : "";
    const start = `        <Property Name="${escaped(column.name)}" Type="${edmTypes[column.type]}"${notNull}`;
    const shown = source.isNumbered ? displayed.get(column.name) : undefined;
    if (shown === undefined) lines.push(`${start} />`);
    else lines.push(`${start}>`, `          ${displayName(shown)}`, `        </Property>`);
  }
  return [...lines, `      </EntityType>`].join("\n");
}

function entitySet({ name, displayName: shown }: EntitySet): string {
  const type = `${types}.${escaped(name)}`;
  return [
    `        <EntitySet Name="${escaped(name)}" EntityType="${type}">`,
    `          ${displayName(shown)}`,
    `        </EntitySet>`,
  ].join("\n");
}

const displayName = (text: string): string => `<Annotation Term="${terms}.DisplayName" String="${escaped(text)}" />`;

/** What XML cannot hold at all becomes the replacement character. */
function escaped(text: string): string {
  return text
    .replace(/[\p{Surrogate}\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, "\ufffd")
    .replace(/[&<>"\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
