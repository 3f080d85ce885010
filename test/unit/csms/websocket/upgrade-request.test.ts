import assert from "node:assert/strict";
import { encodeUpgradeRequest } from "../../../../src/csms/websocket/upgrade-request.ts";
import { parseUpgradeRequest } from "../../../fakes/csms/upgrade.ts";

const KEY = "dGhlIHNhbXBsZSBub25jZQ==";
const encode = (url: string, password?: Uint8Array) =>
  new TextDecoder().decode(encodeUpgradeRequest({
    url: new URL(url),
    subprotocols: ["ocpp2.1", "ocpp2.0.1"],
    key: KEY,
    ...(password && { basicAuth: { username: "CS001", password } }),
  }));

Deno.test("the request is the one of part 4 with our subprotocols in order", () => {
  assert.equal(
    encode("ws://csms.example:8080/ocpp/CS001?x=1"),
    "GET /ocpp/CS001?x=1 HTTP/1.1\r\nHost: csms.example:8080\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
      `Sec-WebSocket-Key: ${KEY}\r\nSec-WebSocket-Version: 13\r\n` +
      "Sec-WebSocket-Protocol: ocpp2.1, ocpp2.0.1\r\n\r\n",
  );
});

Deno.test("the Host header leaves out a default port and keeps the brackets of IPv6", () => {
  assert.match(encode("wss://csms.example:443/CS001"), /\r\nHost: csms\.example\r\n/);
  assert.match(encode("ws://[::1]:9000/CS001"), /\r\nHost: \[::1\]:9000\r\n/);
});

Deno.test("A00.FR.205: identity and password stand in the Authorization header, the password as UTF-8", () => {
  const head = encode("ws://csms.example/ocpp/CS001", new TextEncoder().encode("pässwörd:0123456"));
  assert.deepEqual(parseUpgradeRequest(head.trimEnd()).basicAuth, {
    username: "CS001",
    password: "pässwörd:0123456",
  });
});

Deno.test("without a password there is no Authorization header", () => {
  assert.doesNotMatch(encode("ws://csms.example/ocpp/CS001"), /authorization/i);
});
