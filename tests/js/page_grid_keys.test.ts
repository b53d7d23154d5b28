/** What keys mean in the table. */
import { expect, it } from "vitest";
import { commandOf, nextCell } from "../../web/src/features/preview/grid/keys.js";

type Held = Partial<Record<"shiftKey" | "ctrlKey" | "metaKey" | "altKey", boolean>>;
const pressed = (key: string, held: Held = {}) => ({
  ...{ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false },
  ...held,
});
const size = { rows: 100, columns: 10, page: 12 };
const to = (key: string, row: number, spot: number, held?: Held) => {
  const next = nextCell(pressed(key, held), { row, spot }, size);
  return next && [next.row, next.spot];
};

it("walks by cells, pages and ends, up to the header and no further", () => {
  expect(to("ArrowUp", 0, 3)).toEqual([-1, 3]);
  expect(to("ArrowUp", -1, 3)).toEqual([-1, 3]);
  expect(to("ArrowDown", -1, 3)).toEqual([0, 3]);
  expect(to("ArrowRight", 5, 9)).toEqual([5, 9]);
  expect(to("PageDown", 95, 3)).toEqual([99, 3]);
  expect(to("PageUp", 5, 3)).toEqual([0, 3]);
  expect(to("Home", 5, 3)).toEqual([5, 0]);
  expect(to("End", -1, 3)).toEqual([-1, 9]);
  for (const held of [{ ctrlKey: true }, { metaKey: true }]) {
    expect(to("Home", 5, 3, held)).toEqual([0, 0]);
    expect(to("End", 5, 3, held)).toEqual([99, 9]);
    expect(to("ArrowDown", -1, 3, held)).toEqual([99, 3]);
    expect(to("ArrowLeft", 5, 3, held)).toEqual([5, 0]);
  }
  expect(to("ArrowLeft", 5, 3, { altKey: true })).toBeUndefined();
  expect(to("x", 5, 3)).toBeUndefined();
});

it("has commands that the browser does not need, on headers and cells", () => {
  const commands: [string, Held, string | undefined, string | undefined][] = [
    ["s", {}, "sort", "sort"],
    ["s", { ctrlKey: true }, undefined, undefined],
    ["c", { ctrlKey: true }, "copy", "copy"],
    ["c", { metaKey: true }, "copy", "copy"],
    ["F10", { shiftKey: true }, "menu", "menu"],
    ["F10", {}, undefined, undefined],
    ["ContextMenu", {}, "menu", "menu"],
    [" ", { shiftKey: true }, undefined, "choose"],
    [" ", { shiftKey: true, ctrlKey: true }, undefined, "choose-range"],
    ["ArrowLeft", { shiftKey: true, ctrlKey: true }, "left", "left"],
    ["ArrowRight", { shiftKey: true, ctrlKey: true }, "right", "right"],
    ["ArrowRight", { shiftKey: true }, "wider", undefined],
    ["ArrowLeft", { shiftKey: true }, "narrower", undefined],
    ["ArrowLeft", { altKey: true }, undefined, undefined],
  ];
  for (const [key, held, onHeader, onCell] of commands) {
    expect([key, held, commandOf(pressed(key, held), -1)]).toEqual([key, held, onHeader]);
    expect([key, held, commandOf(pressed(key, held), 4)]).toEqual([key, held, onCell]);
  }
});
