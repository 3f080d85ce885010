import { refusedPathText } from "./refused-path-reason.ts";

/** The message of an error, for people and for a line of the log. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return refusedPathText(error.message) ?? error.message;
}
