/** Safe by default: who may ask, from where, and what no answer ever tells. */
import http from "node:http";
import net from "node:net";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { newMapping, newReport, paths, type TestService, testService } from "./support/service.ts";

const key = "the-key-of-this-test";
const { gm, reporting: r } = paths;
let s: TestService;
let report: string;
const bearer = { authorization: `Bearer ${key}` };
beforeAll(async () => {
  const open = await testService();
  report = await newReport(open, "Safe");
  await open.close();
  s = await testService({ folder: open.folder, key, origins: ["https://example.com"] });
});

const list = () => `${gm}?iModelId=${s.iModelId}`;
const basic = (password: string) => ({ authorization: `Basic ${Buffer.from(`any:${password}`).toString("base64")}` });

/** With headers that fetch does not let one set. */
function raw(
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; headers: http.IncomingHttpHeaders; text: string }> {
  return new Promise((resolve, reject) => {
    const request = http.request(s.url + path, { method, headers }, (response) => {
      let text = "";
      response.on("data", (piece: Buffer) => (text += piece.toString()));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.on("error", reject).end();
  });
}

describe("the key", () => {
  it("is wanted for every address of the API", async () => {
    for (const at of [
      list(),
      `${r}/reports?projectId=x`,
      "/imodels/x",
      "/nothing",
      `${r}/odata/${report}`,
      "/feeds/x.pbids",
    ]) {
      const none = await s.get(at);
      expect([none.status, none.body?.error.code]).toEqual([401, "HeaderNotFound"]);
      const wrong = await s.get(at, { headers: { authorization: "Bearer wrong" } });
      expect(wrong.status).toBe(401);
    }
    expect((await s.get(list(), { headers: bearer })).status).toBe(200);
    expect((await s.get(list(), { headers: basic(key) })).status).toBe(200);
    expect((await s.get(list(), { headers: { authorization: key } })).status).toBe(200);
  });

  it("is asked for by a browser's or Power BI's dialogue at the tables, and nowhere else", async () => {
    expect((await s.get(`${r}/odata/${report}`)).headers.get("www-authenticate")).toMatch(/^Basic realm=/);
    expect((await s.get(list())).headers.get("www-authenticate")).toBeNull();
  });

  it("of a report opens that report's tables alone, until it is gone", async () => {
    const made = await s.post(`${r}/keys`, { displayName: "K", reportId: report }, { headers: bearer });
    const { apiKey } = made.body as { apiKey: string };
    const root = `${r}/odata/${report}`;
    expect((await s.get(root, { headers: basic(apiKey) })).status).toBe(200);
    expect((await s.get(root, { headers: { authorization: `Basic ${apiKey}` } })).status).toBe(200);
    expect((await s.get(root, { headers: { authorization: `Bearer ${apiKey}` } })).status).toBe(200);
    expect((await s.get(list(), { headers: basic(apiKey) })).status).toBe(401);
    const other = (await s.post(`${r}/reports/`, { displayName: "O", projectId: s.iTwinId }, { headers: bearer })).body
      .report.id;
    expect((await s.get(`${r}/odata/${other}`, { headers: basic(apiKey) })).status).toBe(401);
    await s.ask("DELETE", `${r}/keys/${made.body.key.id}`, undefined, { headers: bearer });
    expect((await s.get(root, { headers: basic(apiKey) })).status).toBe(401);
  });
});

describe("the start page", () => {
  it("shows the addresses to who has the key, and says where it is to others", async () => {
    const locked = await s.get("/");
    expect(locked.status).toBe(401);
    expect(locked.text).not.toContain(s.iModelId);
    const page = await s.get(`/?key=${key}`);
    expect(page.status).toBe(200);
    for (const told of [s.iModelId, `${s.url}${r}`, `${s.url}${r}/odata/${report}`, `/feeds/${report}.pbids?key=`])
      expect(page.text).toContain(told);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  it("gives files that open Power BI, without a key in them", async () => {
    const feed = await s.get(`/feeds/${report}.pbids?key=${key}`);
    expect(feed.text).not.toContain(key);
    expect(JSON.parse(feed.text)).toEqual({
      version: "0.1",
      connections: [
        { details: { protocol: "odata", address: { url: `${s.url}${r}/odata/${report}` } }, mode: "Import" },
      ],
    });
    for (const table of ["Nothing", "%zz"])
      expect((await s.get(`/feeds/${report}/${table}.odc?key=${key}`)).status).toBe(404);
  });

  it("shows names as text, whatever is in them", async () => {
    const displayName = `<script>alert("x")</script>`;
    await s.post(`${r}/reports/`, { displayName, projectId: s.iTwinId }, { headers: bearer });
    expect((await s.get(`/?key=${key}`)).text).not.toContain(displayName);
  });
});

describe("a Host that is not this machine's", () => {
  it.each(["evil.example", "evil.example:80", "127.0.0.1.evil.example", "10.0.0.1"])("%j is refused", async (host) => {
    const { status, text } = await raw("GET", list(), { ...bearer, host });
    expect(status, text).toBeGreaterThanOrEqual(400);
    expect(JSON.parse(text).error.code).toBe("HostNotAllowed");
  });

  it.each(["localhost", "127.0.0.1:1234", "[::1]:80", "LOCALHOST:99"])("%j is this machine's", async (host) => {
    expect((await raw("GET", list(), { ...bearer, host })).status).toBe(200);
  });
});

describe("a page of another origin", () => {
  it("is answered when it was named", async () => {
    const origin = "https://example.com";
    const { headers } = await s.get(list(), { headers: { ...bearer, origin } });
    expect(headers.get("access-control-allow-origin")).toBe(origin);
    expect(headers.get("access-control-expose-headers")).toContain("OData-Version");
    expect(headers.get("vary")).toContain("Origin");
    const asked = await raw("OPTIONS", gm, {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-private-network": "true",
    });
    expect(asked.status).toBe(204);
    expect(asked.headers["access-control-allow-headers"]).toContain("Authorization");
    expect(asked.headers["access-control-allow-methods"]).toContain("PUT");
    expect(asked.headers["access-control-allow-private-network"]).toBe("true");
  });

  it.each(["https://evil.example", "null", "https://example.com.evil.example"])(
    "%s is refused, with and without the key",
    async (origin) => {
      for (const method of ["GET", "OPTIONS"]) {
        const { status, headers, text } = await raw(method, list(), { ...bearer, origin });
        expect(status).toBe(403);
        expect(headers["access-control-allow-origin"]).toBeUndefined();
        expect(JSON.parse(text).error.code).toBe("OriginNotAllowed");
      }
    },
  );

  it("cannot send what a form can: a body has to be JSON by its type", async () => {
    const answer = await s.post(
      gm,
      { iModelId: s.iModelId, mappingName: "Form" },
      { headers: { ...bearer, "content-type": "text/plain" } },
    );
    expect([answer.status, answer.body.error.code]).toEqual([415, "UnsupportedMediaType"]);
  });
});

describe("a connection", () => {
  it("stays for as long as the client likes", async () => {
    const { status, headers } = await raw("GET", list(), { ...bearer, connection: "keep-alive" });
    expect([status, headers.connection, headers["keep-alive"]]).toEqual([200, "keep-alive", undefined]);
  });
});

describe("no answer", () => {
  it("names a place of this machine", async () => {
    const mapping = await s.post(gm, { iModelId: s.iModelId, mappingName: "Where" }, { headers: bearer });
    const { id } = mapping.body.mapping;
    await s.post(
      `${gm}/${id}/groups`,
      { groupName: "G", query: "SELECT ECInstanceId FROM no.Where" },
      { headers: bearer },
    );
    const run = await s.post(`${gm}/extractions`, { iModelId: s.iModelId, mappings: [{ id }] }, { headers: bearer });
    for (const at of [
      `${gm}/${id}`,
      list(),
      `/?key=${key}`,
      "/openapi.json",
      "/imodels/" + s.iModelId,
      `${gm}/extractions/${run.body.extraction.id}/logs`,
    ]) {
      const { text } = await s.get(at, { headers: bearer });
      expect(text).not.toContain(s.folder);
      expect(text).not.toMatch(/\.bim\b/);
    }
  });
});

describe("what is no HTTP", () => {
  function sent(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = net.connect(Number(new URL(s.url).port), "127.0.0.1", () => socket.end(text));
      let answer = "";
      socket.on("data", (piece) => (answer += piece.toString()));
      socket.on("close", () => resolve(answer));
      socket.on("error", reject);
    });
  }

  it("and what is longer than it may be gets an answer in the same form", async () => {
    expect(await sent("hello\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 [^]*"code":"BadRequest"/);
    const long = `GET /${"x".repeat(300_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    expect(await sent(long)).toMatch(/^HTTP\/1\.1 431 [^]*"code":"RequestHeaderTooLarge"/);
  });

  it("and goes on is answered all the same", async () => {
    const socket = net.connect({ port: Number(new URL(s.url).port), host: "127.0.0.1", allowHalfOpen: true });
    const closed = new Promise<void>((resolve, reject) => socket.on("error", reject).once("close", () => resolve()));
    let told = "";
    socket.on("data", (piece) => (told += piece.toString()));
    socket.write(`GET /${"x".repeat(300_000)}`);
    await vi.waitFor(() => expect(told).toContain('"RequestHeaderTooLarge"'), { timeout: 30_000 });
    socket.write("x".repeat(100_000));
    socket.end(" HTTP/1.1\r\n\r\n");
    await closed;
    expect(told.match(/HTTP/g)).toHaveLength(1);
  });

  it("leaves the service as it was", async () => {
    expect((await s.get(list(), { headers: bearer })).status).toBe(200);
    expect(await newMapping({ ...s, post: (at, body) => s.post(at, body, { headers: bearer }) }, "After")).not.toBe("");
  });
});
