// The page's icons: 16 by 16, drawn in strokes, always beside words or with a label on their button.
const paths = {
  chevron: "M6 3.5 10.5 8 6 12.5",
  close: "M4 4l8 8M12 4l-8 8",
  file: "M4 1.8h5l3.2 3.2v9.2H4zM9 1.8V5h3.2",
  lock: "M4 7.2h8v6.3H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
  sun: "M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1.2v1.4M8 13.4v1.4M1.2 8h1.4M13.4 8h1.4M3.2 3.2l1 1M11.8 11.8l1 1M12.8 3.2l-1 1M4.2 11.8l-1 1",
  moon: "M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z",
  search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.4 10.4l3.1 3.1",
  play: "M5 3l7.5 5L5 13z",
  check: "M3 8.5l3.2 3.2L13 4.8",
  warning: "M8 2.2l6.2 11.3H1.8zM8 6.5v3M8 11.6v.1",
  error: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 4.8v4M8 11v.1",
  info: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 7.4v3.6M8 5v.1",
  table: "M2 3h12v10H2zM2 6.4h12M2 9.7h12M6.4 6.4V13",
  columns: "M2.5 3h11v10h-11zM6.2 3v10M9.9 3v10",
  schema: "M8 1.8l5.6 3.1v6.2L8 14.2l-5.6-3.1V4.9zM2.4 4.9L8 8l5.6-3.1M8 8v6.2",
  class: "M2.5 4.5h11v8h-11zM2.5 7.2h11",
  aspect: "M3 3h6.5v6.5H3zM6.5 9.5V13H13V6.5H9.5",
  relationship: "M2.2 8h11.6M10.8 5l3 3-3 3",
  property: "M3 5h10M3 8h7M3 11h8.5",
  formula: "M11.5 3H8.8C7.6 3 7.2 3.8 7 5L6 11c-.2 1.2-.7 2-1.9 2M4.5 7h5M10.5 9.5l3 3.5M13.5 9.5l-3 3.5",
  cube: "M8 2l5.2 3v6L8 14l-5.2-3V5zM8 8l5.2-3M8 8v6M8 8L2.8 5",
  copy: "M5.5 5.5h8v8h-8zM3.8 10.5H2.5v-8h8v1.3",
  panel: "M2 3h12v10H2zM10 3v10",
  restart: "M13.2 8a5.2 5.2 0 1 1-1.6-3.7M13.4 2v3h-3",
  pointer: "M3 8h9M8.5 4.5L12 8l-3.5 3.5",
  link: "M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2-2a2.6 2.6 0 0 0-3.7-3.7l-.8.8M9.2 6.8a2.6 2.6 0 0 0-3.7 0l-2 2a2.6 2.6 0 0 0 3.7 3.7l.8-.8",
  download: "M8 2v8M4.8 7L8 10.2 11.2 7M2.5 13.5h11",
  plus: "M8 3v10M3 8h10",
  edit: "M10.8 2.6l2.6 2.6L5.6 13H3v-2.6zM9 4.4l2.6 2.6",
  trash: "M3 4.5h10M6.2 4.5V2.8h3.6v1.7M4.3 4.5l.6 8.7h6.2l.6-8.7",
  undo: "M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M3 6.5L6 3.5M3 6.5l3 3",
  redo: "M13 6.5H6.5a3.5 3.5 0 0 0 0 7H10M13 6.5l-3-3M13 6.5l-3 3",
  up: "M3.5 10L8 5.5 12.5 10",
  down: "M3.5 6L8 10.5 12.5 6",
  left: "M10 3.5L5.5 8 10 12.5",
  more: "M3.6 8h.1M8 8h.1M12.4 8h.1",
  send: "M2 8l12-5.5L10.5 14 7.6 9.2zM7.6 9.2L14 2.5",
  overlap: "M6 3.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10 3.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z",
  help: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM6.1 6.2a1.9 1.9 0 1 1 2.7 1.7c-.6.3-.8.6-.8 1.3M8 11.3v.1",
  keyboard: "M1.5 4h13v8h-13zM4 6.5h.1M6.6 6.5h.1M9.3 6.5h.1M12 6.5h.1M4.8 9.5h6.4",
} as const;

export type IconName = keyof typeof paths;

interface IconProps {
  name: IconName;
  /** The colour of a problem that weighs so much. */
  severity?: "error" | "warning" | "info";
}

export function Icon({ name, severity }: IconProps) {
  return (
    <svg
      className={severity ? `icon icon--${severity}` : "icon"}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
