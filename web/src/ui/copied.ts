// A button that copied says so until the next copy.
import { useState } from "react";

/** Copies text, and tells which was copied last. */
export function useCopied(): { copied: string | undefined; copy: (text: string) => void } {
  const [copied, setCopied] = useState<string>();
  const copy = (text: string) =>
    void navigator.clipboard.writeText(text).then(
      () => setCopied(text),
      () => setCopied(undefined),
    );
  return { copied, copy };
}
