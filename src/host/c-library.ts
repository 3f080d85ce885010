/**
 * Where distributions keep the C library, the first one that exists counts. The launcher permits these files and no
 * other native library (build.sh).
 */
export const C_LIBRARIES = [
  "/lib/x86_64-linux-gnu/libc.so.6",
  "/lib/aarch64-linux-gnu/libc.so.6",
  "/lib64/libc.so.6",
  "/usr/lib64/libc.so.6",
  "/lib/libc.so.6",
  "/usr/lib/libc.so.6",
] as const;

/**
 * Opens it for these functions; to be disposed. They must be `nonblocking`: a blocking call gets machine code of its own,
 * which MemoryDenyWriteExecute may forbid. Throws where there is none, or it may not be used.
 */
export function openCLibrary<const Functions extends Deno.ForeignLibraryInterface>(
  functions: Functions,
): Pick<Deno.DynamicLibrary<Functions>, "symbols"> & Disposable {
  const path = C_LIBRARIES.find(exists);
  if (path === undefined) throw new Error("the C library is not where it is looked for");
  const library = Deno.dlopen(path, functions);
  return { symbols: library.symbols, [Symbol.dispose]: () => library.close() };
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
