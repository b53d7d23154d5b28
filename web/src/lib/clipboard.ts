// Copying, with words for how it went.

export interface Copy {
  text: string;
  /** "80 ids" */
  what: string;
}

/** Puts it on the clipboard. `unread`: said where the text itself could not be had. */
export async function copied(make: () => Copy | Promise<Copy>, unread: string): Promise<string> {
  let copy: Copy;
  try {
    copy = await make();
  } catch {
    return unread;
  }
  try {
    await navigator.clipboard.writeText(copy.text);
    return `Copied ${copy.what}.`;
  } catch {
    return "The browser did not let the page copy.";
  }
}
