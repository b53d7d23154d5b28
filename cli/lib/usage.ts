/** Wrong use of the command line: exit code 2, with a pointer to the help. */
export class UsageError extends Error {}

export const exitCode = { fine: 0, mappingHasErrors: 1, wrongUsage: 2, unreadableInput: 3, internalFault: 4 } as const;
