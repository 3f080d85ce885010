import type { CsmsSocket } from "../../src/csms/socket.ts";
import { createTrust } from "../../src/csms/tls/trust.ts";
import { createDial } from "../../src/csms/websocket/dial.ts";
import { createSystemClock } from "../../src/host/system-clock.ts";

/** The product's own WebSocket to a CSMS, with no station behind it. */
export async function dialCsms(url: string): Promise<CsmsSocket> {
  const dialed = await createDial({
    clock: createSystemClock(),
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    trust: createTrust("csmsRootsOnly"),
  })({
    url: new URL(url),
    subprotocols: ["ocpp2.0.1"],
    timeoutMs: 5000,
    pingIntervalMs: 0,
    pongTimeoutMs: 5000,
    maxMessageBytes: 1_000_000,
  }, new AbortController().signal);
  if (dialed.kind === "failed") throw new Error(`no connection: ${JSON.stringify(dialed.failure)}`);
  return dialed.socket;
}
