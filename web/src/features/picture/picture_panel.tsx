// The model, coloured: the picture with what is beside it, in all its states. It is loaded when it is first looked at.
import { useEffect, useMemo, useRef, useState } from "react";
import {
  type Drawn,
  groupOf,
  type Picture,
  progressOf,
  toProblem,
  useGroupQueries,
  useWorkbench,
  valueOf,
} from "../../engine";
import { count, plural } from "../../lib/format";
import type { Placed } from "../../lib/placed";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { Tabs } from "../../ui/tabs";
import { Ticked } from "../../ui/ticked";
import { Canvas } from "./canvas";
import { ElementCard } from "./element_card";
import { InView } from "./in_view";
import { type ChosenElements, Lassoed } from "./lassoed";
import { LegendList } from "./legend_list";
import { colourByGroup, colourByValue, type Hidden, nothingHidden, shownPlaces, writeLooks } from "./looks";
import type { PictureScene, Progress, Sight } from "./scene";
import { Sections } from "./sections";
import { Toolbar } from "./toolbar";
import "./picture.css";

export default function PicturePanel({ theme }: { theme: string }) {
  const { picture, files } = useWorkbench();
  const file = files.use((s) => (s.snapshot.phase === "ready" ? s.snapshot : null));
  const queries = useGroupQueries();
  const reading = picture.reading.use((s) => s);
  const drawn = picture.use((s) => s.drawn);

  useEffect(() => {
    if (file) void picture.show();
  }, [file, picture]);
  // Not what is read of the snapshot: that does not depend on them.
  useEffect(() => void picture.group(), [queries, picture]);

  if (reading.phase === "failed") {
    return (
      <Notice
        fault
        live
        icon="error"
        title="The model cannot be shown"
        actions={
          <Button icon="restart" onClick={() => void picture.show()}>
            Try again
          </Button>
        }
      >
        <Ticked text={reading.problem.diagnostics[0]?.message ?? "The engine stopped."} />
      </Notice>
    );
  }
  if (reading.phase === "cancelled") {
    return (
      <Notice
        icon="close"
        live
        title="Reading the model was cancelled"
        actions={<Button onClick={() => void picture.show()}>Read it</Button>}
      />
    );
  }
  if (reading.phase === "ready" && reading.value.placed.count === 0) return <Nothing drawn={reading.value} />;
  if (!drawn || drawn.placed.count === 0) {
    return (
      <Notice
        live
        title="Reading where the elements are"
        actions={<Button onClick={() => picture.reading.cancel()}>Cancel</Button>}
      >
        Their boxes come first, then their shapes.
      </Notice>
    );
  }
  return <Model key={spaceKey(drawn)} drawn={drawn} theme={theme} />;
}

const spaceKey = ({ space }: Drawn): string => (space === "3d" ? space : space.model);

function Nothing({ drawn }: { drawn: Drawn }) {
  const { picture } = useWorkbench();
  const drawings = picture.drawings.use(valueOf) ?? [];
  return (
    <Notice
      icon="cube"
      title="Nothing to show"
      actions={drawings.map(({ model, name }) => (
        <Button key={model} onClick={() => void picture.show({ model })}>
          Show {name}
        </Button>
      ))}
    >
      {drawn.elementCount === 0
        ? "This snapshot has no elements that stand in space."
        : `This snapshot has ${plural(drawn.elementCount, "element")} in space, but says of none where it stands.`}
    </Notice>
  );
}

const noSight: Sight = { places: [], count: 0 };
const noProgress: Progress = { shapes: 0, fault: undefined };
type AsideTab = "legend" | "view" | "sections";

function Model({ drawn, theme }: { drawn: Drawn; theme: string }) {
  const workbench = useWorkbench();
  const { picture, documents, questions } = workbench;
  const { placed } = drawn;
  const version = picture.use((s) => s.version);
  const grouping = picture.grouping.use(valueOf);
  const facets = picture.facets.use(valueOf);
  const values = picture.values.use(valueOf);
  const valuesPhase = picture.values.use((s) => s.phase);
  const group = documents.use(groupOf);
  const table = questions.preview.use(valueOf);
  const [scene, setScene] = useState<PictureScene | null>(null);
  const [graphics, setGraphics] = useState<"starting" | "card" | "processor" | "none">("starting");
  const [sight, setSight] = useState(noSight);
  const [progress, setProgress] = useState(noProgress);
  const [aside, setAside] = useState<AsideTab>("legend");
  const [hidden, setHidden] = useState<Hidden>(nothingHidden);
  const [onlyNote, setOnlyNote] = useState("");
  const [column, setColumn] = useState<string | null>(null);
  const [isPlan, setPlan] = useState(drawn.space !== "3d");
  const [isLasso, setLasso] = useState(false);
  const [lassoed, setLassoed] = useState<ChosenElements | null>(null);
  const { chosen, choose } = useChosen(placed, scene);

  const columns = group?.columns.map(({ name }) => name) ?? [];
  const coloured = column !== null && columns.includes(column) ? column : null;
  const groupName = group?.name ?? "";
  useEffect(() => {
    void picture.valuesOf(coloured === null ? null : { group: groupName, column: coloured });
  }, [coloured, groupName, table, picture, drawn]);

  const isByValue = coloured !== null && values?.of.length === placed.count;
  const colouring = useMemo(
    () => (isByValue && values ? colourByValue(values) : colourByGroup(grouping, placed.count)),
    [isByValue, values, grouping, placed, version],
  );
  useEffect(() => {
    if (!scene) return;
    writeLooks(scene.looks, colouring, hidden, facets);
    scene.recoloured();
  }, [scene, colouring, hidden, facets]);
  useEffect(() => scene?.setPlan(isPlan), [scene, isPlan]);

  // What is shown is framed once it is there, and again when it is all.
  const isRead = picture.reading.use((s) => s.phase === "ready");
  useEffect(() => {
    scene?.fit(placed.around());
  }, [scene, isRead, placed]);

  const groupWords = (place: number) =>
    picture
      .groupsOf(place)
      .map((index) => grouping?.names[index] || "Unnamed group")
      .join(", ");
  const shown = useMemo(
    () => (graphics === "none" ? shownPlaces(colouring, hidden, facets) : null),
    [graphics, colouring, hidden, facets],
  );
  const inView = shown ? { places: shown.slice(0, mostListed), count: shown.length } : sight;

  /** All elements of a colour, also those that are hidden. */
  function chooseItem(item: number) {
    const places: number[] = [];
    for (const [place, of] of colouring.itemOf.entries()) if (of === item) places.push(place);
    const { title, items } = colouring.legend;
    setLassoed({ places, words: `${title}: ${items[item]?.words}` });
  }

  async function showRows() {
    const { places, note } = await placesOfRows(workbench, placed);
    setHidden((now) => ({ ...now, only: new Set(places) }));
    setOnlyNote(note);
    if (places.length > 0) scene?.fit(placed.around(places));
  }

  return (
    <section className="stack picture" aria-label="Model">
      <Toolbar
        columns={columns}
        column={coloured}
        onColumn={(name) => {
          setColumn(name);
          setHidden({ ...hidden, items: new Set() });
        }}
        isPlan={isPlan}
        onPlan={drawn.space === "3d" ? setPlan : undefined}
        isLasso={isLasso}
        onLasso={setLasso}
        onFit={() => scene?.fit(placed.around(lassoed?.places))}
        onAllInView={() => setLassoed({ places: scene?.all() ?? shown ?? [] })}
        onRows={() => void showRows()}
        isOnly={hidden.only !== null}
        onAll={() => setHidden({ ...hidden, only: null })}
        hasScene={scene !== null}
        status={
          <Status
            drawn={drawn}
            picture={picture}
            graphics={graphics}
            isColouring={valuesPhase === "running"}
            shapeFault={progress.fault}
            onlyNote={hidden.only ? onlyNote : ""}
          />
        }
      />
      <div className="picture__body">
        <div className="picture__stage">
          <Canvas
            drawn={drawn}
            theme={theme}
            version={version}
            isLasso={isLasso}
            label={`${plural(placed.count, "element")} of the model`}
            onScene={setScene}
            onGraphics={setGraphics}
            onSight={setSight}
            onProgress={setProgress}
            onPick={(place) => choose(place)}
            onPlan={() => drawn.space === "3d" && setPlan(!isPlan)}
            onLasso={(places) => {
              setLassoed({ places });
              setLasso(false);
            }}
          />
          {lassoed && (
            <Lassoed
              {...lassoed}
              onOnly={() => {
                setHidden({ ...hidden, only: new Set(lassoed.places) });
                setOnlyNote("");
              }}
              onClose={() => setLassoed(null)}
            />
          )}
          {chosen >= 0 && !lassoed && (
            <ElementCard
              place={chosen}
              groups={groupWords(chosen)}
              isShaped={scene?.isShaped(chosen) ?? false}
              refused={scene?.refusedOf(chosen)}
              onFit={() => scene?.fit(around(placed, chosen))}
              onClose={() => choose(-1)}
            />
          )}
        </div>
        <div className="picture__aside">
          <Tabs
            label="Beside the model"
            selected={aside}
            onSelect={setAside}
            items={[
              { key: "legend", label: "Legend" },
              { key: "view", label: "In view" },
              { key: "sections", label: "Sections" },
            ]}
          >
            {aside === "legend" && (
              <LegendList
                legend={colouring.legend}
                hidden={hidden.items}
                onHidden={(items) => setHidden({ ...hidden, items })}
                onChoose={chooseItem}
                shapes={progress.shapes}
                boxes={placed.count - progress.shapes}
              />
            )}
            {aside === "view" && (
              <InView sight={inView} chosen={chosen} groupsOf={groupWords} onChoose={(place) => choose(place)} />
            )}
            {aside === "sections" &&
              (facets ? (
                <Sections
                  facets={facets}
                  hidden={hidden.facets}
                  onHidden={(next) => setHidden({ ...hidden, facets: next })}
                />
              ) : (
                <Notice small live>
                  Reading models, categories and classes…
                </Notice>
              ))}
          </Tabs>
        </div>
      </div>
    </section>
  );
}

/** The element that is chosen, here or in the table; one chosen there is zoomed to. */
function useChosen(placed: Placed, scene: PictureScene | null) {
  const workbench = useWorkbench();
  const { picture, questions, selection } = workbench;
  const row = selection.use((s) => s.cell?.row ?? -1);
  const arranged = questions.arranging.use((s) => s.version);
  const table = questions.preview.use(valueOf);
  const ofRow = useMemo(() => {
    const id = row >= 0 ? questions.elementAt(row) : undefined;
    return id === undefined ? -1 : placed.placeOf(id);
  }, [row, arranged, table, placed, placed.count]);
  const [chosen, setChosen] = useState(ofRow);
  const [first] = useState(row);
  const own = useRef(ofRow);

  useEffect(() => {
    if (ofRow < 0 || ofRow === own.current) return;
    own.current = ofRow;
    setChosen(ofRow);
    // What was chosen before anybody looked here is marked, but the whole comes first.
    if (row !== first) scene?.fit(around(placed, ofRow));
  }, [ofRow, placed, scene]);
  useEffect(() => scene?.choose(chosen >= 0 ? [chosen] : []), [scene, chosen]);

  function choose(place: number) {
    own.current = place;
    setChosen(place);
    if (place >= 0) void workbench.chooseElement(placed.hexAt(place), picture.groupsOf(place));
  }
  return { chosen, choose };
}

/** An element with some of what is around it. */
function around(placed: Placed, place: number) {
  const bounds = placed.around([place]);
  const side = Math.max(...[0, 1, 2].map((axis) => (bounds[axis + 3] as number) - (bounds[axis] as number)), 0.1);
  for (let axis = 0; axis < 3; axis += 1) {
    bounds[axis] = (bounds[axis] as number) - side;
    bounds[axis + 3] = (bounds[axis + 3] as number) + side;
  }
  return bounds;
}

/** Elements that are listed where nothing can be drawn. */
const mostListed = 100;

/** Rows that were found by the filter and are shown at most. */
const mostRows = 10_000;

/** The elements of the table's rows: all of the group, or those that its filter found; with what is to be said of that. */
async function placesOfRows(
  { documents, picture, questions }: ReturnType<typeof useWorkbench>,
  placed: Placed,
): Promise<{ places: number[]; note: string }> {
  const group = groupOf(documents.state);
  const { phase } = picture.grouping.state;
  const grouping = valueOf(picture.grouping.state);
  const { arranged } = questions.arranging.state;
  // The table has but the first rows of a group.
  if (phase === "ready" && grouping && !arranged?.wish.filter.trim()) {
    const members = grouping.members.filter((_, index) => grouping.names[index] === group?.name);
    return { places: members.flatMap((each) => [...each]), note: "" };
  }
  try {
    const ids = await questions.elementsShown(mostRows);
    const places = ids.map((id) => placed.placeOf(id)).filter((place) => place >= 0);
    const isCut = arranged ? arranged.view.rowCount > mostRows : questions.table?.complete === false;
    return { places, note: isCut ? `of the first ${plural(ids.length, "row")} of the table only` : "" };
  } catch (thrown) {
    return { places: [], note: `the table’s rows could not be read: ${toProblem(thrown).diagnostics[0]?.message}` };
  }
}

interface StatusProps {
  drawn: Drawn;
  picture: Picture;
  graphics: "starting" | "card" | "processor" | "none";
  isColouring: boolean;
  shapeFault: string | undefined;
  /** What is to be said of the elements that alone are shown. */
  onlyNote: string;
}

/** What is there, what is on its way, and what is left out. */
function Status({ drawn, picture, graphics, isColouring, shapeFault, onlyNote }: StatusProps) {
  const isReading = picture.reading.use((s) => s.phase === "running");
  const looked = picture.grouping.use(progressOf);
  const problem = picture.grouping.use((s) => (s.phase === "failed" ? s.problem : undefined));
  const valueProblem = picture.values.use((s) => (s.phase === "failed" ? s.problem : undefined));
  const { placed, elementCount } = drawn;
  const placeless = elementCount - placed.count;
  const words = isReading
    ? "Reading the model…"
    : looked
      ? `Looking up the elements of ${looked.group || "a group"}…`
      : isColouring
        ? "Reading the column…"
        : (valueProblem ?? problem)
          ? `No colours: ${(valueProblem ?? problem)?.diagnostics[0]?.message ?? "the engine stopped"}`
          : plural(placed.count, "element");
  return (
    <>
      <span>{words}</span>
      {!isReading && placeless > 0 && <span> · {count(placeless)} without a place are not shown</span>}
      {onlyNote !== "" && <span> · {onlyNote}</span>}
      {shapeFault !== undefined && <span> · shapes could not be read: {shapeFault}</span>}
      {graphics === "processor" && <span> · drawn without a graphics card</span>}
    </>
  );
}
