import { program } from "./program.ts";

// Not awaited here: what the runtime needed to load this file goes when the file has been evaluated.
program(Deno.args).then(Deno.exit);
