import { openTcp, type Target } from "../websocket/tcp.ts";
import { closeQuietly, type Transport } from "../websocket/transport.ts";
import { ANSWER_BYTES, encodeClientHello, isServerHello } from "./client-hello.ts";

/**
 * Servers send the alert `handshake_failure` both when no cipher suite is common and, in TLS 1.2, when they miss a
 * client certificate. The one needs InvalidTLSCipherSuite (A00.FR.323), the other a look at our certificate. A bare
 * ClientHello on a connection of its own tells them apart. Nothing of ours is disclosed by it. Never rejects.
 */
export async function sharesCipherSuite(
  target: Target,
  signal: AbortSignal,
): Promise<"yes" | "no" | "unknown"> {
  try {
    const conn = await openTcp(target, signal);
    const onAbort = () => closeQuietly(conn);
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      const hello = encodeClientHello(target.hostname, crypto.getRandomValues(new Uint8Array(32)));
      for (let sent = 0; sent < hello.length;) sent += await conn.write(hello.subarray(sent));
      return isServerHello(await readAnswer(conn)) ? "yes" : "no";
    } finally {
      signal.removeEventListener("abort", onAbort);
      closeQuietly(conn);
    }
  } catch {
    return "unknown";
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
