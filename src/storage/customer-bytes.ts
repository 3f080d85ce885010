import type { Customer } from "../station/customer-information/customer.ts";
import { tokenHashes } from "./token-hash.ts";

const CHUNK_BYTES = 256 * 1024;

/**
 * By what a customer can be found in the bytes of a database: all texts of one of these groups occur. They are Latin-1, in
 * lower case.
 */
export function bytePatterns(customer: Customer): readonly (readonly string[])[] {
  switch (customer.kind) {
    case "token": {
      const hashes = tokenHashes(customer.idToken);
      return [
        ...spellings(customer.idToken.idToken),
        // As we store them, and as the C++ module does.
        ...hashes.flatMap((hash) => [searchable(hash), hash.toHex()]),
      ].map((pattern) => [pattern]);
    }
    case "identifier":
      return spellings(customer.text).map((pattern) => [pattern]);
    case "certificate": {
      // A serial number alone could be anything.
      const { serialNumber, issuerNameHash, issuerKeyHash } = customer.hash;
      return [[serialNumber, issuerNameHash, issuerKeyHash].map(asBytes)];
    }
  }
}

/** Those of the patterns that occur in the file, whatever the case of their letters. */
export async function occurringIn(
  path: string,
  patterns: readonly string[],
): Promise<ReadonlySet<string>> {
  using file = await Deno.open(path);
  const found = new Set<string>();
  const longest = Math.max(...patterns.map(({ length }) => length));
  const bytes = new Uint8Array(CHUNK_BYTES);
  // What begins at the end of a chunk goes on in the next one.
  for (let tail = "";;) {
    const length = await file.read(bytes);
    if (length === null) return found;
    const text = tail + searchable(bytes.subarray(0, length));
    for (const pattern of patterns) if (text.includes(pattern)) found.add(pattern);
    tail = text.slice(-longest);
  }
}

/** As it is, and as it stands within JSON. */
function spellings(text: string): readonly string[] {
  return [asBytes(text), asBytes(JSON.stringify(text).slice(1, -1))];
}

function asBytes(text: string): string {
  return searchable(new TextEncoder().encode(text));
}

/** Byte for byte, whatever the encoding. */
function searchable(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes).toLowerCase();
}
