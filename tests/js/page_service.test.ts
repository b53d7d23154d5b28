/** The page's client of a running service, over answers made up: what is told apart, and where the key goes. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ServiceClient, ServiceFault } from "../../web/src/lib/service_client.js";

const address = "http://127.0.0.1:8080";
const key = "the-key";
const about = { info: { title: "premap serve", version: "1" }, paths: { "/premap/mapping-files": {} } };

let asked: { url: string; init: RequestInit }[];
let answers: Record<string, unknown>;
beforeEach(() => {
  asked = [];
  answers = {};
  vi.stubGlobal("fetch", async (url: URL, init: RequestInit) => {
    asked.push({ url: url.href, init });
    const answer = answers[url.href.slice(address.length)];
    if (answer === undefined) throw new TypeError("Failed to fetch");
    return answer instanceof Response ? answer : Response.json(answer);
  });
});
afterEach(() => vi.unstubAllGlobals());

const client = new ServiceClient(address, key);
const signal = new AbortController().signal;
const refusal = (status: number, code: string, message = "m", details?: object[]) =>
  Response.json({ error: { code, message, ...(details ? { details } : {}) } }, { status });
const faultOf = async (question: Promise<unknown>): Promise<ServiceFault> => {
  const thrown: unknown = await question.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(ServiceFault);
  return thrown as ServiceFault;
};

it.each([
  ["gone", undefined],
  ["other", { swagger: "2.0" }],
  ["other", { ...about, info: { title: "premap serve", version: "2" } }],
  ["other", { ...about, paths: {} }],
  ["key", refusal(401, "Unauthorized")],
  ["refused", refusal(403, "HostNotAllowed")],
  ["refused", new Response("<html>", { status: 502 })],
  ["refused", new Response("<html>", { status: 200 })],
] as const)("a greeting that ends as %s is told as that", async (kind, answer) => {
  answers["/openapi.json"] = answer;
  expect((await faultOf(client.greet(signal))).kind).toBe(kind);
});

it("a list is all of its pages, and the key goes into a header alone", async () => {
  const next = `${address}/itwins?$top=1000&$continuationToken=x`;
  answers["/openapi.json"] = about;
  answers["/itwins?$top=1000"] = { iTwins: [{ id: "a" }], _links: { next: { href: next } } };
  answers["/itwins?$top=1000&$continuationToken=x"] = { iTwins: [{ id: "b" }], _links: {} };
  for (const id of ["a", "b"])
    answers[`/imodels?iTwinId=${id}&$top=1000`] = { iModels: [{ id: `model ${id}` }], _links: {} };
  expect((await client.greet(signal)).map(({ id }) => id)).toEqual(["model a", "model b"]);
  for (const { url, init } of asked) {
    expect(url).not.toContain(key);
    expect(init).toMatchObject({ headers: { authorization: `Bearer ${key}` }, redirect: "error", credentials: "omit" });
  }
});

it("a link that leads to another origin is not followed", async () => {
  const href = "https://elsewhere.example/more";
  answers["/openapi.json"] = about;
  answers["/itwins?$top=1000"] = { iTwins: [], _links: { next: { href } } };
  expect((await faultOf(client.greet(signal))).message).toContain("https://elsewhere.example");
  expect(asked.map(({ url }) => url)).not.toContain(href);
});

it("a file of another version is a conflict; a refusal tells its details", async () => {
  const at = "/premap/mapping-files/id";
  answers[at] = refusal(409, "MappingFileChanged");
  expect((await faultOf(client.replaceFile("id", "{}", "v"))).kind).toBe("conflict");
  answers[at] = refusal(422, "InvalidInsightsRequest", "first", [{ message: "first" }, { message: "second" }]);
  expect(await faultOf(client.replaceFile("id", "{}", "v"))).toMatchObject({ kind: "refused", details: ["second"] });
});

it("what the user stops is no fault of the service", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new DOMException("stopped", "AbortError")));
  await expect(client.greet(signal)).rejects.toThrow(DOMException);
});
