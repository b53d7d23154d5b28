// The canvas with its pointer and keys: what they do to the scene, which lives as long as the canvas.
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { type Drawn, useWorkbench } from "../../engine";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { NoGraphics, PictureScene, type Progress, type Sight } from "./scene";

interface CanvasProps {
  drawn: Drawn;
  theme: string;
  /** Grows with every batch of elements. */
  version: number;
  isLasso: boolean;
  label: string;
  onScene: (scene: PictureScene | null) => void;
  onGraphics: (graphics: "card" | "processor" | "none") => void;
  onSight: (sight: Sight) => void;
  onProgress: (progress: Progress) => void;
  onPick: (place: number) => void;
  onPlan: () => void;
  onLasso: (places: number[]) => void;
}

/** A press that moves less than this is a click (pixels). */
const clickSlack = 5;

export function Canvas(props: CanvasProps) {
  const { drawn, theme, version, isLasso, label, onPick, onPlan, onLasso } = props;
  const { picture } = useWorkbench();
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const scene = useRef<PictureScene | null>(null);
  const pressed = useRef<{ x: number; y: number } | null>(null);
  const [fault, setFault] = useState<"none" | "lost" | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [line, setLine] = useState<[number, number][]>([]);
  const told = useRef(props);
  told.current = props;

  useEffect(() => {
    const [element, around] = [canvas.current, stage.current];
    if (!element || !around) return;
    let made: PictureScene;
    try {
      made = new PictureScene(
        element,
        drawn.placed,
        (places, tolerance, signal) => picture.shapesOf(places, tolerance, signal),
        {
          onRest: (sight) => told.current.onSight(sight),
          onProgress: (progress) => told.current.onProgress(progress),
          onLost: () => setFault("lost"),
        },
      );
    } catch (thrown) {
      if (!(thrown instanceof NoGraphics)) throw thrown;
      setFault("none");
      told.current.onGraphics("none");
      return;
    }
    scene.current = made;
    setFault(null);
    made.grow();
    made.resize(around.clientWidth, around.clientHeight);
    told.current.onGraphics(made.isSoftware ? "processor" : "card");
    told.current.onScene(made);
    const watching = new ResizeObserver(() => made.resize(around.clientWidth, around.clientHeight));
    watching.observe(around);
    return () => {
      watching.disconnect();
      scene.current = null;
      told.current.onScene(null);
      made.dispose();
    };
  }, [drawn, picture, attempt]);

  useEffect(() => scene.current?.grow(), [version]);
  useEffect(() => {
    if (!stage.current) return;
    const { backgroundColor: ground, color: accent } = getComputedStyle(stage.current);
    scene.current?.setColours({ ground, accent });
  }, [theme, drawn, attempt]);
  useEffect(() => {
    scene.current?.setSteering(!isLasso);
    setLine([]);
  }, [isLasso]);

  const pointOf = (event: PointerEvent): [number, number] => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };

  function onPointerDown(event: PointerEvent) {
    const [x, y] = pointOf(event);
    pressed.current = event.button === 0 ? { x, y } : null;
    if (!isLasso || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setLine([[x, y]]);
  }

  function onPointerMove(event: PointerEvent) {
    if (isLasso && pressed.current) setLine([...line, pointOf(event)]);
  }

  function onPointerUp(event: PointerEvent) {
    const [x, y] = pointOf(event);
    const from = pressed.current;
    pressed.current = null;
    if (isLasso) {
      if (line.length > 2) onLasso(scene.current?.within(line) ?? []);
      setLine([]);
    } else if (from && Math.hypot(x - from.x, y - from.y) < clickSlack) onPick(scene.current?.at(x, y) ?? -1);
  }

  function onKey(event: KeyboardEvent) {
    const made = scene.current;
    if (!made || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? undefined : 0.12;
    const act: Record<string, () => void> = {
      ArrowLeft: () => (step ? made.turn(-step, 0) : made.move(-60, 0)),
      ArrowRight: () => (step ? made.turn(step, 0) : made.move(60, 0)),
      ArrowUp: () => (step ? made.turn(0, step) : made.move(0, -60)),
      ArrowDown: () => (step ? made.turn(0, -step) : made.move(0, 60)),
      "+": () => made.zoom(true),
      "=": () => made.zoom(true),
      "-": () => made.zoom(false),
      f: () => made.fit(drawn.placed.around()),
      p: onPlan,
      Enter: () => onPick(made.at((canvas.current?.clientWidth ?? 0) / 2, (canvas.current?.clientHeight ?? 0) / 2)),
    };
    const run = act[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!run) return;
    event.preventDefault();
    run();
  }

  return (
    <div ref={stage} className={`stage${isLasso ? " stage--lasso" : ""}`}>
      <canvas
        key={attempt}
        ref={canvas}
        hidden={fault !== null}
        tabIndex={0}
        role="application"
        aria-roledescription="3D model"
        aria-label={`${label}. Arrow keys turn, with Shift they move; plus and minus zoom, F shows all, P looks down, Enter chooses what is in the middle. The tab In view lists what is to be seen.`}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onKeyDown={onKey}
      />
      {line.length > 1 && (
        <svg className="stage__lasso" aria-hidden="true" focusable="false">
          <polygon points={line.map((point) => point.join(",")).join(" ")} />
        </svg>
      )}
      {fault === "none" && (
        <Notice icon="cube" live title="This browser cannot draw in 3D">
          It has no graphics card to use and does not draw by the processor either. Legend, sections, the list of
          elements and the table work all the same.
        </Notice>
      )}
      {fault === "lost" && (
        <Notice
          icon="cube"
          live
          title="The graphics card was lost"
          actions={
            <Button icon="restart" onClick={() => setAttempt(attempt + 1)}>
              Draw again
            </Button>
          }
        >
          The browser took it for something else, or it was started again.
        </Notice>
      )}
    </div>
  );
}
