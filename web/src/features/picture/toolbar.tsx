// What one can do with the picture, above it.
import type { ReactNode } from "react";
import { useWorkbench, valueOf } from "../../engine";
import { Button } from "../../ui/button";

interface ToolbarProps {
  columns: readonly string[];
  /** By whose values elements are coloured; null: by group. */
  column: string | null;
  onColumn: (column: string | null) => void;
  isPlan: boolean;
  /** Undefined: it is flat anyway. */
  onPlan: ((isPlan: boolean) => void) | undefined;
  isLasso: boolean;
  onLasso: (isOn: boolean) => void;
  onFit: () => void;
  onAllInView: () => void;
  onRows: () => void;
  /** Only some elements are shown. */
  isOnly: boolean;
  onAll: () => void;
  hasScene: boolean;
  status: ReactNode;
}

export function Toolbar(props: ToolbarProps) {
  const { columns, column, onColumn, isPlan, onPlan, isLasso, onLasso, onFit, onAllInView, onRows } = props;
  const { isOnly, onAll, hasScene, status } = props;
  return (
    <div className="bar picture__bar">
      <label className="picture__choice">
        Colour by
        <select value={column ?? ""} onChange={(event) => onColumn(event.target.value || null)}>
          <option value="">Group</option>
          {columns.length > 0 && (
            <optgroup label="Values of">
              {columns.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </optgroup>
          )}
        </select>
      </label>
      <SpaceChoice />
      <Button size="small" disabled={!hasScene} title="Show everything (F)" onClick={onFit}>
        Fit
      </Button>
      {onPlan && (
        <Button
          size="small"
          disabled={!hasScene}
          aria-pressed={isPlan}
          title="Look straight down (P)"
          onClick={() => onPlan(!isPlan)}
        >
          Plan
        </Button>
      )}
      <Button
        size="small"
        disabled={!hasScene}
        aria-pressed={isLasso}
        title="Draw a line around elements"
        onClick={() => onLasso(!isLasso)}
      >
        Lasso
      </Button>
      <Button size="small" title="Take every element in view, as the lasso would" onClick={onAllInView}>
        Take all in view
      </Button>
      {isOnly ? (
        <Button size="small" onClick={onAll}>
          Show all elements
        </Button>
      ) : (
        <Button size="small" title="Show only the elements of the rows in the table" onClick={onRows}>
          Only the table’s rows
        </Button>
      )}
      <p className="picture__status" role="status">
        {status}
      </p>
    </div>
  );
}

/** The model in space, or one of the drawings. */
function SpaceChoice() {
  const { picture } = useWorkbench();
  const drawings = picture.drawings.use(valueOf) ?? [];
  const space = picture.use((s) => s.drawn?.space ?? "3d");
  if (drawings.length === 0) return null;
  return (
    <label className="picture__choice">
      Show
      <select
        value={space === "3d" ? "" : space.model}
        onChange={(event) => void picture.show(event.target.value === "" ? "3d" : { model: event.target.value })}
      >
        <option value="">The model in space</option>
        <optgroup label="Drawings">
          {drawings.map(({ model, name }) => (
            <option key={model} value={model}>
              {name}
            </option>
          ))}
        </optgroup>
      </select>
    </label>
  );
}
