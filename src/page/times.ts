import type { Markup } from "./markup.ts";
import { html } from "./markup.ts";

/** E.g. `14:03:07`, in UTC as in the messages. */
export function clockTime(ms: number): Markup {
  const text = isoOf(ms);
  return html`<time datetime="${text}">${text.slice(11, 19)}</time>`;
}

/** E.g. `14:00`. */
export function hourAndMinute(ms: number): string {
  return isoOf(ms).slice(11, 16);
}

/** E.g. `2026-11-29 14:03`. */
export function dateAndTime(ms: number): string {
  return isoOf(ms).slice(0, 16).replace("T", " ");
}

/** The furthest moments that have a name. */
const MAX_MS = 8.64e15;

function isoOf(ms: number): string {
  return new Date(Number.isFinite(ms) ? Math.max(-MAX_MS, Math.min(MAX_MS, ms)) : 0).toISOString();
}
