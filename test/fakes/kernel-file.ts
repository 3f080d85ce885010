/**
 * The text of a file below /proc. Another program reads it: the runtime refuses that to this one, as it does to the shipped
 * module (see `permissions.ts` in tools/test).
 */
export function kernelFile(path: string): string {
  const { success, stdout, stderr } = new Deno.Command("cat", { args: [path] }).outputSync();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}
