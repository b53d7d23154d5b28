/** Browsers repeat requests by themselves when a connection breaks: what that makes twice does not stay. */
import { describe, expect, it } from "vitest";
import { listMappings, pullMapping, type PushFetch, pushMapping, type PushOptions } from "premap/push";
import { testBed } from "./support/bed.ts";

const token = "any";
const query = "SELECT ECInstanceId, ECClassId FROM bt.Beam";
const source = { ecSchemaName: "BuildingTest", ecClassName: "Beam", ecPropertyName: "Mark", ecPropertyType: "String" };
const group = (groupName: string) => ({
  ...{ groupName, query },
  properties: [{ propertyName: "One", dataType: "String", ecProperties: [source] }],
});

/** Every POST takes effect twice, and the second one's answer comes. */
const repeating: PushFetch = async (address, request) => {
  if (request.method === "POST") await (await fetch(address, request as RequestInit)).text();
  return fetch(address, request as RequestInit);
};

describe.each(["gm", "v1"] as const)("with every request repeated (%s)", (api) => {
  it("each thing is there once", async () => {
    const bed = await testBed();
    const options: PushOptions = { root: bed.url, iModelId: bed.iModelId, token, api, rate: 1e9, pause: 1 };
    const mapping = { mappingName: "Twice", groups: [group("A"), group("B")] };
    const push = async (more: Partial<PushOptions>, pushed: object = mapping): Promise<void> => {
      for await (const event of pushMapping(pushed, { ...options, ...more })) void event;
    };
    await push({ fetch: repeating, repeats: true });
    const found = (await listMappings(options)).filter(({ name }) => name === "Twice");
    expect(found).toHaveLength(1);
    await push({ fetch: repeating, repeats: true }, { ...mapping, groups: [...mapping.groups, group("C")] });
    const { text } = await pullMapping(found[0]!.id, options);
    const { groups } = JSON.parse(text) as { groups: { groupName: string; properties: object[] }[] };
    expect(groups.map(({ groupName, properties }) => [groupName, properties.length])).toEqual([
      ["A", 1],
      ["B", 1],
      ["C", 1],
    ]);
  });

  it.each([false, true])(
    "what somebody else makes meanwhile is not taken for ours (answer lost: %s)",
    async (isLost) => {
      const bed = await testBed();
      const options: PushOptions = { root: bed.url, iModelId: bed.iModelId, token, api, rate: 1e9, pause: 1 };
      // Of the same names, with words of their own.
      let posts = 0;
      const meanwhile: PushFetch = async (address, request) => {
        if (request.method !== "POST" || request.body?.includes("propertyName"))
          return fetch(address, request as RequestInit);
        posts += 1;
        const theirs = JSON.stringify({ ...(JSON.parse(request.body ?? "") as object), description: "theirs" });
        await (await fetch(address, { ...(request as RequestInit), body: theirs })).text();
        const answer = await fetch(address, request as RequestInit);
        if (!isLost) return answer;
        await answer.text();
        throw new Error("the connection broke");
      };
      const events = pushMapping(
        { mappingName: "Both", groups: [group("A")] },
        { ...options, fetch: meanwhile, repeats: true },
      );
      const failed = (async () => {
        for await (const event of events) void event;
      })();
      await expect(failed).rejects.toMatchObject({ code: "changed-since", foreign: [{ kind: "added", names: ["A"] }] });
      expect(posts).toBe(2);
      const found = (await listMappings(options)).filter(({ name }) => name === "Both");
      const texts = await Promise.all(found.map(async ({ id }) => (await pullMapping(id, options)).text));
      expect(texts.map((text) => text.match(/"groupName"/g)?.length ?? 0).sort()).toEqual([0, 2]);
      expect(texts.join().match(/theirs/g)).toHaveLength(2);
      expect(texts.join().match(/"One"/g)).toHaveLength(1);
    },
  );

  it("nothing more is asked where nothing repeats", async () => {
    const bed = await testBed();
    const options: PushOptions = { root: bed.url, iModelId: bed.iModelId, token, api, rate: 1e9 };
    const count = async (repeats: boolean, mappingName: string): Promise<number> => {
      bed.inject({});
      for await (const event of pushMapping({ mappingName, groups: [group("A")] }, { ...options, repeats })) void event;
      return bed.seen.length;
    };
    const plain = await count(false, "Plain");
    expect(await count(true, "Looked")).toBe(plain + 2);
  });
});
