import assert from "node:assert/strict";
import { clientHelloFields, STRONG_SUITES } from "../../../fakes/csms/client-hello-fields.ts";
import { encodeClientHello, isServerHello } from "../../../../src/csms/tls/client-hello.ts";

const RANDOM = new Uint8Array(32);
const hex = (hostname: string) => encodeClientHello(hostname, RANDOM).toHex();

Deno.test("the lengths of record and message add up", () => {
  const hello = encodeClientHello("csms.example", RANDOM);
  const view = new DataView(hello.buffer);
  assert.equal(hello[0], 22);
  assert.equal(view.getUint16(3), hello.length - 5);
  assert.equal(view.getUint16(7), hello.length - 9);
});

Deno.test("A00.FR.319: both suites the specification demands are offered, and no older version than TLS 1.2", () => {
  assert.match(hex("csms.example"), /c02bc02c/);
  // supported_versions: TLS 1.3 and 1.2, nothing else.
  assert.match(hex("csms.example"), /002b00050403040303/);
});

Deno.test("A00.FR.320, A00.FR.424: nothing weak and no compression is offered", () => {
  const { cipherSuites, compressionMethods } = clientHelloFields(encodeClientHello("csms.example", RANDOM));
  assert.deepEqual(cipherSuites.filter((suite) => !STRONG_SUITES.has(suite)), []);
  assert.equal(cipherSuites.length, STRONG_SUITES.size);
  assert.deepEqual(compressionMethods, [0]);
});

Deno.test("a name is asked for, an address is not", () => {
  assert.ok(hex("csms.example").includes(new TextEncoder().encode("csms.example").toHex()));
  assert.ok(!hex("192.0.2.7").includes(new TextEncoder().encode("192.0.2.7").toHex()));
});

Deno.test("a ServerHello is told from an alert, from HTTP and from nothing", () => {
  assert.equal(isServerHello(Uint8Array.of(22, 3, 3, 0, 80, 2)), true);
  assert.equal(isServerHello(Uint8Array.of(21, 3, 3, 0, 2, 2)), false);
  assert.equal(isServerHello(new TextEncoder().encode("HTTP/1")), false);
  assert.equal(isServerHello(new Uint8Array(6)), false);
});
