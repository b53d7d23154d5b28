/** The page's sign-in by code with PKCE, over answers made up: whose answer is taken, and where the token does not go. */
import { createHash } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import { cameBack, signInAddress, type Surroundings } from "../../web/src/send/sign_in.js";

const errand = { handed: "k", iModelId: "m", api: "reporting", mappingId: "" } as const;
const here = "https://example.com/premap/send.html";
let stored: Map<string, string>;
let asked: { address: string; fields: Record<string, string> }[];
let answer: () => Response;
let around: Surroundings;
beforeEach(() => {
  stored = new Map();
  asked = [];
  answer = () => Response.json({ access_token: "t0ken" });
  around = {
    here,
    storage: {
      getItem: (name) => stored.get(name) ?? null,
      setItem: (name, text) => void stored.set(name, text),
      removeItem: (name) => void stored.delete(name),
    },
    fetch: async (address, { body }) => {
      asked.push({ address, fields: Object.fromEntries(new URLSearchParams(String(body))) });
      return answer();
    },
  };
});

/** With what the sign-in service says. */
async function back(search: string) {
  const came = cameBack(search, around);
  return came && { errand: came.errand, ...(await came.signedIn) };
}
const gone = async () => new URL(await signInAddress("spa-client", errand, around));

it("goes to the sign-in with a challenge, and comes back with what it was about", async () => {
  const address = await gone();
  const fields = Object.fromEntries(address.searchParams);
  expect(address.origin + address.pathname).toBe("https://ims.bentley.com/connect/authorize");
  expect(fields).toMatchObject({
    ...{ client_id: "spa-client", redirect_uri: here, response_type: "code", scope: "itwin-platform" },
    code_challenge_method: "S256",
  });
  expect(await back(`?code=c0de&state=${fields["state"]}`)).toEqual({ errand, token: "t0ken" });
  expect(asked[0]).toMatchObject({
    address: "https://ims.bentley.com/connect/token",
    fields: { grant_type: "authorization_code", client_id: "spa-client", code: "c0de", redirect_uri: here },
  });
  const verifier = asked[0]?.fields["code_verifier"] ?? "";
  expect(verifier.length).toBeGreaterThanOrEqual(43);
  expect(createHash("sha256").update(verifier).digest("base64url")).toBe(fields["code_challenge"]);
  expect(stored.size).toBe(0);
  // A code is good for once.
  expect(await back(`?code=c0de&state=${fields["state"]}`)).toBeUndefined();
  expect(asked).toHaveLength(1);
});

it("takes no answer that it has not asked for", async () => {
  expect(await back("")).toBeUndefined();
  expect(await back("?code=stolen&state=x")).toBeUndefined();
  await gone();
  expect(await back("?code=stolen&state=x")).toBeUndefined();
  expect(asked).toEqual([]);
});

it("makes every state and verifier anew", async () => {
  const [one, other] = [await gone(), await gone()];
  for (const name of ["state", "code_challenge"])
    expect(one.searchParams.get(name)).not.toBe(other.searchParams.get(name));
});

it.each([
  ["a refusal", "?error=access_denied&state=", undefined, "The sign-in was refused."],
  [
    "a client of another kind",
    "?code=c&state=",
    Response.json({ error: "invalid_client" }, { status: 400 }),
    "invalid_client",
  ],
  ["no JSON", "?code=c&state=", new Response("<html>", { status: 502 }), "502"],
  ["a long word", "?code=c&state=", Response.json({ error: "<script>".repeat(9) }, { status: 400 }), "400"],
  ["nobody", "?code=c&state=", undefined, "cannot be reached"],
] as const)("tells of %s", async (_, search, told, words) => {
  const state = (await gone()).searchParams.get("state");
  answer = () => {
    if (!told) throw new TypeError("Failed to fetch");
    return told;
  };
  expect(await back(search + state)).toEqual({ errand, fault: expect.stringContaining(words) });
});
