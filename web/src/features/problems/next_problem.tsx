// F8 and Shift+F8 lead from problem to problem, as in other editors: in the order of the list, wherever the focus is.
import { useEffect, useRef } from "react";
import type { ProblemList } from "./list_state";
import { type GoTo, useShownProblems } from "./problems_list";

interface NextProblemProps {
  list: ProblemList;
  onGoTo: GoTo;
  /** What keeps the keys for itself: the file's own editor leads through the same problems in it. */
  except: (target: EventTarget | undefined) => boolean;
}

/** Listens for the keys. */
export function NextProblem({ list, onGoTo, except }: NextProblemProps) {
  const shown = useShownProblems(list);
  const latest = useRef({ shown, onGoTo, except });
  latest.current = { shown, onGoTo, except };
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      const { shown: problems, onGoTo: go, except: isExcepted } = latest.current;
      if (event.key !== "F8" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (problems.length === 0 || document.querySelector("dialog[open]") || isExcepted(event.composedPath()[0]))
        return;
      event.preventDefault();
      event.stopPropagation();
      const line = list.neighbour(problems, event.shiftKey ? -1 : 1);
      const problem = problems[line];
      if (!problem) return;
      list.choose(problem, line);
      go(problem, "go");
    }
    // Before the editors, which have a meaning of their own for it.
    document.addEventListener("keydown", onKey, { capture: true });
    return () => document.removeEventListener("keydown", onKey, { capture: true });
  }, [list]);
  return null;
}
