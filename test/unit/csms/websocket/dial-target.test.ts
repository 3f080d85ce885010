import assert from "node:assert/strict";
import { dialTarget } from "../../../../src/csms/websocket/dial-target.ts";

for (
  const [url, hostname, port] of [
    ["ws://csms.example/ocpp", "csms.example", 80],
    ["wss://csms.example/ocpp", "csms.example", 443],
    ["ws://csms.example:9000/ocpp", "csms.example", 9000],
    ["wss://[2001:db8::1]:8443/ocpp", "2001:db8::1", 8443],
    ["ws://[::1]/", "::1", 80],
  ] as const
) {
  Deno.test(`${url} is dialled at ${hostname}, port ${port}`, () => {
    assert.deepEqual(dialTarget(new URL(url)), { hostname, port });
  });
}
