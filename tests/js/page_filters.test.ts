/** What a column's picture shows and what its bars ask for; which filters hold together, and what their chips say. */
import type { ColumnHealth } from "premap";
import { describe, expect, it } from "vitest";
import { isAllDifferent, isBarFound, pictureOf } from "../../web/src/lib/column_picture.js";
import {
  byClass,
  byEmptiness,
  byEntry,
  byFill,
  byGroup,
  byRepeatedId,
  byValues,
  conditionIn,
  type FilteredColumn,
  toggled,
  valueWords,
} from "../../web/src/lib/filters.js";

type Part = Partial<ColumnHealth>;
const [C, D] = ["C", "D"].map((name) => ({ name, key: name })) as [FilteredColumn, FilteredColumn];
const column = (part: Part) => ({
  ...C,
  dataType: "String" as const,
  distinct: 0,
  distinctIsCapped: false,
  ...part,
});
const shown = (part: Part) => pictureOf(column(part))?.bars.map(({ words, count }) => [words, count]);
const barsOf = (ends: readonly (number | string)[]) =>
  ends.slice(1).map((below, at) => ({ from: ends[at] ?? 0, below, count: at + 1 }));
const many = { distinct: 100, top: [] };

describe("a column's picture", () => {
  it("has few values one by one: texts by how often they come, numbers in their order", () => {
    const top = [
      { value: "b", count: 3 },
      { value: "", count: 1 },
    ];
    expect(shown({ distinct: 2, top })).toEqual([
      ["b", 3],
      ["empty text", 1],
    ]);
    const numbers = [10, 9, -1].map((value, at) => ({ value, count: 5 - at }));
    const health = column({ distinct: 3, top: numbers, bars: barsOf([-1, 5, 11]), dataType: "Integer" });
    expect(pictureOf(health)?.bars.map(({ words }) => words)).toEqual(["-1", "9", "10"]);
    expect(pictureOf(health)?.filterOf(0, 1)).toMatchObject({
      condition: { column: "C", values: [-1, 9] },
      words: "C: -1, 9",
    });
  });

  it("has of many texts the most frequent, and tells how many have no bar", () => {
    const top = Array.from({ length: 10 }, (_, at) => ({ value: `v${at}`, count: 20 - at }));
    expect(pictureOf(column({ distinct: 64, top }))).toMatchObject({ kind: "values", others: 54 });
    expect(pictureOf(column({ distinct: 1000, distinctIsCapped: true, top: [] }))).toBeUndefined();
    expect(pictureOf(column({ distinct: 0, top: [] }))).toBeUndefined();
    expect(pictureOf(column({}))).toBeUndefined();
  });

  it("has none of texts that are all different, and says of a count that it may be more", () => {
    const once = Array.from({ length: 10 }, (_, at) => ({ value: `v${at}`, count: 1 }));
    const different = column({ filled: 64, distinct: 64, top: once });
    expect([isAllDifferent(different), pictureOf(different)]).toEqual([true, undefined]);
    expect(isAllDifferent(column({ filled: 65, distinct: 64, top: once }))).toBe(false);
    expect(isAllDifferent(column({ filled: 64, distinct: 64, distinctIsCapped: true, top: [] }))).toBe(false);
    // Few of them stand one by one.
    const few = column({ filled: 2, distinct: 2, top: once.slice(0, 2) });
    expect([isAllDifferent(few), pictureOf(few)?.bars.length]).toEqual([false, 2]);
    const top = [{ value: "often", count: 900, isAtLeast: true as const }];
    expect(pictureOf(column({ distinct: 9000, top }))?.bars).toEqual([{ words: "often", count: 900, isAtLeast: true }]);
  });

  it("has many numbers and dates in stretches, each told by its ends", () => {
    const wordsOf = (ends: readonly (number | string)[], part: Part = {}) =>
      shown({ ...many, bars: barsOf(ends), ...part })?.map(([words]) => words);
    expect(wordsOf([0, 0.5, 1], { dataType: "Double" })).toEqual(["0 to below 0.5", "0.5 to below 1"]);
    expect(wordsOf([0, 1, 2], { dataType: "Integer" })).toEqual(["0", "1"]);
    expect(wordsOf([0, 20, 40], { dataType: "Integer" })).toEqual(["0 to 19", "20 to 39"]);
  });

  it("has dates by the unit that tells most, also where there are none between them", () => {
    const pictured = (counts: Record<string, number>) => {
      const bars = Object.entries(counts).map(([from, count]) => ({
        from,
        below: from.slice(0, -1) + String.fromCharCode(from.charCodeAt(from.length - 1) + 1),
        count,
      }));
      return pictureOf(column({ ...many, bars }));
    };
    const months = pictured({ "2016-11": 3, "2017-02": 4 });
    expect(months?.bars).toEqual([
      { words: "2016-11", count: 3 },
      { words: "2016-12", count: 0 },
      { words: "2017-01", count: 0 },
      { words: "2017-02", count: 4 },
    ]);
    expect(months?.filterOf(1, 3)).toMatchObject({
      condition: { from: "2016-12", below: "2017-03" },
      words: "C: 2016-12 to 2017-02",
    });
    expect(pictured({ "2016-02-28": 1, "2016-03-01": 2 })?.bars.map(({ words }) => words)).toEqual([
      "2016-02-28",
      "2016-02-29",
      "2016-03-01",
    ]);
    expect(pictured({ "2016-12-31T23:59": 1, "2017-01-01T00:00": 2 })?.bars[0]?.words).toBe("2016-12-31 23:59");
    expect(pictured({ "201": 1, "203": 2 })?.bars.map(({ words }) => words)).toEqual(["2010s", "2020s", "2030s"]);
    expect(pictured({ "9999": 1 })?.filterOf(0, 0)).toMatchObject({ condition: { from: "9999", below: "999:" } });
    // Ninety days are more than can be pointed at, and few months: two days a bar.
    const days = pictured({ "2017-01-01": 1, "2017-03-31": 1 });
    expect(days?.bars).toHaveLength(45);
    expect(days?.bars[1]?.words).toBe("2017-01-03 to 2017-01-04");
    // Some minutes of twenty years are shown as years.
    expect(pictured({ "1997-01-01T00:00": 1, "2017-01-01T00:00": 1 })?.bars).toHaveLength(21);
    // No calendar has them: they stay as the engine has told them.
    expect(pictured({ "2017-02-30": 1, "2017-13-01": 2 })?.bars.map(({ words }) => words)).toEqual([
      "2017-02-30",
      "2017-13-01",
    ]);
  });

  it("of dates has bars that each find what they count, whatever the dates", () => {
    let state = 7;
    const random = (below: number) => (state = (state * 48271) % 2147483647) % below;
    for (let turn = 0; turn < 200; turn += 1) {
      const length = [16, 13, 10, 7, 4, 3, 2][turn % 7] ?? 4;
      const span = 10 ** random(9) * 1000;
      const texts = Array.from({ length: 1 + random(60) }, () =>
        new Date(Date.UTC(1990, 0, 1) + random(2147483647) * (span / 2147483647) * 1000).toISOString(),
      );
      const counts = new Map<string, number>();
      for (const text of texts.sort()) counts.set(text.slice(0, length), (counts.get(text.slice(0, length)) ?? 0) + 1);
      const bars = [...counts].map(([from, count]) => ({
        from,
        below: from.slice(0, -1) + String.fromCharCode(from.charCodeAt(from.length - 1) + 1),
        count,
      }));
      const picture = pictureOf(column({ ...many, bars }));
      expect(picture?.bars.length).toBeLessThanOrEqual(62);
      for (const [at, { count, words }] of (picture?.bars ?? []).entries()) {
        const { condition } = picture?.filterOf(at, at) ?? {};
        const { from = "", below = "" } = condition as { from: string; below: string };
        expect(texts.filter((text) => text >= from && text < below).length, words).toBe(count);
      }
    }
  });

  it("asks for neighbouring stretches from the first one's begin to below the last one's end", () => {
    const health = column({ ...many, bars: barsOf([0, 1, 2, 3]), dataType: "Double" });
    const picture = pictureOf(health);
    const filter = picture?.filterOf(1, 2);
    expect(filter).toMatchObject({ condition: { column: "C", from: 1, below: 3 }, words: "C: 1 to below 3" });
    const found = [0, 1, 2].map((bar) => picture && filter && isBarFound(health, picture, bar, filter));
    expect(found).toEqual([false, true, true]);
    expect(picture && isBarFound(health, picture, 1, byFill(C))).toBe(false);
    expect(picture && isBarFound(health, picture, 1, byClass("A.B"))).toBe(false);
  });
});

describe("filters", () => {
  it("hold together; of those about the same the newest counts, and the same one again none", () => {
    const [one, two] = [byValues(C, ["a"]), byEmptiness(C, { reason: "value-null", words: { short: "empty" } })];
    const others = [byValues(D, [1]), byClass("A.B"), byRepeatedId, byGroup("G"), byEntry(C, 0)];
    const all = [one, ...others].reduce(toggled, []);
    expect(all).toHaveLength(6);
    expect(toggled(all, two).map(({ words }) => words)).toEqual([...others.map(({ words }) => words), "C: empty"]);
    expect(toggled(all, byValues(C, ["a"]))).toEqual(others);
    expect(toggled([byValues(C, [1n])], byValues(C, ["1"]))).toHaveLength(1);
    expect(toggled([byValues(C, [2n ** 60n])], byValues(C, [2n ** 60n]))).toEqual([]);
  });

  it("ask for their column by its number: two may have one name", () => {
    const second = { name: "C", key: "C\n2" };
    expect(toggled([byFill(C)], byFill(second)).map(({ words }) => words)).toEqual(["C: filled", "C: filled"]);
    const keys = ["\nUserLabel", "C", "C\n2"];
    expect(conditionIn(keys, byFill(second))).toEqual({ column: 2, filled: true });
    expect(conditionIn(keys, byValues(D, [1]))).toEqual({ column: "D", values: [1] });
    expect(conditionIn(keys, byClass("A.B"))).toEqual({ classes: ["A.B"] });
  });

  it("have chips that can be read, however long their values are", () => {
    expect(valueWords("x".repeat(100))).toHaveLength(40);
    expect(valueWords("a\n b")).toBe("a b");
    expect([valueWords(null), valueWords(false), valueWords(2n ** 60n)]).toEqual([
      "no value",
      "false",
      "1152921504606846976",
    ]);
    expect(byValues(C, [1, 2, 3, 4, 5]).words).toBe("C: 1, 2, 3 and 2 more");
    expect(byGroup("").words).toBe("Also in Unnamed group");
  });
});
