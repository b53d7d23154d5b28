/** Whom the commands are: an application by its secret, a user by the browser; the token shows up nowhere. */
import http from "node:http";
import type { AddressInfo } from "node:net";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../serve/support/service.ts";
import { type Bed, testBed } from "./support/bed.ts";
import { premapCommand, type PremapCommand } from "./support/command.ts";

const secret = "s3cret-of-an-application";
const token = (number: number) => `t0ken-of-the-authority-${number}`;

let bed: Bed;
let premap: PremapCommand;
let authority: http.Server;
let env: Record<string, string>;
const folder = temporaryFolder();
const asked: URLSearchParams[] = [];
let refuse = false;
/** The authorization that each request to the API had. */
const used: string[] = [];

beforeAll(async () => {
  bed = await testBed();
  authority = http.createServer((request, response) => {
    let body = "";
    request.on("data", (piece: Buffer) => (body += piece.toString()));
    request.on("end", () => {
      asked.push(new URLSearchParams(body));
      response.writeHead(refuse ? 400 : 200, { "Content-Type": "application/json" });
      response.end(JSON.stringify(refuse ? { error: "invalid_client" } : { access_token: token(asked.length) }));
    });
  });
  await new Promise<void>((resolve) => authority.listen(0, "127.0.0.1", resolve));
  const { port } = authority.address() as AddressInfo;
  env = { ITWIN_AUTHORITY: `http://127.0.0.1:${port}`, ITWIN_TOKEN: "", PATH: "" };
  premap = premapCommand(bed, folder);
});
afterAll(() => void authority.close());
beforeEach(() => {
  asked.length = 0;
  used.length = 0;
  refuse = false;
  bed.inject({ meanwhile: async (_, headers) => void used.push(headers.authorization ?? "") });
});

const nowhere = ({ out, err }: { out: string; err: string }, ...secrets: string[]): void => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  const texts = files.map((file) => readFileSync(path.join(file.parentPath, file.name), "utf8"));
  for (const hidden of secrets) expect([out, err, ...texts].join("\n")).not.toContain(hidden);
};

describe("the commands sign in", { timeout: 120_000 }, () => {
  it("as an application, and once more when the API refuses the token", async () => {
    const application = { ...env, ITWIN_CLIENT_ID: "service-ci", ITWIN_CLIENT_SECRET: secret };
    bed.inject({
      refuse: ({ headers }) => (headers.authorization === `Bearer ${token(1)}` ? [401, "HeaderNotFound"] : undefined),
    });
    const told = await premap(["pull", "--all", "-o", "all"], application);
    expect(told.status, told.err).toBe(0);
    expect(asked.map((fields) => Object.fromEntries(fields))).toEqual(
      [1, 2].map(() => ({
        grant_type: "client_credentials",
        client_id: "service-ci",
        client_secret: secret,
        scope: "itwin-platform",
      })),
    );
    nowhere(told, secret, token(1), token(2));
    refuse = true;
    const refused = await premap(["pull", "--all", "-o", "all"], application);
    expect([refused.status, refused.err]).toEqual([3, expect.stringContaining("gives no token: invalid_client")]);
    nowhere(refused, secret);
  });

  it("as the user in the browser, by a code that only this run can use", async () => {
    const redirect = "http://localhost:38471/signin-callback";
    const child = premap.start(
      ["pull", "--all", "-o", "all", "--client-id", "native-app", "--redirect", redirect],
      env,
    );
    let err = "";
    child.stderr.on("data", (piece: Buffer) => (err += piece.toString()));
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    await expect.poll(() => err, { timeout: 60_000 }).toContain("/connect/authorize?");
    const address = new URL(/http\S+\/connect\/authorize\?\S+/.exec(err)?.[0] ?? "");
    const fields = Object.fromEntries(address.searchParams);
    expect(fields).toMatchObject({
      client_id: "native-app",
      redirect_uri: redirect,
      response_type: "code",
      scope: "itwin-platform",
      code_challenge_method: "S256",
    });
    // Somebody else's answer is not taken.
    expect((await fetch(`${redirect}?code=stolen&state=other`)).status).toBe(400);
    expect((await fetch(`${redirect}?code=c0de&state=${fields["state"]}`)).status).toBe(200);
    expect(await ended, err).toBe(0);
    expect(asked).toHaveLength(1);
    const sent = Object.fromEntries(asked[0]!);
    expect(sent).toMatchObject({ grant_type: "authorization_code", code: "c0de", redirect_uri: redirect });
    const verifier = sent["code_verifier"] ?? "";
    expect(createHash("sha256").update(verifier).digest("base64url")).toBe(fields["code_challenge"]);
    expect(new Set(used)).toEqual(new Set([`Bearer ${token(1)}`]));
    nowhere({ out: "", err }, token(1), verifier, "c0de");
  });

  it("over nothing but https, and with a token", async () => {
    const away = await premap(["pull", "--all", "-o", "all"], { ...env, API_ROOT: "https://127.0.0.1:9" });
    expect([away.status, away.err]).toEqual([2, expect.stringContaining("a token is missing")]);
    const plain = { ...env, ITWIN_CLIENT_ID: "a", ITWIN_CLIENT_SECRET: secret, ITWIN_AUTHORITY: "http://example.com" };
    const told = await premap(["pull", "--all", "-o", "all"], plain);
    expect([told.status, told.err]).toEqual([2, expect.stringContaining("https://")]);
    nowhere(told, secret);
  });
});
