import { ABORTED, untilAborted } from "../../kernel/until-aborted.ts";
import { reasonOf } from "../../kernel/reason-of.ts";
import type { DialFailure } from "../socket.ts";
import { openTcp, type Target } from "../websocket/tcp.ts";
import { closeQuietly } from "../websocket/transport.ts";
import { classifyTlsError } from "./classify.ts";

/** The parameters of one handshake. */
export interface HandshakeOptions {
  readonly target: Target;
  /** PEM texts. */
  readonly caCerts: readonly string[];
  /** PEM texts that match each other, see `clientIdentity`. */
  readonly identity?: { readonly cert: string; readonly key: string };
  /** Whether the runtime compares the host with the certificate. It always checks the chain and the dates. */
  readonly hostCheck: "byRuntime" | "none";
}

export type HandshakeOutcome =
  | { kind: "connected"; transport: Deno.TlsConn }
  | { kind: "failed"; failure: DialFailure }
  /** Aborted before the server finished. `released` resolves when its socket is closed; see `AbandonedConnections`. */
  | { kind: "abandoned"; released: Promise<void> };

/** Connects and runs the TLS handshake of the runtime, unmodified. Never rejects. */
export async function shakeHands(options: HandshakeOptions, signal: AbortSignal): Promise<HandshakeOutcome> {
  const started = await start(options, signal);
  if (started.kind !== "connected") return started;
  const { transport } = started;
  const shaking = transport.handshake().then(() => undefined, reasonOf);
  const reason = await untilAborted(shaking, signal);
  if (reason === undefined) return started;
  // The runtime would keep the socket just as long after a `close`, and not tell when it is gone.
  if (reason === ABORTED) return { kind: "abandoned", released: shaking.then(() => closeQuietly(transport)) };
  // The peer answers without TLS, or without a certificate that we trust.
  closeQuietly(transport);
  return failed(classifyTlsError(reason) ?? { kind: "tlsFailed", reason });
}

/** Connects without the handshake. */
async function start(
  { target, caCerts, identity, hostCheck }: HandshakeOptions,
  signal: AbortSignal,
): Promise<HandshakeOutcome> {
  const common = { caCerts: [...caCerts], unsafelyDisableHostnameVerification: hostCheck === "none" };
  try {
    // Only `connectTls` accepts a client certificate; only `startTls` allows disabling Nagle's algorithm.
    // Neither gives the socket back before its handshake is over: an abort in between is left to `shakeHands`.
    const transport = identity
      ? await Deno.connectTls({ ...target, ...common, cert: identity.cert, key: identity.key })
      : await startTls(await openTcp(target, signal), { hostname: target.hostname, ...common });
    return { kind: "connected", transport };
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

/**
 * Before the handshake, any error other than a network error means an unusable certificate or key of ours.
 */
function isNetworkError(reason: string): boolean {
  return /os error|lookup|aborted|resolved address|timed out/i.test(reason);
}

function failed(failure: DialFailure): HandshakeOutcome {
  return { kind: "failed", failure };
}
