// How large the memory of WebAssembly becomes: it never shrinks, so its size at the end is its peak.

/** Runs `start`; answers {value, peak()}, where peak() is the bytes of all memories that came to be meanwhile. */
export async function watchMemories(start) {
  const instantiate = WebAssembly.instantiate;
  const memories = new Set();
  const keep = (exports = {}) =>
    Object.values(exports)
      .filter((each) => each instanceof WebAssembly.Memory)
      .forEach((each) => memories.add(each));
  WebAssembly.instantiate = async (code, imports) => {
    Object.values(imports ?? {}).forEach(keep);
    const made = await instantiate(code, imports);
    keep((made.instance ?? made).exports);
    return made;
  };
  try {
    const value = await start();
    return { value, peak: () => [...memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0) };
  } finally {
    WebAssembly.instantiate = instantiate;
  }
}
