const DISK_FULL = "database or disk is full";

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
  "attempt to write a readonly database",
  "disk I/O error",
  DISK_FULL,
  "unable to open database file",
];

/** True when there is no room. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && error.message.includes(DISK_FULL);
}

/** True when the disk, not the change, is at fault: the same change may be taken later. */
export function isDiskRefusal(error: unknown): boolean {
  return error instanceof Error && DISK_REFUSALS.some((text) => error.message.includes(text));
}
