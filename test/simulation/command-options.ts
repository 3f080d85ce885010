import { join } from "node:path";
import { parseArgs, type ParseArgsConfig } from "node:util";
import { reasonOf } from "../../src/kernel/reason-of.ts";

/** The options of the command line; a wrong one ends the process with one line. */
export function commandOptions<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    console.error(reasonOf(error));
    Deno.exit(2);
  }
}

/** The executable of a built module folder; undefined without a folder, the reason where there is none in it. */
export function builtProgram(
  moduleFolder: string | undefined,
): readonly string[] | undefined | { readonly reason: string } {
  if (moduleFolder === undefined) return undefined;
  const program = join(moduleFolder, "OCPP201");
  try {
    if (Deno.statSync(program).isFile) return [program];
  } catch {
    // Said below.
  }
  return { reason: `--module: there is no ${program}; ./build.sh makes one` };
}
