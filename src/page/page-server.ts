import { pairsOf } from "./message-pairs.ts";
import type { InspectedFrame } from "../inspection/traffic.ts";
import { isJsonObject, parseJson } from "../kernel/json.ts";
import { pageContentSecurityPolicy, pageText } from "./page-text.ts";
import type { Sections } from "./sections.ts";

/** What the requests of browsers are answered from. */
export interface PageSource {
  /** As they were last published. */
  sections(): Sections;
  /** Undefined: too many browsers watch already. */
  watch(): ReadableStream<Uint8Array> | undefined;
  frames(): readonly InspectedFrame[];
  /** Undefined: one is being made. */
  report(): Promise<DownloadedReport | undefined>;
}

/** An archive for support, without secrets. */
export interface DownloadedReport {
  /** Letters, digits, `-`, `_` and `.`. */
  readonly name: string;
  readonly archive: Uint8Array<ArrayBuffer>;
}

const COMMON_HEADERS: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** Browsers name one of these when they mean this machine; a foreign page whose name resolves to it does not. */
const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;

/** Answers one request of a browser. Reads only; rejects nothing that arrives, but answers what it does not know with 4xx. */
export async function answerRequest(request: Request, source: PageSource): Promise<Response> {
  if (!LOOPBACK_HOST.test(request.headers.get("host") ?? "")) {
    return plain(421, "This page is for this machine.");
  }
  if (request.method !== "GET") return plain(405, "This page can only be read.", { allow: "GET" });
  const { pathname } = new URL(request.url);
  if (pathname === "/") return page(source.sections());
  if (pathname === "/changes") return changes(source.watch());
  if (pathname === "/report") return download(await source.report());
  const [, number] = /^\/pairs\/(\d{1,15})$/.exec(pathname) ?? [];
  return number === undefined ? plain(404, "There is no such page.") : pair(Number(number), source.frames());
}

function page(sections: Sections): Response {
  return new Response(pageText(sections), {
    headers: {
      ...COMMON_HEADERS,
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": pageContentSecurityPolicy(),
    },
  });
}

function changes(stream: ReadableStream<Uint8Array> | undefined): Response {
  if (stream === undefined) return plain(503, "Too many browsers watch this page.", { "retry-after": "10" });
  return new Response(stream, { headers: { ...COMMON_HEADERS, "content-type": "text/event-stream" } });
}

function download(report: DownloadedReport | undefined): Response {
  if (report === undefined) return plain(503, "Another report is being made.", { "retry-after": "5" });
  return new Response(report.archive, {
    headers: {
      ...COMMON_HEADERS,
      "content-type": "application/gzip",
      "content-disposition": `attachment; filename="${report.name}"`,
    },
  });
}

/** The texts of a message and of its answer, indented. */
function pair(number: number, frames: readonly InspectedFrame[]): Response {
  const found = pairsOf(frames).find((each) => each.number === number);
  if (found === undefined) return plain(404, "The page does not remember this message any more.");
  const texts = [found.request, found.response].flatMap((text) =>
    text === undefined ? [] : [payloadText(text)]
  );
  return new Response(JSON.stringify({ texts }), {
    headers: { ...COMMON_HEADERS, "content-type": "application/json" },
  });
}

/** The payload, or the whole of what has none. */
function payloadText(text: string): string {
  const json = parseJson(text);
  if (json.kind === "malformed") return text;
  const payload: unknown = Array.isArray(json.value) ? json.value.at(-1) : undefined;
  return JSON.stringify(isJsonObject(payload) ? payload : json.value, null, 2);
}

function plain(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(`${text}\n`, {
    status,
    headers: { ...COMMON_HEADERS, "content-type": "text/plain; charset=utf-8", ...headers },
  });
}
