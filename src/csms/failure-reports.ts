import { assertNever } from "../kernel/assert-never.ts";
import type { SecurityEventType } from "../ocpp/security-events.ts";
import type { ConnectFailure } from "./connections.ts";
import type { SocketClosed } from "./socket.ts";

/** The security event of a failed connection attempt, if there is one (part 2, appendix 1). Pure. */
export function securityEventOf(failure: ConnectFailure): SecurityEventType | undefined {
  switch (failure.kind) {
    // No valid certificate, or an invalid certification path.
    case "untrustedIssuer":
    case "certificateExpired":
    case "certificateNotYetValid":
    case "wrongHost":
    case "unsupportedCertificate":
      return "InvalidCsmsCertificate";
    case "tlsVersionTooOld":
      return "InvalidTLSVersion";
    case "noCommonCipherSuite":
      return "InvalidTLSCipherSuite";
    case "unauthorized":
    case "clientCertificateRefused":
      return "FailedToAuthenticateAtCsms";
    // The peer answered without a specific reason.
    case "tlsFailed":
    case "upgradeRefused":
      return "WebsocketConnectionFailedWithUnknownReason";
    case "unreachable":
    case "timeout":
    case "subprotocolMissing":
    case "noUsableProfile":
    case "credentialsUnavailable":
      return undefined;
    default:
      return assertNever(failure);
  }
}

/** One line for people. */
export function describeFailure(failure: ConnectFailure): string {
  switch (failure.kind) {
    case "unauthorized":
      return `the CSMS refused our credentials (HTTP ${failure.status})`;
    case "upgradeRefused":
      return `the CSMS refused the WebSocket (HTTP ${failure.status}): ${failure.reason}`;
    case "subprotocolMissing":
      return `the CSMS does not speak ocpp2.0.1, it answered ${failure.offered ?? "without subprotocol"}`;
    case "timeout":
      return "no connection within the time limit";
    case "noUsableProfile":
      return "no network connection profile can be used";
    case "clientCertificateRefused":
      return `the CSMS refused our certificate: ${failure.reason}`;
    case "unreachable":
    case "tlsVersionTooOld":
    case "noCommonCipherSuite":
    case "untrustedIssuer":
    case "certificateExpired":
    case "certificateNotYetValid":
    case "wrongHost":
    case "unsupportedCertificate":
    case "tlsFailed":
    case "credentialsUnavailable":
      return `${failure.kind}: ${failure.reason}`;
    default:
      return assertNever(failure);
  }
}

/** One line for people. */
export function describeClosed(closed: SocketClosed): string {
  switch (closed.kind) {
    case "closedByPeer":
      return `closed by the CSMS (${closed.code} ${closed.reason})`;
    case "closedByUs":
      return `closed by us (${closed.code} ${closed.reason})`;
    case "protocolError":
      return `the CSMS broke the WebSocket protocol (${closed.code} ${closed.reason})`;
    case "pongTimeout":
      return "the CSMS did not answer a ping";
    case "lost":
      return `connection lost: ${closed.reason}`;
    default:
      return assertNever(closed);
  }
}
