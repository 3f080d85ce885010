import { basename, dirname, join } from "../kernel/posix-path.ts";

/** A file that the module's configuration names. */
export interface ConfiguredFile {
  /** The parameter that names the file or its directory. */
  readonly parameter: string;
  readonly path: string;
}

/** Two parameters that resolve to one file. */
export interface SharedFile {
  readonly parameters: readonly [string, string];
  /** The path of the second parameter, as configured. */
  readonly path: string;
}

/** SQLite writes these beside its database. */
const SIDE_FILES = ["-wal", "-shm", "-journal"] as const;

/** Limit for symbolic links that refer to each other. */
const MAX_LINKS = 40;

/**
 * The first two parameters that lead to one file: by the same path, through `..`, a symbolic or hard link, or because one
 * names a side file of the other's database. Touches nothing. Undefined when every file is its own.
 */
export function findSharedFile(files: readonly ConfiguredFile[]): SharedFile | undefined {
  const seen: { readonly parameter: string; readonly identity: FileIdentity }[] = [];
  for (const { parameter, path } of files) {
    const identity = identify(path);
    const other = seen.find((earlier) => areShared(earlier.identity, identity));
    if (other !== undefined) return { parameters: [other.parameter, parameter], path };
    seen.push({ parameter, identity });
  }
  return undefined;
}

interface FileIdentity {
  readonly realPath: string;
  /** Device and inode; undefined while there is no file. */
  readonly inode: string | undefined;
}

function areShared(one: FileIdentity, other: FileIdentity): boolean {
  if (one.inode !== undefined && one.inode === other.inode) return true;
  return one.realPath === other.realPath ||
    SIDE_FILES.some((suffix) =>
      one.realPath + suffix === other.realPath || one.realPath === other.realPath + suffix
    );
}

function identify(path: string): FileIdentity {
  const realPath = resolveLinks(path, MAX_LINKS);
  const info = unlessAbsent(() => Deno.statSync(realPath));
  return { realPath, inode: info?.ino ? `${info.dev}:${info.ino}` : undefined };
}

/** The real path, also of a file that does not exist yet. */
function resolveLinks(path: string, linksLeft: number): string {
  const real = unlessAbsent(() => Deno.realPathSync(path));
  if (real !== undefined) return real;
  const target = unlessAbsent(() => Deno.readLinkSync(path));
  if (target !== undefined && linksLeft > 0) {
    return resolveLinks(target.startsWith("/") ? target : join(dirname(path), target), linksLeft - 1);
  }
  const parent = dirname(path);
  return parent === path ? path : join(resolveLinks(parent, linksLeft), basename(path));
}

/** Undefined when the file does not exist or is not accessible: opening it reports which. */
function unlessAbsent<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
