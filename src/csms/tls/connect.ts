import type { DialFailure, DialOptions } from "../socket.ts";
import { type Connected, openTcp, type Target } from "../websocket/tcp.ts";
import { closeQuietly, reasonOf } from "../websocket/transport.ts";
import { certificateNames } from "./certificate-names.ts";
import { sharesCipherSuite } from "./cipher-probe.ts";
import { classifyTlsError, isHandshakeFailureAlert, namesNoHost } from "./classify.ts";
import { clientIdentity } from "./client-identity.ts";
import { isAddress, namesHost } from "./host-name.ts";
import { peerCertificate } from "./peer-certificate.ts";
import type { Trust } from "./trust.ts";

export type TlsOptions = NonNullable<DialOptions["tls"]>;

/** What one handshake needs. */
interface Handshake {
  readonly target: Target;
  readonly caCerts: readonly string[];
  readonly identity?: { readonly cert: string; readonly key: string };
  /** Whether the runtime compares the host with the certificate. The chain and the dates it checks always. */
  readonly hostCheck: "byRuntime" | "none";
  readonly signal: AbortSignal;
}

type Handshaken = { kind: "connected"; transport: Deno.TlsConn } | { kind: "failed"; failure: DialFailure };

/** Connects and verifies the server; nothing of ours is sent before that. Never rejects. */
export async function connectTls(
  target: Target,
  options: TlsOptions,
  trust: Trust,
  signal: AbortSignal,
): Promise<Connected> {
  const applied = trust.apply();
  if (applied.kind === "failed") return failed({ kind: "tlsFailed", reason: applied.reason });
  const { clientCertificate, caCerts, hostNames = "wildcardsAllowed" } = options;
  const identity = clientCertificate && clientIdentity(clientCertificate);
  if (identity?.kind === "unusable") return failed({ kind: "tlsFailed", reason: identity.reason });
  const hostCheck = hostNames === "unchecked" ? "none" : "byRuntime";
  const handshake: Handshake = { target, caCerts, hostCheck, signal, ...(identity && { identity }) };
  const result = await shakeHands(handshake);
  if (result.kind === "connected") {
    // An address has no wildcards, so the runtime has seen to it already.
    const isDone = hostNames !== "exact" || isAddress(target.hostname);
    return isDone ? result : checkedByUs(result.transport, target.hostname, hostNames);
  }
  if (hostNames !== "unchecked" && namesNoHost(result.failure)) {
    return await connectByCommonName(handshake, hostNames);
  }
  return isHandshakeFailureAlert(result.failure)
    ? failed(await explainHandshakeFailure(target, result.failure, signal))
    : result;
}

/**
 * A00.FR.510 and A00.FR.511 put the host into the commonName and advise against a subjectAltName, which is all the
 * runtime looks at. So the runtime verifies the chain, and the name is compared here.
 */
async function connectByCommonName(
  handshake: Handshake,
  wildcards: "exact" | "wildcardsAllowed",
): Promise<Connected> {
  const result = await shakeHands({ ...handshake, hostCheck: "none" });
  if (result.kind === "failed") return result;
  return checkedByUs(result.transport, handshake.target.hostname, wildcards);
}

function checkedByUs(
  transport: Deno.TlsConn,
  hostname: string,
  wildcards: "exact" | "wildcardsAllowed",
): Connected {
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

async function shakeHands(handshake: Handshake): Promise<Handshaken> {
  const { signal } = handshake;
  const started = await start(handshake);
  if (started.kind === "failed") return started;
  const { transport } = started;
  const onAbort = () => closeQuietly(transport);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    await transport.handshake();
    return started;
  } catch (error) {
    closeQuietly(transport);
    const reason = reasonOf(error);
    return failed(classifyTlsError(reason) ?? { kind: "tlsFailed", reason });
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/** Connects without shaking hands yet. */
async function start({ target, caCerts, identity, hostCheck, signal }: Handshake): Promise<Handshaken> {
  const common = { caCerts: [...caCerts], unsafelyDisableHostnameVerification: hostCheck === "none" };
  try {
    // Only `connectTls` takes a client certificate; only `startTls` lets small packets out at once (no Nagle).
    const transport = identity
      ? await Deno.connectTls({ ...target, ...common, cert: identity.cert, key: identity.key })
      : await startTls(await openTcp(target, signal), { hostname: target.hostname, ...common });
    if (!signal.aborted) return { kind: "connected", transport };
    closeQuietly(transport);
    return failed({ kind: "unreachable", reason: "aborted" });
  } catch (error) {
    const reason = reasonOf(error);
    return failed(isNetworkError(reason) ? { kind: "unreachable", reason } : { kind: "tlsFailed", reason });
  }
}

async function startTls(conn: Deno.TcpConn, options: Deno.StartTlsOptions): Promise<Deno.TlsConn> {
  try {
    return await Deno.startTls(conn, options);
  } catch (error) {
    closeQuietly(conn);
    throw error;
  }
}

/** Before the handshake, whatever is not the network's fault is a certificate or key of ours that cannot be used. */
function isNetworkError(reason: string): boolean {
  return /os error|lookup|aborted|resolved address|timed out/i.test(reason);
}

async function explainHandshakeFailure(
  target: Target,
  failure: DialFailure,
  signal: AbortSignal,
): Promise<DialFailure> {
  const shares = await sharesCipherSuite(target, signal);
  if (shares !== "yes") return failure;
  return {
    kind: "clientCertificateRefused",
    reason: "the handshake was refused after cipher suite and version were agreed upon",
  };
}

function failed(failure: DialFailure): { kind: "failed"; failure: DialFailure } {
  return { kind: "failed", failure };
}
