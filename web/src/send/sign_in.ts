// Who sends, for the live API: the user's own application, by authorization code with PKCE. The browser goes to the sign-in and
// comes back; what has to be known then waits in this tab's own storage, and the token is nowhere but in memory.

export const authority = "https://ims.bentley.com";
const scope = "itwin-platform";
const keeper = "premap.send.sign-in";

/** What the page was about when it went to the sign-in. */
export interface Errand {
  /** Of what was handed over. */
  handed: string;
  iModelId: string;
  api: "groupingAndMapping" | "reporting";
  mappingId: string;
}

interface Waiting extends Errand {
  state: string;
  verifier: string;
  clientId: string;
  redirect: string;
}

/** Either a token, or why there is none. */
export type SignedIn = { token: string } | { fault: string };

export interface Back {
  errand: Errand;
  /** The code is on its way to be changed for a token: it needs to stand in the address no longer. */
  signedIn: Promise<SignedIn>;
}

/** What is needed of the browser; tests bring their own. */
export interface Surroundings {
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  fetch: (address: string, request: RequestInit) => Promise<Response>;
  /** Where this page is, without what follows it: the redirect address to register. */
  here: string;
}

/** The address to go to. */
export async function signInAddress(
  clientId: string,
  errand: Errand,
  { storage, here }: Surroundings,
): Promise<string> {
  const waiting: Waiting = { ...errand, state: random(24), verifier: random(48), clientId, redirect: here };
  storage.setItem(keeper, JSON.stringify(waiting));
  const fields = {
    client_id: clientId,
    redirect_uri: here,
    response_type: "code",
    scope,
    state: waiting.state,
    code_challenge: base64(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(waiting.verifier))),
    code_challenge_method: "S256",
  };
  return `${authority}/connect/authorize?${new URLSearchParams(fields).toString()}`;
}

/** After the way back: `search` is what the sign-in put behind the address. Undefined: nobody comes from there. */
export function cameBack(search: string, around: Surroundings): Back | undefined {
  const answer = new URLSearchParams(search);
  if (!answer.has("code") && !answer.has("error")) return undefined;
  const waiting = takeWaiting(around.storage);
  // An answer that this tab has not asked for is nobody's: a code of somebody else would sign in somebody else.
  if (!waiting || answer.get("state") !== waiting.state) return undefined;
  const { state: _state, verifier, clientId, redirect, ...errand } = waiting;
  const code = answer.get("code");
  if (code === null) return { errand, signedIn: Promise.resolve({ fault: "The sign-in was refused." }) };
  const fields = {
    ...{ grant_type: "authorization_code", client_id: clientId, code },
    ...{ redirect_uri: redirect, code_verifier: verifier },
  };
  return { errand, signedIn: tokenFor(fields, around) };
}

async function tokenFor(fields: Record<string, string>, { fetch }: Surroundings): Promise<SignedIn> {
  const response = await fetch(`${authority}/connect/token`, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields).toString(),
    ...{ cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer" },
  }).catch(() => undefined);
  if (!response) return { fault: "The sign-in service cannot be reached." };
  const answer = (await response.json().catch(() => ({}))) as { access_token?: unknown; error?: unknown };
  if (response.ok && typeof answer.access_token === "string") return { token: answer.access_token };
  const why = typeof answer.error === "string" && /^[\w-]{1,40}$/.test(answer.error) ? answer.error : response.status;
  return { fault: `The sign-in service gives no token: ${why}.` };
}

/** Once: a code is good for one try. */
function takeWaiting(storage: Surroundings["storage"]): Waiting | undefined {
  const text = storage.getItem(keeper);
  storage.removeItem(keeper);
  return text === null ? undefined : (JSON.parse(text) as Waiting);
}

const random = (bytes: number): string => base64(crypto.getRandomValues(new Uint8Array(bytes)).buffer);

/** As addresses have it. */
const base64 = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
