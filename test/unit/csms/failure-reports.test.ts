import assert from "node:assert/strict";
import type { ConnectFailure } from "../../../src/csms/connections.ts";
import { describeClosed, describeFailure, securityEventOf } from "../../../src/csms/failure-reports.ts";
import type { SocketClosed } from "../../../src/csms/socket.ts";

const reason = "because";
const failures: readonly [ConnectFailure, event: string | undefined, words: RegExp][] = [
  [{ kind: "untrustedIssuer", reason }, "InvalidCsmsCertificate", /untrustedIssuer: because/],
  [{ kind: "certificateExpired", reason }, "InvalidCsmsCertificate", /certificateExpired: because/],
  [{ kind: "certificateNotYetValid", reason }, "InvalidCsmsCertificate", /certificateNotYetValid: because/],
  [{ kind: "wrongHost", reason }, "InvalidCsmsCertificate", /wrongHost: because/],
  [{ kind: "unsupportedCertificate", reason }, "InvalidCsmsCertificate", /unsupportedCertificate: because/],
  [{ kind: "tlsVersionTooOld", reason }, "InvalidTLSVersion", /tlsVersionTooOld: because/],
  [{ kind: "noCommonCipherSuite", reason }, "InvalidTLSCipherSuite", /noCommonCipherSuite: because/],
  [{ kind: "unauthorized", status: 401 }, "FailedToAuthenticateAtCsms", /credentials \(HTTP 401\)/],
  [{ kind: "clientCertificateRefused", reason }, "FailedToAuthenticateAtCsms", /our certificate: because/],
  [{ kind: "unreachable", reason }, undefined, /unreachable: because/],
  [{ kind: "tlsFailed", reason }, "WebsocketConnectionFailedWithUnknownReason", /tlsFailed: because/],
  [{ kind: "timeout" }, undefined, /time limit/],
  [
    { kind: "upgradeRefused", status: 404, reason },
    "WebsocketConnectionFailedWithUnknownReason",
    /HTTP 404\): because/,
  ],
  [{ kind: "subprotocolMissing", offered: undefined }, undefined, /without subprotocol/],
  [{ kind: "subprotocolMissing", offered: "ocpp1.6" }, undefined, /ocpp1\.6/],
  [{ kind: "noUsableProfile" }, undefined, /no network connection profile/],
  [{ kind: "credentialsUnavailable", reason }, undefined, /credentialsUnavailable: because/],
];

for (const [failure, event, words] of failures) {
  Deno.test(`${failure.kind} is ${event ?? "no security event"} and says why`, () => {
    assert.equal(securityEventOf(failure), event);
    assert.match(describeFailure(failure), words);
  });
}

Deno.test("every way a connection ends is told apart", () => {
  const ends: readonly SocketClosed[] = [
    { kind: "closedByPeer", code: 1001, reason },
    { kind: "closedByUs", code: 1000, reason },
    { kind: "protocolError", code: 1002, reason },
    { kind: "pongTimeout" },
    { kind: "lost", reason },
  ];
  assert.equal(new Set(ends.map(describeClosed)).size, ends.length);
});
