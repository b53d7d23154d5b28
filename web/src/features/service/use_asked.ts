// What a part of the dialog asks of the service by itself: loading, there, stopped, or why not.
import { useEffect, useState } from "react";
import { useWorkbench } from "../../engine";
import type { ServiceClient } from "../../lib/service_client";

export type Asked<T> = (
  { phase: "loading" } | { phase: "ready"; value: T } | { phase: "stopped" } | { phase: "failed"; message: string }
) & { stop: () => void; again: () => void };

/** Asked when `key` changes, and again when the user says so; stopped when the part goes. */
export function useAsked<T>(
  key: string,
  question: (client: ServiceClient, signal: AbortSignal) => Promise<T>,
): Asked<T> {
  const { service } = useWorkbench();
  const [tries, setTries] = useState(0);
  const [controller, setController] = useState<AbortController | null>(null);
  const [told, setTold] = useState<{ key: string; value?: T; message?: string; isStopped?: boolean }>({ key: "" });
  const asked = `${tries} ${key}`;

  useEffect(() => {
    const asking = new AbortController();
    setController(asking);
    service
      .answerTo((client) => question(client, asking.signal))
      .then(
        (value) => ({ value }),
        (error: unknown) => ({ message: error instanceof Error ? error.message : String(error) }),
      )
      .then((answer) => !asking.signal.aborted && setTold({ key: asked, ...answer }));
    return () => asking.abort();
  }, [asked]);

  const actions = {
    stop: () => {
      controller?.abort();
      setTold({ key: asked, isStopped: true });
    },
    again: () => setTries(tries + 1),
  };
  if (told.key !== asked) return { phase: "loading", ...actions };
  if (told.isStopped) return { phase: "stopped", ...actions };
  if (told.message !== undefined) return { phase: "failed", message: told.message, ...actions };
  return { phase: "ready", value: told.value as T, ...actions };
}
