// An extract in the browser by several workers, from a File: the bytes of one, and no worker left however it ends.
import { expect, type Page, test } from "@playwright/test";
import path from "node:path";
import { root, serve } from "./package_server.js";

const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

const mapping = {
  mappingName: "Slices",
  groups: [
    {
      groupName: "Elements",
      query: "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d",
      properties: ["CodeValue", "UserLabel", "Category.CodeValue", "Model.ModeledElement.CodeValue"].map((name) => ({
        propertyName: name.replaceAll(".", ""),
        dataType: "String",
        ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: name }],
      })),
    },
  ],
};

/** What runs in the page, and what was said of it. */
interface Extracts {
  extract(options: object): AsyncGenerator<Uint8Array>;
  stop: AbortController;
  ended: Promise<string>;
}
declare global {
  var extracts: Extracts;
}

/** A page of no bundler that has opened a file of 50,000 elements; its engine is the one worker there is. */
async function withSnapshot(page: Page, run: () => Promise<void>): Promise<void> {
  const { server, origin } = await serve({ "content-security-policy": policy });
  await page.goto(origin);
  await page.locator("input").setInputFiles(path.join(root, "build/fixtures/large.bim"));
  await page.evaluate(async (text) => {
    const { createEngine } = await import(new URL("/premap/index.js", location.href).href);
    const engine = await createEngine();
    const snapshot = await engine.open(document.querySelector("input")!.files![0]!);
    const stop = new AbortController();
    const extract = (options: object) => snapshot.extract(text, { format: "csv", ...options });
    Object.assign(globalThis, { extracts: { extract, stop, ended: Promise.resolve("") } });
  }, JSON.stringify(mapping));
  expect(page.workers()).toHaveLength(1);
  await run();
  server.close();
}

test("two workers give the very bytes of one", async ({ page }) => {
  let most = 0;
  page.on("worker", () => (most = Math.max(most, page.workers().length)));
  await withSnapshot(page, async () => {
    const result = await page.evaluate(async () => {
      const digest = async (workers: number) => {
        const pieces: BlobPart[] = [];
        for await (const piece of extracts.extract({ workers })) pieces.push(piece as Uint8Array<ArrayBuffer>);
        const bytes = await new Blob(pieces).arrayBuffer();
        const hash = [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))];
        return { size: bytes.byteLength, lines: new TextDecoder().decode(bytes).split("\r\n").length, hash };
      };
      return { one: await digest(1), two: await digest(2) };
    });
    expect(result.two).toEqual(result.one);
    expect(result.one.lines).toBeGreaterThan(40_000);
    expect(most).toBe(3);
    await expect.poll(() => page.workers().length).toBe(1);
  });
});

for (const moment of ["while they start", "on the way"])
  test(`an extract that is aborted ${moment} says so and leaves no worker`, async ({ page }) => {
    await withSnapshot(page, async () => {
      await page.evaluate((isOnTheWay) => {
        const { extract, stop } = extracts;
        const aborted = new Promise((resolve) => stop.signal.addEventListener("abort", resolve));
        let pieces = 0;
        const read = async () => {
          for await (const _ of extract({ workers: 2, signal: stop.signal })) {
            if (!isOnTheWay)
              await aborted; // what comes early waits, so that it cannot come to its end
            else if (++pieces === 2) stop.abort();
          }
        };
        extracts.ended = read().then(
          () => "it ran to its end",
          (error: Error) => error.name,
        );
      }, moment === "on the way");
      if (moment === "while they start") {
        await expect.poll(() => page.workers().length).toBe(3);
        await page.evaluate(() => extracts.stop.abort());
      }
      expect(await page.evaluate(() => extracts.ended)).toBe("AbortError");
      await expect.poll(() => page.workers().length).toBe(1);
      // The engine itself is unharmed.
      const lines = await page.evaluate(async () => {
        const pieces: BlobPart[] = [];
        for await (const piece of extracts.extract({})) pieces.push(piece as Uint8Array<ArrayBuffer>);
        return (await new Blob(pieces).text()).split("\r\n").length;
      });
      expect(lines).toBeGreaterThan(40_000);
    });
  });
