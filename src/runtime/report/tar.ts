/** One file of an archive. */
export interface TarEntry {
  /** At most 100 bytes. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

const BLOCK = 512;
const encoder = new TextEncoder();

/** An archive of plain files in the format ustar (POSIX.1-1988); every file may be read by its owner only. */
export function tar(entries: readonly TarEntry[], modifiedMs: number): Uint8Array {
  const parts = entries.flatMap((
    entry,
  ) => [header(entry, modifiedMs), entry.bytes, padding(entry.bytes.length)]);
  // Two empty blocks are the end.
  parts.push(new Uint8Array(2 * BLOCK));
  const archive = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    archive.set(part, offset);
    offset += part.length;
  }
  return archive;
}

function header({ name, bytes }: TarEntry, modifiedMs: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (offset: number, text: string) => block.set(encoder.encode(text), offset);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, "0")}\0`;
  put(0, name);
  put(100, octal(0o600, 7));
  put(108, octal(0, 7));
  put(116, octal(0, 7));
  put(124, octal(bytes.length, 11));
  put(136, octal(Math.floor(modifiedMs / 1000), 11));
  // The checksum counts itself as blanks.
  put(148, " ".repeat(8));
  put(156, "0");
  put(257, "ustar\x0000");
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  return block;
}

function padding(length: number): Uint8Array {
  return new Uint8Array((BLOCK - length % BLOCK) % BLOCK);
}
