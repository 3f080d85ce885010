import { toTimestamp } from "../kernel/clock.ts";
import type { DescribedEntry } from "./message-log-entry.ts";

const TARGET = { ChargePoint: "CentralSystem", CentralSystem: "ChargePoint", SYS: "" } as const;

/** `time: ChargePoint>CentralSystem title`, the body, an empty line: the layout that EVerest's tools know. */
export function textEntry({ timestampMs, origin, title }: DescribedEntry, body: string): string {
  return `${toTimestamp(timestampMs)}: ${origin}>${TARGET[origin]} ${oneLine(title)}\n${body}\n\n`;
}

/** One row: time, direction, what the station sent, what the CSMS sent, the JSON. */
export function htmlEntry({ timestampMs, origin, title }: DescribedEntry, body: string): string {
  const name = `<b>${escapeHtml(oneLine(title))}</b>`;
  const [ours, theirs] = origin === "CentralSystem" ? ["", name] : [name, ""];
  return `<tr class="${origin}"><td>${toTimestamp(timestampMs)}</td><td>${origin}-&gt;<br>${
    TARGET[origin]
  }</td>` +
    `<td>${ours}</td><td>${theirs}</td><td><pre>${escapeHtml(body)}</pre></td></tr>\n`;
}

const STYLE =
  `:root{color-scheme:light dark;--back:#fff;--text:#17211d;--quiet:#56635d;--line:#e1e6e3;--theirs:#eaf0fa;--head:#0b6e58}
@media (prefers-color-scheme:dark){:root{--back:#101614;--text:#e6ece9;--quiet:#a0afa8;--line:#2a3530;--theirs:#182437;--head:#14352b}}
body{margin:1rem;background:var(--back);color:var(--text);font:0.875rem/1.4 system-ui,Arial,Helvetica,sans-serif}
h1{font-size:1.25rem}
form{position:sticky;top:0;display:flex;flex-wrap:wrap;gap:0.5rem 1rem;padding:0.5rem 0;background:var(--back)}
input,select{font:inherit}
table{border-collapse:collapse;width:100%}
td,th{border:1px solid var(--line);padding:0.5rem;vertical-align:top;text-align:left}
td:first-child{white-space:nowrap}
pre{white-space:pre-wrap;word-break:break-word;margin:0}
tr.CentralSystem{background:var(--theirs)}
tr.SYS{color:var(--quiet)}
th{background:var(--head);color:white}`;

/** Statuses of answers that did what was asked. */
const SUCCESSES =
  "Accepted|AcceptedCanceled|Scheduled|Processing|Pending|RebootRequired|Unlocked|Unpublished|EmptyResultSet|NoProfiles";

/**
 * Hides the rows that do not meet the filter. It is the handler of an event, not a script: where there is a script in the
 * file, a peer has put it there.
 */
const FILTER = `const {words, origin, refused} = this.elements;
const refusal = /CALLERROR|Response[^]*"(?:status|attributeStatus)"\\s*:\\s*"(?!(?:${SUCCESSES})")/;
for (const row of document.querySelectorAll('tr[class]')) {
const text = row.textContent;
row.hidden = !text.toLowerCase().includes(words.value.toLowerCase()) ||
(origin.value !== '' && row.className !== origin.value) || (refused.checked && !refusal.test(text));
}`;

const FORM = `<form oninput="${escapeHtml(FILTER)}" onsubmit="return false">
<label>Search <input name="words" type="search" size="32" placeholder="action, transaction, any text"></label>
<label>Sent by <select name="origin"><option value="">anybody</option><option value="ChargePoint">station</option><option value="CentralSystem">CSMS</option><option value="SYS">log</option></select></label>
<label><input name="refused" type="checkbox"> Refusals only</label></form>\n`;

const TABLE =
  "<table><tr><th>Time</th><th>Direction</th><th>Charging station</th><th>CSMS</th><th>Message</th></tr>\n";

/** Starts a new HTML log. There is no end: a browser shows it as it is, so it can be appended to at any time. */
export const HTML_HEAD = `<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">` +
  `<meta name="viewport" content="width=device-width"><title>OCPP messages</title>\n` +
  `<style>\n${STYLE}\n</style></head><body><main><h1>OCPP messages</h1>\n${FORM}${TABLE}`;

/** Goes on with a log of an earlier run, also one that was cut in the middle of a row or closed with end tags. */
export const HTML_RESUME = `\n</pre></td></tr></table>\n${TABLE}`;

/** A text within HTML. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll(
    '"',
    "&quot;",
  );
}

/** Titles hold names that the CSMS made up. */
function oneLine(title: string): string {
  // deno-lint-ignore no-control-regex
  return title.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/g, " ").slice(0, 200);
}
