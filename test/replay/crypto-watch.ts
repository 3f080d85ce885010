/**
 * Cryptography of the runtime works beside the event loop: neither bus nor socket shows that it is under way. From the
 * import of this file on it is counted.
 */
const OPERATIONS = ["digest", "generateKey", "exportKey", "importKey", "sign", "verify"] as const;

const running = new Set<Promise<unknown>>();
let finished = 0;

type Operation = (...args: readonly unknown[]) => Promise<unknown>;

for (const name of OPERATIONS) {
  const operation = (crypto.subtle[name] as unknown as Operation).bind(crypto.subtle);
  const watched: Operation = (...args) => {
    const result = operation(...args);
    const settled = result.then(() => {}, () => {}).finally(() => {
      running.delete(settled);
      finished += 1;
    });
    running.add(settled);
    return result;
  };
  Object.defineProperty(crypto.subtle, name, { value: watched });
}

/** How many operations have come to an end so far. */
export function cryptoActivity(): number {
  return finished;
}

/** Resolves when none is under way. */
export async function cryptoAtRest(): Promise<void> {
  while (running.size > 0) await Promise.all(running);
}
