import type { DialFailure, DialOptions } from "../socket.ts";
import type { Connected, Target } from "../websocket/tcp.ts";
import { closeQuietly } from "../websocket/transport.ts";
import { certificateNames } from "../../certificates/certificate-names.ts";
import { isHandshakeFailureAlert, namesNoHost } from "./classify.ts";
import { clientIdentity } from "./client-identity.ts";
import type { AbandonedConnections } from "./abandoned-connections.ts";
import { type HandshakeOptions, type HandshakeOutcome, shakeHands } from "./handshake.ts";
import { isAddress, namesHost } from "./host-name.ts";
import { peerCertificate } from "./peer-certificate.ts";
import { probeTls } from "./tls-probe.ts";
import { TlsTransport } from "./tls-transport.ts";
import type { Trust } from "./trust.ts";

export type TlsOptions = NonNullable<DialOptions["tls"]>;

/** Connects and verifies the server; no data of ours is sent before that. Never rejects. */
export type ConnectTls = (target: Target, options: TlsOptions, signal: AbortSignal) => Promise<Connected>;

type Wildcards = "exact" | "wildcardsAllowed";

/** How an attempt ended. */
type Secured = Exclude<HandshakeOutcome, { kind: "abandoned" }>;

/** Runs one handshake with the server. */
type Shake = (handshake: HandshakeOptions) => Promise<HandshakeOutcome>;

/**
 * The runtime keeps the socket of an abandoned handshake open until the server sends data, which a silent server never does.
 * So after an abandoned handshake the server must first answer a probe. The sockets of one that
 * answers and stalls then are counted by `AbandonedConnections`, which all connections of this process share.
 */
export function createTlsConnector(trust: Trust, abandoned: AbandonedConnections): ConnectTls {
  let last: HandshakeOutcome["kind"] = "connected";
  return async (target, options, signal) => {
    if (last === "abandoned") {
      const probed = await probeTls(target, signal);
      if (probed.kind === "unreachable") return failed(probed);
    }
    const verdict = abandoned.mayBegin(target);
    if (verdict.kind === "postponed") return failed({ kind: "unreachable", reason: verdict.reason });
    const secured = await connectTls(trust, target, options, async (handshake) => {
      // Counts as abandoned until the handshake returns.
      last = "abandoned";
      const result = await shakeHands(handshake, signal);
      last = result.kind;
      if (result.kind === "abandoned") abandoned.add(target, result.released);
      return result;
    }, signal);
    if (secured.kind === "failed") return secured;
    const conn = secured.transport;
    const transport = new TlsTransport(conn, (released) => abandoned.add(target, released));
    return { kind: "connected", transport, certificate: () => peerCertificate(conn) };
  };
}

async function connectTls(
  trust: Trust,
  target: Target,
  { clientCertificate, caCerts, hostNames = "wildcardsAllowed" }: TlsOptions,
  shake: Shake,
  signal: AbortSignal,
): Promise<Secured> {
  const applied = trust.apply();
  if (applied.kind === "failed") return failed({ kind: "tlsFailed", reason: applied.reason });
  const identity = clientCertificate && await clientIdentity(clientCertificate);
  if (identity?.kind === "unusable") return failed({ kind: "tlsFailed", reason: identity.reason });
  const options = { target, caCerts, ...(identity && { identity }) };
  if (hostNames === "unchecked") {
    return await outcome(await shake({ ...options, hostCheck: "none" }), target, signal);
  }
  const result = await shake({ ...options, hostCheck: "byRuntime" });
  if (result.kind === "failed" && namesNoHost(result.failure)) {
    // A00.FR.510 and A00.FR.511 put the host into the commonName and advise against a subjectAltName, but the
    // runtime checks only the latter. So the runtime verifies the chain once more, and we compare the name.
    const unnamed = await shake({ ...options, hostCheck: "none" });
    return unnamed.kind === "connected"
      ? checkedByUs(unnamed.transport, target.hostname, hostNames)
      : await outcome(unnamed, target, signal);
  }
  // The runtime accepts wildcards; addresses have none.
  const isToCheck = result.kind === "connected" && hostNames === "exact" && !isAddress(target.hostname);
  return isToCheck
    ? checkedByUs(result.transport, target.hostname, hostNames)
    : await outcome(result, target, signal);
}

function checkedByUs(transport: Deno.TlsConn, hostname: string, wildcards: Wildcards): Secured {
  const der = peerCertificate(transport);
  const names = der && certificateNames(der);
  if (names && namesHost(names, hostname, wildcards)) return { kind: "connected", transport };
  closeQuietly(transport);
  const found = names ? [...names.dnsNames, ...names.commonNames].join(", ") : "nothing readable";
  return failed({
    kind: "wrongHost",
    reason: `certificate not valid for name "${hostname}": it names ${found}`,
  });
}

async function outcome(result: HandshakeOutcome, target: Target, signal: AbortSignal): Promise<Secured> {
  if (result.kind === "abandoned") return failed({ kind: "unreachable", reason: "aborted" });
  if (result.kind === "connected" || !isHandshakeFailureAlert(result.failure)) return result;
  // Servers send this alert both when no cipher suite is common and, in TLS 1.2, when they miss a client
  // certificate. A probe distinguishes the two: only the first one is InvalidTLSCipherSuite.
  const probed = await probeTls(target, signal);
  if (probed.kind !== "serverHello") return result;
  const reason = "the handshake was refused after cipher suite and version were agreed upon";
  return failed({ kind: "clientCertificateRefused", reason });
}

function failed(failure: DialFailure): { kind: "failed"; failure: DialFailure } {
  return { kind: "failed", failure };
}
