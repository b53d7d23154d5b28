/** A message with its names, which stand in backticks, set in the fixed font. */
export function Ticked({ text }: { text: string }) {
  return text.split("`").map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}
