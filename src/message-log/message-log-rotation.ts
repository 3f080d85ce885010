import type { LogRotation } from "./message-log-config.ts";

/** What to do with the files of one log, in this order. */
export interface RotationPlan {
  /** Names to delete, oldest first. May name the current file. */
  readonly remove: readonly string[];
  readonly rename: readonly { readonly from: string; readonly to: string }[];
}

/** The suffix that a rotation gave: a counter of at most six digits, or a UTC time with a counter for equal ones. */
const SUFFIX = /^\.(?:(\d{1,6})|(\d{14}(?:-\d+)?))$/;

interface RotatedFile {
  readonly name: string;
  /** Larger is older; undefined when it carries a date. */
  readonly number: number | undefined;
}

/**
 * Sets the current file `name` aside.
 * @param names the names in its directory, others among them
 * @param date the current UTC time as `YYYYMMDDhhmmss`
 */
export function planRotation(
  name: string,
  names: readonly string[],
  rotation: LogRotation,
  date: string,
): RotationPlan {
  const { suffix, maximumFiles } = rotation;
  const oldestFirst = [...rotatedFiles(name, names).sort((a, b) => byAge(a, b, suffix)), {
    name,
    number: undefined,
  }];
  const surplus = maximumFiles === 0 ? 0 : Math.max(0, oldestFirst.length + 1 - maximumFiles);
  const remove = oldestFirst.slice(0, surplus);
  const keep = oldestFirst.slice(surplus);
  return {
    remove: remove.map((file) => file.name),
    rename: keep.flatMap((file) => move(file, name, suffix, names, date)),
  };
}

function rotatedFiles(name: string, names: readonly string[]): RotatedFile[] {
  return names.filter((candidate) => candidate.startsWith(`${name}.`)).flatMap((candidate) => {
    const match = SUFFIX.exec(candidate.slice(name.length));
    if (!match) return [];
    return [{ name: candidate, number: match[1] === undefined ? undefined : Number(match[1]) }];
  });
}

/** Files with the other kind of suffix are from before the setting was changed, and so the oldest. */
function byAge(a: RotatedFile, b: RotatedFile, suffix: LogRotation["suffix"]): number {
  const foreign = (file: RotatedFile) => (file.number === undefined) === (suffix === "number") ? 0 : 1;
  if (foreign(a) !== foreign(b)) return foreign(a) - foreign(b);
  if (a.number !== undefined && b.number !== undefined) return b.number - a.number;
  return a.name < b.name ? -1 : 1;
}

function move(
  file: RotatedFile,
  name: string,
  suffix: LogRotation["suffix"],
  names: readonly string[],
  date: string,
): { from: string; to: string }[] {
  if (file.name === name) {
    const to = suffix === "number" ? `${name}.0` : unused(`${name}.${date}`, names);
    return [{ from: name, to }];
  }
  if (suffix === "date" || file.number === undefined) return [];
  return [{ from: file.name, to: `${name}.${file.number + 1}` }];
}

/** Two rotations within a second must not overwrite each other. */
function unused(name: string, names: readonly string[]): string {
  if (!names.includes(name)) return name;
  let counter = 1;
  while (names.includes(`${name}-${counter}`)) counter++;
  return `${name}-${counter}`;
}
