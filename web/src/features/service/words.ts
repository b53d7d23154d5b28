// Times and states of the service, as people read them.
import type { ServiceRun } from "../../lib/service_client";

const clock = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium" });

/** "2026-11-29T03:00:00Z" -> "Nov 29, 2026, 3:00:00 AM" */
export const timeOf = (iso: string): string => clock.format(new Date(iso));

type State = ServiceRun["state"];

export const stateWords: Record<State, string> = {
  Queued: "Queued",
  Running: "Running",
  Succeeded: "Succeeded",
  PartiallySucceeded: "Partly succeeded",
  Failed: "Failed",
};

export const stateChips: Record<State, string> = {
  Queued: "",
  Running: "chip--info",
  Succeeded: "chip--ok",
  PartiallySucceeded: "chip--attention",
  Failed: "chip--fault",
};
