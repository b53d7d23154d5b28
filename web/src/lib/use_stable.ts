// A function that components downwards can hold on to.
import { useCallback, useRef } from "react";

/** One function for all drawings, which does what the newest one would. */
export function useStable<Arguments extends unknown[], Result>(
  newest: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  const now = useRef(newest);
  now.current = newest;
  return useCallback((...given: Arguments) => now.current(...given), []);
}
