// axe's rules over a screen, in both themes.
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, isFirefox } from "./workbench.js";

const ofTheme = ["color-contrast", "link-in-text-block"];

/** One pass a screen: every rule in the light theme, and of the dark one what a theme can change. */
export async function expectAccessible(page: Page): Promise<void> {
  if (isFirefox(page.context())) return; // the same tree as in Chromium, where it takes a second and not a minute
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const axe = new AxeBuilder({ page });
    const { violations } = await (colorScheme === "light" ? axe : axe.withRules(ofTheme)).analyze();
    const places = (nodes: { html: string }[]) => nodes.map(({ html }) => html.slice(0, 160)).join(" | ");
    expect(violations.map(({ id, nodes }) => `${colorScheme}, ${id}: ${places(nodes)}`)).toEqual([]);
  }
}
