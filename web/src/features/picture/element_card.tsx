// What is known of the chosen element, in the corner of the picture.
import { useAnswer, useWorkbench } from "../../engine";
import { plural } from "../../lib/format";
import { Button, IconButton } from "../../ui/button";

interface ElementCardProps {
  place: number;
  /** Its groups in words; empty: it is in none. */
  groups: string;
  isShaped: boolean;
  refused: number | undefined;
  onFit: () => void;
  onClose: () => void;
}

export function ElementCard({ place, groups, isShaped, refused, onFit, onClose }: ElementCardProps) {
  const { picture } = useWorkbench();
  const id = picture.state.drawn?.placed.hexAt(place) ?? "";
  const { value } = useAnswer(id, (signal) => picture.namesOf([place], signal));
  const known = value?.[0];
  return (
    <section className="element-card" aria-label="Chosen element">
      <h3>{known?.name || id}</h3>
      <IconButton icon="close" label="Choose nothing" onClick={onClose} />
      <p>
        {known?.class && <>{known.class} · </>}
        <code>{id}</code>
      </p>
      <p>{groups === "" ? "In no group" : `In ${groups}`}</p>
      <p className="element-card__note">
        {isShaped ? "Drawn with its shape" : "Drawn as the box around it"}
        {refused !== undefined && `; ${plural(refused, "part")} of it cannot be drawn`}
      </p>
      <Button size="small" onClick={onFit}>
        Zoom to it
      </Button>
    </section>
  );
}
