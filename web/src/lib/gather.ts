/** Bytes that are put away at once: from then on they are the browser's, which may keep them on the disk. */
const chunk = 8 * 1024 * 1024;

/** All pieces as one file, without holding it in the page's memory. */
export async function gather(pieces: AsyncIterable<Uint8Array>, type: string): Promise<Blob> {
  const chunks: Blob[] = [];
  let loose: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const putAway = () => {
    chunks.push(new Blob(loose));
    loose = [];
    bytes = 0;
  };
  for await (const piece of pieces) {
    loose.push(piece as Uint8Array<ArrayBuffer>);
    bytes += piece.byteLength;
    if (bytes >= chunk) putAway();
  }
  putAway();
  return new Blob(chunks, { type });
}
