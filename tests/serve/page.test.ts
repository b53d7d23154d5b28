/** The package's page as the service serves it: every file of it, without a key, and nothing else of the machine. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { pageAddress, pageFileAt } from "../../dist/cli/serve/pages/page_files.js";
import { temporaryFolder, testService } from "./support/service.ts";

function builtPage(): string {
  const folder = temporaryFolder();
  const page = path.join(folder, "dist");
  for (const part of ["assets", "sample"]) mkdirSync(path.join(page, part), { recursive: true });
  writeFileSync(path.join(folder, "secret.txt"), "secret");
  for (const name of ["index.html", "send.html"])
    writeFileSync(path.join(page, name), "<!doctype html><html><head><title>p</title></head></html>");
  writeFileSync(path.join(page, "assets/index-a1_B-2.js"), "1;");
  return page;
}
const textOf = async (address: string, folder: string) => {
  const answer = await pageFileAt(address, folder);
  return Buffer.from(answer?.body as Uint8Array).toString();
};

describe("the page's files", () => {
  it("are those that were built; the start says that a service is where it came from", async () => {
    const folder = builtPage();
    for (const document of ["/page/", "/page/send.html"])
      expect(await textOf(document, folder)).toContain('<head><meta name="premap-service" content="here"><title>');
    expect(await textOf("/page/assets/index-a1_B-2.js", folder)).toBe("1;");
    expect((await pageFileAt("/page", folder))?.headers["location"]).toBe("/page/");
    expect(await pageFileAt("/pages/x", folder)).toBeUndefined();
  });

  it("have the engine and the sample from where the package has them", async () => {
    const folder = builtPage();
    for (const [address, begin] of [
      ["/page/assets/engine-XyZ_-1.wasm", "\0asm"],
      ...["geometry", "tools", "query", "formula", "sqlite"].map(
        (part) => [`/page/assets/${part}-XyZ_-1.wasm`, "\0asm"] as const,
      ),
      ["/page/sample/building.bim", undefined],
      ["/page/sample/mapping.json", "{"],
    ] as const) {
      if (begin !== undefined) expect((await textOf(address, folder)).startsWith(begin), address).toBe(true);
      else expect((await pageFileAt(address, folder))?.headers["content-type"]).toBe("application/octet-stream");
    }
  });

  it.each([
    "../secret.txt",
    "assets/../../secret.txt",
    "%2e%2e/secret.txt",
    "/etc/passwd.txt",
    "sample/../../package.json",
    "assets/../../../package.json",
    "nothing.js",
    "assets",
    "a/b/c.js",
  ])("are not %s", async (name) => {
    await expect(pageFileAt(`/page/${name}`, builtPage())).rejects.toThrow("nothing at this address");
  });

  it("want no key, and the address has it where no browser sends it", async () => {
    expect(pageAddress("http://127.0.0.1:1", "a b")).toBe("http://127.0.0.1:1/page/#key=a%20b");
    const s = await testService({ key: "wanted" });
    expect((await s.get("/page/nothing.js")).status).toBe(404);
  });
});
