import { runModule } from "./src/commands/run-module.ts";

Deno.exit(await runModule(Deno.args));
