// Elements that were chosen together, by a line around them or by their colour, and the group that can be made from them.
import { useWorkbench, valueOf } from "../../engine";
import { plural } from "../../lib/format";
import { Button, IconButton } from "../../ui/button";
import { enclosedGroup } from "./enclosed_group";

/** Elements that were chosen together. */
export interface ChosenElements {
  places: readonly number[];
  /** What they have in common; none: a line was drawn around them. */
  words?: string;
}

interface LassoedProps extends ChosenElements {
  onOnly: () => void;
  onClose: () => void;
}

export function Lassoed({ places, words, onOnly, onClose }: LassoedProps) {
  const { picture, edits, documents } = useWorkbench();
  const facets = picture.facets.use(valueOf);
  const drawn = picture.use((s) => s.drawn);
  const hasMapping = documents.use((s) => s.outline !== undefined);
  const group = drawn ? enclosedGroup(places, drawn, facets) : undefined;
  return (
    <section className="element-card" aria-label={words === undefined ? "Enclosed elements" : "Chosen elements"}>
      <h3>{words === undefined ? `${plural(places.length, "element")} enclosed` : plural(places.length, "element")}</h3>
      <IconButton icon="close" label="Let them go" onClick={onClose} />
      {places.length > 0 && (
        <>
          <p>{words ?? "Whatever stands before them: each whose middle is within the line."}</p>
          <p className="element-card__note">{group?.words}</p>
          <p className="element-card__buttons">
            <Button size="small" onClick={onOnly}>
              Show only these
            </Button>
            <Button
              size="small"
              look="primary"
              disabled={!hasMapping || group?.query === undefined}
              onClick={() => {
                if (group?.query === undefined) return;
                edits.addGroup(`${words === undefined ? "Enclosed" : "Chosen"}${places.length}`, group.query);
                onClose();
              }}
            >
              Group from these
            </Button>
          </p>
        </>
      )}
    </section>
  );
}
