import assert from "node:assert/strict";
import fc from "fast-check";
import { acceptFor, createKey } from "../../../../src/csms/websocket/handshake-key.ts";
import { judgeUpgradeResponse } from "../../../../src/csms/websocket/upgrade-response.ts";

const EXPECTED = { subprotocols: ["ocpp2.1", "ocpp2.0.1"], accept: "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" };
const GOOD = [
  "HTTP/1.1 101 Switching Protocols",
  "Upgrade: websocket",
  "Connection: Upgrade",
  `Sec-WebSocket-Accept: ${EXPECTED.accept}`,
  "Sec-WebSocket-Protocol: ocpp2.0.1",
];

const judge = (...lines: string[]) => judgeUpgradeResponse(lines.join("\r\n"), EXPECTED);
const without = (name: string) => GOOD.filter((line) => !line.startsWith(name));
const replaced = (name: string, line: string) => GOOD.map((good) => good.startsWith(name) ? line : good);

Deno.test("the example of RFC 6455 gives its accept value", async () => {
  assert.equal(await acceptFor("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  assert.equal(createKey((length) => new Uint8Array(length)), "AAAAAAAAAAAAAAAAAAAAAA==");
});

Deno.test("a proper 101 is accepted with the subprotocol the server chose", () => {
  assert.deepEqual(judge(...GOOD), { kind: "accepted", subprotocol: "ocpp2.0.1" });
});

Deno.test("header names and tokens compare without case, and lists are searched", () => {
  const lines = replaced("Connection", "CONNECTION: keep-alive, UPGRADE");
  assert.equal(
    judge(...lines.map((line) => line.replace("Upgrade: websocket", "uPGRADE:\tWebSocket "))).kind,
    "accepted",
  );
});

for (
  const [what, lines, reason] of [
    ["without Upgrade", without("Upgrade"), /Upgrade: websocket/],
    ["without Connection", without("Connection"), /Connection: Upgrade/],
    ["without Sec-WebSocket-Accept", without("Sec-WebSocket-Accept"), /Sec-WebSocket-Accept/],
    [
      "with the accept value of another key",
      replaced("Sec-WebSocket-Accept", "Sec-WebSocket-Accept: x"),
      /Accept/,
    ],
    ["with the accept value twice", [...GOOD, GOOD[3]!], /Accept/],
    [
      "with an extension nobody offered",
      [...GOOD, "Sec-WebSocket-Extensions: permessage-deflate"],
      /extension/,
    ],
    ["of HTTP/1.0", replaced("HTTP", "HTTP/1.0 101 Switching"), /not an HTTP\/1.1/],
    ["that is no HTTP at all", ["220 smtp.example ESMTP"], /not an HTTP\/1.1/],
    ["with a folded header", [...GOOD, " folded"], /malformed/],
    ["with a blank before the colon", [...GOOD, "X : y"], /malformed/],
    ["with a NUL in a header", [...GOOD, "X: a\0b"], /malformed/],
  ] as const
) {
  Deno.test(`a response ${what} is refused`, () => {
    const result = judge(...lines);
    assert.equal(result.kind === "failed" && result.failure.kind, "upgradeRefused");
    assert.match(JSON.stringify(result), reason);
  });
}

Deno.test("statuses 401 and 403 mean that the CSMS does not accept our credentials", () => {
  for (const status of [401, 403]) {
    assert.deepEqual(judge(`HTTP/1.1 ${status} No`), {
      kind: "failed",
      failure: { kind: "unauthorized", status },
    });
  }
});

Deno.test("a redirect is not followed, and said to be none", () => {
  for (
    const [status, reason] of [[299, "No"], [300, /redirects/], [399, /redirects/], [400, "No"]] as const
  ) {
    const result = judge(`HTTP/1.1 ${status} No`);
    assert(result.kind === "failed" && result.failure.kind === "upgradeRefused");
    assert.match(result.failure.reason, new RegExp(reason));
  }
});

Deno.test("other statuses keep their number and phrase", () => {
  assert.deepEqual(judge("HTTP/1.1 503 Service Unavailable", "Retry-After: 10"), {
    kind: "failed",
    failure: { kind: "upgradeRefused", status: 503, reason: "Service Unavailable" },
  });
});

Deno.test("a redirect is not followed", () => {
  const result = judge("HTTP/1.1 301 Moved", "Location: ws://evil.example/");
  assert.deepEqual(result, {
    kind: "failed",
    failure: { kind: "upgradeRefused", status: 301, reason: "redirects are not followed" },
  });
});

Deno.test("no subprotocol, one we did not offer, or several are told as such", () => {
  const missing = (offered: string | undefined) => ({
    kind: "failed",
    failure: { kind: "subprotocolMissing", offered },
  });
  assert.deepEqual(judge(...without("Sec-WebSocket-Protocol")), missing(undefined));
  const other = (value: string) => replaced("Sec-WebSocket-Protocol", `Sec-WebSocket-Protocol: ${value}`);
  assert.deepEqual(judge(...other("ocpp1.6")), missing("ocpp1.6"));
  assert.deepEqual(judge(...other("ocpp2.1, ocpp2.0.1")), missing("ocpp2.1, ocpp2.0.1"));
});

Deno.test("any text gets a verdict and never an exception", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.nat(GOOD.length), (text, at) => {
    const lines = [...GOOD.slice(0, at), text, ...GOOD.slice(at)];
    assert.match(judge(...lines).kind, /^accepted$|^failed$/);
  }));
});
