import assert from "node:assert/strict";
import { elfLayout } from "../../../src/host/elf-segments.ts";

const READ = 4, EXECUTE = 1, WRITE = 2;
const PT_LOAD = 1, PT_DYNAMIC = 2;

interface Header {
  readonly type?: number;
  readonly flags: number;
  readonly fileOffset: number;
  readonly address: number;
  readonly bytes: number;
}

/** An ELF file of program headers only, from which `change` may take something. */
function elf(headers: readonly Header[], change: (view: DataView) => void = () => {}): Uint8Array {
  const view = new DataView(new ArrayBuffer(64 + headers.length * 56));
  [0x7f, 0x45, 0x4c, 0x46, 2, 1].forEach((byte, index) => view.setUint8(index, byte));
  view.setBigUint64(32, 64n, true);
  view.setUint16(54, 56, true);
  view.setUint16(56, headers.length, true);
  headers.forEach(({ type = PT_LOAD, flags, fileOffset, address, bytes }, index) => {
    const at = 64 + index * 56;
    view.setUint32(at, type, true);
    view.setUint32(at + 4, flags, true);
    view.setBigUint64(at + 8, BigInt(fileOffset), true);
    view.setBigUint64(at + 16, BigInt(address), true);
    view.setBigUint64(at + 40, BigInt(bytes), true);
  });
  change(view);
  return new Uint8Array(view.buffer);
}

const HEADERS: readonly Header[] = [
  { flags: READ, fileOffset: 0, address: 0x200000, bytes: 0x5000 },
  { flags: READ | EXECUTE, fileOffset: 0x5000, address: 0x206000, bytes: 0x9000 },
  { flags: READ | WRITE, fileOffset: 0xe000, address: 0x210000, bytes: 0x1000 },
  { type: PT_DYNAMIC, flags: READ, fileOffset: 0xe000, address: 0x210000, bytes: 0x100 },
];

Deno.test("what is not written to is found, and where the program headers lie", () => {
  assert.deepEqual(elfLayout(elf(HEADERS)), {
    programHeadersAddress: 0x200040n,
    readOnly: [{ address: 0x200000n, bytes: 0x5000n }, { address: 0x206000n, bytes: 0x9000n }],
  });
});

const REFUSED: Record<string, Uint8Array> = {
  "nothing": new Uint8Array(),
  "a script": new TextEncoder().encode("#!/bin/sh\n".padEnd(200)),
  "a file for 32 bits": elf(HEADERS, (view) => view.setUint8(4, 1)),
  "a big-endian file": elf(HEADERS, (view) => view.setUint8(5, 2)),
  "headers of another size": elf(HEADERS, (view) => view.setUint16(54, 32, true)),
  "headers beyond what was read": elf(HEADERS, (view) => view.setBigUint64(32, 2n ** 63n, true)),
  "headers that no segment carries": elf(HEADERS.slice(1)),
  "a file that ends within its headers": elf(HEADERS).subarray(0, 100),
};

for (const [what, head] of Object.entries(REFUSED)) {
  Deno.test(`${what}: no layout`, () => assert.equal(elfLayout(head), undefined));
}
