// Move, duplicate, delete: the same buttons for groups and columns.
import { Button } from "../../ui/button";
import type { IconName } from "../../ui/icon";

interface ItemButtonsProps {
  what: "group" | "column";
  position: number;
  count: number;
  onMove: (to: number) => void;
  onDuplicate: () => void;
  onDelete: () => void;
}

/** Groups stand below each other, columns side by side. */
const directions: Record<ItemButtonsProps["what"], readonly (readonly [number, IconName, string])[]> = {
  group: [
    [-1, "up", "Move up"],
    [1, "down", "Move down"],
  ],
  column: [
    [-1, "left", "Move left"],
    [1, "chevron", "Move right"],
  ],
};

/** What can be done with a group or column as a whole. */
export function ItemButtons({ what, position, count, onMove, onDuplicate, onDelete }: ItemButtonsProps) {
  return (
    <div className="column-form__foot">
      {directions[what].map(([step, icon, words]) => {
        const to = position + step;
        return (
          <Button key={words} size="small" icon={icon} disabled={to < 0 || to >= count} onClick={() => onMove(to)}>
            {words}
          </Button>
        );
      })}
      <Button size="small" icon="copy" onClick={onDuplicate}>
        Duplicate
      </Button>
      <Button size="small" icon="trash" onClick={onDelete}>
        Delete {what}
      </Button>
    </div>
  );
}
