/** Answers every CALL with an empty CALLRESULT until the CSMS goes away; started by `socket-baseline.ts`. */
import { createTrust } from "../../src/csms/tls/trust.ts";
import { createDial } from "../../src/csms/websocket/dial.ts";
import { createSystemClock } from "../../src/host/system-clock.ts";

const dial = createDial({
  clock: createSystemClock(),
  randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  trust: createTrust("csmsRootsOnly"),
});
const dialed = await dial({
  url: new URL(`${Deno.args[0]}/echo`),
  subprotocols: ["ocpp2.0.1"],
  timeoutMs: 5000,
  pingIntervalMs: 0,
  pongTimeoutMs: 5000,
  maxMessageBytes: 1_000_000,
}, new AbortController().signal);
if (dialed.kind === "failed") throw new Error(`no connection: ${JSON.stringify(dialed.failure)}`);
for await (const text of dialed.socket.messages()) {
  const [, messageId] = JSON.parse(text) as [2, string, string, unknown];
  await dialed.socket.send(JSON.stringify([3, messageId, {}]));
}
Deno.exit(0);
