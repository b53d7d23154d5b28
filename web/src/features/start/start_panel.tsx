// Where a mapping begins: what is in the snapshot, counted, to be ticked. Ticks become groups.
import { useMemo, useState } from "react";
import { documentOf, isEdited, type Problem, useAnswer, useGroupFacts, useWorkbench } from "../../engine";
import { count, plural } from "../../lib/format";
import { schemaIndex } from "../../lib/schema_index";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { SearchField } from "../../ui/search_field";
import { Tabs } from "../../ui/tabs";
import { Ticked } from "../../ui/ticked";
import { OfferTable } from "./offer_table";
import { aspectOffers, categoryOffers, classOffers, modelOffers, type Offer, type OfferKind } from "./offers";
import "./start.css";

interface StartProps {
  /** Where there are groups already, the way back to their table. */
  onBack: (() => void) | undefined;
  /** Groups were added. */
  onAdded: () => void;
}

/** What is in the snapshot, to make groups of. */
export default function StartPanel({ onBack, onAdded }: StartProps) {
  const { edits, files } = useWorkbench();
  const snapshot = files.use((s) => s.snapshot);
  const { offers, problem, problems, again, totals } = useOffers();
  const [kind, setKind] = useState<OfferKind>("classes");
  const [search, setSearch] = useState("");
  const [isAll, setAll] = useState(false);
  const [isLeft, setLeft] = useState(true);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const name = snapshot.phase === "ready" ? snapshot.file.name : "";
  const isIModel = snapshot.phase === "ready" && snapshot.info.isIModel;

  const listed = offers[kind] ?? [];
  const others = kind === "classes" ? listed.filter((offer) => !offer.hasGeometry).length : 0;
  const hasGrouped = kind === "classes" && listed.some((offer) => offer.ungrouped === 0);
  const needle = search.trim().toLowerCase();
  const isShown = (offer: Offer) =>
    (isAll || offer.hasGeometry || !listed.some((other) => other.hasGeometry)) &&
    (!isLeft || offer.ungrouped !== 0) &&
    `${offer.from} ${offer.name}`.toLowerCase().includes(needle);
  const shown = listed.filter(isShown);
  const chosen = Object.values(offers)
    .flatMap((some) => some ?? [])
    .filter(({ key }) => ticked.has(key));

  function add() {
    edits.addGroups(chosen.map(({ group }) => group));
    setTicked(new Set());
    onAdded();
  }

  function tick(keys: readonly string[], isOn: boolean) {
    const next = new Set(ticked);
    for (const key of keys)
      if (isOn) next.add(key);
      else next.delete(key);
    setTicked(next);
  }

  if (!isIModel)
    return (
      <Notice icon="info" title="No elements in this file">
        It has no BisCore schema, so there is nothing that a mapping could take its rows from. Its schemas can be looked
        at.
      </Notice>
    );
  if (problem)
    return (
      <Notice
        fault
        live
        icon="error"
        title="The elements could not be counted"
        actions={<Button onClick={again}>Try again</Button>}
      >
        <Ticked text={problem} />
      </Notice>
    );
  return (
    <section className="stack start" aria-label="Start from the data">
      <header className="start__head">
        <h2>{onBack ? "Add groups" : `What is in ${name}`}</h2>
        <p role="status">{totals ? <Totals {...totals} /> : "Counting the elements…"}</p>
        <div className="start__ways">
          {onBack && (
            <Button size="small" icon="left" onClick={onBack}>
              Back to the table
            </Button>
          )}
          <OtherWays />
        </div>
      </header>
      <KeptAside />
      <Tabs
        label="What to make groups of"
        selected={kind}
        onSelect={setKind}
        items={[
          { key: "classes", label: <Counted word="Classes" offers={offers.classes} /> },
          { key: "categories", label: <Counted word="Categories" offers={offers.categories} /> },
          { key: "models", label: <Counted word="Models" offers={offers.models} /> },
          { key: "aspects", label: <Counted word="Aspects" offers={offers.aspects} /> },
        ]}
      >
        <div className="start__bar">
          <SearchField label={`Find among ${kind}`} value={search} onChange={setSearch} />
          {others > 0 && (
            <label className="choice">
              <input type="checkbox" checked={isAll} onChange={(event) => setAll(event.target.checked)} />
              Also without geometry ({count(others)})
            </label>
          )}
          {hasGrouped && (
            <label className="choice">
              <input type="checkbox" checked={isLeft} onChange={(event) => setLeft(event.target.checked)} />
              Only what is in no group
            </label>
          )}
        </div>
        {problems[kind] ? (
          <Notice small fault live actions={<Button onClick={again}>Try again</Button>}>
            <Ticked text={problems[kind]} />
          </Notice>
        ) : !offers[kind] ? (
          <Notice small live>
            Counting…
          </Notice>
        ) : shown.length === 0 ? (
          <Notice small>{emptyWords(kind, needle, listed.length)}</Notice>
        ) : (
          <OfferTable kind={kind} offers={shown} ticked={ticked} onTick={tick} />
        )}
      </Tabs>
      <footer className="start__foot">
        <p role="status">
          {chosen.length === 0
            ? "Tick what should become a table. Its columns come after that."
            : `${plural(chosen.length, "group")} of ${plural(
                chosen.reduce((total, { elements }) => total + elements, 0),
                "row",
              )}`}
        </p>
        <Button look="primary" icon="plus" disabled={chosen.length === 0} onClick={add}>
          {chosen.length === 0 ? "Add groups" : `Add ${plural(chosen.length, "group")}`}
        </Button>
      </footer>
    </section>
  );
}

function emptyWords(kind: OfferKind, needle: string, all: number): string {
  if (needle !== "" && all > 0) return `None of the ${kind} is called “${needle}”.`;
  if (all > 0) return "Every element with geometry is in a group.";
  return kind === "aspects" ? "No element has an aspect." : "No element has geometry.";
}

function Counted({ word, offers }: { word: string; offers: readonly Offer[] | undefined }) {
  return (
    <>
      {word} {offers && <span className="chip">{count(offers.length)}</span>}
    </>
  );
}

/** For those who know what they want. */
function OtherWays() {
  const { edits } = useWorkbench();
  const query = "SELECT ECInstanceId, ECClassId FROM bis.PhysicalElement";
  return (
    <Button size="small" onClick={() => edits.addGroup("NewGroup", query)}>
      Add a group of all physical elements
    </Button>
  );
}

/** What was put away when this snapshot came, as far as it is worth a word. */
function KeptAside() {
  const { documents } = useWorkbench();
  const all = documents.use((s) => s.all);
  const hasMapping = documents.use((s) => documentOf(s).name !== "");
  if (hasMapping || all.length === 0) return null;
  return (
    <div className="start__kept">
      <p>
        {plural(all.length, "mapping")} {all.length === 1 ? "is" : "are"} open but not on screen:
      </p>
      {all.map((item, index) => (
        <Button key={index} size="small" icon="table" onClick={() => documents.select(index)}>
          {item.name}
          {isEdited(item) ? ", with your edits" : ""}
        </Button>
      ))}
    </div>
  );
}

interface TotalsProps {
  elements: number;
  geometric: number;
  grouped: number;
}

function Totals({ elements, geometric, grouped }: TotalsProps) {
  return (
    <>
      <b>{plural(elements, "element")}</b>, {count(geometric)} of them with geometry
      {grouped > 0 && `, ${count(grouped)} in a group`}.
    </>
  );
}

/** All that is offered, as far as it has been counted. */
function useOffers() {
  const { asides, files } = useWorkbench();
  const schemas = files.use((s) => s.schemas);
  const { facts, problem, again } = useGroupFacts();
  const [asked, setAsked] = useState(0);
  // The engine does one thing at a time: what takes long is asked last.
  const { value: counted, problem: uncounted } = useAnswer(`classes ${asked}`, (signal) =>
    asides.rows("SELECT ECClassId, COUNT(*) FROM bis.Element GROUP BY ECClassId", signal),
  );
  const { value: categories, problem: noCategories } = useAnswer(`categories ${asked}`, (s) => asides.categories(s));
  const { value: aspects, problem: noAspects } = useAnswer(`aspects ${asked}`, (s) => asides.aspects(s));
  const isLast = aspects !== undefined || noAspects !== undefined;
  const { value: geometric, problem: noModels } = useAnswer(isLast ? `models ${asked}` : null, (s) =>
    asides.geometric(s),
  );
  const problems: Partial<Record<OfferKind, string | undefined>> = {
    ...{ categories: words(noCategories), models: words(noModels), aspects: words(noAspects) },
  };
  const counts = useMemo(() => {
    const index = schemas && schemaIndex(schemas);
    const elementsOf = counted && new Map(counted.map(([name, n]) => [String(name), Number(n)]));
    const offers: Partial<Record<OfferKind, Offer[]>> = {
      ...(facts &&
        index &&
        elementsOf && {
          classes: classOffers(facts, elementsOf, index, { geometric, categories, aspects }),
        }),
      ...(categories && { categories: categoryOffers(categories, geometric) }),
      ...(geometric && { models: modelOffers(geometric) }),
      ...(aspects && index && elementsOf && { aspects: aspectOffers(aspects, index, elementsOf) }),
    };
    const totals = facts &&
      offers.classes && {
        elements: facts.elementCount,
        geometric: offers.classes.reduce((sum, offer) => sum + (offer.hasGeometry ? offer.elements : 0), 0),
        grouped: facts.inGroups,
      };
    return { offers, totals };
  }, [facts, geometric, categories, aspects, counted, schemas]);
  function tryAgain() {
    again();
    setAsked(asked + 1);
  }
  return { ...counts, problem: words(problem ?? uncounted), problems, again: tryAgain };
}

const words = (problem: Problem | undefined): string | undefined =>
  problem?.kind === "cancelled" ? undefined : problem?.diagnostics[0]?.message;
