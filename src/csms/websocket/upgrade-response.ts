import type { DialFailure } from "../socket.ts";

/** The values that the response must contain. */
export interface UpgradeExpectation {
  readonly subprotocols: readonly string[];
  /** The expected Sec-WebSocket-Accept. */
  readonly accept: string;
}

export type UpgradeResult =
  | { kind: "accepted"; subprotocol: string }
  | { kind: "failed"; failure: DialFailure };

/** Checks the head of the server's response, without the final empty line. Total. */
export function judgeUpgradeResponse(head: string, expected: UpgradeExpectation): UpgradeResult {
  const response = parseResponseHead(head);
  if (response.kind === "malformed") return refused(0, response.reason);
  const { status, phrase, headers } = response;
  if (status === 401 || status === 403) return failed({ kind: "unauthorized", status });
  if (status !== 101) {
    // Redirects are not followed: they would send our credentials to a host that is not configured.
    return refused(status, status >= 300 && status < 400 ? "redirects are not followed" : phrase);
  }
  if (!hasToken(headers.get("upgrade"), "websocket")) return refused(status, "no Upgrade: websocket");
  if (!hasToken(headers.get("connection"), "upgrade")) return refused(status, "no Connection: Upgrade");
  if (headers.get("sec-websocket-accept") !== expected.accept) {
    return refused(status, "wrong Sec-WebSocket-Accept");
  }
  if (headers.has("sec-websocket-extensions")) return refused(status, "extension that was not offered");
  const subprotocol = headers.get("sec-websocket-protocol");
  // Part 4 §3.2: without a common subprotocol the header is absent, and the connection is useless.
  if (subprotocol === undefined || !expected.subprotocols.includes(subprotocol)) {
    return failed({ kind: "subprotocolMissing", offered: subprotocol });
  }
  return { kind: "accepted", subprotocol };
}

type ResponseHead =
  | { kind: "response"; status: number; phrase: string; headers: ReadonlyMap<string, string> }
  | { kind: "malformed"; reason: string };

const STATUS_LINE = /^HTTP\/1\.1 ([1-9]\d\d)(?: ([\t\x20-\x7e\x80-\xff]*))?$/;
/** RFC 9112 §5: no blank before the colon, no folding. */
const HEADER_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):([\t\x20-\x7e\x80-\xff]*)$/;

function parseResponseHead(head: string): ResponseHead {
  const [statusLine = "", ...lines] = head.split("\r\n");
  const status = STATUS_LINE.exec(statusLine);
  if (!status) return { kind: "malformed", reason: "not an HTTP/1.1 response" };
  const headers = new Map<string, string>();
  for (const line of lines) {
    const header = HEADER_LINE.exec(line);
    if (!header) return { kind: "malformed", reason: "malformed HTTP header" };
    const name = header[1]!.toLowerCase();
    const value = withoutBlanksAround(header[2]!);
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return { kind: "response", status: Number(status[1]), phrase: (status[2] ?? "").slice(0, 100), headers };
}

/** Optional whitespace of RFC 9110, and no other: `trim` knows more. */
function withoutBlanksAround(text: string): string {
  const isBlank = (at: number) => text[at] === " " || text[at] === "\t";
  let [from, to] = [0, text.length];
  while (from < to && isBlank(from)) from++;
  while (to > from && isBlank(to - 1)) to--;
  return text.slice(from, to);
}

/** Header lists and their tokens are case-insensitive (RFC 6455 §4.1). */
function hasToken(list: string | undefined, token: string): boolean {
  return list?.split(",").some((item) => item.trim().toLowerCase() === token) ?? false;
}

function refused(status: number, reason: string): UpgradeResult {
  return failed({ kind: "upgradeRefused", status, reason });
}

function failed(failure: DialFailure): UpgradeResult {
  return { kind: "failed", failure };
}
