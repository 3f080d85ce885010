/** What `untilAborted` resolves with instead of the value. */
export const ABORTED: unique symbol = Symbol("aborted");

/**
 * Resolves as `promise` does, or with `ABORTED` as soon as `signal` is aborted. A later outcome of `promise`
 * is ignored, a rejection too.
 */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | typeof ABORTED> {
  if (signal.aborted) {
    promise.catch(() => {});
    return Promise.resolve(ABORTED);
  }
  return new Promise((resolve, reject) => {
    const onAbort = () => resolve(ABORTED);
    signal.addEventListener("abort", onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
