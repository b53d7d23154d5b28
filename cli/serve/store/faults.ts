/** The state folder cannot be used as it is: told at the start, with what to do. */
export class StateFault extends Error {}
