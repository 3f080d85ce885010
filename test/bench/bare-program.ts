import { SHIPPED_V8_FLAGS } from "../fakes/process/shipped-flags.ts";

/** Starts a program of this folder in a process of its own, under the V8 flags that the module is shipped with. */
export function startProgram(file: string, ...args: readonly string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), { args: words(file, args), stdin: "null" }).spawn();
}

/** Runs such a program; resolves with what it prints on stdout, read as JSON. */
export async function outputOf<T>(file: string, ...args: readonly string[]): Promise<T> {
  const command = new Deno.Command(Deno.execPath(), { args: words(file, args), stderr: "inherit" });
  const { success, stdout } = await command.output();
  if (!success) throw new Error(`${file} failed`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

function words(file: string, args: readonly string[]): string[] {
  const program = new URL(file, import.meta.url).pathname;
  return ["run", "-A", "--no-check", `--v8-flags=${SHIPPED_V8_FLAGS}`, program, ...args];
}
