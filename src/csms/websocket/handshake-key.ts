import type { RandomBytes } from "./frames.ts";

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** A fresh Sec-WebSocket-Key (RFC 6455 §4.1). */
export function createKey(random: RandomBytes): string {
  return random(16).toBase64();
}

/** The Sec-WebSocket-Accept that answers a key (§4.2.2). */
export async function acceptFor(key: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(key + GUID));
  return new Uint8Array(digest).toBase64();
}
