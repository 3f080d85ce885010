/** Programs of the system that some tests need and that a machine may lack. Also the name of their Debian package. */
export type SystemProgram = "chromium" | "mosquitto" | "openssl";

/** Debian has some of them where only root's PATH leads. */
const DIRECTORIES = ["/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin", "/bin"];

/** Where the program is installed; undefined when it is not. */
export function findProgram(program: SystemProgram): string | undefined {
  return DIRECTORIES.map((directory) => `${directory}/${program}`).find(isFile);
}

/** A test that is ignored where the program is missing. `deno task test` counts these by the end of their names. */
export function testWith(program: SystemProgram, name: string, fn: () => Promise<void>): void {
  const isMissing = findProgram(program) === undefined;
  Deno.test({ name: isMissing ? `${name} [needs ${program}]` : name, ignore: isMissing, fn });
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
