import { run } from "./src/commands/run.ts";
import { commandWorld } from "./src/host/command-world.ts";

Deno.exit(await run(Deno.args, commandWorld));
