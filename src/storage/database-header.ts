/** Of the header of an SQLite file: how it begins, and which versions of the format its writers and readers know. */
const MAGIC = "SQLite format 3\0";
const WRITE_VERSION_OFFSET = 18;
const READ_VERSION_OFFSET = 19;
/** That of files with a write-ahead log. */
const LATEST_VERSION = 2;

/**
 * Restores a write version that no release of SQLite has: SQLite takes such a file for one of the future, and opens it
 * for reading alone at every start. The read version beside it tells which one it was. True when it was restored.
 */
export function restoreWriteVersion(path: string): boolean {
  const header = readStart(path, READ_VERSION_OFFSET + 1);
  const write = header[WRITE_VERSION_OFFSET] ?? 0;
  const read = header[READ_VERSION_OFFSET] ?? 0;
  if (!new TextDecoder().decode(header).startsWith(MAGIC)) return false;
  if (write <= LATEST_VERSION || read < 1 || read > LATEST_VERSION) return false;
  using file = Deno.openSync(path, { write: true });
  file.seekSync(WRITE_VERSION_OFFSET, Deno.SeekMode.Start);
  file.writeSync(Uint8Array.of(read));
  file.syncSync();
  return true;
}

function readStart(path: string, length: number): Uint8Array {
  using file = Deno.openSync(path);
  const start = new Uint8Array(length);
  const count = file.readSync(start) ?? 0;
  return start.subarray(0, count);
}
