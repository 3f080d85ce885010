import { isAbsolute, join, relative } from "node:path";

const MAIN = join(import.meta.dirname ?? ".", "../../main.ts");

/** What to type, in the folder where the simulation was started, to ask the station something. */
export function commandLine(program: readonly string[] | undefined): string {
  const [executable] = program ?? [];
  if (executable !== undefined) return isAbsolute(executable) ? executable : `./${relative(".", executable)}`;
  // Whoever has Deno from npm only has no `deno` to type.
  const deno = Deno.execPath().includes("/_npx/") ? `npx --yes deno@${Deno.version.deno}` : "deno";
  return `${deno} run -A ${relative(Deno.cwd(), MAIN)}`;
}
