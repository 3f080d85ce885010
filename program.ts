import { run } from "./src/commands/run.ts";
import { commandWorld } from "./src/host/command-world.ts";

/** The whole program, whichever way it is started. Resolves with the exit status. */
export function program(argv: readonly string[]): Promise<number> {
  return run(argv, commandWorld);
}
