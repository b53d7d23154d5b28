// Whether a CSV begins with a byte order mark: without one, Excel garbles what is not English when the file is double-clicked.
import { Store } from "./store";

const key = "premap.excel-mark";

function stored(): boolean {
  try {
    return localStorage.getItem(key) !== "no";
  } catch {
    return true;
  }
}

export const excelMark = new Store<{ isOn: boolean }>({ isOn: stored() });

export function setExcelMark(isOn: boolean): void {
  excelMark.set({ isOn });
  try {
    localStorage.setItem(key, isOn ? "yes" : "no");
  } catch {
    // Kept for this visit only.
  }
}
