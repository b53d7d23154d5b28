/** Order, hiding and widths of a table's columns, without a page; and what a browser keeps of them. */
import { expect, it } from "vitest";
import * as lib from "../../web/src/lib/column_view.js";
import { frozenThatFit, grown, narrowest } from "../../web/src/lib/column_widths.js";
import {
  carryViews,
  keepView,
  keptView,
  mostTables,
  mostText,
  type Shelf,
  tableKey,
} from "../../web/src/lib/kept_columns.js";

const { plainView } = lib;
const keys = ["a", "b", "c", "d", "e"];
const words = (view: lib.ColumnView, of = keys) => lib.shownKeys(of, view).join("");

/** The same numbers in every run. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

it("tells columns of the same name apart, and default ones from the mapping's", () => {
  const columns = [
    { name: "UserLabel", isDefault: true },
    { name: "UserLabel", isDefault: false },
    { name: "UserLabel", isDefault: false },
  ];
  expect(lib.columnKeys(columns)).toEqual(["\nUserLabel", "UserLabel", "UserLabel\n2"]);
});

it("moves a column to another's place, past hidden ones, and knows when all stand as in the mapping", () => {
  const moved = lib.moveTo(keys, plainView, "a", "d");
  expect(words(moved)).toBe("bcdae");
  expect(lib.moveTo(keys, moved, "a", "b")).toEqual(plainView);
  const hidden = lib.hide(keys, plainView, "b");
  expect(words(lib.step(keys, hidden, "a", 1))).toBe("cade");
  expect(words(lib.show(keys, lib.step(keys, hidden, "a", 1), "b"))).toBe("bcade");
  expect(lib.step(keys, plainView, "a", -1)).toBe(plainView);
});

it("shows what the mapping got since behind its neighbour there, and forgets what is gone", () => {
  const view = lib.moveTo(keys, plainView, "e", "a");
  expect(words(view, ["x", "a", "b", "y", "c", "z", "e"])).toBe("xeabycz");
  expect(words(view, ["a", "c"])).toBe("ac");
});

it("never hides the last column", () => {
  const one = lib.withHidden(keys, plainView, ["a", "b", "c", "d"]);
  expect(words(one)).toBe("e");
  expect(lib.hide(keys, one, "e")).toBe(one);
});

it("keeps in view what was chosen to stay, whatever is hidden and shown between", () => {
  const three = { ...plainView, frozen: 3 };
  const two = lib.hide(keys, three, "b");
  expect(two.frozen).toBe(2);
  expect(lib.show(keys, two, "b").frozen).toBe(3);
  expect(lib.hide(keys, three, "e").frozen).toBe(3);
  // The first column stays, whichever that is.
  expect(lib.show(keys, lib.hide(keys, plainView, "a"), "a")).toEqual(plainView);
  const alone = lib.freezeAlone(keys, three, "d");
  expect([words(alone), alone.frozen]).toEqual(["dabce", 1]);
});

it("loses no column in whatever order things are done", () => {
  const roll = dice(7);
  for (let turn = 0; turn < 300; turn += 1) {
    let there = Array.from({ length: 1 + roll(12) }, (_, index) => `c${index}`);
    let view = plainView;
    for (let act = 0; act < 12; act += 1) {
      const [key, other] = [there[roll(there.length)] ?? "", there[roll(there.length)] ?? ""];
      const acts = [
        () => (view = lib.hide(there, view, key)),
        () => (view = lib.show(there, view, key)),
        () => (view = lib.moveTo(there, view, key, other)),
        () => (view = lib.step(there, view, key, roll(2) === 0 ? -1 : 1)),
        () => (view = lib.freezeAlone(there, view, key)),
        () => (view = { ...view, frozen: roll(there.length + 1) }),
        // The mapping changes.
        () => (there = [...there.slice(0, roll(there.length)), `n${turn}_${act}`, ...there.slice(-1 - roll(4))]),
      ];
      acts[roll(acts.length)]?.();
      there = [...new Set(there)];
      const all = lib.inOrder(there, view.order);
      expect([...all].sort()).toEqual([...there].sort());
      const shown = lib.shownKeys(there, view);
      expect(shown.length + lib.hiddenKeys(there, view).length).toBe(there.length);
      const left = all.filter((each) => !view.hidden.includes(each));
      expect(shown).toEqual(left.length > 0 ? left : all);
      expect(view.frozen).toBeGreaterThanOrEqual(0);
    }
  }
});

it("gives the room that is left to what is cut, and no more than it needs", () => {
  expect(grown([100, 100, 100], [100, 150, 400], 400)).toEqual([100, 150, 150]);
  expect(grown([100, 100], [120, 110], 1000)).toEqual([120, 110]);
  expect(grown([100, 100], [500, 500], 150)).toEqual([100, 100]);
  const roll = dice(3);
  for (let turn = 0; turn < 300; turn += 1) {
    const widths = Array.from({ length: 1 + roll(20) }, () => 60 + roll(200));
    const needs = widths.map((width) => width + (roll(2) === 0 ? 0 : roll(300)));
    const room = roll(6000);
    const result = grown(widths, needs, room);
    const sum = (list: number[]) => list.reduce((all, each) => all + each, 0);
    expect(sum(result)).toBeLessThanOrEqual(Math.max(room, sum(widths)));
    const isCut = result.some((width, index) => width < (needs[index] ?? 0));
    // Nothing is cut while a pixel a column is left.
    if (isCut && room > sum(widths)) expect(room - sum(result)).toBeLessThan(widths.length);
    for (const [index, width] of result.entries()) {
      expect(width).toBeGreaterThanOrEqual(widths[index] ?? 0);
      expect(width).toBeLessThanOrEqual(needs[index] ?? 0);
    }
  }
});

it("lets so many columns stay as leave room to the others", () => {
  expect(frozenThatFit([100, 100, 300], 3, 1000)).toBe(3);
  expect(frozenThatFit([100, 100, 500], 3, 1000)).toBe(2);
  expect(frozenThatFit([700], 1, 1000)).toBe(0);
  expect(frozenThatFit([10, 10], 9, 1000)).toBe(2);
});

it("takes a column called like what every object has for a column", () => {
  for (const key of ["toString", "constructor", "__proto__"]) {
    expect(lib.widthOf(plainView, key)).toBeUndefined();
    const wide = lib.withWidth(plainView, key, 200);
    expect(lib.widthOf(wide, key)).toBe(200);
    const shelf = shelfOf();
    keepView("t", wide, () => shelf);
    expect(
      lib.widthOf(
        keptView("t", () => shelf),
        key,
      ),
    ).toBe(200);
    expect(lib.isPlain(lib.withWidth(wide, key, undefined))).toBe(true);
  }
});

function shelfOf(text: string | null = null): Shelf & { text: string | null } {
  return {
    text,
    getItem() {
      return this.text;
    },
    setItem(_, value) {
      this.text = value;
    },
    removeItem() {
      this.text = null;
    },
  };
}

it("keeps the tables used last, and as much as has room", () => {
  const shelf = shelfOf();
  const ours = () => shelf;
  const view = lib.hide(keys, plainView, "b");
  for (let table = 0; table < mostTables + 5; table += 1) keepView(tableKey("m", `g${table}`), view, ours);
  expect(keptView(tableKey("m", "g4"), ours)).toEqual(plainView);
  expect(keptView(tableKey("m", "g5"), ours)).toEqual(view);
  keepView(tableKey("m", "g5"), plainView, ours);
  expect(keptView(tableKey("m", "g5"), ours)).toEqual(plainView);
  const large = { ...view, order: Array.from({ length: 10_000 }, (_, index) => `column_${index}`) };
  for (let table = 0; table < 5; table += 1) keepView(`large ${table}`, large, ours);
  expect(shelf.text?.length).toBeLessThanOrEqual(mostText);
  expect(keptView("large 4", ours)).toEqual(large);
  expect(keptView("large 0", ours)).toEqual(plainView);
});

it("goes with a group that gets another name, and with a mapping that is saved under another", () => {
  const shelf = shelfOf();
  const ours = () => shelf;
  const [one, two] = ["a", "b"].map((key) => lib.hide(keys, plainView, key)) as [lib.ColumnView, lib.ColumnView];
  const at = (mapping: string, group: string) => keptView(tableKey(mapping, group), ours);
  const groups = (...names: string[]) => names.map((name, index) => ({ name, query: `SELECT ${index}` }));
  const carry = (mapping: [string, string], before: string[], after: string[]) =>
    carryViews(
      { mapping: mapping[0], groups: groups(...before) },
      { mapping: mapping[1], groups: groups(...after) },
      ours,
    );
  keepView(tableKey("m", "A"), one, ours);
  keepView(tableKey("m", "B"), two, ours);
  carry(["m", "m"], ["A", "B"], ["A2", "B"]);
  expect([at("m", "A"), at("m", "A2"), at("m", "B")]).toEqual([plainView, one, two]);
  carry(["m", "n"], ["A2", "B"], ["A2", "B"]);
  expect([at("n", "A2"), at("n", "B"), at("m", "B")]).toEqual([one, two, two]);
  // Groups in another order, and one that takes the name of one that was there, keep what is theirs.
  carry(["m", "m"], ["A2", "B"], ["B", "A2"]);
  carry(["m", "m"], ["A2", "B"], ["B", "C"]);
  carry(["m", "m"], ["A2", "B"], ["X"]);
  expect([at("m", "A2"), at("m", "B"), at("m", "X")]).toEqual([one, two, plainView]);
  // A name that somebody else had comes without what was done there.
  carry(["m", "m"], ["Q", "R"], ["B", "R"]);
  expect(at("m", "B")).toEqual(plainView);
});

it("goes with columns that get another name, where it is known which", () => {
  const shelf = shelfOf();
  const ours = () => shelf;
  const table = tableKey("m", "A");
  const named = (...names: string[]) => ({
    mapping: "m",
    groups: [{ name: "A", query: "q", columns: names.map((name) => ({ name })) }],
  });
  const view = lib.hide(keys, { ...plainView, order: ["c", "a", "b"], widths: { a: 200 } }, "b");
  keepView(table, view, ours);
  carryViews(named("a", "b", "c"), named("a", "x", "c"), ours);
  expect(keptView(table, ours)).toMatchObject({ order: ["c", "a", "x"], hidden: ["x"], widths: { a: 200 } });
  carryViews(named("a", "x", "c"), named("y", "x", "z"), ours);
  expect(keptView(table, ours)).toMatchObject({ order: ["z", "y", "x"], hidden: ["x"], widths: { y: 200 } });
  // Columns that change places, and that come or go.
  const before = keptView(table, ours);
  carryViews(named("y", "x", "z"), named("x", "y", "z"), ours);
  carryViews(named("y", "x", "z"), named("y", "x"), ours);
  expect(keptView(table, ours)).toEqual(before);
  expect([...lib.renamedKeys(["\na", "a"], ["\na", "b"])]).toEqual([["a", "b"]]);
});

it("does without what a browser has not, or has and is not ours", () => {
  const refused = () => {
    throw new Error("no storage");
  };
  expect(keptView("t", refused)).toEqual(plainView);
  keepView("t", lib.hide(keys, plainView, "b"), refused);
  const full = { ...shelfOf(), setItem: refused };
  keepView("t", lib.hide(keys, plainView, "b"), () => full);
  for (const text of ["", "{", "7", "null", '[["t"]]', '[["t",7]]', "[[1,{}]]", '{"t":{}}'])
    expect(keptView("t", () => shelfOf(text))).toEqual(plainView);
  const odd = '[["t",{"order":["a","a",7],"hidden":"b","widths":{"a":"wide","b":1e9,"c":-5,"d":null},"frozen":-3}]]';
  const view = keptView("t", () => shelfOf(odd));
  expect(view).toEqual({ order: ["a"], hidden: [], widths: { b: 1600, c: narrowest }, frozen: 1 });
});
