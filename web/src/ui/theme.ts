// Light, dark, or as the system says.
import { useEffect, useState } from "react";

export type Theme = "light" | "dark";

const key = "premap.theme";
const media = matchMedia("(prefers-color-scheme: dark)");
const system = (): Theme => (media.matches ? "dark" : "light");

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(key);
    return value === "light" || value === "dark" ? value : null;
  } catch {
    return null;
  }
}

/** The theme on screen and a way to change it; the system's choice holds until the user makes one. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [chosen, setChosen] = useState(stored);
  const [preferred, setPreferred] = useState(system);

  useEffect(() => {
    const follow = () => setPreferred(system());
    media.addEventListener("change", follow);
    return () => media.removeEventListener("change", follow);
  }, []);

  useEffect(() => {
    if (chosen) document.documentElement.dataset.theme = chosen;
    else delete document.documentElement.dataset.theme;
  }, [chosen]);

  function choose(theme: Theme) {
    setChosen(theme);
    try {
      localStorage.setItem(key, theme);
    } catch {
      // Kept for this visit only.
    }
  }
  return [chosen ?? preferred, choose];
}
