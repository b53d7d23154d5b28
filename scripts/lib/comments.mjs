// How comments of C++ are broken into lines. clang-format leaves them alone (it would tear tables and examples apart), so this holds
// them to the width, and mends or names what a formatter or a careless edit has torn. And whether a source file, in whatever language,
// says first what it is about.

const width = 120;
const nearlyFull = 100;

/** A line that is nothing but a comment, as {marker, text}; undefined otherwise. The marker has the indentation. */
const commentOf = (line) => {
  const [, marker, text] = /^(\s*\/\/[/!]?<?)(.*)$/.exec(line) ?? [];
  return marker === undefined ? undefined : { marker, text: text.trimEnd() };
};

const words = ({ text }) => text.trim().split(/\s+/).filter(Boolean);
const isRow = ({ text }) => text.trim().startsWith("|");
const isExample = ({ text }) => /^\s{2,}\S/.test(text);
const isListItem = ({ text }) => /^\s*([-*•]|\d+[.)]|\w+:)\s/.test(text);
const isProse = (comment) =>
  comment !== undefined && words(comment).length > 0 && !isRow(comment) && !isExample(comment);
const quotes = ({ text }) => text.replace(/\\./g, "").split('"').length - 1;

/** Every comment line with its neighbours in the same block. */
function* commentLines(lines) {
  for (const [index, line] of lines.entries()) {
    const comment = commentOf(line);
    if (!comment) continue;
    const beside = (at) => {
      const other = lines[at] === undefined ? undefined : commentOf(lines[at]);
      return other?.marker === comment.marker ? other : undefined;
    };
    yield { index, line, comment, before: beside(index - 1), after: beside(index + 1) };
  }
}

/** The last word of a paragraph alone in its line, below one that is full. */
const isWidow = ({ comment, before, after }, lines, index) =>
  isProse(comment) &&
  words(comment).length === 1 &&
  isProse(before) &&
  lines[index - 1].length >= nearlyFull &&
  !(after && isProse(after));

/** A line of few words inside a paragraph, though those of the next one had room in it. */
const isTorn = ({ line, comment, before, after }, lines, index) =>
  isProse(comment) &&
  words(comment).length <= 2 &&
  isProse(before) &&
  isProse(after) &&
  !isListItem(after) &&
  lines[index - 1].length >= nearlyFull &&
  line.length + 1 + words(after)[0].length < nearlyFull;

function faultOf(entry, lines) {
  const { index, line, comment, before } = entry;
  if (isRow(comment)) return comment.text.endsWith("|") ? undefined : "a row of a table that does not end with |";
  if ([...line].length > width) return `longer than ${width} characters: wrap it`;
  if (isExample(comment) && quotes(comment) % 2 === 1) return "an example that is torn inside a text";
  if (
    isExample(comment) &&
    words(comment).length <= 2 &&
    /\S\s*\/\//.test(before?.text ?? "") &&
    !/[;{}(),]/.test(line)
  )
    return "the end of a remark in an example, torn off";
  if (isWidow(entry, lines, index))
    return "a word alone at the end of a paragraph: `npm run format` takes others down to it";
  if (isTorn(entry, lines, index)) return "few words alone inside a paragraph: wrap it anew";
  return undefined;
}

const opening = {
  code: /^\s*(?:((?:\/\/[^\n]*(?:\n|$)\s*)+)|(\/\*[^]*?\*\/))/,
  script: /^\s*(?:((?:#[^\n]*(?:\n|$)\s*)+)|("""[^]*?"""))/,
};
/** What tells a program something, and a reader nothing. */
const instruction =
  /^\s*(?:\/\/|#|\/?\*+)?\s*(?:@|eslint-|prettier-|clang-format|clang-tidy|NOLINT|-\*-|\/ <reference).*$/gm;
const fewestWords = 2;

/** Does a source file begin with a comment that tells what lives in it? Of a script the line that names its program stands before. */
export function hasOpeningComment(text, isScript = false) {
  const body = text.replace(/^#!.*\n/, "");
  const [, lines, block] = (isScript ? opening.script : opening.code).exec(body) ?? [];
  const told = (lines ?? block ?? "").replace(instruction, "").match(/[\p{L}\p{N}][^\s]*/gu) ?? [];
  return told.length >= fewestWords;
}

/** What is wrong with the comments of a text: [{line, fault}]. */
export function commentFaults(text) {
  const lines = text.split("\n");
  return [...commentLines(lines)].flatMap((entry) => {
    const fault = faultOf(entry, lines);
    return fault ? [{ line: entry.index + 1, fault }] : [];
  });
}

/** The text with company for every word that stood alone at the end of a paragraph; the rest needs a writer. */
export function withMendedComments(text) {
  const lines = text.split("\n");
  for (const entry of [...commentLines(lines)]) {
    const { index, comment } = entry;
    if (!isWidow(entry, lines, index)) continue;
    const above = words(commentOf(lines[index - 1]));
    const last = [...above.slice(-3), ...words(comment)];
    const lead = /^\s*/.exec(commentOf(lines[index - 1]).text)[0];
    lines[index - 1] = `${comment.marker}${lead}${above.slice(0, -3).join(" ")}`;
    lines[index] = `${comment.marker} ${last.join(" ")}`;
  }
  return lines.join("\n");
}
