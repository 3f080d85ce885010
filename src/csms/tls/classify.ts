import type { DialFailure } from "../socket.ts";

/**
 * The failure that an error text of the runtime's TLS (rustls) means, or undefined for other texts. The texts
 * are no stable interface: the integration tests provoke each of them against real servers.
 */
export function classifyTlsError(reason: string): DialFailure | undefined {
  const certificate = after("invalid peer certificate: ", reason);
  if (certificate !== undefined) return { kind: certificateKind(certificate), reason };
  const alert = after("received fatal alert: ", reason);
  if (alert !== undefined) return { kind: alertKind(alert), reason };
  // The runtime supports no version older than TLS 1.2.
  if (/^peer is incompatible: .*(Tls12|TlsVersion)/i.test(reason)) {
    return { kind: "tlsVersionTooOld", reason };
  }
  if (/^peer (is incompatible|misbehaved): .*CipherSuite/i.test(reason)) {
    return { kind: "noCommonCipherSuite", reason };
  }
  return /^peer |^received |\btls\b/i.test(reason) ? { kind: "tlsFailed", reason } : undefined;
}

/** True when the certificate was refused only because it has no subjectAltName, as OCPP recommends. */
export function namesNoHost(failure: DialFailure): boolean {
  return failure.kind === "wrongHost" && failure.reason.includes("not valid for any names");
}

/** True for the alert that servers send for two different reasons; see `outcome` in connect.ts. */
export function isHandshakeFailureAlert(failure: DialFailure): boolean {
  return failure.kind === "noCommonCipherSuite" && failure.reason.endsWith(": HandshakeFailure");
}

type Kind = Extract<DialFailure, { reason: string }>["kind"] & DialFailure["kind"];
type TlsKind = Exclude<Kind, "upgradeRefused">;

function certificateKind(problem: string): TlsKind {
  if (/^UnknownIssuer|^BadSignature|^invalid signature/i.test(problem)) return "untrustedIssuer";
  if (/^Expired|certificate expired/i.test(problem)) return "certificateExpired";
  if (/^NotValidYet|certificate not valid yet/i.test(problem)) return "certificateNotYetValid";
  if (/^NotValidForName|^certificate not valid for name/i.test(problem)) return "wrongHost";
  // UnsupportedCertVersion (X.509 v1), unhandled critical extension, wrong purpose, weak signature …
  return "unsupportedCertificate";
}

/** RFC 8446 §6.2: the server's verdict on us. */
function alertKind(alert: string): TlsKind {
  switch (alert) {
    case "ProtocolVersion":
      return "tlsVersionTooOld";
    case "HandshakeFailure":
    case "InsufficientSecurity":
      return "noCommonCipherSuite";
    case "NoCertificate":
    case "BadCertificate":
    case "UnsupportedCertificate":
    case "CertificateRevoked":
    case "CertificateExpired":
    case "CertificateUnknown":
    case "CertificateRequired":
    case "UnknownCA":
    case "AccessDenied":
      return "clientCertificateRefused";
    default:
      return "tlsFailed";
  }
}

function after(prefix: string, text: string): string | undefined {
  return text.startsWith(prefix) ? text.slice(prefix.length) : undefined;
}
