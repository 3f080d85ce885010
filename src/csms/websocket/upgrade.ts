import { MAX_HTTP_HEAD_BYTES } from "../../kernel/limits.ts";
import type { DialFailure } from "../socket.ts";
import { ByteBuffer } from "./byte-buffer.ts";
import type { Transport } from "./transport.ts";
import { judgeUpgradeResponse, type UpgradeExpectation } from "./upgrade-response.ts";

export type Upgraded =
  /** `early` are bytes of the first frames that came together with the response. */
  | { kind: "accepted"; subprotocol: string; early: Uint8Array }
  | { kind: "failed"; failure: DialFailure };

/** Sends the request and reads the response. Rejects only when the transport rejects. */
export async function upgrade(
  transport: Transport,
  request: Uint8Array,
  expected: UpgradeExpectation,
): Promise<Upgraded> {
  await writeAll(transport, request);
  const response = await readHead(transport);
  if (response.kind === "failed") return response;
  const result = judgeUpgradeResponse(response.head, expected);
  return result.kind === "accepted" ? { ...result, early: response.rest } : result;
}

async function writeAll(transport: Transport, bytes: Uint8Array): Promise<void> {
  try {
    for (let sent = 0; sent < bytes.length;) sent += await transport.write(bytes.subarray(sent));
  } catch (error) {
    // A TLS server that closed the connection has sent an alert; reading it gives the better reason.
    await transport.read(new Uint8Array(1));
    throw error;
  }
}

type ReadHead =
  | { kind: "head"; head: string; rest: Uint8Array }
  | { kind: "failed"; failure: DialFailure };

async function readHead(transport: Transport): Promise<ReadHead> {
  const received = new ByteBuffer();
  const chunk = new Uint8Array(4096);
  for (;;) {
    const count = await transport.read(chunk);
    if (count === null) return refused("closed before the HTTP response was complete");
    const searchFrom = Math.max(0, received.length - 3);
    received.append(chunk.subarray(0, count));
    const bytes = received.view();
    const end = endOfHead(bytes, searchFrom);
    if ((end ?? bytes.length) > MAX_HTTP_HEAD_BYTES) {
      return refused(`HTTP response head is longer than ${MAX_HTTP_HEAD_BYTES} bytes`);
    }
    if (end === undefined) continue;
    // Header bytes beyond ASCII are opaque (RFC 9110 §5.5): Latin-1 keeps them one to one.
    const head = new TextDecoder("latin1").decode(bytes.subarray(0, end - 4));
    return { kind: "head", head, rest: bytes.slice(end) };
  }
}

/** Index after the empty line that ends an HTTP head. */
function endOfHead(bytes: Uint8Array, from: number): number | undefined {
  for (let i = bytes.indexOf(0x0d, from); i >= 0; i = bytes.indexOf(0x0d, i + 1)) {
    if (bytes[i + 1] === 0x0a && bytes[i + 2] === 0x0d && bytes[i + 3] === 0x0a) return i + 4;
  }
  return undefined;
}

function refused(reason: string): { kind: "failed"; failure: DialFailure } {
  return { kind: "failed", failure: { kind: "upgradeRefused", status: 0, reason } };
}
