import { dirname } from "../kernel/posix-path.ts";

/** What the operating system does not let this user do. */
export interface ClosedPath {
  readonly path: string;
  readonly access: "read" | "write";
}

type Owners = Pick<Deno.FileInfo, "uid" | "gid" | "mode">;

const OF_GROUP = { read: 0o040, write: 0o020, search: 0o010 } as const;
const ROOT = 0;

/** Also who may do it instead: `this user may not read /var/lib/ocpp201/cp.db: only root and everest may`. */
export function closedPathText({ path, access }: ClosedPath): string {
  const seen = nearestSeen(path);
  const may = seen.path === path
    ? `${whoMay(seen.owners, access)} may`
    : `${whoMay(seen.owners, "search")} may look into ${seen.path}`;
  return `this user may not ${access} ${path}: only ${may}`;
}

/** The path itself, or the directory that hides it. */
function nearestSeen(path: string): { readonly path: string; readonly owners: Owners } {
  try {
    return { path, owners: Deno.statSync(path) };
  } catch (error) {
    if (path === dirname(path)) throw error;
    return nearestSeen(dirname(path));
  }
}

function whoMay({ uid, gid, mode }: Owners, access: keyof typeof OF_GROUP): string {
  const owner = nameIn("/etc/passwd", uid ?? ROOT) ?? `user ${uid}`;
  const group = `the group ${nameIn("/etc/group", gid ?? ROOT) ?? gid}`;
  const names = [...new Set(["root", owner]), ...((mode ?? 0) & OF_GROUP[access]) === 0 ? [] : [group]];
  const last = names.pop();
  return names.length === 0 ? `${last}` : `${names.join(", ")} and ${last}`;
}

function nameIn(file: string, id: number): string | undefined {
  try {
    const lines = Deno.readTextFileSync(file).split("\n").map((line) => line.split(":"));
    return lines.find(([, , number]) => number === String(id))?.[0];
  } catch {
    // A number is a name, too.
    return undefined;
  }
}
