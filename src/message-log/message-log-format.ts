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
    `<td>${ours}</td><td>${theirs}</td><td><pre lang="json">${escapeHtml(body)}</pre></td></tr>\n`;
}

const STYLE = `body{font-family:Arial,Helvetica,sans-serif}
table{border-collapse:collapse;width:100%}
td,th{border:1px solid #ddd;padding:8px;vertical-align:top;text-align:left}
td:first-child{white-space:nowrap}
pre{white-space:pre-wrap;word-break:break-word;margin:0}
tr.CentralSystem{background-color:#e4e6f2}
tr.ChargePoint{background-color:#f2f0e4}
th{background-color:#04aa6d;color:white}
input{width:30em;padding:6px;margin-bottom:8px}`;

/** Hides the rows that do not hold the text typed in. */
const FILTER = `oninput="for(const r of document.querySelectorAll('tr[class]'))` +
  `r.hidden=!r.textContent.toLowerCase().includes(this.value.toLowerCase())"`;

const TABLE =
  "<table><tr><th>Time</th><th>Direction</th><th>Charging station</th><th>CSMS</th><th>Message</th></tr>\n";

/** Starts a new HTML log. There is no end: a browser shows it as it is, so it can be appended to at any time. */
export const HTML_HEAD = `<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>OCPP messages</title>\n` +
  `<style>\n${STYLE}\n</style></head><body>\n<input placeholder="Filter" ${FILTER}>\n${TABLE}`;

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
