// What is in view as a list: for those who do not see the picture, and a quick way through it for all.
import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import { type ElementName, useAnswer, useWorkbench } from "../../engine";
import { count } from "../../lib/format";
import type { Sight } from "./scene";

interface InViewProps {
  sight: Sight;
  chosen: number;
  /** In words, for each element: its groups. */
  groupsOf: (place: number) => string;
  onChoose: (place: number) => void;
}

/** The largest on screen first; arrow keys walk through it and choose. */
export function InView({ sight, chosen, groupsOf, onChoose }: InViewProps) {
  const { picture } = useWorkbench();
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const { places } = sight;
  const { value: names } = useAnswer(
    places.length === 0 ? null : places.join(" "),
    (signal) => picture.namesOf(places, signal),
    { keepsLast: true },
  );
  const byId = new Map(names?.map((name): [string, ElementName] => [name.id, name]));
  const placed = picture.use((s) => s.drawn?.placed);
  const active = places.indexOf(chosen);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [active]);

  function onKey(event: KeyboardEvent) {
    const last = places.length - 1;
    const to = { ArrowDown: Math.min(last, active + 1), ArrowUp: Math.max(0, active - 1), Home: 0, End: last }[
      event.key
    ];
    const place = to === undefined ? undefined : places[to];
    if (place === undefined) return;
    event.preventDefault();
    onChoose(place);
  }

  return (
    <section className="in-view" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>In view</h3>
      <p role="status">
        {count(sight.count)} {sight.count === 1 ? "element" : "elements"}
        {sight.count > places.length && <>, the {count(places.length)} largest on screen</>}
      </p>
      <ul
        ref={list}
        role="listbox"
        aria-labelledby={`${id}-title`}
        tabIndex={0}
        aria-activedescendant={active >= 0 ? `${id}-${chosen}` : undefined}
        onKeyDown={onKey}
      >
        {places.map((place) => {
          const hex = placed?.hexAt(place) ?? "";
          const known = byId.get(hex);
          return (
            <li
              key={place}
              id={`${id}-${place}`}
              role="option"
              aria-selected={place === chosen}
              onClick={() => onChoose(place)}
            >
              <span className="in-view__name one-line">{known?.name || hex}</span>
              <span className="in-view__class one-line">
                {known?.class.split(".").at(-1) ?? ""}
                {groupsOf(place) && ` · ${groupsOf(place)}`}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
