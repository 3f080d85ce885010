/** The runtime that runs the program, e.g. `Deno 2.9.5 (V8 14.1.2)`. */
export const RUNTIME_VERSION = `Deno ${Deno.version.deno} (V8 ${Deno.version.v8})`;
