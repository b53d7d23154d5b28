import { useState } from "react";
import type { Cell, ColumnDataType } from "../../engine";
import { Button } from "../../ui/button";

/** The whole value, JSON laid out, ready to copy. */
export function Value({ value, dataType }: { value: Cell; dataType: ColumnDataType }) {
  const [copied, setCopied] = useState(false);
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
      <Button
        size="small"
        look="plain"
        icon={copied ? "check" : "copy"}
        aria-label={copied ? "Copied" : "Copy the value"}
        onClick={() =>
          void navigator.clipboard.writeText(text).then(
            () => setCopied(true),
            () => setCopied(false),
          )
        }
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
