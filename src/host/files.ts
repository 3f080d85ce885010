/** True when something exists at `path` and may be looked at. */
export function existsSync(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    // Absent or hidden: for us the same.
    return false;
  }
}
