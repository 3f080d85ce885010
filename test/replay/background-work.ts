/**
 * Cryptography and files of the runtime work beside the event loop: neither bus nor socket shows that they are under way.
 * From the import of this file on they are counted.
 */
const CRYPTOGRAPHY = ["digest", "generateKey", "exportKey", "importKey", "sign", "verify"] as const;
/** What the search for a customer in the log files uses. */
const FILES = ["read", "write", "seek"] as const;

const running = new Set<Promise<unknown>>();
let finished = 0;

type Operation = (this: unknown, ...args: readonly unknown[]) => Promise<unknown>;

for (const name of CRYPTOGRAPHY) watch(crypto.subtle, name);
for (const name of FILES) watch(Deno.FsFile.prototype, name);
watch(Deno, "open");

function watch<Owner extends object>(owner: Owner, name: keyof Owner): void {
  const operation = owner[name] as Operation;
  const watched: Operation = function (...args) {
    const result: Promise<unknown> = Reflect.apply(operation, this, args);
    const settled = result.then(() => {}, () => {}).finally(() => {
      running.delete(settled);
      finished += 1;
    });
    running.add(settled);
    return result;
  };
  Object.defineProperty(owner, name, { value: watched });
}

/** How many operations have come to an end so far. */
export function backgroundActivity(): number {
  return finished;
}

/** Resolves when none is under way. */
export async function backgroundAtRest(): Promise<void> {
  while (running.size > 0) await Promise.all(running);
}
