// What every family of the benchmark's snapshots has, made from its group of twelve columns: so many mappings of it that no two
// questions are the same, and the same cells as others ask for them.

const entry = (ecSchemaName, ecClassName, ecPropertyName) => ({ ecSchemaName, ecClassName, ecPropertyName });
export const any = (path) => entry("*", "*", path);
export const ofSchema = (schema) => (ecClassName, path) => entry(schema, ecClassName, path);
export const ofClass = (ecClassName, path) => entry("*", ecClassName, path);
export const column = (propertyName, dataType, ...ecProperties) => ({ propertyName, dataType, ecProperties });
export const formula = (propertyName, dataType, text) => ({ propertyName, dataType, formula: text });

/**
 * - `base`, `script`: the snapshot of tests/fixtures, and the script that makes any number of elements of it
 * - `query`, `columns`: the group
 * - `native`: {ecsql, columns}: the same cells by one query, and where those of each column stand in a row of it
 * - `groups`: the queries of forty other groups
 * - `few`, `added`: a group of hardly any columns, and {kind: column} what one more of each kind is added as
 */
export function family({ name, base, script, query, columns, native, groups, few, added }) {
  const mappingOf = (properties) => ({
    mappingName: "Bench",
    groups: [{ groupName: "All", query, properties }],
  });
  const renamed = ([first, ...others], edit) => [{ ...first, propertyName: `${first.propertyName}${edit}` }, ...others];
  return {
    name,
    base,
    script,
    native,
    group: "All",
    mapping: mappingOf(columns),
    columnCount: columns.length,
    /** The same with a name edited: no text of it was seen before. */
    edited: (edit) => mappingOf(renamed(columns, edit)),
    /** One column that reads what the twelve read: `explain` tells its statement, which is the one that fills the group. */
    everything: mappingOf([column("Everything", "String", ...columns.flatMap((each) => each.ecProperties))]),
    /** 40 groups of 12 columns, none of which was seen with another `edit`; `last`: a name in the last one. */
    large: (edit, last = "") => ({
      mappingName: "Large",
      groups: groups.map((each, index) => ({
        groupName: `Group${index}`,
        query: each,
        properties: renamed(columns, `${edit}_${index}${index === groups.length - 1 ? last : ""}`),
      })),
    }),
    few: mappingOf(few),
    added: Object.fromEntries(Object.entries(added).map(([kind, each]) => [kind, mappingOf([...few, each])])),
  };
}
