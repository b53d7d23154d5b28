// How one comes to the page that sends: from the page, after a reload, or back from the sign-in.
import { type Handed, takeOver } from "../lib/handing";
import { type Errand, cameBack, type Surroundings } from "./sign_in";

export interface Arrival {
  handed: Handed | undefined;
  errand?: Errand;
  /** Of the sign-in that was gone to from here. */
  token?: string;
  fault?: string;
}

export async function arrive(): Promise<Arrival> {
  const back = cameBack(location.search, surroundings());
  const key = back?.errand.handed ?? location.hash.slice(1);
  // At once: neither the code nor what belongs to it is to stay in the history, and a reload meanwhile finds the mapping again.
  if (location.search !== "") history.replaceState(null, "", `${location.pathname}#${key}`);
  const handed = await takeOver(key);
  return back ? { handed, errand: back.errand, ...(await back.signedIn) } : { handed };
}

export function surroundings(): Surroundings {
  return {
    storage: sessionStorage,
    fetch: (address, request) => fetch(address, request),
    here: location.origin + location.pathname,
  };
}

/** Where the page was served by a service: its address. */
export const serviceHere = (): string | undefined =>
  document.querySelector('meta[name="premap-service"]') ? location.origin : undefined;
