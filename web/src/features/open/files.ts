// Files from a picker or a drop.

/** Asks the user for files; resolves with none when the dialog is closed. */
export function pickFiles(accept: string): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = accept;
    input.multiple = true;
    input.addEventListener("change", () => resolve([...(input.files ?? [])]));
    input.addEventListener("cancel", () => resolve([]));
    input.click();
  });
}

export const snapshotTypes = ".bim,.ibim,.ecdb,.imodel";
export const mappingTypes = ".json,application/json";
