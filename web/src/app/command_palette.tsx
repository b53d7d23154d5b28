// The palette with everything the page does; its code comes with the first use.
import { useState } from "react";
import { useWorkbench } from "../engine";
import type { Target } from "../features/find/entries";
import Palette from "../features/find/palette";
import { commandsOf, type Frame } from "./commands";

interface CommandPaletteProps {
  frame: Frame;
  onClose: () => void;
  onChoose: (target: Target) => void;
}

/** The commands are those of the moment it was opened. */
export default function CommandPalette({ frame, ...others }: CommandPaletteProps) {
  const workbench = useWorkbench();
  const [commands] = useState(() => commandsOf(workbench, frame));
  return <Palette commands={commands} {...others} />;
}
