// How the parts of the page that sends reach what they show.
import { createContext, useContext } from "react";
import type { Sender } from "./sender";

/** The one address, beside its own, that the policy of this page names for requests to the API. */
export const liveRoot = "https://api.bentley.com";

export const SenderContext = createContext<Sender | null>(null);

export function useSender(): Sender {
  const sender = useContext(SenderContext);
  if (!sender) throw new Error("No sender above this component");
  return sender;
}

/** "https://api.bentley.com" -> "api.bentley.com" */
export const hostOf = (root: string): string => (URL.canParse(root) ? new URL(root).host : root);
