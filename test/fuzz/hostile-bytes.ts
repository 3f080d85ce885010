/** A small seeded generator (mulberry32): a failing frame can be found again. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function randomBytes(random: () => number, atMost: number): Uint8Array {
  return Uint8Array.from({ length: Math.floor(random() * atMost) }, () => Math.floor(random() * 256));
}

/** The bytes with a few of them changed, removed, doubled, or cut off at the end. */
export function mutate(random: () => number, bytes: Uint8Array): Uint8Array {
  const result = [...bytes];
  const changes = Math.floor(random() * 4);
  for (let change = 0; change < changes && result.length > 0; change++) {
    const at = Math.floor(random() * result.length);
    const kind = Math.floor(random() * 5);
    if (kind === 0) result[at] = Math.floor(random() * 256);
    if (kind === 1) result[at] = (result[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    if (kind === 2) result.splice(at, 1);
    if (kind === 3) result.splice(at, 0, ...result.slice(at, at + 1 + Math.floor(random() * 4)));
    if (kind === 4) result.length = at;
  }
  return Uint8Array.from(result);
}
