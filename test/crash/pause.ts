/** Real time passes: the program under test is a process of its own. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Lets a time pass that is too short for a timer. */
export function spin(microseconds: number): void {
  const until = performance.now() + microseconds / 1000;
  while (performance.now() < until);
}

/** What `promise` resolves with, or undefined when it rejects or takes longer. */
export function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  return Promise.race([promise.catch(() => undefined), late]).finally(() => clearTimeout(timer));
}

/** Looks until it is true; false when that takes longer. */
export async function until(milliseconds: number, isTrue: () => boolean): Promise<boolean> {
  const last = performance.now() + milliseconds;
  while (!isTrue()) {
    if (performance.now() > last) return false;
    await pause(10);
  }
  return true;
}
