// For the tests that watch memory too.
export function watchMemories<T>(start: () => Promise<T>): Promise<{ value: T; peak: () => number }>;
