/** Wrong use of the command line: exit code 2, with a pointer to the help. */
export class UsageError extends Error {}

/** `closedPipe`: what a shell tells of a program that a closed pipe has ended. */
export const exitCode = {
  fine: 0,
  mappingHasErrors: 1,
  wrongUsage: 2,
  unreadableInput: 3,
  internalFault: 4,
  closedPipe: 141,
} as const;

/** The last lines of every command's help. */
export function exitCodes(...of: ("mapping" | "query")[]): string {
  const one = of[0] === undefined ? "" : ` 1 the ${of[0]} has errors,`;
  return `Exit code: 0 fine,${one} 2 wrong usage, 3 an input could not be read or the output not
written, 4 internal fault.`;
}
