import { useMemo, useState } from "react";
import { type Diagnostic, healthOf, problemsOf, tableOf, useWorkbench, useWorkbenchState } from "../../engine";
import { percent, plural } from "../../lib/format";
import type { GroupItem, PropertyItem } from "../../lib/mapping_text";
import { Icon, type IconName } from "../../ui/icon";
import { Notice } from "../../ui/notice";
import { Tree, type TreeRow } from "../../ui/tree";
import { MappingTools } from "./mapping_tools";
import "./mapping.css";

const kindIcons: Record<PropertyItem["kind"], IconName> = {
  mapped: "property",
  calculated: "cube",
  formula: "formula",
  placeholder: "property",
};

/** Groups > columns of the mapping; choosing one shows it in the table. */
export function MappingTree() {
  const workbench = useWorkbench();
  const state = useWorkbenchState((s) => s);
  const { outline, group, cell } = state;
  const table = tableOf(state.preview)?.table;
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const diagnostics = problemsOf(state);
  const worst = useMemo(() => worstByItem(diagnostics), [diagnostics]);

  if (!outline || outline.groups.length === 0) {
    const text =
      state.mappingText.trim() === "" ? "Open a mapping to see its groups." : "No groups were found in this mapping.";
    return <Notice small>{text}</Notice>;
  }

  const health = table ? healthOf(table, state.profile) : undefined;
  const selectedColumn = cell && table ? table.columns[cell.column] : undefined;
  const isOpen = (index: number) => {
    const key = `g${index}`;
    return index === group ? !closed.has(key) : opened.has(key);
  };
  const rows: TreeRow[] = outline.groups.flatMap((item, g) => {
    const rowsOfGroup = [groupRow(item, g, isOpen(g), g === group && !selectedColumn, worstIn(worst, item.pointer))];
    if (!isOpen(g)) return rowsOfGroup;
    const columns = item.properties.map((property, p) => {
      const filled =
        g === group
          ? health?.columns.find(
              (c) => c.name === property.name && !table?.columns.find((t) => t.name === c.name)?.isDefault,
            )
          : undefined;
      const selected =
        g === group &&
        selectedColumn !== undefined &&
        !selectedColumn.isDefault &&
        selectedColumn.name === property.name;
      return propertyRow(
        property,
        `g${g}p${p}`,
        selected,
        filled && percent(filled.filled, filled.filled + filled.nulls),
        worstIn(worst, property.pointer),
      );
    });
    return [...rowsOfGroup, ...columns];
  });

  function toggle(key: string, expand: boolean) {
    const index = Number(key.slice(1));
    const change = (set: ReadonlySet<string>, add: boolean) =>
      new Set(add ? [...set, key] : [...set].filter((k) => k !== key));
    if (index === group) setClosed(change(closed, !expand));
    setOpened(change(opened, expand));
  }

  function select(key: string) {
    const [, g, p] = /^g(\d+)(?:p(\d+))?$/.exec(key) ?? [];
    const item = outline?.groups[Number(g)];
    if (!item) return;
    if (p !== undefined) return workbench.goTo(item.properties[Number(p)]?.pointer ?? item.pointer);
    workbench.selectCell(null);
    workbench.selectGroup(Number(g));
  }

  return (
    <>
      <MappingTools />
      <Tree label="Groups and columns of the mapping" rows={rows} onToggle={toggle} onSelect={select} />
    </>
  );
}

type Severity = Diagnostic["severity"];

function worstByItem(diagnostics: Diagnostic[]): Map<string, Severity> {
  const worst = new Map<string, Severity>();
  // Errors come first in the list, so the first one said of a place is the worst.
  for (const d of diagnostics) if (d.path && !worst.has(d.path)) worst.set(d.path, d.severity);
  return worst;
}

function worstIn(worst: Map<string, Severity>, pointer: string): Severity | undefined {
  let found: Severity | undefined;
  for (const [path, severity] of worst) {
    if (path !== pointer && !path.startsWith(`${pointer}/`)) continue;
    if (severity === "error") return severity;
    if (severity === "warning" || !found) found = severity;
  }
  return found === "info" ? undefined : found;
}

function Flag({ severity }: { severity: Severity | undefined }) {
  if (!severity) return null;
  return (
    <span className={`mapping-flag mapping-flag--${severity}`}>
      <Icon name={severity === "error" ? "error" : "warning"} />
    </span>
  );
}

function groupRow(
  item: GroupItem,
  index: number,
  expanded: boolean,
  selected: boolean,
  severity: Severity | undefined,
): TreeRow {
  const name = item.name || "Unnamed group";
  return {
    key: `g${index}`,
    level: 1,
    expanded,
    selected,
    label: `Group ${name}, ${plural(item.properties.length, "column")}${severity ? `, has ${severity}s` : ""}`,
    content: (
      <>
        <span className="kind kind--group">
          <Icon name="table" />
        </span>
        <span className="tree__label mapping-group">{name}</span>
        <Flag severity={severity} />
        <span className="tree__note">{item.properties.length}</span>
      </>
    ),
  };
}

function propertyRow(
  item: PropertyItem,
  key: string,
  selected: boolean,
  filled: string | undefined,
  severity: Severity | undefined,
): TreeRow {
  const name = item.name || "Unnamed column";
  return {
    key,
    level: 2,
    selected,
    label: `Column ${name}, ${item.dataType ?? "no type"}${filled ? `, ${filled} filled` : ""}${severity ? `, has ${severity}s` : ""}`,
    content: (
      <>
        <span className="kind">
          <Icon name={kindIcons[item.kind]} />
        </span>
        <span className="tree__label">{name}</span>
        <Flag severity={severity} />
        <span className={`tree__note${filled === "0%" ? " mapping-empty" : ""}`}>{filled ?? item.dataType}</span>
      </>
    ),
  };
}
