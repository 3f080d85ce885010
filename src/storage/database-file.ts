import { basename, dirname } from "../kernel/posix-path.ts";
import { type AsideLabel, asideSuffix, readAsideSuffix } from "./aside-label.ts";

/** SQLite uses up to three files per database; they belong together. */
export const SIDE_SUFFIXES = ["-wal", "-shm"] as const;
const SUFFIXES = ["", ...SIDE_SUFFIXES] as const;

const OVERWRITTEN_AT_ONCE_BYTES = 64 * 1024;

/** SQLite's name for a database without a file. */
export const IN_MEMORY = ":memory:";

/** True when a file exists at the path that opening could damage. */
export function databaseFileExists(path: string): boolean {
  return path !== IN_MEMORY && fileExists(path);
}

/** Creates the directory of the file, which a new station does not have. */
export function prepareDirectory(path: string): void {
  if (path !== IN_MEMORY) Deno.mkdirSync(dirname(path), { recursive: true });
}

/**
 * Creates an empty file that only its owner may read, independent of the umask: it will contain passwords.
 * SQLite gives its side files the same mode.
 */
export function createPrivateFile(path: string): void {
  if (path !== IN_MEMORY) Deno.openSync(path, { create: true, append: true, mode: 0o600 }).close();
}

/**
 * Renames the database and its side files to the first free `<path>.<label>-<n>`; returns that name. Nothing
 * is ever deleted: to restore the old content, stop the program and rename the file back.
 */
export function moveAside(path: string, label: AsideLabel): string {
  const target = freeName(path, label);
  renameDatabase(path, target);
  return target;
}

/**
 * Renames the database and its side files. The write-ahead log gets its second name before the database moves and loses the
 * first one after it, so a process that is killed meanwhile parts no database from its log: SQLite removes a log that it
 * finds beside an empty file. The index in shared memory has locks, and never two names.
 */
export function renameDatabase(path: string, target: string): void {
  const log = isLinked(`${path}-wal`, `${target}-wal`) ? "linked" : "notLinked";
  try {
    if (fileExists(path)) Deno.renameSync(path, target);
  } catch (error) {
    if (log === "linked") Deno.removeSync(`${target}-wal`);
    throw error;
  }
  if (log === "linked") Deno.removeSync(`${path}-wal`);
  for (const suffix of SIDE_SUFFIXES) {
    if (fileExists(path + suffix)) Deno.renameSync(path + suffix, target + suffix);
  }
}

/** False where there is no such file, or the disk gives files one name only. */
function isLinked(path: string, second: string): boolean {
  try {
    Deno.linkSync(path, second);
    return true;
  } catch {
    return false;
  }
}

/** Removes a database that holds nothing of its own, with its side files. */
export function removeDatabase(path: string): void {
  for (const file of filesOf(path).filter(fileExists)) Deno.removeSync(file);
}

/** The latest that `moveAside` has set aside under this label, if anything is still there. */
export function latestAside(path: string, label: AsideLabel): string | undefined {
  const ours = basename(path);
  const numbers = [...Deno.readDirSync(dirname(path))].flatMap(({ name }) => {
    const aside = name.startsWith(ours) ? readAsideSuffix(name.slice(ours.length)) : undefined;
    return aside?.label === label ? [aside.number] : [];
  });
  return numbers.length === 0 ? undefined : path + asideSuffix({ label, number: Math.max(...numbers) });
}

/**
 * Copies a checkpointed database (its WAL is empty) to the first free `<path>.<label>-<n>`. What bears that name is
 * complete and on the disk, even if the process is killed meanwhile.
 */
export function copyAside(path: string, label: AsideLabel): string {
  const unfinished = `${path}.copy`;
  try {
    Deno.copyFileSync(path, unfinished);
    using copy = Deno.openSync(unfinished, { read: true });
    copy.syncSync();
  } catch (error) {
    // Half a copy is of no use and takes the room that was missing.
    if (fileExists(unfinished)) Deno.removeSync(unfinished);
    throw error;
  }
  const target = freeName(path, label);
  Deno.renameSync(unfinished, target);
  return target;
}

/** The files of a database, whether they exist or not. */
export function filesOf(path: string): readonly string[] {
  return SUFFIXES.map((suffix) => path + suffix);
}

/** Overwrites and removes a database, the main file last: what is interrupted is repeated. */
export async function shredDatabase(path: string): Promise<void> {
  for (const file of filesOf(path).toReversed().filter(fileExists)) {
    await overwrite(file);
    await Deno.remove(file);
  }
}

async function overwrite(path: string): Promise<void> {
  using file = await Deno.open(path, { write: true });
  const zeros = new Uint8Array(OVERWRITTEN_AT_ONCE_BYTES);
  for (let left = (await file.stat()).size; left > 0;) {
    left -= await file.write(zeros.subarray(0, Math.min(left, zeros.length)));
  }
  await file.sync();
}

/** The first `<path>.<label>-<n>` that no file of a database has. */
export function freeName(path: string, label: AsideLabel): string {
  for (let number = 1;; number++) {
    const name = path + asideSuffix({ label, number });
    if (!SUFFIXES.some((suffix) => fileExists(name + suffix))) return name;
  }
}

/** Also for a link that leads nowhere. */
export function fileExists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
