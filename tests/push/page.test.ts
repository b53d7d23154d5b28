/** The page that sends, without a browser: what goes out when, what is kept of it, and how it goes on. */
import { beforeEach, describe, expect, it } from "vitest";
import {
  type JournalEntry,
  journalEntries,
  listMappings,
  type MappingReader,
  pullMapping,
  type PushFetch,
} from "premap/push";
import { createEngine } from "premap/sync";
import type { Base } from "../../web/src/send/bases.js";
import type { Shelf } from "../../web/src/send/journals.js";
import { type Around, Sender } from "../../web/src/send/sender.js";
import { type Bed, testBed } from "./support/bed.ts";

const token = "s3cret-token-of-a-page";
const entry = (ecPropertyName: string) => ({ ecSchemaName: "BuildingTest", ecClassName: "Beam", ecPropertyName });
const column = (propertyName: string, source = "Mark") => ({
  ...{ propertyName, dataType: "String" },
  ecProperties: [entry(source)],
});
const group = (groupName: string, ...properties: object[]) => ({
  ...{ groupName, query: "SELECT ECInstanceId, ECClassId FROM bt.Beam" },
  properties,
});
const textOf = (mappingName: string, ...groups: object[]): string => JSON.stringify({ mappingName, groups });

/** What the browser would keep, and how often it was asked for. */
class Browser {
  readonly journals = new Map<string, { key: string; entry: JournalEntry; at: number }>();
  readonly bases = new Map<string, Base>();
  isBusy = false;
  keeps = true;
  asked = 0;
  fetch: PushFetch = fetch;

  readonly shelf: Shelf = {
    read: async (prefix) => [...this.journals.values()].filter(({ key }) => key.startsWith(prefix)),
    put: async (kept) => this.keeps && !!this.journals.set(kept.key, structuredClone(kept)),
    clear: async (prefix) => {
      for (const key of this.journals.keys()) if (key.startsWith(prefix)) this.journals.delete(key);
      return true;
    },
  };

  around(engine: MappingReader): Around {
    return {
      engine: async () => engine,
      fetch: (address, request) => {
        this.asked += 1;
        return this.fetch(address, request);
      },
      journals: this.shelf,
      bases: {
        get: async (place) => this.bases.get(place),
        put: async (place, base) => this.bases.set(place, base),
        clear: async (place) => this.bases.delete(place),
      },
      alone: async (_, work) => {
        if (!this.isBusy) await work();
        return !this.isBusy;
      },
      pause: 1,
    };
  }
}

const engine = await createEngine();
let bed: Bed;
let browser: Browser;
beforeEach(async () => {
  bed ??= await testBed();
  bed.inject({});
  browser = new Browser();
});

async function begun(text: string, live?: string): Promise<Sender> {
  const sender = new Sender(browser.around(engine));
  const handed = { key: "k", name: "f.json", text, api: "groupingAndMapping" as const, handedAt: 0 };
  const place = { root: bed.url, iModelId: bed.iModelId, api: "groupingAndMapping" as const, mappingId: "" };
  await sender.begin({ ...handed, ...(live === undefined ? {} : { live }) }, place);
  return sender;
}

const direct = () => ({ token, root: bed.service().url, iModelId: bed.iModelId, rate: 1e9 });
const liveOnes = async (name: string) => (await listMappings(direct())).filter((mapping) => mapping.name === name);
async function liveText(name: string): Promise<string> {
  const [only, ...others] = await liveOnes(name);
  expect(others).toEqual([]);
  return (await pullMapping(only!.id, direct())).text;
}
/** Fails the first request of a method as if it were never answered, and stops the push there. */
const stopAt = (sender: Sender, method: string, number: number): PushFetch => {
  let seen = 0;
  return (address, request) => {
    if (request.method === method && (seen += 1) === number) sender.stop();
    return fetch(address, request as RequestInit);
  };
};

describe("the page", () => {
  it("asks nobody before a sign-in, sends after the plan, and takes it back", async () => {
    const sender = await begun(textOf("Simple", group("A", column("One"))));
    await sender.look();
    await sender.send();
    await sender.undo();
    await sender.choose({ api: "reporting" });
    await sender.choose({ api: "groupingAndMapping" });
    expect(browser.asked).toBe(0);
    await sender.signIn(token);
    expect(sender.state).toMatchObject({ step: { name: "planned" }, planned: { requests: 3 }, kept: null });
    expect(await liveOnes("Simple")).toEqual([]);
    await sender.send();
    expect(sender.state).toMatchObject({ step: { name: "done" }, kept: { state: "ended", sent: 3, isSame: true } });
    expect(await liveText("Simple")).toContain('"One"');
    const kept = JSON.stringify([...browser.journals, ...browser.bases, sender.state]);
    expect(kept).not.toContain(token);
    expect(journalEntries(sender.journalText).map(({ kind }) => kind)).toEqual([
      "start",
      ...["send", "answer", "send", "answer", "send", "answer"],
      "end",
    ]);
    await sender.look();
    expect(sender.state.planned?.requests).toBe(0);
    await sender.undo();
    expect(sender.state).toMatchObject({ step: { name: "undone" }, kept: null });
    expect(await liveOnes("Simple")).toEqual([]);
    expect([browser.journals.size, browser.bases.size]).toEqual([0, 0]);
  });

  it("stops and goes on, in this tab and after a reload, and nothing is there twice", async () => {
    const text = textOf("Stopped", group("A", column("One"), column("Two")), group("B", column("One")));
    const sender = await begun(text);
    await sender.signIn(token);
    browser.fetch = stopAt(sender, "POST", 2);
    await sender.send();
    expect(sender.state).toMatchObject({ step: { name: "stopped", at: "send" }, kept: { state: "unfinished" } });
    browser.fetch = stopAt(sender, "POST", 2);
    await sender.send();
    expect(sender.state.step).toMatchObject({ name: "stopped" });
    browser.fetch = fetch;
    const next = await begun(text);
    expect(next.state.kept).toMatchObject({ state: "unfinished", isSame: true });
    await next.signIn(token);
    expect(next.state.planned?.requests).toBeLessThan(6);
    await next.send();
    expect(next.state.step.name).toBe("done");
    const live = JSON.parse(await liveText("Stopped")) as { groups: { groupName: string; properties: object[] }[] };
    expect(live.groups.map(({ groupName, properties }) => [groupName, properties.length])).toEqual([
      ["A", 2],
      ["B", 1],
    ]);
    await next.undo();
    expect(await liveOnes("Stopped")).toEqual([]);
  });

  it("does not send another plan than it has shown", async () => {
    const sender = await begun(textOf("Seen", group("A", column("One"))));
    await sender.signIn(token);
    await sender.send();
    const edited = await begun(textOf("Seen", group("A", column("One", "UserLabel"))));
    await edited.signIn(token);
    expect(edited.state.planned?.requests).toBe(1);
    const { id } = (await liveOnes("Seen"))[0]!;
    const at = `/grouping-and-mapping/datasources/imodel-mappings/${id}`;
    await bed.service().ask("PATCH", at, { description: "theirs" });
    const { groups } = JSON.parse((await pullMapping(id, direct())).base) as { groups: { id: string }[] };
    await bed.service().post(`${at}/groups/${groups[0]!.id}/properties`, column("Two"));
    await edited.send();
    // A column of somebody else's would be deleted.
    expect(edited.state).toMatchObject({ step: { name: "failed", fault: { code: "changed-since" } } });
    await edited.look();
    expect(edited.state.planned).toMatchObject({ requests: 2, foreign: [{ kind: "added", names: ["A", "Two"] }] });
    expect(await liveText("Seen")).toContain('"Two"');
    edited.setForced(true);
    await bed.service().post(`${at}/groups/${groups[0]!.id}/properties`, column("Three"));
    await edited.send();
    expect(edited.state).toMatchObject({ step: { name: "planned" }, isAnother: true, planned: { requests: 3 } });
    expect(await liveText("Seen")).toContain('"Three"');
    await edited.send();
    expect(edited.state.step.name).toBe("done");
    expect(await liveText("Seen")).not.toMatch(/"Two"|"Three"/);
  });

  it("tells what others have changed since the saved answer", async () => {
    const sender = await begun(textOf("Base", group("A", column("One"))));
    await sender.signIn(token);
    await sender.send();
    const { id } = (await liveOnes("Base"))[0]!;
    const { base } = await pullMapping(id, direct());
    const { groups } = JSON.parse(base) as { groups: { id: string; properties: { id: string }[] }[] };
    const at = `/grouping-and-mapping/datasources/imodel-mappings/${id}/groups/${groups[0]!.id}/properties`;
    await bed.service().ask("PUT", `${at}/${groups[0]!.properties[0]!.id}`, column("One", "Length"));
    browser = new Browser();
    const edited = await begun(textOf("Base", group("A", column("One", "UserLabel"))), base);
    await edited.signIn(token);
    expect(edited.state.planned?.foreign).toMatchObject([{ kind: "changed", names: ["A", "One"] }]);
    // What was pushed on top of that very answer is nobody else's afterwards.
    edited.setForced(true);
    await edited.send();
    const again = await begun(textOf("Base", group("A", column("One", "Mark"))), base);
    await again.signIn(token);
    expect(again.state.planned).toMatchObject({ requests: 1, foreign: [] });
  });

  it("asks to sign in again when the token has run out, and goes on from the journal", async () => {
    const sender = await begun(textOf("Expired", group("A", column("One"), column("Two"))));
    await sender.signIn(token);
    bed.inject({ refuse: () => (bed.seen.length > 3 ? [401, "HeaderNotFound"] : undefined) });
    await sender.send();
    expect(sender.state).toMatchObject({ who: "expired", step: { name: "failed", fault: { code: "token-refused" } } });
    const { asked } = browser;
    await sender.send();
    expect(browser.asked).toBe(asked);
    bed.inject({});
    await sender.signIn("another");
    expect([browser.asked, sender.state.step]).toEqual([asked, { name: "stopped", at: "send" }]);
    await sender.send();
    expect(sender.state.step.name).toBe("done");
    expect(JSON.stringify([...browser.journals])).not.toMatch(/another|s3cret/);
    await liveText("Expired");
  });

  it.each([
    ["a missing right", 403, "InsufficientPermissions", "right-missing"],
    ["an iModel that is not there", 404, "iModelNotFound", "imodel-unknown"],
    ["a service that fails", 502, "x", "service-unavailable"],
  ] as const)("tells of %s", async (_, status, code, expected) => {
    bed.inject({ refuse: () => [status, code] });
    const sender = await begun(textOf("Refused", group("A")));
    await sender.signIn(token);
    expect(sender.state.step).toMatchObject({ name: "failed", at: "look", fault: { code: expected } });
    expect(JSON.stringify(sender.state)).not.toContain(token);
  });

  it("asks which mapping it is where a creation that was cut off has made two", async () => {
    const text = textOf("Cut", group("A", column("One")));
    const sender = await begun(text);
    await sender.signIn(token);
    browser.fetch = async (address, request) => {
      if (request.method !== "POST") return fetch(address, request as RequestInit);
      for (let time = 0; time < 2; time += 1) await fetch(address, request as RequestInit);
      sender.stop();
      throw new Error("stopped");
    };
    await sender.send();
    browser.fetch = fetch;
    await sender.send();
    expect(sender.state.step).toMatchObject({ name: "failed", fault: { code: "name-ambiguous" } });
    const [first, second] = await liveOnes("Cut");
    await sender.choose({ mappingId: second!.id });
    await sender.look();
    expect(sender.state).toMatchObject({ step: { name: "planned" }, planned: { mappingId: second!.id, requests: 2 } });
    await sender.send();
    expect(sender.state.step.name).toBe("done");
    expect(JSON.parse((await pullMapping(first!.id, direct())).text)).toMatchObject({ groups: [] });
    expect((await pullMapping(second!.id, direct())).text).toContain('"One"');
  });

  it("can send anew what was deleted meanwhile", async () => {
    const text = textOf("Deleted", group("A", column("One")));
    const sender = await begun(text);
    await sender.signIn(token);
    browser.fetch = stopAt(sender, "POST", 3);
    await sender.send();
    browser.fetch = fetch;
    const { id } = (await liveOnes("Deleted"))[0]!;
    await bed.service().ask("DELETE", `/grouping-and-mapping/datasources/imodel-mappings/${id}`);
    await sender.send();
    expect(sender.state.step).toMatchObject({ name: "failed", fault: { code: "mapping-gone" } });
    await sender.forget();
    expect(sender.state).toMatchObject({ kept: null, planned: { requests: 3 } });
    await sender.send();
    expect(sender.state.step.name).toBe("done");
    await liveText("Deleted");
  });

  it("gives no token to another place, and no two tabs send the same", async () => {
    const sender = await begun(textOf("Places", group("A")));
    await sender.signIn(token);
    const { asked } = browser;
    await sender.choose({ root: "https://api.bentley.com" });
    expect(sender.state).toMatchObject({ who: "out", planned: null, mappings: [] });
    await sender.look();
    await sender.send();
    expect(browser.asked).toBe(asked);
    await sender.choose({ root: bed.url });
    browser.isBusy = true;
    await sender.signIn(token);
    expect(sender.state.step).toMatchObject({ name: "failed", fault: { code: "busy" } });
    expect(browser.asked).toBe(asked);
  });

  it("knows what another tab has sent meanwhile", async () => {
    const text = textOf("Tabs", group("A", column("One"), column("Two")));
    const [one, other] = [await begun(text), await begun(text)];
    await one.signIn(token);
    browser.fetch = stopAt(one, "POST", 3);
    await one.send();
    browser.fetch = fetch;
    await other.signIn(token);
    await other.send();
    expect(other.state).toMatchObject({ step: { name: "done" }, kept: { state: "ended" } });
    await one.look();
    expect(one.state).toMatchObject({ planned: { requests: 0 }, kept: other.state.kept });
    expect(one.journalText).toBe(other.journalText);
    await one.undo();
    expect(await liveOnes("Tabs")).toEqual([]);
    await other.undo();
    expect(other.state).toMatchObject({ step: { name: "failed", at: "undo" }, kept: null });
  });

  it("goes on with a journal in memory where the browser keeps none, and says so", async () => {
    browser.keeps = false;
    const sender = await begun(textOf("Memory", group("A", column("One"))));
    await sender.signIn(token);
    browser.fetch = stopAt(sender, "POST", 2);
    await sender.send();
    expect(sender.state.kept).toMatchObject({ isKept: false, state: "unfinished" });
    browser.fetch = fetch;
    await sender.send();
    expect(sender.state.step.name).toBe("done");
    await sender.undo();
    expect(await liveOnes("Memory")).toEqual([]);
  });

  it("tells of a text that is no mapping, and of errors in one, before anything is sent", async () => {
    for (const text of ["{", textOf("1 bad", group("A"))]) {
      const sender = await begun(text);
      await sender.signIn(token);
      expect(sender.state.step).toMatchObject({ name: "failed", fault: { code: expect.stringMatching(/invalid/) } });
    }
    expect(bed.seen.filter((request) => !request.startsWith("GET"))).toEqual([]);
  });
});
