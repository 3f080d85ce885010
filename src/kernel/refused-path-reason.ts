/** How the runtime words it; who runs the built module can do nothing with its advice. */
const WORDS_OF_THE_RUNTIME = /^Requires all access to "(.*)", run again with the --allow-all flag$/s;

/** What to say about a path that the runtime refuses, after its name. */
export const REFUSED_PATH_REASON =
  "the runtime refuses paths below /dev, /proc and /sys: choose another, e.g. below /run";

/** Path and reason in the place of the runtime's own words; undefined: they are about something else. */
export function refusedPathText(message: string): string | undefined {
  const [, path] = WORDS_OF_THE_RUNTIME.exec(message) ?? [];
  return path === undefined ? undefined : `${path}: ${REFUSED_PATH_REASON}`;
}
