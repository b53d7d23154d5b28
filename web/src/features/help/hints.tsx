// Four hints for who is here for the first time: a line below the header, in nobody's way, and never there again.
import { useEffect, useState } from "react";
import { useWorkbench } from "../../engine";
import { IconButton } from "../../ui/button";
import { roving } from "../../ui/roving";
import "./help.css";

const key = "premap.hints";

/** Only the first visit has no mark; where nothing can be kept there are no hints, for they would come each time. */
function isFirstVisit(): boolean {
  try {
    return localStorage.getItem(key) === null;
  } catch {
    return false;
  }
}

interface HintsProps {
  onProblems: () => void;
}

export default function Hints({ onProblems }: HintsProps) {
  const workbench = useWorkbench();
  const [open, setOpen] = useState<ReadonlySet<number>>(() => new Set(isFirstVisit() ? [0, 1, 2, 3] : []));

  useEffect(() => {
    try {
      localStorage.setItem(key, "seen");
    } catch {
      // They were not shown either.
    }
  }, []);

  const hints: readonly (readonly [string, (() => void) | undefined])[] = [
    ["Drop your own snapshot on the page, or choose Open snapshot: it stays on this machine", undefined],
    ["A new mapping starts from the data: tick the classes that become groups", () => workbench.files.newMapping()],
    ["Click an empty cell: the inspector says why, and what would fill it", () => showReason(workbench)],
    ["Problems are found as you work, each with its place and often a fix", onProblems],
  ];
  if (open.size === 0) return null;
  const close = (index: number) => setOpen(new Set([...open].filter((each) => each !== index)));
  return (
    <section className="hints" aria-label="First steps">
      <ol ref={roving} className="hints__list">
        {hints.map(([words, act], index) =>
          open.has(index) ? (
            <li key={words} className="hint">
              {act ? (
                <button type="button" className="hint__words" onClick={act}>
                  {words}
                </button>
              ) : (
                <span className="hint__words">{words}</span>
              )}
              <IconButton icon="close" label={`Close the hint: ${words}`} onClick={() => close(index)} />
            </li>
          ) : null,
        )}
      </ol>
      <IconButton icon="close" label="Close all hints" onClick={() => setOpen(new Set())} />
    </section>
  );
}

function showReason({ selection, questions }: ReturnType<typeof useWorkbench>): void {
  selection.choose(null);
  selection.showReason(questions.table);
}
