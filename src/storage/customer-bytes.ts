import { withinJson } from "../kernel/json.ts";
import { searchableBytes, searchableText } from "../kernel/searchable-bytes.ts";
import type { Customer } from "../station/customer-information/customer.ts";
import { tokenHashes } from "./token-hash.ts";

const CHUNK_BYTES = 256 * 1024;

/**
 * By what a customer can be found in the bytes of a database: all texts of one of these groups occur. They are searchable
 * texts.
 */
export function bytePatterns(customer: Customer): readonly (readonly string[])[] {
  switch (customer.kind) {
    case "token": {
      const hashes = tokenHashes(customer.idToken);
      return [
        ...spellings(customer.idToken.idToken),
        // As we store them, and as the C++ module does.
        ...hashes.flatMap((hash) => [searchableBytes(hash), hash.toHex()]),
      ].map((pattern) => [pattern]);
    }
    case "identifier":
      return spellings(customer.text).map((pattern) => [pattern]);
    case "certificate": {
      // A serial number alone could be anything.
      const { serialNumber, issuerNameHash, issuerKeyHash } = customer.hash;
      return [[serialNumber, issuerNameHash, issuerKeyHash].map(searchableText)];
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
    const text = tail + searchableBytes(bytes.subarray(0, length));
    for (const pattern of patterns) if (text.includes(pattern)) found.add(pattern);
    tail = text.slice(-longest);
  }
}

/** As it is, and as it stands within JSON. */
function spellings(text: string): readonly string[] {
  return [searchableText(text), searchableText(withinJson(text))];
}
