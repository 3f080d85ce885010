import { MASK } from "./mask.ts";

/** The end of a scheme; some writers of JSON put a backslash before each slash. */
const SCHEME_END = /:(?:\\*\/){2}/g;
/** What ends a URL in a text, in JSON or in JSON within HTML; what follows `?` is no credential. */
const URL_END = /[\s"?]|&quot;/;

/**
 * A text whose URLs name no user and no password: `ftp://***@host`. Everything up to the last @ counts as such, since people
 * write passwords with an @ or a slash as they are. Takes time linear to the length of the text.
 */
export function withoutUrlCredentials(text: string): string {
  if (!text.includes("@")) return text;
  let shown = "";
  let read = 0;
  for (const { index, 0: schemeEnd } of text.matchAll(SCHEME_END)) {
    const start = index + schemeEnd.length;
    // Inside the URL before.
    if (start < read) continue;
    const rest = text.slice(start);
    const length = rest.search(URL_END);
    const url = length < 0 ? rest : rest.slice(0, length);
    const at = url.lastIndexOf("@");
    shown += text.slice(read, start) + (at < 0 ? url : `${MASK}${url.slice(at)}`);
    read = start + url.length;
  }
  return shown + text.slice(read);
}
