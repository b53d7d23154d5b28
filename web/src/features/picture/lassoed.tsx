// Elements that a line was drawn around, and the group that can be made from them.
import { useWorkbench, valueOf } from "../../engine";
import { count, plural } from "../../lib/format";
import { Button, IconButton } from "../../ui/button";
import { queryOf } from "./group_query";

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
  const query = drawn ? queryOf(places, drawn, facets) : undefined;
  return (
    <section className="element-card" aria-label="Enclosed elements">
      <h3>{plural(places.length, "element")} enclosed</h3>
      <IconButton icon="close" label="Let them go" onClick={onClose} />
      {places.length > 0 && (
        <>
          <p>Whatever stands before them: each whose middle is within the line.</p>
          <p className="element-card__note">{query?.words}</p>
          <p className="element-card__buttons">
            <Button size="small" onClick={onOnly}>
              Show only these
            </Button>
            <Button
              size="small"
              look="primary"
              disabled={!hasMapping || query?.query === undefined}
              onClick={() => {
                if (query?.query === undefined) return;
                edits.addGroup(`Enclosed${count(places.length).replaceAll(",", "")}`, query.query);
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
