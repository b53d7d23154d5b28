// Sending from the page, to a real `premap serve` behind a proxy that loses answers; to the live API and its sign-in, made up; and
// that the page beside it still asks nobody.
import type { BrowserContext, Locator, Page, Route } from "@playwright/test";
import { type FaultProxy, faultProxy } from "../push/support/fault_proxy.js";
import { expectAccessible } from "./axe.js";
import { Service } from "./running_service.js";
import { downloaded, expect, guidePicture, mappingFile, openPage, pick, picture, test as base } from "./workbench.js";

interface Bed extends FaultProxy {
  service: Service;
  /** Requests to the API since the last `inject`. */
  asked(): string[];
}

const live = "https://api.bentley.com";
const signIn = "https://ims.bentley.com";

const test = base.extend<object, { bed: Bed }>({
  bed: [
    async ({}, use) => {
      const service = await Service.start();
      const proxy = await faultProxy({ target: () => service.origin });
      const asked = () => proxy.seen.filter((request) => !request.includes(" /page/"));
      await use(Object.assign(proxy, { service, asked }));
      proxy.close();
      await service.end();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ bed }, use) => use(bed.url),
});
test.use({ trace: "off", mayTell: /^Failed to load resource/ });

const entry = (ecPropertyName: string) => ({ ecSchemaName: "BuildingTest", ecClassName: "Beam", ecPropertyName });
const column = (propertyName: string, source = "Mark") => ({
  ...{ propertyName, dataType: "String" },
  ecProperties: [entry(source)],
});
const group = (groupName: string, ...properties: object[]) => ({
  ...{ groupName, query: "SELECT ECInstanceId, ECClassId FROM bt.Beam" },
  properties,
});
const mappingOf = (mappingName: string) => ({
  mappingName,
  groups: ["North", "South", "West"].map((name) => group(name, ...["One", "Two", "Three"].map((each) => column(each)))),
});

/** Opens a mapping in the page that the service serves, and goes to the page that sends. */
async function sendPage(page: Page, bed: Bed, mapping: object, name = "rooms.json"): Promise<Page> {
  bed.inject({});
  // To another part of the page that is there already would be no way to it.
  await page.goto("about:blank");
  await page.goto(`${bed.url}/page/#key=${bed.service.key}`);
  const service = page.getByRole("dialog", { name: "Service" });
  await expect(service.getByText("Connected", { exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await pick(page, "Open mapping", mappingFile(mapping, name));
  bed.inject({});
  return fromDialog(page);
}

async function fromDialog(page: Page): Promise<Page> {
  await page.getByRole("button", { name: "Push plan" }).click();
  const dialog = page.getByRole("dialog", { name: "Before the push" });
  await dialog.getByRole("radio", { name: "Grouping and Mapping" }).check();
  const opened = page.context().waitForEvent("page");
  await dialog.getByRole("button", { name: "Send…" }).click();
  const tab = await opened;
  await expect(tab.getByRole("heading", { name: "Where to" })).toBeVisible();
  return tab;
}

const stands = (tab: Page): Locator => tab.getByRole("group", { name: "How it stands" });
const button = (tab: Page, name: string): Locator => tab.getByRole("button", { name, exact: true });

async function signedIn(tab: Page): Promise<void> {
  await button(tab, "Sign in and read what is live").click();
  await expect(tab.getByText("Signed in", { exact: true })).toBeVisible();
}

/** Asked once, and said yes to. */
async function send(tab: Page): Promise<void> {
  await button(tab, "Send").click();
  await tab
    .getByRole("dialog", { name: /^Send \d+ requests?\?$/ })
    .getByRole("button", { name: "Send" })
    .click();
}

/** Of the service itself. */
async function liveOnes(bed: Bed, name: string): Promise<{ id: string }[]> {
  const at = "/grouping-and-mapping/datasources/imodel-mappings";
  const headers = { authorization: `Bearer ${bed.service.key}` };
  const ask = async (path: string) => (await fetch(`${bed.service.origin}${path}`, { headers })).json() as Promise<any>;
  const { iTwins } = await ask("/itwins");
  const { iModels } = await ask(`/imodels?iTwinId=${iTwins[0].id}`);
  const { mappings } = await ask(`${at}?iModelId=${iModels[0].id}`);
  return mappings.filter(({ mappingName }: { mappingName: string }) => mappingName === name);
}

async function expectWhole(bed: Bed, name: string): Promise<void> {
  const found = await liveOnes(bed, name);
  expect(found).toHaveLength(1);
  const headers = { authorization: `Bearer ${bed.service.key}` };
  const answer = await fetch(`${bed.service.origin}/premap/mapping-files/${found[0]?.id}`, { headers });
  const { file } = (await answer.json()) as { file: { text: string } };
  const { groups } = JSON.parse(file.text) as { groups: { groupName: string; properties: object[] }[] };
  expect(groups.map(({ groupName, properties }) => [groupName, properties.length])).toEqual([
    ["North", 3],
    ["South", 3],
    ["West", 3],
  ]);
}

test("a mapping is handed over, signed in for, shown, sent, and taken back", async ({ page, bed }) => {
  const tab = await sendPage(page, bed, mappingOf("Rooms"));
  await expect(tab.getByText("Asks nobody before you sign in")).toBeVisible();
  await expect(tab.getByRole("radio", { name: /^This service/ })).toBeChecked();
  await expect(button(tab, "Send")).toHaveCount(0);
  await expectAccessible(tab);
  await picture(tab, "send-signed-out");
  expect(bed.asked()).toEqual([]);

  await signedIn(tab);
  await expect(stands(tab)).toContainText("13 requests would create Rooms, one at a time, in less than a minute.");
  await expect(tab.getByRole("list", { name: "Requests in order" }).locator("details")).toHaveCount(13);
  expect(bed.asked().filter((request) => !request.startsWith("GET"))).toEqual([]);
  await expectAccessible(tab);
  await tab.emulateMedia({ colorScheme: "light" });
  await guidePicture(tab, "send");
  await tab.emulateMedia({ colorScheme: "dark" });
  await picture(tab, "send-planned");
  await button(tab, "Send").click();
  const dialog = tab.getByRole("dialog", { name: "Send 13 requests?" });
  await expect(dialog.getByRole("button", { name: "Send" })).toBeFocused();
  await expectAccessible(tab);
  await picture(tab, "send-asking");
  await dialog.getByRole("button", { name: "Not now" }).click();
  expect(bed.asked().filter((request) => !request.startsWith("GET"))).toEqual([]);
  await send(tab);
  await expect(stands(tab)).toContainText(
    "Rooms is live as it is here: what is live was read again, and nothing differs.",
  );
  await expectWhole(bed, "Rooms");
  await expectAccessible(tab);
  await picture(tab, "send-done");
  const journal = await downloaded(tab, () => button(tab, "Journal").click());
  expect(journal.name).toBe("Rooms.push.jsonl");
  expect(journal.text.trim().split("\n")).toHaveLength(28);
  const stored = JSON.stringify(await everything(tab));
  expect(journal.text + stored).not.toContain(bed.service.key);

  await button(tab, "Read again").click();
  await expect(stands(tab)).toContainText("there is nothing to send");
  await button(tab, "Take it back").click();
  await tab.getByRole("dialog", { name: "Take the push back?" }).getByRole("button", { name: "Take it back" }).click();
  await expect(stands(tab)).toContainText("The push is taken back");
  expect(await liveOnes(bed, "Rooms")).toEqual([]);
  await picture(tab, "send-undone");
});

/** What the page keeps for good. */
async function everything(tab: Page): Promise<unknown> {
  return tab.evaluate(async () => {
    const open = (name: string) =>
      new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
      });
    const database = await open("premap-send");
    const shelves = [...database.objectStoreNames].map(
      (shelf) =>
        new Promise((resolve) => {
          const request = database.transaction(shelf).objectStore(shelf).getAll();
          request.onsuccess = () => resolve(request.result);
        }),
    );
    const all = await Promise.all(shelves);
    database.close();
    return [all, { ...localStorage }];
  });
}

test("throttled, cut off, stopped and reloaded it goes on where it was, and nothing is there twice", async ({
  page,
  bed,
}) => {
  const tab = await sendPage(page, bed, mappingOf("Storm"));
  await signedIn(tab);
  await expect(stands(tab)).toContainText("13 requests");
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let posts = 0;
  let trouble = 0;
  bed.inject({
    throttleEvery: 5,
    // Of every third one the answer is a 503: of half of these after it took effect.
    troublePerMille: 1,
    random: (bound) => (bound === 1000 ? ((trouble += 1) % 3 === 0 ? 0 : 999) : trouble % 2),
    meanwhile: async () => {
      if (!bed.seen.at(-1)?.startsWith("POST")) return;
      posts += 1;
      if (posts === 8) await held;
    },
  });
  await send(tab);
  await expect.poll(() => posts).toBe(8);
  await expect(tab.getByRole("progressbar", { name: "Sent, of the requests" })).toBeVisible();
  await expect(button(tab, "Stop")).toBeFocused();
  await expectAccessible(tab);
  await picture(tab, "send-sending");
  await tab.keyboard.press("Enter");
  await expect(stands(tab)).toContainText(/^Stopped after \d+ of 13 requests/);
  letGo();
  await expectAccessible(tab);
  await picture(tab, "send-stopped");

  await button(tab, "Go on").click();
  await expect(stands(tab)).toContainText("nothing differs");
  await expectWhole(bed, "Storm");
  expect(posts).toBeGreaterThan(13);

  // Cut off by a closed tab, and with another text meanwhile.
  bed.inject({});
  const again = {
    ...mappingOf("Storm"),
    groups: [...mappingOf("Storm").groups, group("East", column("One"), column("Two"))],
  };
  const next = await sendPage(page, bed, again);
  await signedIn(next);
  await expect(stands(next)).toContainText("3 requests would bring the live mapping to where Storm is");
  await expect(next.getByRole("list", { name: "Differences from what is live" })).toContainText("group East");
  await picture(next, "send-differences");
  bed.inject({
    refuse: ({ method, url }) => (method === "POST" && url?.endsWith("properties") ? [401, "X"] : undefined),
  });
  await send(next);
  await expect(next.getByRole("alert")).toContainText("Once you are signed in again it goes on where it was");
  await expectAccessible(next);
  await picture(next, "send-expired");
  bed.inject({});
  await next.reload();
  await expect(next.getByRole("heading", { name: "Earlier push" })).toBeVisible();
  await expect(next.getByText("it did not come to its end. What is left is in the plan.")).toBeVisible();
  await signedIn(next);
  await expect(stands(next)).toContainText("2 requests that are left");
  await picture(next, "send-left");
  await send(next);
  await expect(stands(next)).toContainText("nothing differs");
  await button(next, "Take it back").click();
  await next.getByRole("dialog").getByRole("button", { name: "Take it back" }).click();
  await expect(stands(next)).toContainText("The push is taken back");
  await expectWhole(bed, "Storm");
});

test("what somebody else has changed, a missing right and a lost service are told, with what to do", async ({
  page,
  context,
  bed,
}) => {
  const tab = await sendPage(page, bed, mappingOf("Others"));
  await signedIn(tab);
  await send(tab);
  await expect(stands(tab)).toContainText("nothing differs");
  const [{ id }] = (await liveOnes(bed, "Others")) as [{ id: string }];
  const headers = { authorization: `Bearer ${bed.service.key}`, "content-type": "application/json" };
  const at = `${bed.service.origin}/grouping-and-mapping/datasources/imodel-mappings/${id}/groups`;
  const body = JSON.stringify({ groupName: "Theirs", query: group("x").query });
  expect((await fetch(at, { method: "POST", headers, body })).status).toBe(200);
  await button(tab, "Read again").click();
  const theirs = tab.getByRole("group", { name: "Changed by somebody else" });
  await expect(theirs).toContainText("group Theirs");
  await expect(button(tab, "Send")).toBeDisabled();
  await expectAccessible(tab);
  await picture(tab, "send-foreign");
  await theirs.getByRole("checkbox", { name: "Write over what somebody else has made" }).check();
  bed.inject({ refuse: ({ method }) => (method === "DELETE" ? [403, "InsufficientPermissions"] : undefined) });
  await send(tab);
  await expect(tab.getByRole("alert")).toContainText("the right to do this is missing");
  await picture(tab, "send-right");
  bed.inject({});
  await button(tab, "Go on").click();
  await expect(stands(tab)).toContainText("nothing differs");
  await expectWhole(bed, "Others");

  await context.setOffline(true);
  await expect(tab.getByText("This machine is offline")).toBeVisible();
  await button(tab, "Read again").click();
  await expect(button(tab, "Stop")).toBeVisible();
  await picture(tab, "send-offline");
  await button(tab, "Stop").click();
  await context.setOffline(false);
  await button(tab, "Read what is live").click();
  await expect(stands(tab)).toContainText("there is nothing to send");

  // Narrow, and without a mouse.
  await tab.setViewportSize({ width: 720, height: 900 });
  await picture(tab, "send-narrow");
  const isCut = await tab.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(isCut).toBe(false);
});

test("what the browser sends again by itself is not there twice", async ({ page, bed }) => {
  const tab = await sendPage(page, bed, mappingOf("Again"));
  await signedIn(tab);
  await expect(stands(tab)).toContainText("13 requests");
  // A connection that breaks after the request: the browser repeats it on another one, and tells nobody.
  let posts = 0;
  const lost = (): boolean => bed.seen.at(-1)?.startsWith("POST") === true && [1, 3, 5].includes((posts += 1));
  bed.inject({ drop: lost });
  await send(tab);
  await expect(stands(tab)).toContainText("nothing differs");
  // Thirteen, and of the three those that the browser repeated, which it does on a connection that it had before.
  expect(posts).toBeGreaterThan(13);
  expect(posts).toBeLessThanOrEqual(16);
  await expectWhole(bed, "Again");
});

// ------------------------------------------------------------------------------------------------------------ live API

const other = base;
other.describe("the live API", () => {
  other.use({ mayAsk: [live, signIn], mayTell: /^Failed to load resource/ });

  interface MadeUp {
    asked: string[];
    authorized: URL[];
    /** The code is changed for a token when this is done. */
    exchange: Promise<void>;
  }

  /** An API that has no mapping, and a sign-in that lets everybody in. */
  async function madeUp(context: BrowserContext): Promise<MadeUp> {
    const made: MadeUp = { asked: [], authorized: [], exchange: Promise.resolve() };
    const { asked, authorized } = made;
    const allowed = { "access-control-allow-origin": "*", "access-control-allow-headers": "*" };
    const json = (route: Route, value: unknown, status = 200) =>
      route.fulfill({ status, headers: allowed, contentType: "application/json", body: JSON.stringify(value) });
    await context.route(`${live}/**`, (route) => {
      const request = route.request();
      asked.push(`${request.method()} ${request.url().slice(live.length)} ${request.headers()["authorization"] ?? ""}`);
      if (request.headers()["authorization"] === "Bearer old") return json(route, { error: { code: "x" } }, 401);
      return json(route, { mappings: [], _links: {} });
    });
    await context.route(`${signIn}/connect/authorize*`, (route) => {
      const url = new URL(route.request().url());
      authorized.push(url);
      const back = new URL(url.searchParams.get("redirect_uri") ?? "");
      back.search = new URLSearchParams({ code: "c0de", state: url.searchParams.get("state") ?? "" }).toString();
      return route.fulfill({ status: 302, headers: { location: back.href } });
    });
    await context.route(`${signIn}/connect/token`, async (route) => {
      await made.exchange;
      await json(route, { access_token: "t0ken" });
    });
    return made;
  }

  other("is asked after a sign-in alone, by a token or through the sign-in and back", async ({ page, context }) => {
    const { asked, authorized } = await madeUp(context);
    await openPage(page);
    const tab = await fromDialog(page);
    expect(tab.url()).toMatch(/\/send\.html#[\w-]+$/);
    await expect(tab.getByRole("radio", { name: /^The live API/ })).toBeChecked();
    await expect(tab.getByLabel("iModel id")).not.toHaveValue("");
    await expectAccessible(tab);
    await picture(tab, "send-live");
    await tab.getByLabel("Access token").fill("old");
    await tab.keyboard.press("Enter");
    await expect(tab.getByRole("heading", { name: "Sign in again" })).toBeVisible();
    await expect(tab.getByLabel("Access token")).toHaveValue("");
    expect(asked).toHaveLength(1);
    await tab.getByRole("radio", { name: "An application of your own" }).check();
    await tab.getByLabel("Client id").fill("spa-client");
    await expectAccessible(tab);
    await picture(tab, "send-application");
    await button(tab, "Go to ims.bentley.com to sign in").click();
    await expect(stands(tab)).toContainText("38 requests would create Handover");
    expect(authorized[0]?.searchParams.get("client_id")).toBe("spa-client");
    expect(tab.url()).toMatch(/\/send\.html#[\w-]+$/);
    expect(asked.at(-1)).toContain("Bearer t0ken");
    const stored = JSON.stringify([await everything(tab), await tab.evaluate(() => ({ ...sessionStorage }))]);
    expect(stored).not.toMatch(/t0ken|c0de|verifier/);
    await picture(tab, "send-live-planned");
    await tab.reload();
    await expect(tab.getByText("Asks nobody before you sign in")).toBeVisible();
  });

  other(
    "the code is out of the address before it goes anywhere, and the token is told nobody",
    async ({ page, context }) => {
      const made = await madeUp(context);
      let change = () => {};
      made.exchange = new Promise((resolve) => (change = resolve));
      const told: string[] = [];
      context.on("console", (message) => told.push(message.text()));
      context.on("request", (request) =>
        told.push(request.url(), request.url().startsWith(signIn) ? "" : (request.postData() ?? "")),
      );
      await openPage(page);
      const tab = await fromDialog(page);
      await tab.getByRole("radio", { name: "An application of your own" }).check();
      await tab.getByLabel("Client id").fill("spa-client");
      const exchanged = tab.waitForRequest(`${signIn}/connect/token`);
      await button(tab, "Go to ims.bentley.com to sign in").click();
      await exchanged;
      await expect(tab).toHaveURL(/\/send\.html#[\w-]+$/);
      // Given up in the middle: the mapping is there again, and nobody is signed in.
      await tab.reload();
      await expect(tab.getByText("Handover", { exact: true })).toBeVisible();
      await expect(tab.getByText("Asks nobody before you sign in")).toBeVisible();
      expect(made.asked).toEqual([]);
      change();
      await tab.getByRole("radio", { name: "An application of your own" }).check();
      await tab.getByLabel("Client id").fill("spa-client");
      await button(tab, "Go to ims.bentley.com to sign in").click();
      await expect(stands(tab)).toContainText("38 requests would create Handover");
      expect(told.join("\n")).not.toContain("t0ken");
      const shown = await tab.content();
      const stored = JSON.stringify([await everything(tab), await tab.evaluate(() => ({ ...sessionStorage }))]);
      expect(
        shown + stored + (await tab.evaluate(() => JSON.stringify([history.state, document.cookie]))),
      ).not.toContain("t0ken");
    },
  );

  other("nothing handed over: a mapping's file can be chosen", async ({ page }) => {
    await page.goto("./send.html");
    await expect(page.getByText("Nothing was handed over to send")).toBeVisible();
    await expectAccessible(page);
    await picture(page, "send-nothing");
    const chooser = page.waitForEvent("filechooser");
    await button(page, "Choose a mapping file").click();
    await (await chooser).setFiles(mappingFile(mappingOf("Chosen"), "chosen.json"));
    await expect(page.getByText("Chosen", { exact: true })).toBeVisible();
    await page.setViewportSize({ width: 720, height: 900 });
    await picture(page, "send-narrow-out");
    await page.reload();
    await expect(page.getByText("Chosen", { exact: true })).toBeVisible();
  });

  other.describe("its policy", () => {
    other.use({ mayTell: /Content Security Policy|^policy: connect-src/ });

    other("the page beside it still asks nobody: its policy forbids it", async ({ page, context }) => {
      const { asked } = await madeUp(context);
      await openPage(page);
      const refused = await page.evaluate(async () => {
        const told: string[] = [];
        document.addEventListener("securitypolicyviolation", (event) => void told.push(event.effectiveDirective));
        for (const address of ["https://api.bentley.com/x", "https://ims.bentley.com/x", "https://example.com/"]) {
          const before = told.length;
          const isOut = await fetch(address).then(
            () => true,
            () => false,
          );
          if (isOut) told.push("went out");
          // The violation is told a little later.
          while (told.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
        }
        return told;
      });
      expect(refused).toEqual(["connect-src", "connect-src", "connect-src"]);
      expect(asked).toEqual([]);
      const tab = await fromDialog(page);
      const policy = await tab.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
      expect(policy).toContain(`connect-src 'self' ${live} ${signIn};`);
      expect(policy?.replace("'wasm-unsafe-eval'", "").replace(live, "").replace(signIn, "")).not.toMatch(
        /unsafe-|https?:|\*|data:/,
      );
      expect(asked).toEqual([]);
    });
  });
});
