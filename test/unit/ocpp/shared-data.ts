/** Tables and schemas of the standard that lie beside the repository where the project is developed. */
export const SHARED_OCPP = new URL("../../../../shared/data/ocpp201/", import.meta.url);

/** True when that folder is there. Tests that need it are ignored elsewhere: the project ships none of it. */
export function hasSharedOcppData(): boolean {
  try {
    return Deno.statSync(SHARED_OCPP).isDirectory;
  } catch {
    return false;
  }
}

/** Rows of a `;`-separated table without its heading. */
export async function sharedTable(name: string): Promise<string[][]> {
  const text = await Deno.readTextFile(new URL(name, SHARED_OCPP));
  return text.trim().split("\n").slice(1).map((line) => line.split(";").map((cell) => cell.trim()));
}
