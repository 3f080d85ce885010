/** Bytes of a text in any encoding, to search in: one character for each byte, in lower case. */
export function searchableBytes(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes).toLowerCase();
}

/** A text to look for in searchable bytes that are UTF-8. */
export function searchableText(text: string): string {
  return searchableBytes(new TextEncoder().encode(text));
}
