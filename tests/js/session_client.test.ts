/** Giving up while a cursor is being opened: the caller hears of it at once, and the cursor does not stay open. */
import { expect, it } from "vitest";
import { SessionClient } from "../../dist/session_client.js";
import { later } from "../../dist/steps.js";
import type { EngineHost } from "../../dist/host.js";
import { rejection } from "./support.ts";

const ok = (value: unknown) => JSON.stringify({ ok: true, value });

it("hears of an abort before the cursor is open, and closes it once it is", async () => {
  const calls: string[] = [];
  let opened!: (envelope: string) => void;
  const host = {
    epoch: 0,
    call(_: number, method: string, params: { json: string }) {
      calls.push(`${method} ${params.json}`);
      return method === "openProfile" ? new Promise<string>((resolve) => (opened = resolve)) : Promise.resolve(ok({}));
    },
  } as unknown as EngineHost;
  const stop = new AbortController();
  const opening = later(new SessionClient(host, 1).openCursor("openProfile", {}, stop.signal));
  stop.abort();
  expect((await rejection(opening)).name).toBe("AbortError"); // the engine has not answered yet
  expect(calls).toEqual(["openProfile {}"]);
  opened(ok({ cursor: 7 }));
  await new Promise((resolve) => setTimeout(resolve));
  expect(calls).toEqual(["openProfile {}", 'closeCursor {"cursor":7}']);
});
