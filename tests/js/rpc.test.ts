/** Calls across a port: answers, errors with their class, cancel, transfer, a dead other side. */
import { describe, expect, it } from "vitest";
import { CrashedError, EngineError, engineError } from "../../dist/errors.js";
import { webPort } from "../../dist/ports.js";
import { RpcClient, RpcServer } from "../../dist/rpc.js";
import { rejection } from "./support.ts";

function connected(methods: Record<string, (...args: never[]) => unknown>) {
  const { port1, port2 } = new MessageChannel();
  const server = new RpcServer(webPort(port2 as never), methods);
  const cancelled: number[] = [];
  const client = new RpcClient(webPort(port1 as never), (id: number) => cancelled.push(id));
  return { client, server, cancelled, close: () => (port1.close(), port2.close()) };
}

describe("rpc", () => {
  it("answers in order, whatever takes long", async () => {
    const done: string[] = [];
    const { client, close } = connected({
      async slow() {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return done.push("slow");
      },
      quick: () => done.push("quick"),
    });
    expect(await Promise.all([client.request("slow", []), client.request("quick", [])])).toEqual([1, 2]);
    expect(done).toEqual(["slow", "quick"]);
    close();
  });

  it("keeps the class, the code and the diagnostics of errors", async () => {
    const { client, close } = connected({
      refuse: () => {
        throw engineError("query-invalid", "no", "try again");
      },
      crash: () => {
        throw new CrashedError("gone");
      },
    });
    const refused = await rejection(client.request("refuse", []));
    expect(refused).toBeInstanceOf(EngineError);
    expect(refused).toMatchObject({ code: "query-invalid", diagnostics: [{ hint: "try again" }] });
    expect(await rejection(client.request("crash", []))).toBeInstanceOf(CrashedError);
    expect((await rejection(client.request("nothing", []))).message).toContain("nothing");
    close();
  });

  it("transfers bytes instead of copying them", async () => {
    const kept = new Uint8Array([1, 2, 3]);
    const { client, close } = connected({ bytes: () => kept });
    expect(await client.request("bytes", [])).toEqual(new Uint8Array([1, 2, 3]));
    expect(kept.byteLength).toBe(0);
    close();
  });

  it("never runs a request that was cancelled while it waited", async () => {
    const ran: string[] = [];
    const { client, close } = connected({
      first: () => new Promise((resolve) => setTimeout(resolve, 30)),
      second: () => ran.push("second"),
    });
    const first = client.request("first", []);
    const controller = new AbortController();
    const second = rejection(client.request("second", [], controller.signal));
    controller.abort();
    expect((await second).name).toBe("AbortError");
    await first;
    await client.request("first", []);
    expect(ran).toEqual([]);
    close();
  });

  it("rejects at once when cancelled in the middle, and tells who cleans up", async () => {
    const { client, cancelled, close } = connected({ long: () => new Promise((resolve) => setTimeout(resolve, 50)) });
    const controller = new AbortController();
    const call = rejection(client.request("long", [], controller.signal));
    await new Promise((resolve) => setTimeout(resolve, 10));
    controller.abort();
    expect((await call).name).toBe("AbortError");
    expect(cancelled).toEqual([1]);
    close();
  });

  it("does not begin with an aborted signal", async () => {
    const { client, close } = connected({ any: () => 1 });
    expect((await rejection(client.request("any", [], AbortSignal.abort()))).name).toBe("AbortError");
    close();
  });

  it("rejects everything when the other side dies", async () => {
    const { client, close } = connected({ long: () => new Promise(() => {}) });
    const call = rejection(client.request("long", []));
    client.fail(new CrashedError("gone"));
    expect(await call).toBeInstanceOf(CrashedError);
    expect(await rejection(client.request("long", []))).toBeInstanceOf(CrashedError);
    close();
  });
});
