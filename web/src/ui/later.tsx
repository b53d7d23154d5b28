// What is not on the first screen is fetched when it is first shown, or once the page is idle: how that looks, and what is told
// when it does not come.
//
//   const Facts = later(() => import("./facts_panel"), <Notice small live>Opening the group facts…</Notice>);
import { type ComponentType, type ReactNode, useEffect, useState } from "react";
import { Button } from "./button";
import { Notice } from "./notice";

type Load<Props> = () => Promise<{ default: ComponentType<Props> }>;

const all: (() => Promise<unknown>)[] = [];
let begin = (): void => {};
const restBegins = new Promise<void>((resolve) => (begin = resolve));

/** Fetches everything that is still to come, one after the other. What does not come is told when it is shown. */
export async function fetchTheRest(): Promise<void> {
  begin();
  for (const fetch of all) await fetch().catch(() => {});
}

/** As `later`, of what is on the first screen, but not what one comes for: it is fetched once the page is idle, and appears then. */
export function whenIdle<Props extends object>(load: Load<Props>): ComponentType<Props> {
  return later(() => restBegins.then(load));
}

/** A component that is fetched when it is first shown; once it is there it is shown at once. `frame`: what its failure is told in. */
export function later<Props extends object>(
  load: Load<Props>,
  waiting: ReactNode = null,
  frame: (failure: ReactNode, props: Props) => ReactNode = (failure) => failure,
): ComponentType<Props> {
  let Loaded: ComponentType<Props> | undefined;
  let coming: Promise<void> | undefined;
  const fetch = (): Promise<void> =>
    (coming ??= load().then(
      (module) => void (Loaded = module.default),
      (reason: unknown) => {
        coming = undefined;
        throw reason;
      },
    ));
  all.push(fetch);

  return function Later(props: Props) {
    const [state, setState] = useState<"coming" | "there" | "failed">(Loaded ? "there" : "coming");
    useEffect(() => {
      if (state !== "coming") return;
      let isShown = true;
      const become = (next: "there" | "failed") => isShown && setState(next);
      fetch().then(
        () => become("there"),
        () => become("failed"),
      );
      return () => void (isShown = false);
    }, [state]);

    if (Loaded) return <Loaded {...props} />;
    if (state === "failed")
      return frame(
        <Notice
          icon="error"
          fault
          live
          small
          title="This part of the page could not be fetched"
          actions={<Button onClick={() => setState("coming")}>Try again</Button>}
        >
          The server, or the way to it, does not answer. Your work is still here.
        </Notice>,
        props,
      );
    return waiting;
  };
}
