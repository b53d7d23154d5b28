// A virtual tree: the caller gives the visible rows, flat and in order; only those on screen are in the page.
import { useVirtualizer } from "@tanstack/react-virtual";
import { type DragEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Icon } from "./icon";

export interface TreeRow {
  key: string;
  /** 1 at the top. */
  level: number;
  /** Absent: a leaf. */
  expanded?: boolean;
  selected?: boolean;
  label: string;
  /** What typing the first letters finds it by. */
  name: string;
  content: ReactNode;
}

interface TreeProps {
  label: string;
  rows: readonly TreeRow[];
  onToggle: (key: string, expand: boolean) => void;
  onSelect: (key: string) => void;
  /** What a key asks of an item; answers the item's key afterwards when that changed. Absent: items cannot be edited. */
  onCommand?: (key: string, command: TreeCommand) => string | undefined;
  /** An item was dragged onto another, to take its place; only where `canDrop` says so. */
  onDrop?: (from: string, to: string) => void;
  canDrop?: (from: string, to: string) => boolean;
}

export type TreeCommand = "up" | "down" | "rename" | "duplicate" | "delete";

function commandOf({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): TreeCommand | undefined {
  if (altKey) return key === "ArrowUp" ? "up" : key === "ArrowDown" ? "down" : undefined;
  if (ctrlKey || metaKey) return key.toLowerCase() === "d" ? "duplicate" : undefined;
  return key === "F2" ? "rename" : key === "Delete" ? "delete" : undefined;
}

/** Letters typed within this long of each other (ms) are one word. */
const typingPause = 600;

const rowHeight = 26;
const indent = 14;

export function Tree({ label, rows, onToggle, onSelect, onCommand, onDrop, canDrop }: TreeProps) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [activeKey, setActiveKey] = useState<string>();
  const [dragged, setDragged] = useState<string | null>(null);
  const [target, setTarget] = useState<string | null>(null);
  const active = Math.max(
    0,
    rows.findIndex((row) => row.key === activeKey),
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const typed = useRef({ text: "", at: 0 });
  const selectedKey = rows.find((row) => row.selected)?.key;

  useEffect(() => {
    if (selectedKey === undefined) return;
    setActiveKey(selectedKey);
    const index = rows.findIndex((row) => row.key === selectedKey);
    if (index >= 0) virtual.scrollToIndex(index);
  }, [selectedKey]);

  function goTo(index: number) {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (!row) return;
    setActiveKey(row.key);
    virtual.scrollToIndex(rows.indexOf(row));
  }

  /** The next item that begins with what is typed; the same letter again goes on to the next one. */
  function typeAhead(key: string) {
    const now = performance.now();
    const { text, at } = typed.current;
    const joined = now - at < typingPause ? text + key.toLowerCase() : key.toLowerCase();
    const isSame = [...joined].every((letter) => letter === joined[0]);
    const wanted = isSame ? (joined[0] ?? "") : joined;
    typed.current = { text: joined, at: now };
    const from = wanted.length === 1 ? active + 1 : active;
    const order = [...rows.keys()].map((index) => (from + index) % rows.length);
    const found = order.find((index) => rows[index]?.name.toLowerCase().startsWith(wanted));
    if (found !== undefined) goTo(found);
  }

  /** Opens the item and all beside it. */
  function openBeside(index: number) {
    const level = rows[index]?.level ?? 0;
    const isParent = (row: TreeRow) => row.level < level;
    const first = rows.slice(0, index).findLastIndex(isParent) + 1;
    const length = rows.slice(index).findIndex(isParent);
    for (const row of rows.slice(first, length < 0 ? undefined : index + length))
      if (row.level === level && row.expanded === false) onToggle(row.key, true);
  }

  function onKey(event: KeyboardEvent) {
    const row = rows[active];
    const command = commandOf(event);
    if (row && command && onCommand) {
      event.preventDefault();
      const moved = onCommand(row.key, command);
      if (moved !== undefined) setActiveKey(moved);
      return;
    }
    if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
    const parent = () => {
      for (let i = active - 1; i >= 0; i -= 1) if ((rows[i]?.level ?? 0) < row.level) return i;
      return active;
    };
    const actions: Record<string, () => void> = {
      ArrowDown: () => goTo(active + 1),
      ArrowUp: () => goTo(active - 1),
      Home: () => goTo(0),
      End: () => goTo(rows.length - 1),
      PageDown: () => goTo(active + 15),
      PageUp: () => goTo(active - 15),
      ArrowRight: () => (row.expanded === false ? onToggle(row.key, true) : row.expanded && goTo(active + 1)),
      ArrowLeft: () => (row.expanded ? onToggle(row.key, false) : goTo(parent())),
      Enter: () => onSelect(row.key),
      " ": () => onSelect(row.key),
      "*": () => openBeside(active),
    };
    const isLetter = /^[\p{L}\p{N}_]$/u.test(event.key);
    const action = isLetter ? () => typeAhead(event.key) : actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  const canTake = (key: string) => dragged !== null && dragged !== key && (canDrop?.(dragged, key) ?? false);
  const dragging = (key: string) => ({
    draggable: true,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", key);
      setDragged(key);
    },
    onDragOver: (event: DragEvent) => {
      if (!canTake(key)) return;
      event.preventDefault();
      setTarget(key);
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      if (dragged !== null && canTake(key)) onDrop?.(dragged, key);
    },
    onDragEnd: () => {
      setDragged(null);
      setTarget(null);
    },
  });
  const targetSide = (index: number) =>
    rows.findIndex((row) => row.key === dragged) < index ? "tree__row--after" : "tree__row--before";

  return (
    <div
      ref={scroller}
      className="tree"
      role="tree"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={rows.length > 0 ? `${id}-${active}` : undefined}
      onKeyDown={onKey}
    >
      <div className="tree__rows" role="none" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, size }) => {
          const row = rows[index];
          if (!row) return null;
          const names = ["tree__row", row.selected && "tree__row--selected", index === active && "tree__row--active"];
          if (row.key === target) names.push(targetSide(index));
          return (
            <div
              key={row.key}
              {...(onDrop ? dragging(row.key) : {})}
              id={`${id}-${index}`}
              role="treeitem"
              tabIndex={-1}
              aria-label={row.label}
              aria-level={row.level}
              aria-selected={row.selected ?? false}
              aria-expanded={row.expanded}
              className={names.filter(Boolean).join(" ")}
              style={{ height: size, transform: `translateY(${start}px)`, paddingLeft: 6 + (row.level - 1) * indent }}
              onClick={() => {
                setActiveKey(row.key);
                scroller.current?.focus();
                onSelect(row.key);
              }}
            >
              {row.expanded === undefined ? (
                <span className="tree__twist" />
              ) : (
                <span
                  className="tree__twist"
                  onClick={(event) => {
                    event.stopPropagation();
                    setActiveKey(row.key);
                    onToggle(row.key, !row.expanded);
                  }}
                >
                  <Icon name="chevron" />
                </span>
              )}
              {row.content}
            </div>
          );
        })}
      </div>
    </div>
  );
}
