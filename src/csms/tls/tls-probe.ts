import { reasonOf } from "../../kernel/reason-of.ts";
import { openTcp, type Target } from "../websocket/tcp.ts";
import { closeQuietly, type Transport } from "../websocket/transport.ts";
import { ANSWER_BYTES, encodeClientHello, isServerHello } from "./client-hello.ts";

export type ProbeResult =
  /** The server found a version and a cipher suite it shares with us. */
  | { kind: "serverHello" }
  /** An alert, something that is not TLS, or the end of the connection. */
  | { kind: "otherAnswer" }
  | { kind: "unreachable"; reason: string };

/**
 * Sends a bare ClientHello on a separate connection and classifies the answer. It discloses no data of ours,
 * and unlike a handshake of the runtime it can be aborted at any time. Never rejects.
 */
export async function probeTls(target: Target, signal: AbortSignal): Promise<ProbeResult> {
  try {
    const conn = await openTcp(target, signal);
    const onAbort = () => closeQuietly(conn);
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      const hello = encodeClientHello(target.hostname, crypto.getRandomValues(new Uint8Array(32)));
      for (let sent = 0; sent < hello.length;) sent += await conn.write(hello.subarray(sent));
      return { kind: isServerHello(await readAnswer(conn)) ? "serverHello" : "otherAnswer" };
    } finally {
      signal.removeEventListener("abort", onAbort);
      closeQuietly(conn);
    }
  } catch (error) {
    return { kind: "unreachable", reason: reasonOf(error) };
  }
}

async function readAnswer(transport: Transport): Promise<Uint8Array> {
  const answer = new Uint8Array(ANSWER_BYTES);
  for (let length = 0; length < ANSWER_BYTES;) {
    const count = await transport.read(answer.subarray(length));
    if (count === null) break;
    length += count;
  }
  return answer;
}
