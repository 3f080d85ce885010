import type { Clock } from "../../kernel/clock.ts";
import { reasonOf } from "../../kernel/reason-of.ts";
import type { Dial, DialFailure, DialOptions, DialResult } from "../socket.ts";
import { AbandonedConnections } from "../tls/abandoned-connections.ts";
import { classifyTlsError } from "../tls/classify.ts";
import { type ConnectTls, createTlsConnector } from "../tls/connect.ts";
import type { Trust } from "../tls/trust.ts";
import { ClientSocket } from "./client-socket.ts";
import { dialTarget } from "./dial-target.ts";
import { MAX_CONTROL_PAYLOAD_BYTES, type RandomBytes } from "./frames.ts";
import { acceptFor, createKey } from "./handshake-key.ts";
import { type Connected, connectTcp } from "./tcp.ts";
import { closeQuietly, type Transport } from "./transport.ts";
import { upgrade, type Upgraded } from "./upgrade.ts";
import { encodeUpgradeRequest } from "./upgrade-request.ts";

export interface DialDeps {
  readonly clock: Clock;
  /** Cryptographically strong; for masks and handshake keys. */
  readonly randomBytes: RandomBytes;
  /** Decides which roots TLS trusts besides those of the CSMS. */
  readonly trust: Trust;
  /** Shared by all who connect from this process; default: its own. */
  readonly abandoned?: AbandonedConnections;
  /** How long a closing handshake may take; default 2000. */
  readonly closeTimeoutMs?: number;
}

const DEFAULT_CLOSE_TIMEOUT_MS = 2000;

/** Makes the function that opens WebSockets over TCP and TLS. */
export function createDial(deps: DialDeps): Dial {
  const { trust, clock, abandoned = new AbandonedConnections({ clock }) } = deps;
  const attemptDeps = { ...deps, connectTls: createTlsConnector(trust, abandoned) };
  return (options, signal) => dialInTime(attemptDeps, options, signal);
}

interface AttemptDeps extends DialDeps {
  readonly connectTls: ConnectTls;
}

/** Bounds an attempt by its timer and the caller's signal; a connection that opens later is closed again. */
async function dialInTime(deps: AttemptDeps, options: DialOptions, signal: AbortSignal): Promise<DialResult> {
  if (signal.aborted) return failed({ kind: "unreachable", reason: "aborted" });
  const attempt = new AbortController();
  const { promise: cutShort, resolve } = Promise.withResolvers<DialResult>();
  const cut = (failure: DialFailure) => {
    resolve(failed(failure));
    attempt.abort();
  };
  const onAbort = () => cut({ kind: "unreachable", reason: "aborted" });
  signal.addEventListener("abort", onAbort, { once: true });
  const timer = deps.clock.setTimer("csms dial timeout", options.timeoutMs, () => cut({ kind: "timeout" }));
  const result = await Promise.race([open(deps, options, attempt.signal), cutShort]);
  timer.cancel();
  signal.removeEventListener("abort", onAbort);
  return result;
}

async function open(deps: AttemptDeps, options: DialOptions, signal: AbortSignal): Promise<DialResult> {
  const connected = await connect(deps.connectTls, options, signal);
  if (connected.kind === "failed") return connected;
  const { transport } = connected;
  if (signal.aborted) {
    closeQuietly(transport);
    return failed({ kind: "unreachable", reason: "aborted" });
  }
  const onAbort = () => closeQuietly(transport);
  signal.addEventListener("abort", onAbort, { once: true });
  const upgraded = await askForUpgrade(deps.randomBytes, options, transport);
  signal.removeEventListener("abort", onAbort);
  if (upgraded.kind === "accepted" && !signal.aborted) {
    return { kind: "open", socket: createSocket(deps, options, transport, upgraded) };
  }
  closeQuietly(transport);
  return upgraded.kind === "failed" ? upgraded : failed({ kind: "unreachable", reason: "aborted" });
}

function connect(connectTls: ConnectTls, options: DialOptions, signal: AbortSignal): Promise<Connected> {
  const { url, tls } = options;
  const target = dialTarget(url);
  if (url.protocol !== "wss:") return connectTcp(target, signal);
  // Without roots no server is trusted.
  return connectTls(target, tls ?? { caCerts: [] }, signal);
}

async function askForUpgrade(
  randomBytes: RandomBytes,
  options: DialOptions,
  transport: Transport,
): Promise<Upgraded> {
  const { url, subprotocols, basicAuth } = options;
  const key = createKey(randomBytes);
  // The password is sent only here: the peer of a wss URL is verified by now.
  const request = encodeUpgradeRequest({ url, subprotocols, key, ...(basicAuth && { basicAuth }) });
  try {
    return await upgrade(transport, request, { subprotocols, accept: await acceptFor(key) });
  } catch (error) {
    const reason = reasonOf(error);
    // In TLS 1.3 the server judges our certificate after our handshake is done: its alert arrives with the
    // first read.
    const failure = url.protocol === "wss:" ? classifyTlsError(reason) : undefined;
    return { kind: "failed", failure: failure ?? { kind: "unreachable", reason } };
  }
}

function createSocket(
  { clock, randomBytes, closeTimeoutMs = DEFAULT_CLOSE_TIMEOUT_MS }: DialDeps,
  { pingIntervalMs, pongTimeoutMs, maxMessageBytes, pingPayload = "" }: DialOptions,
  transport: Transport,
  { subprotocol, early }: Upgraded & { kind: "accepted" },
): ClientSocket {
  return new ClientSocket({
    transport,
    subprotocol,
    early,
    clock,
    randomBytes,
    pingIntervalMs,
    pongTimeoutMs,
    closeTimeoutMs,
    maxMessageBytes,
    pingPayload: new TextEncoder().encode(pingPayload).subarray(0, MAX_CONTROL_PAYLOAD_BYTES),
  });
}

function failed(failure: DialFailure): DialResult {
  return { kind: "failed", failure };
}
