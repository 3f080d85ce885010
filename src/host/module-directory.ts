import { dirname } from "../kernel/posix-path.ts";

/** Where our executable lies: a compiled one lies in the module's folder, as does the bundle of the runtime layout. */
export function moduleDirectory(): string {
  const main = new URL(Deno.mainModule);
  const fromSource = main.protocol === "file:" && !main.pathname.includes("/deno-compile-");
  return fromSource ? dirname(decodeURIComponent(main.pathname)) : dirname(Deno.execPath());
}
