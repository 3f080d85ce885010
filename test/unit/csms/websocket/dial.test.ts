import assert from "node:assert/strict";
import { createTrust } from "../../../../src/csms/tls/trust.ts";
import { createDial } from "../../../../src/csms/websocket/dial.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";

Deno.test("nobody is dialled for a caller who has given up already, and no timer stays", async () => {
  const clock = new FakeClock();
  const dial = createDial({
    clock,
    randomBytes: (length) => new Uint8Array(length),
    trust: createTrust("csmsRootsOnly"),
  });
  const url = new URL("ws://127.0.0.1:1/ocpp");
  const result = await dial({
    ...{ url, subprotocols: ["ocpp2.0.1"], timeoutMs: 1000 },
    ...{ pingIntervalMs: 0, pongTimeoutMs: 1000, maxMessageBytes: 1000 },
  }, AbortSignal.abort());
  assert.deepEqual(result, { kind: "failed", failure: { kind: "unreachable", reason: "aborted" } });
  assert.deepEqual(clock.pending(), []);
});
