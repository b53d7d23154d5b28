/** Where to and as whom: the options that `pull`, `diff`, `push` and `check-extraction` share. */
import type { ApiOptions, ClientEvent } from "premap/push";
import { countOf, oneOf } from "../lib/command.js";
import { note } from "../lib/output.js";
import { UsageError } from "../lib/usage.js";
import { secureAddress, tokenSource } from "./sign_in.js";

export const connectionOptions = {
  imodel: { type: "string" },
  api: { type: "string" },
  rate: { type: "string" },
  "token-stdin": { type: "boolean" },
  "client-id": { type: "string" },
  redirect: { type: "string" },
} as const;

export const connectionHelp = `  --imodel ID       the iModel; default: IMODEL_ID of the environment
  --api gm|v1       Grouping and Mapping (default), or Reporting v1
  --rate N          at most N requests a minute; default 400
  --token-stdin     read the token from standard input
  --client-id ID    sign in in the browser, as this native application of your own
  --redirect URL    its registered address; default http://localhost:3000/signin-callback

Environment: ITWIN_TOKEN, or ITWIN_CLIENT_ID and ITWIN_CLIENT_SECRET (a service application); IMODEL_ID; API_ROOT, default
https://api.bentley.com. No token is ever written anywhere.
`;

interface Values {
  imodel?: string | undefined;
  api?: string | undefined;
  rate?: string | undefined;
  "token-stdin"?: boolean | undefined;
  "client-id"?: string | undefined;
  redirect?: string | undefined;
}

export type Connection = Pick<ApiOptions, "iModelId" | "token" | "root" | "rate" | "pause"> & { api: "gm" | "v1" };

export async function connection(values: Values): Promise<Connection> {
  const root = process.env["API_ROOT"] || "https://api.bentley.com";
  const url = secureAddress(root, "API_ROOT");
  const iModelId = values.imodel ?? process.env["IMODEL_ID"];
  if (!iModelId) throw new UsageError("--imodel is missing (or IMODEL_ID in the environment)");
  if (!/^[\w-]+$/.test(iModelId)) throw new UsageError(`--imodel is an id, not ${iModelId}`);
  const api = oneOf(values.api, ["gm", "v1"], "gm", "api");
  const rate = countOf(values.rate, "rate") ?? 400;
  if (rate === 0) throw new UsageError("--rate is a number of requests a minute above 0");
  const token = await tokenSource({
    fromStdin: values["token-stdin"] ?? false,
    clientId: values["client-id"],
    redirect: values.redirect,
    isLocal: url.protocol === "http:",
  });
  return { iModelId, token, root: root.replace(/\/+$/, ""), api, rate, pause: url.protocol === "http:" ? 200 : 2000 };
}

/** Waiting and looking, on standard error. */
export function tellClient(event: ClientEvent): void {
  if (event.type === "unsure") note(`No answer to "${event.what}" (${event.reason}): looking whether it took effect`);
  else if (event.seconds >= 1)
    note(`Waiting ${Math.ceil(event.seconds)} s until ${untilText(event.seconds)}: ${event.reason}`);
}

const untilText = (seconds: number): string => new Date(Date.now() + seconds * 1000).toTimeString().slice(0, 8);
