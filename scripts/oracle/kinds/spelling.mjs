// The same query in other letters: invisible characters, odd spaces, comments, parameters written apart.
import { byId, few, ownId, property, select, source, tree } from "./build.mjs";

const spaces = [
  "\u00A0",
  "\u2003",
  "\u2009",
  "\u202F",
  "\u3000",
  "\t",
  "\r\n",
  "\n",
  "\v",
  "\f",
  "\u2028",
  "\u1680",
  " \u00A0 ",
  "\u0085",
];
const invisible = ["\u200B", "\u200C", "\u200D", "\uFEFF", "\u2060", "\u00AD", "\u180E", "\u200E"];
const comments = ["/**/", " /* ) */ ", " -- ' \n", "/* a\nb */", " --\n", " /* x */ -- y\n"];

/** The places between the tokens of a query, texts and quoted names left whole. */
const tokens = (text) => text.match(/'(?:[^']|'')*'|\[[^\]]*\]|"[^"]*"|\w+|\s+|[^\w\s]/gu) ?? [];

/** Some spaces of a query are others; `at` says which. */
const otherSpaces = (space, at) => (text) =>
  tokens(text)
    .map((token, index) => (/^\s+$/.test(token) && (index + at) % 3 !== 0 ? space : token))
    .join("");

const between = (mark, at) => (text) => {
  const list = tokens(text);
  const place = at % list.length;
  return [...list.slice(0, place), mark, ...list.slice(place)].join("");
};

const spelled = (node, spelling) => ({ parts: [node], kind: "spelled", spelling });

export const spellings = {
  "no-break and other spaces": (g) => spelled(g.plain().node, otherSpaces(g.one(spaces), g.int(3))),
  "zero-width marks and BOMs"(g) {
    const [mark, at] = [g.one(invisible), g.int(1000)];
    return spelled(
      g.plain().node,
      g.one([
        between(mark, at),
        (text) => mark + text,
        (text) => text + mark,
        otherSpaces(` ${mark}`, at % 3),
        otherSpaces(mark, at % 3),
      ]),
    );
  },
  comments: (g) =>
    spelled(
      g.plain().node,
      g.one([
        between(g.one(comments), g.int(1000)),
        otherSpaces(g.one(comments), g.int(3)),
        (text) => `${text} -- end`,
        (text) => `/* a */${text}`,
        (text) => `${text} /* open`,
      ]),
    ),
  "semicolons and empty ends": (g) =>
    spelled(
      g.plain().node,
      g.one([
        (text) => `${text};`,
        (text) => `${text} ;\n`,
        (text) => `${text};;`,
        (text) => `;${text}`,
        (text) => `(${text})`,
        (text) => `\n\n${text}\n`,
      ]),
    ),
  "quotes of every kind"(g) {
    const scope = source(g);
    const leaf = property(g, scope);
    const name = leaf.leaf.path.at(-1);
    const cls = scope.ranges[0].cls;
    const quote = g.one([
      (x) => `[${x}]`,
      (x) => `"${x}"`,
      (x) => `\`${x}\``,
      (x) => `'${x}'`,
      (x) => `“${x}”`,
      (x) => `[ ${x} ]`,
    ]);
    return g.one([
      () => tree("SELECT ", quote(name), ` FROM ${cls.alias}.${quote(cls.name)}`),
      () => tree("SELECT ", quote(name), ` FROM ${quote(cls.schema)}.${quote(cls.name)} ${quote("x")}`),
      () =>
        tree(
          "SELECT x.",
          quote(name),
          ` FROM ${cls.schema}.${cls.name} ${quote("x")} WHERE ${quote("x")}.${quote(name)} IS NOT NULL`,
        ),
      () =>
        tree(
          `SELECT ECInstanceId FROM ${cls.schema}.${cls.name} WHERE ${quote(name)} = ${g.one(["'a'", "‘a’", '"a"', "''''", "'a''b'"])}`,
        ),
    ])();
  },
  "parameters written apart"(g) {
    const scope = source(g);
    const leaf = g.leafOf(scope, ["int", "string", "id", "double"]) ?? ownId(g, scope);
    const name = g.bind(
      leaf.type === "string" ? "string" : leaf.type === "double" ? "double" : "long",
      leaf.type === "string" ? "a" : leaf.type === "double" ? 2.5 : 5,
    );
    const written = g.one([
      `: ${name}`,
      `:[${name}]`,
      `:${name}`,
      `:  ${name}`,
      `:\n${name}`,
      `: [${name}]`,
      `:/* x */${name}`,
      `@${name}`,
      `$${name}`,
      `:"${name}"`,
      `:${name.toUpperCase()}`,
    ]);
    return g.chance(0.75)
      ? select(g, scope, [ownId(g, scope)], " WHERE ", leaf, g.one([" > ", " <> "]), written, byId(g, scope))
      : select(g, scope, [ownId(g, scope)], " WHERE ", leaf, " IN (", written, ", ", written, ")", byId(g, scope));
  },
  "an id set's parameter written apart"(g) {
    const scope = source(g);
    const name = g.bind("idset", ["0x1", "0x10", "0x26", "0x27"]);
    return select(
      g,
      scope,
      [ownId(g, scope)],
      " WHERE InVirtualSet(",
      g.one([`: ${name}`, `:[${name}]`, `:${name}`]),
      ", ",
      g.id(scope),
      ")",
      byId(g, scope),
    );
  },
  "letter case of keywords"(g) {
    const change = g.one([
      (text) => text.toLowerCase(),
      (text) => text.toUpperCase(),
      (text) => text[0] + text.slice(1).toLowerCase(),
    ]);
    return spelled(g.plain().node, (text) =>
      text.replace(
        /\b(SELECT|FROM|WHERE|ORDER BY|GROUP BY|JOIN|LEFT|AND|OR|NOT|IS|NULL|CASE|WHEN|THEN|ELSE|END|LIMIT|ONLY|DISTINCT|COUNT|CAST|AS)\b/g,
        change,
      ),
    );
  },
  "numbers as they may be written"(g) {
    const scope = source(g);
    const number = g.one([
      "1.",
      ".5",
      "1e5",
      "1E+2",
      "0X1F",
      "0x1f",
      "1_000",
      "00012",
      "1.5e-3",
      "0b1",
      "1L",
      "5f",
      "1e",
      "0x",
      "- 5",
      "+ 5",
      "--5\n",
      "1 .5",
      "٣",
    ]);
    return select(g, scope, [number, tree(number, " x")], few(g, scope));
  },
};
