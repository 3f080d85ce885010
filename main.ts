import { program } from "./program.ts";

Deno.exit(await program(Deno.args));
