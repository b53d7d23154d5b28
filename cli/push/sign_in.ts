/**
 * Who asks the live API: a token from the environment or standard input, one for an application's id and secret (CI), or one
 * for the user who signs in in the browser (authorization code with PKCE). Tokens live in memory, for this run.
 */
import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { InputError } from "../lib/input.js";
import { note } from "../lib/output.js";
import { UsageError } from "../lib/usage.js";

type Token = (isRefused: boolean) => Promise<string>;

export interface SignInChoice {
  fromStdin: boolean;
  /** Of the user's own native application. */
  clientId: string | undefined;
  /** The address registered for it. */
  redirect: string | undefined;
  /** The API is on this machine: it may want no token. */
  isLocal: boolean;
}

const scope = "itwin-platform";

/** Nothing secret may go out in the clear, but to this machine. */
export function secureAddress(text: string, what: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url !== undefined && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url?.protocol === "https:" || (isLocal && url.protocol === "http:")) return url;
  throw new UsageError(`${what} is an address that begins with https://`);
}

const authority = (): string =>
  secureAddress(process.env["ITWIN_AUTHORITY"] ?? "https://ims.bentley.com", "ITWIN_AUTHORITY").href.replace(/\/$/, "");

export async function tokenSource(choice: SignInChoice): Promise<Token> {
  const { ITWIN_TOKEN, ITWIN_CLIENT_ID, ITWIN_CLIENT_SECRET } = process.env;
  if (choice.fromStdin) return fixed(await tokenFromStdin());
  if (ITWIN_TOKEN) return fixed(ITWIN_TOKEN);
  if (choice.clientId !== undefined) return renewed(() => signInInBrowser(choice.clientId ?? "", choice.redirect));
  if (ITWIN_CLIENT_ID && ITWIN_CLIENT_SECRET)
    return renewed(() =>
      tokenFor({
        grant_type: "client_credentials",
        client_id: ITWIN_CLIENT_ID,
        client_secret: ITWIN_CLIENT_SECRET,
        scope,
      }),
    );
  if (choice.isLocal) return fixed("none");
  throw new UsageError(
    "a token is missing: set ITWIN_TOKEN, or ITWIN_CLIENT_ID and ITWIN_CLIENT_SECRET, or give --token-stdin or --client-id",
  );
}

const fixed =
  (token: string): Token =>
  () =>
    Promise.resolve(token);

/** Kept until the API refuses it. */
function renewed(make: () => Promise<string>): Token {
  let token: Promise<string> | undefined;
  return (isRefused) => {
    if (isRefused) token = undefined;
    return (token ??= make());
  };
}

async function tokenFromStdin(): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece as Buffer);
  const token = Buffer.concat(pieces).toString("utf8").trim();
  if (token !== "") return token;
  throw new InputError("standard input holds no token");
}

async function tokenFor(fields: Record<string, string>): Promise<string> {
  const response = await fetch(`${authority()}/connect/token`, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields).toString(),
    redirect: "error",
  }).catch(() => {
    throw new InputError("the sign-in service cannot be reached");
  });
  const answer = (await response.json().catch(() => ({}))) as { access_token?: unknown; error?: unknown };
  if (response.ok && typeof answer.access_token === "string") return answer.access_token;
  const why = typeof answer.error === "string" && /^[\w-]{1,40}$/.test(answer.error) ? answer.error : response.status;
  throw new InputError(`the sign-in service gives no token: ${why}`);
}

async function signInInBrowser(clientId: string, redirect = "http://localhost:3000/signin-callback"): Promise<string> {
  const back = new URL(redirect);
  if (!/^(localhost|127\.0\.0\.1)$/.test(back.hostname) || back.protocol !== "http:")
    throw new UsageError("--redirect is an address of this machine such as http://localhost:3000/signin-callback");
  const verifier = randomBytes(48).toString("base64url");
  const state = randomBytes(24).toString("base64url");
  const address = new URL(`${authority()}/connect/authorize`);
  address.search = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirect,
    response_type: "code",
    scope,
    state,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  }).toString();
  const waiting = codeFor(back, state);
  note(`Sign in in the browser; if none opens, go to\n${address.href}`);
  openBrowser(address.href);
  const code = await waiting;
  return tokenFor({
    grant_type: "authorization_code",
    client_id: clientId,
    code,
    redirect_uri: redirect,
    code_verifier: verifier,
  });
}

/** What the browser brings back; five minutes are time enough. */
function codeFor(back: URL, state: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? "/", back);
      if (url.pathname !== back.pathname) return void response.writeHead(404).end();
      const code = url.searchParams.get("code");
      const isOurs = url.searchParams.get("state") === state;
      if (isOurs && code === null) end(new InputError("the sign-in was refused"));
      if (!isOurs || code === null) return void response.writeHead(400).end("This is not the sign-in that was begun.");
      response.writeHead(200, { "Content-Type": "text/plain; charset=utf-8" });
      response.end("You are signed in; this page can be closed.", () => end(code));
    });
    const timer = setTimeout(() => end(new InputError("nobody has signed in within five minutes")), 300_000);
    function end(outcome: string | Error): void {
      clearTimeout(timer);
      server.close();
      server.closeAllConnections();
      if (typeof outcome === "string") resolve(outcome);
      else reject(outcome);
    }
    server.on("error", () => end(new InputError(`port ${back.port} is taken; name another one with --redirect`)));
    server.listen(Number(back.port || 80), back.hostname === "localhost" ? "localhost" : "127.0.0.1");
  });
}

function openBrowser(address: string): void {
  const [command, ...args] = {
    darwin: ["open", address],
    win32: ["rundll32", "url.dll,FileProtocolHandler", address],
  }[process.platform as string] ?? ["xdg-open", address];
  const child = spawn(command ?? "xdg-open", args, { stdio: "ignore", detached: true });
  child.on("error", () => {}); // the address has been printed
  child.unref();
}
