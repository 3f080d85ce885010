/** How long a message that the CSMS cannot take is left alone the first time; twice as long each further time. */
export const FIRST_SET_ASIDE_MS = 10 * 60 * 1000;
export const MAX_SET_ASIDE_MS = 24 * 3600 * 1000;

/** How long a message rests while it may be the CSMS that is at fault; twice as long each further time. */
export const FIRST_REST_MS = 60 * 1000;
export const MAX_REST_MS = FIRST_SET_ASIDE_MS;

/** How long to set a message aside that was set aside so many times before. */
export function setAsideMs(before: number): number {
  return doubled(FIRST_SET_ASIDE_MS, before, MAX_SET_ASIDE_MS);
}

/** How long a message rests when the CSMS has accepted nothing since so many rests. */
export function restMs(before: number): number {
  return doubled(FIRST_REST_MS, before, MAX_REST_MS);
}

function doubled(firstMs: number, times: number, maxMs: number): number {
  return Math.min(maxMs, firstMs * 2 ** Math.min(Math.max(0, times), 20));
}
