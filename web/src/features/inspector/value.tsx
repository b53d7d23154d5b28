// A value whole, where the grid shows one line of it.
import type { Cell, ColumnDataType } from "../../engine";
import { IconButton } from "../../ui/button";
import { useCopied } from "../../ui/copied";

/** The whole value, JSON laid out, ready to copy. */
export function Value({ value, dataType }: { value: Cell; dataType: ColumnDataType }) {
  const { copied, copy } = useCopied();
  if (value === null) {
    return (
      <div className="value value--null">
        <span className="value__text">null</span>
        <span className="value__type">{dataType}</span>
      </div>
    );
  }
  const text = String(value);
  const shown = laidOut(text);
  return (
    <div className="value">
      <pre className="value__text" tabIndex={0} aria-label="Value">
        {text === "" ? <i>empty text</i> : shown}
      </pre>
      <span className="value__type">{dataType}</span>
      <IconButton
        icon={copied === text ? "check" : "copy"}
        label={copied === text ? "Copied" : "Copy the value"}
        onClick={() => copy(text)}
      />
    </div>
  );
}

function laidOut(text: string): string {
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
