// Which models, categories and classes are to be seen.
import { useState } from "react";
import type { FacetKey, Facets } from "../../engine";
import { count, plural } from "../../lib/format";
import { Button } from "../../ui/button";
import { SearchField } from "../../ui/search_field";

type HiddenFacets = Readonly<Record<FacetKey, ReadonlySet<number>>>;

interface SectionsProps {
  facets: Facets;
  hidden: HiddenFacets;
  onHidden: (hidden: HiddenFacets) => void;
}

const titles = { model: "Models", category: "Categories", class: "Classes" } as const;
/** More names than this are looked for by their text. */
const mostListed = 200;

export function Sections({ facets, hidden, onHidden }: SectionsProps) {
  const [text, setText] = useState("");
  return (
    <section className="sections" aria-label="Models, categories and classes" tabIndex={0}>
      <SearchField label="Find a model, category or class" value={text} onChange={setText} />
      {(["model", "category", "class"] as const).map((key) => (
        <Section
          key={key}
          title={titles[key]}
          names={facets[key].names}
          counts={facets[key].counts}
          text={text.trim().toLowerCase()}
          hidden={hidden[key]}
          onHidden={(next) => onHidden({ ...hidden, [key]: next })}
        />
      ))}
    </section>
  );
}

interface SectionProps {
  title: string;
  names: readonly string[];
  counts: readonly number[];
  text: string;
  hidden: ReadonlySet<number>;
  onHidden: (hidden: ReadonlySet<number>) => void;
}

function Section({ title, names, counts, text, hidden, onHidden }: SectionProps) {
  const found = [...names.keys()]
    .filter((index) => names[index]?.toLowerCase().includes(text))
    .sort((a, b) => (counts[b] as number) - (counts[a] as number));
  const put = (index: number, isShown: boolean) => {
    const next = new Set(hidden);
    if (isShown) next.delete(index);
    else next.add(index);
    onHidden(next);
  };
  const only = (index: number) => onHidden(new Set([...names.keys()].filter((other) => other !== index)));
  return (
    <fieldset>
      <legend>
        {title} <span className="sections__count">{count(names.length)}</span>
      </legend>
      {hidden.size > 0 && (
        <Button size="small" onClick={() => onHidden(new Set())}>
          Show all {title.toLowerCase()}
        </Button>
      )}
      <ul>
        {found.slice(0, mostListed).map((index) => (
          <li key={index}>
            <label title={names[index]}>
              <input
                type="checkbox"
                checked={!hidden.has(index)}
                onChange={(event) => put(index, event.target.checked)}
              />
              <span className="sections__name one-line">{names[index]}</span>
              <span className="sections__count">{count(counts[index] as number)}</span>
            </label>
            <Button size="small" look="plain" aria-label={`Only ${names[index]}`} onClick={() => only(index)}>
              Only
            </Button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p>None of that name.</p>}
      {found.length > mostListed && <p>and {plural(found.length - mostListed, "more name")}</p>}
    </fieldset>
  );
}
