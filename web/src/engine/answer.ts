// Questions to the engine that a panel asks by the way: put once the table is on screen (the engine does one thing at a
// time), put anew when what they are about changes, given up when the panel goes.
import { useEffect, useState } from "react";
import { useWorkbenchState } from "./context";

/** Someone moving on quickly asks nothing (ms). */
const pause = 150;

/**
 * The answer to what `key` names, once it is there. Null: nothing is asked. `keepsLast`: until then the one before, for what
 * is only a little out of date.
 *
 *   const trials = useAnswer(JSON.stringify(columns), (signal) => workbench.tryColumns(query, columns, signal));
 */
export function useAnswer<T>(
  key: string | null,
  ask: (signal: AbortSignal) => Promise<T | undefined>,
  keepsLast = false,
): T | undefined {
  const file = useWorkbenchState((s) => (s.snapshot.phase === "ready" ? s.snapshot : null));
  const isBusy = useWorkbenchState((s) => s.preview.phase === "running");
  const [answer, setAnswer] = useState<{ key: string; told: T }>();
  useEffect(() => {
    if (!file || isBusy || key === null) return;
    const stop = new AbortController();
    const wait = setTimeout(() => {
      void ask(stop.signal).then((told) => {
        if (!stop.signal.aborted && told !== undefined) setAnswer({ key, told });
      });
    }, pause);
    return () => {
      clearTimeout(wait);
      stop.abort();
    };
  }, [file, key, isBusy]);
  return answer && (answer.key === key || keepsLast) ? answer.told : undefined;
}
