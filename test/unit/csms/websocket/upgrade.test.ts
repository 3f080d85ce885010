import assert from "node:assert/strict";
import { upgrade } from "../../../../src/csms/websocket/upgrade.ts";
import { FakeTransport } from "../../../fakes/csms/fake-transport.ts";
import { encodeText } from "../../../fakes/csms/server-frames.ts";

const EXPECTED = { subprotocols: ["ocpp2.0.1"], accept: "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" };
const REQUEST = new TextEncoder().encode("GET / HTTP/1.1\r\n\r\n");
const RESPONSE = new TextEncoder().encode(
  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
    `Sec-WebSocket-Accept: ${EXPECTED.accept}\r\nSec-WebSocket-Protocol: ocpp2.0.1\r\n\r\n`,
);

Deno.test("frames that come together with the response are kept, wherever the bytes are cut", async () => {
  const early = encodeText("[2]");
  const all = Uint8Array.from([...RESPONSE, ...early]);
  for (let cut = 1; cut < all.length; cut++) {
    const transport = new FakeTransport();
    transport.feed(all.subarray(0, cut), all.subarray(cut));
    const upgraded = await upgrade(transport, REQUEST, EXPECTED);
    // What was not read yet stays in the transport.
    const expected = cut >= RESPONSE.length ? all.slice(RESPONSE.length, cut) : early;
    assert.deepEqual(upgraded, { kind: "accepted", subprotocol: "ocpp2.0.1", early: expected });
  }
});

Deno.test("when the request cannot be written, the reason is what the peer said before it hung up", async () => {
  const transport = new FakeTransport();
  transport.fail("received fatal alert: CertificateRequired");
  transport.write = () => Promise.reject(new Error("broken pipe"));
  await assert.rejects(upgrade(transport, REQUEST, EXPECTED), /CertificateRequired/);
});

Deno.test("when the peer said nothing, the failed write is the reason", async () => {
  const transport = new FakeTransport();
  transport.end();
  transport.write = () => Promise.reject(new Error("broken pipe"));
  await assert.rejects(upgrade(transport, REQUEST, EXPECTED), /broken pipe/);
});
