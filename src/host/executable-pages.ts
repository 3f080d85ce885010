import { reasonOf } from "../kernel/reason-of.ts";
import { openCLibrary } from "./c-library.ts";
import { elfLayout } from "./elf-segments.ts";

const HEAD_BYTES = 4096;
const AT_PHDR = 3n;
const AT_PAGESZ = 6n;
const MADV_DONTNEED = 4;

/**
 * Takes the read-only pages of our own executable out of the memory of the process; those in use come back from the
 * page cache as they are touched. Resolves with what stands against it.
 */
export async function unmapExecutablePages(): Promise<"unmapped" | { readonly refused: string }> {
  try {
    const layout = elfLayout(await headOf(Deno.execPath()));
    if (!layout) return { refused: "the executable is no 64-bit ELF file" };
    using library = openCLibrary({
      getauxval: { parameters: ["u64"], result: "u64", nonblocking: true },
      madvise: { parameters: ["u64", "u64", "i32"], result: "i32", nonblocking: true },
    });
    const { getauxval, madvise } = library.symbols;
    const pageBytes = await getauxval(AT_PAGESZ);
    const shift = await getauxval(AT_PHDR) - layout.programHeadersAddress;
    for (const { address, bytes } of layout.readOnly) {
      // Whole pages only: what shares the first or the last one is not ours to unmap.
      const from = roundUp(address + shift, pageBytes);
      const to = (address + shift + bytes) / pageBytes * pageBytes;
      if (to > from && await madvise(from, to - from, MADV_DONTNEED) !== 0) {
        return { refused: "the kernel refuses" };
      }
    }
    return "unmapped";
  } catch (error) {
    return { refused: reasonOf(error) };
  }
}

async function headOf(path: string): Promise<Uint8Array> {
  using file = await Deno.open(path);
  const head = new Uint8Array(HEAD_BYTES);
  const read = await file.read(head);
  return head.subarray(0, read ?? 0);
}

function roundUp(address: bigint, pageBytes: bigint): bigint {
  return (address + pageBytes - 1n) / pageBytes * pageBytes;
}
