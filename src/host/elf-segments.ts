/** Addresses of an executable before the kernel has chosen where it lies. */
export interface ElfLayout {
  /** Where the program headers lie; the kernel tells where they lie in truth (AT_PHDR). */
  readonly programHeadersAddress: bigint;
  /** What the process only reads or executes. */
  readonly readOnly: readonly { readonly address: bigint; readonly bytes: bigint }[];
}

const MAGIC = [0x7f, 0x45, 0x4c, 0x46];
const CLASS_64 = 2;
const LITTLE_ENDIAN = 1;
const HEADER_BYTES = 64;
const PROGRAM_HEADER_BYTES = 56;
const PT_LOAD = 1;
const WRITABLE = 2;

/**
 * Reads the program headers of a 64-bit little-endian ELF executable from its first bytes. Undefined for everything
 * else, and where the headers do not lie within these bytes.
 */
export function elfLayout(head: Uint8Array): ElfLayout | undefined {
  if (head.length < HEADER_BYTES || MAGIC.some((byte, index) => head[index] !== byte)) return undefined;
  if (head[4] !== CLASS_64 || head[5] !== LITTLE_ENDIAN) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const offset = view.getBigUint64(32, true);
  const size = view.getUint16(54, true);
  const count = view.getUint16(56, true);
  if (size !== PROGRAM_HEADER_BYTES || offset + BigInt(size * count) > BigInt(head.length)) return undefined;

  const segments = Array.from({ length: count }, (_, index) => segmentAt(view, Number(offset) + index * size))
    .filter(({ type }) => type === PT_LOAD);
  const carrier = segments.find((segment) =>
    segment.fileOffset <= offset && offset < segment.fileOffset + segment.bytes
  );
  if (!carrier) return undefined;
  return {
    programHeadersAddress: carrier.address + offset - carrier.fileOffset,
    readOnly: segments.filter(({ flags }) => (flags & WRITABLE) === 0)
      .map(({ address, bytes }) => ({ address, bytes })),
  };
}

function segmentAt(view: DataView, at: number) {
  return {
    type: view.getUint32(at, true),
    flags: view.getUint32(at + 4, true),
    fileOffset: view.getBigUint64(at + 8, true),
    address: view.getBigUint64(at + 16, true),
    bytes: view.getBigUint64(at + 40, true),
  };
}
