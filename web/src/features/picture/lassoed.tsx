// Elements that a line was drawn around, and the group that can be made from them.
import { useWorkbench, valueOf } from "../../engine";
import { plural } from "../../lib/format";
import { Button, IconButton } from "../../ui/button";
import { enclosedGroup } from "./enclosed_group";

interface LassoedProps {
  places: readonly number[];
  onOnly: () => void;
  onClose: () => void;
}

export function Lassoed({ places, onOnly, onClose }: LassoedProps) {
  const { picture, edits, documents } = useWorkbench();
  const facets = picture.facets.use(valueOf);
  const drawn = picture.use((s) => s.drawn);
  const hasMapping = documents.use((s) => s.outline !== undefined);
  const group = drawn ? enclosedGroup(places, drawn, facets) : undefined;
  return (
    <section className="element-card" aria-label="Enclosed elements">
      <h3>{plural(places.length, "element")} enclosed</h3>
      <IconButton icon="close" label="Let them go" onClick={onClose} />
      {places.length > 0 && (
        <>
          <p>Whatever stands before them: each whose middle is within the line.</p>
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
                edits.addGroup(`Enclosed${places.length}`, group.query);
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
