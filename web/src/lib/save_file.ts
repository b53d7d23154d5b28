/** A name that every file system takes: "Rooms & doors" -> "Rooms___doors" */
export const fileNameOf = (name: string): string => name.replace(/[^\p{L}\p{N}_-]/gu, "_") || "mapping";

/** Hands a file to the browser's downloads. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the content over by the next turn of its loop; a minute is plenty.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
