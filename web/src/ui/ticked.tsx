/** A message with its names, which stand in backticks, set in the fixed font. */
export function Ticked({ text }: { text: string }) {
  return text.split("`").map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one fixed text
    index % 2 === 1 ? <code key={index}>{part}</code> : part,
  );
}
