/** One element of DER, as far as a certificate needs it. */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
}

/** Tags of X.690 §8. */
export const DerTag = {
  objectIdentifier: 0x06,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
  extensions: 0xa3,
} as const;

/** The elements one after another, or undefined when the bytes are not DER. Total. */
export function derElements(bytes: Uint8Array): DerElement[] | undefined {
  const elements: DerElement[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const head = elementHead(bytes, offset);
    if (!head || head.end > bytes.length) return undefined;
    elements.push({ tag: bytes[offset]!, content: bytes.subarray(head.start, head.end) });
    offset = head.end;
  }
  return elements;
}

function elementHead(bytes: Uint8Array, offset: number): { start: number; end: number } | undefined {
  const first = bytes[offset + 1];
  if (first === undefined) return undefined;
  if (first < 0x80) return { start: offset + 2, end: offset + 2 + first };
  const count = first & 0x7f;
  // Four length bytes reach far beyond any certificate; indefinite lengths are not DER.
  if (count === 0 || count > 4 || offset + 2 + count > bytes.length) return undefined;
  let length = 0;
  for (let i = 0; i < count; i++) length = length * 256 + bytes[offset + 2 + i]!;
  const start = offset + 2 + count;
  return { start, end: start + length };
}
