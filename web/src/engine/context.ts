// How components reach the workbench.
import { createContext, useContext } from "react";
import { useStore } from "../lib/store";
import type { Workbench, WorkbenchState } from "./workbench";

export const WorkbenchContext = createContext<Workbench | null>(null);

export function useWorkbench(): Workbench {
  const workbench = useContext(WorkbenchContext);
  if (!workbench) throw new Error("No workbench above this component");
  return workbench;
}

/** A part of the workbench's state; renders again when it changes. */
export const useWorkbenchState = <Part>(choose: (state: WorkbenchState) => Part): Part =>
  useStore(useWorkbench().store, choose);
