/** Of SQLite, and of the runtime (ENOSPC). */
const DISK_FULL = ["database or disk is full", "No space left on device"];

const READ_ONLY = "attempt to write a readonly database";

/**
 * SQLite's texts (sqlite3_errstr) for PERM, BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL and CANTOPEN: their
 * cause is the environment, not the file, so a new file would fail in the same way. Errors of `exec` carry no
 * result code.
 */
const DISK_REFUSALS = [
  "access permission denied",
  "database is locked",
  "database table is locked",
  "out of memory",
  READ_ONLY,
  "disk I/O error",
  ...DISK_FULL,
  "unable to open database file",
];

/** True when there is no room. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && DISK_FULL.some((text) => error.message.includes(text));
}

/**
 * True for what opening a database fails with where there is no room: its index in shared memory cannot be made, which
 * SQLite calls an I/O error.
 */
export function mayBeDiskFull(error: unknown): boolean {
  return isDiskFull(error) || (error instanceof Error && error.message.includes("disk I/O error"));
}

/** True when this user may read the database, and not write to it or beside it. */
export function mayNotWrite(error: unknown): boolean {
  return error instanceof Error && error.message.includes(READ_ONLY);
}

/** True when the disk, not the change, is at fault: the same change may succeed later. */
export function isDiskRefusal(error: unknown): boolean {
  return error instanceof Error && DISK_REFUSALS.some((text) => error.message.includes(text));
}
