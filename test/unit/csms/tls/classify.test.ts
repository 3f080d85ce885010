import assert from "node:assert/strict";
import { classifyTlsError, isHandshakeFailureAlert, namesNoHost } from "../../../../src/csms/tls/classify.ts";

for (
  const [text, kind] of [
    ["invalid peer certificate: UnknownIssuer", "untrustedIssuer"],
    ["invalid peer certificate: BadSignature", "untrustedIssuer"],
    ["invalid peer certificate: Expired", "certificateExpired"],
    ["invalid peer certificate: certificate expired: verification time 2 (UNIX)", "certificateExpired"],
    ["invalid peer certificate: NotValidYet", "certificateNotYetValid"],
    ["invalid peer certificate: certificate not valid yet: verification time 1", "certificateNotYetValid"],
    ["invalid peer certificate: NotValidForName", "wrongHost"],
    ['invalid peer certificate: certificate not valid for name "x"; …', "wrongHost"],
    ["invalid peer certificate: Other(OtherError(UnsupportedCertVersion))", "unsupportedCertificate"],
    ["invalid peer certificate: BadEncoding", "unsupportedCertificate"],
    ["received fatal alert: ProtocolVersion", "tlsVersionTooOld"],
    ["peer is incompatible: ServerDoesNotSupportTls12Or13", "tlsVersionTooOld"],
    ["received fatal alert: HandshakeFailure", "noCommonCipherSuite"],
    ["received fatal alert: InsufficientSecurity", "noCommonCipherSuite"],
    ["peer misbehaved: SelectedUnofferedCipherSuite", "noCommonCipherSuite"],
    ["received fatal alert: CertificateRequired", "clientCertificateRefused"],
    ["received fatal alert: UnknownCA", "clientCertificateRefused"],
    ["received fatal alert: AccessDenied", "clientCertificateRefused"],
    ["received fatal alert: InternalError", "tlsFailed"],
    ["received corrupt message of type InvalidContentType", "tlsFailed"],
    ["tls handshake eof", "tlsFailed"],
  ] as const
) {
  Deno.test(`"${text}" means ${kind}`, () => {
    assert.deepEqual(classifyTlsError(text), { kind, reason: text });
  });
}

Deno.test("what is no TLS error is left to others", () => {
  assert.equal(classifyTlsError("Connection reset by peer (os error 104)"), undefined);
  assert.equal(classifyTlsError(""), undefined);
});

Deno.test("only a certificate without any name is looked at again", () => {
  const reason = (names: string) => `invalid peer certificate: certificate not valid for name "x"; ${names}`;
  const none = "certificate is not valid for any names (according to its subjectAltName extension)";
  assert.equal(namesNoHost({ kind: "wrongHost", reason: reason(none) }), true);
  assert.equal(
    namesNoHost({ kind: "wrongHost", reason: reason('certificate is only valid for DnsName("y")') }),
    false,
  );
  assert.equal(namesNoHost({ kind: "untrustedIssuer", reason: reason(none) }), false);
});

Deno.test("only the alert that means two things is looked into", () => {
  const failure = (reason: string) => classifyTlsError(reason) ?? assert.fail();
  assert.equal(isHandshakeFailureAlert(failure("received fatal alert: HandshakeFailure")), true);
  assert.equal(isHandshakeFailureAlert(failure("received fatal alert: InsufficientSecurity")), false);
});
