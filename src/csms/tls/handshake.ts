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

export type Handshaken =
  | { kind: "connected"; transport: Deno.TlsConn }
  | { kind: "failed"; failure: DialFailure }
  /** Aborted before the server finished; see `createTlsConnector`. */
  | { kind: "abandoned" };

/** Connects and runs the TLS handshake of the runtime, unmodified. Never rejects. */
export async function shakeHands(options: HandshakeOptions, signal: AbortSignal): Promise<Handshaken> {
  const started = await start(options, signal);
  if (started.kind !== "connected") return started;
  const { transport } = started;
  const onAbort = () => closeQuietly(transport);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    await transport.handshake();
    return started;
  } catch (error) {
    if (signal.aborted) return { kind: "abandoned" };
    // The peer answers without TLS, or without a certificate that we trust.
    closeQuietly(transport);
    const reason = reasonOf(error);
    return failed(classifyTlsError(reason) ?? { kind: "tlsFailed", reason });
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/** Connects without the handshake. */
async function start(
  { target, caCerts, identity, hostCheck }: HandshakeOptions,
  signal: AbortSignal,
): Promise<Handshaken> {
  const common = { caCerts: [...caCerts], unsafelyDisableHostnameVerification: hostCheck === "none" };
  try {
    // Only `connectTls` accepts a client certificate; only `startTls` allows disabling Nagle's algorithm.
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

/**
 * Before the handshake, any error other than a network error means an unusable certificate or key of ours.
 */
function isNetworkError(reason: string): boolean {
  return /os error|lookup|aborted|resolved address|timed out/i.test(reason);
}

function failed(failure: DialFailure): Handshaken {
  return { kind: "failed", failure };
}
