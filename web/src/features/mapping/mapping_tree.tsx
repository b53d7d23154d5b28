// The mapping's outline as a tree that is used by mouse or keys alone; what it changes are edits of the text.
import { type ReactNode, useMemo, useState } from "react";
import {
  type ColumnOutline,
  type Diagnostic,
  documentOf,
  type GroupOutline,
  healthOf,
  useProblems,
  useWorkbench,
  valueOf,
} from "../../engine";
import { columnKeys } from "../../lib/column_view";
import { percent, plural } from "../../lib/format";
import { itemOf, remove } from "../../lib/patches";
import { Icon, type IconName } from "../../ui/icon";
import { Notice } from "../../ui/notice";
import { Tree, type TreeCommand, type TreeRow } from "../../ui/tree";
import { useChosenColumn, useColumnOfTable } from "./chosen_column";
import { MappingTools } from "./mapping_tools";
import "./mapping.css";

const kindIcons: Record<ColumnOutline["kind"], IconName> = {
  mapped: "property",
  calculated: "cube",
  formula: "formula",
  placeholder: "property",
};

interface MappingTreeProps {
  onRename: (column?: string) => void;
  onAddGroup: () => void;
  /** Shows what tells the mapping's API. */
  onShowSign: (pointer: string) => void;
  /** Among the tools. */
  more?: ReactNode;
}

/** Groups > columns of the mapping; choosing one shows it in the table. Keys and dragging edit what has the focus. */
export function MappingTree({ onRename, onAddGroup, onShowSign, more }: MappingTreeProps) {
  const workbench = useWorkbench();
  const { documents, edits, questions } = workbench;
  const { counting, preview } = questions;
  const outline = documents.use((s) => s.outline);
  const group = documents.use((s) => documentOf(s).group);
  const isEmpty = documents.use((s) => documentOf(s).text.trim() === "");
  const ofTable = useColumnOfTable();
  const chosen = useChosenColumn();
  const table = preview.use(valueOf)?.table;
  const profile = counting.use(valueOf);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const diagnostics = useProblems();
  const worst = useMemo(() => worstByItem(diagnostics), [diagnostics]);

  if (!outline && !isEmpty) return null;
  if (!outline || outline.groups.length === 0)
    return (
      <NoGroups
        isEmpty={isEmpty}
        isMapping={outline?.isCurrent ?? false}
        onAddGroup={onAddGroup}
        onShowSign={onShowSign}
      />
    );

  const filledOf = new Map(table && healthOf(table, profile).columns.map((column) => [column.key, column]));
  const isOpen = (index: number) => {
    const key = `g${index}`;
    return index === group ? !closed.has(key) : opened.has(key);
  };
  const rows: TreeRow[] = outline.groups.flatMap((item, g) => {
    const isChosen = g === group && !chosen && !ofTable;
    const rowsOfGroup = [groupRow(item, g, isOpen(g), isChosen, worstIn(worst, item.pointer))];
    if (!isOpen(g)) return rowsOfGroup;
    const keys = columnKeys(item.columns);
    const columns = item.columns.map((property, p) => {
      const filled = g === group ? filledOf.get(keys[p] ?? "") : undefined;
      const selected = g === group && property === chosen;
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
    const change = (add: boolean) => (set: ReadonlySet<string>) =>
      new Set(add ? [...set, key] : [...set].filter((k) => k !== key));
    if (index === group) setClosed(change(!expand));
    setOpened(change(expand));
  }

  function find(key: string) {
    const [, g, p] = /^g(\d+)(?:p(\d+))?$/.exec(key) ?? [];
    const item = outline?.groups[Number(g)];
    const property = p === undefined ? undefined : item?.columns[Number(p)];
    return { group: Number(g), item, property, position: Number(p) };
  }

  function select(key: string) {
    const { group: index, item, property } = find(key);
    if (!item) return;
    if (property) return workbench.showColumn(property.pointer);
    workbench.goToGroup(index);
  }

  /** Brings an item to the place of another; answers its key there. */
  function moveTo(from: string, to: string): string | undefined {
    const [a, b] = [find(from), find(to)];
    if (!canMove(from, to)) return undefined;
    if (!a.property || !b.property) edits.moveGroup(a.group, b.group);
    else {
      if (a.group !== group) workbench.selectGroup(a.group);
      edits.moveColumn(a.property, placeInList(b.property));
    }
    return to;
  }

  function canMove(from: string, to: string): boolean {
    const [a, b] = [find(from), find(to)];
    if (!a.item || !b.item) return false;
    if (!a.property || !b.property) return !a.property && !b.property;
    return listOf(a.property) === listOf(b.property);
  }

  function command(key: string, asked: TreeCommand): string | undefined {
    const { group: index, item, property, position } = find(key);
    if (!item) return undefined;
    const step = asked === "up" ? -1 : 1;
    const neighbour = property ? `g${index}p${position + step}` : `g${index + step}`;
    if (asked === "up" || asked === "down") return moveTo(key, neighbour);
    if (asked === "delete") {
      if (property) void edits.change(remove(property.pointer));
      else edits.removeGroup(index);
      return undefined;
    }
    if (asked === "rename") {
      select(key);
      onRename();
      return undefined;
    }
    if (!property) {
      edits.duplicateGroup(index);
      return `g${index + 1}`;
    }
    if (index !== group) workbench.selectGroup(index);
    edits.duplicateColumn(item, property);
    return `g${index}p${position + 1}`;
  }

  return (
    <>
      <MappingTools onNew={onRename} onAddGroup={onAddGroup} onShowSign={onShowSign} more={more} />
      <Tree
        label="Groups and columns of the mapping"
        rows={rows}
        onToggle={toggle}
        onSelect={select}
        onCommand={command}
        onDrop={moveTo}
        canDrop={canMove}
      />
    </>
  );
}

const listOf = ({ pointer }: ColumnOutline): string | undefined => itemOf(pointer)?.list;
const placeInList = ({ pointer }: ColumnOutline): number => itemOf(pointer)?.index ?? 0;

/** A mapping that has nothing yet, or none at all. */
function NoGroups({
  isEmpty,
  isMapping,
  onAddGroup,
  onShowSign,
}: {
  isEmpty: boolean;
  isMapping: boolean;
  onAddGroup: () => void;
  onShowSign: (pointer: string) => void;
}) {
  const words = isEmpty
    ? "Open a mapping to see its groups, or tick what should become one."
    : isMapping
      ? "This mapping has no groups yet."
      : "This text is no mapping yet. Problems says why.";
  return (
    <>
      {!isEmpty && <MappingTools onNew={() => undefined} onAddGroup={onAddGroup} onShowSign={onShowSign} />}
      <Notice small>{words}</Notice>
    </>
  );
}

type Severity = Diagnostic["severity"];

/** By pointer: the worst that is said of a place or of what is in it. Errors come first in the list. */
function worstByItem(diagnostics: readonly Diagnostic[]): Map<string, Severity> {
  const worst = new Map<string, Severity>();
  for (const { path, severity } of diagnostics)
    for (let at = path ?? ""; at !== "" && !worst.has(at); at = at.slice(0, at.lastIndexOf("/")))
      worst.set(at, severity);
  return worst;
}

function worstIn(worst: ReadonlyMap<string, Severity>, pointer: string): Severity | undefined {
  const found = worst.get(pointer);
  return found === "info" ? undefined : found;
}

function Flag({ severity }: { severity: Severity | undefined }) {
  if (!severity) return null;
  return (
    <span className="mapping-flag">
      <Icon name={severity} severity={severity} />
    </span>
  );
}

function groupRow(
  item: GroupOutline,
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
    name,
    label: `Group ${name}, ${plural(item.columns.length, "column")}${severity ? `, has ${severity}s` : ""}`,
    content: (
      <>
        <span className="kind kind--group">
          <Icon name="table" />
        </span>
        <span className="tree__label mapping-group">{name}</span>
        <Flag severity={severity} />
        <span className="tree__note">{item.columns.length}</span>
      </>
    ),
  };
}

function propertyRow(
  item: ColumnOutline,
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
    name,
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
