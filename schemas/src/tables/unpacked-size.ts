/** How much a workbook, a ZIP archive, may take up once it is unpacked: a small one may hold what no memory does. */
const mebibytesMax = 512;

/** Returns a function that is called with every file of an archive as its directory has it, before any is unpacked. It throws at the file that is too much. */
export function unpackedSizeCheck(): (file: { readonly originalSize: number }) => void {
  let bytes = 0;
  return ({ originalSize }) => {
    bytes += originalSize;
    if (bytes > mebibytesMax * 2 ** 20) throw new Error(`unpacked it has more than ${mebibytesMax} MiB`);
  };
}
