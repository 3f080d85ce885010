/** How long a message that the CSMS cannot take is left alone the first time; twice as long each further time. */
export const FIRST_SET_ASIDE_MS = 10 * 60 * 1000;
export const MAX_SET_ASIDE_MS = 24 * 3600 * 1000;

/** How long to set a message aside that was set aside so many times before. */
export function setAsideMs(before: number): number {
  return Math.min(MAX_SET_ASIDE_MS, FIRST_SET_ASIDE_MS * 2 ** Math.min(Math.max(0, before), 20));
}
