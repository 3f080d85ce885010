import { type Clock, sleep } from "../kernel/clock.ts";
import { CONNECT_TIMEOUT_MS, MAX_OCPP_MESSAGE_BYTES } from "../kernel/limits.ts";
import { ABORTED, untilAborted } from "../kernel/until-aborted.ts";
import type { ConnectionTarget } from "./connection-target.ts";
import type { LinkSettings } from "./link-settings.ts";
import type { ProfileProblem } from "./network-profiles.ts";
import {
  type BackOff,
  backOffAfter,
  certificateToShow,
  type LifeVerdict,
  nextBackOff,
  NO_BACK_OFF,
  slotConnected,
  slotFailed,
  slotToTry,
  startWalk,
  type UsableSlots,
} from "./reconnect-policy.ts";
import type { CsmsSocket, Dial, DialFailure, DialOptions, SocketClosed } from "./socket.ts";
import type { AcceptedCredentials, Credentials, ShownCertificate, TlsMaterial } from "./tls-credentials.ts";
import { usableTargets } from "./usable-targets.ts";

/** Why a connection attempt failed. */
export type ConnectFailure =
  | DialFailure
  /** No slot of the priority list is usable; the problems were reported. */
  | { kind: "noUsableProfile" }
  | { kind: "credentialsUnavailable"; reason: string };

export type ConnectionEvent =
  /** The configuration has problems, or different ones than before. */
  | { kind: "profileProblems"; problems: readonly ProfileProblem[] }
  /** Request the next event when the socket is no longer used. */
  | { kind: "open"; socket: CsmsSocket; target: ConnectionTarget; accepted: AcceptedCredentials }
  | { kind: "lost"; closed: SocketClosed; retryInMs: number }
  | { kind: "failed"; failure: ConnectFailure; target: ConnectionTarget | undefined; retryInMs: number };

export interface ConnectionsDeps {
  readonly settings: LinkSettings;
  readonly dial: Dial;
  readonly credentials: Credentials;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Resolves as soon as connecting is allowed. Default: at once. */
  readonly clearance?: () => Promise<void>;
  /** What the connection that has just ended had proved; asked when it is over. Default: that the CSMS works. */
  readonly lastLife?: () => LifeVerdict;
  /** Slot of the first attempt; otherwise the first of the priority list. */
  readonly firstSlot?: number;
}

/** The only subprotocol spoken; the profile's ocppVersion does not decide (part 4, §3.1.2 with errata). */
const SUBPROTOCOLS = ["ocpp2.0.1"];

/**
 * Connects, reconnects, iterates over the slots and waits in between, until `signal` is aborted; then the
 * caller closes the last socket. The first attempt is made at once: only reconnecting backs off (part 4,
 * §5.3).
 */
export async function* connections(
  deps: ConnectionsDeps,
  signal: AbortSignal,
): AsyncGenerator<ConnectionEvent, void, void> {
  const { settings, clock, random } = deps;
  let walk = startWalk(settings.activeNetworkProfile, deps.firstSlot);
  let backOff: BackOff = NO_BACK_OFF;
  let reported = "";
  while (!signal.aborted) {
    if (deps.clearance && await untilAborted(deps.clearance(), signal) === ABORTED) return;
    const { targets, fallback, problems } = usableTargets(settings);
    const described = JSON.stringify(problems);
    if (described !== reported && problems.length > 0) yield { kind: "profileProblems", problems };
    reported = described;

    const slots: UsableSlots = {
      order: [...targets.keys()],
      ...(fallback && { fallback: fallback.profile.slot }),
    };
    const slot = slotToTry(walk, slots);
    const target = slot === undefined ? undefined : targets.get(slot) ?? fallback;
    const attempt = await connect(target, certificateToShow(walk), deps, signal);
    if (attempt.kind === "open") {
      if (signal.aborted) return attempt.socket.abort();
      yield attempt;
      const closed = await attempt.socket.closed;
      walk = slotConnected(attempt.target.profile.slot);
      backOff = nextBackOff(backOffAfter(backOff, deps.lastLife?.() ?? "proved"), settings, random);
      if (!signal.aborted) yield { kind: "lost", closed, retryInMs: backOff.waitMs };
    } else {
      if (slot !== undefined) walk = slotFailed(walk, slot, slots, settings.networkProfileConnectionAttempts);
      backOff = nextBackOff(backOff, settings, random);
      if (!signal.aborted) {
        yield { kind: "failed", failure: attempt.failure, target, retryInMs: backOff.waitMs };
      }
    }
    await sleep(clock, "csms.backOff", backOff.waitMs, signal);
  }
}

type Attempt =
  | { kind: "open"; socket: CsmsSocket; target: ConnectionTarget; accepted: AcceptedCredentials }
  | { kind: "failed"; failure: ConnectFailure };

async function connect(
  target: ConnectionTarget | undefined,
  preferred: ShownCertificate,
  deps: ConnectionsDeps,
  signal: AbortSignal,
): Promise<Attempt> {
  if (!target) return { kind: "failed", failure: { kind: "noUsableProfile" } };
  // A connection uses the credentials of its own profile only.
  const { securityProfile } = target.profile;
  const tls = securityProfile >= 2
    ? await deps.credentials.tlsMaterial(securityProfile === 3 ? 3 : 2, preferred)
    : undefined;
  const unavailable = (reason: string): Attempt => ({
    kind: "failed",
    failure: { kind: "credentialsUnavailable", reason },
  });
  if (tls && "kind" in tls) return unavailable(tls.reason);
  // Without the certificate profile 3 would silently become profile 2.
  if (securityProfile === 3 && !tls?.clientCertificate) return unavailable("no charging station certificate");
  const shown = tls?.shown === undefined ? {} : { shown: tls.shown };
  const renewal = tls?.fallbackCaCerts;
  const result = await deps.dial(dialOptions(target, tls, deps.settings), signal);
  if (result.kind === "open") {
    return { ...result, target, accepted: { ...shown, ...(renewal ? { newRoot: true } : {}) } };
  }
  // At a CSMS where the station was connected before, a certificate of the replaced root also counts. A new
  // CSMS must show one that the new root issued; otherwise the attempt has failed like any other.
  const isOldCsms = target.profile.slot === deps.settings.activeNetworkProfile;
  if (result.failure.kind !== "untrustedIssuer" || !tls || !renewal?.length || !isOldCsms) return result;
  const again = await deps.dial(dialOptions(target, { ...tls, caCerts: renewal }, deps.settings), signal);
  return again.kind === "open" ? { ...again, target, accepted: shown } : result;
}

/** Part 4, §8.4: 0 sends no pings. */
export function pingIntervalMs({ webSocketPingInterval }: LinkSettings): number {
  return Math.max(0, webSocketPingInterval) * 1000;
}

/** A00.FR.309, A00.FR.412: the certificate names the host, without a wildcard unless that is configured (errata 2025-02). */
function hostNames(settings: LinkSettings): NonNullable<NonNullable<DialOptions["tls"]>["hostNames"]> {
  if (!settings.verifyCsmsCommonName) return "unchecked";
  return settings.verifyCsmsAllowWildcards ? "wildcardsAllowed" : "exact";
}

/** How to dial a target with these credentials. */
export function dialOptions(
  target: ConnectionTarget,
  material: Exclude<TlsMaterial, { kind: "unavailable" }> | undefined,
  settings: LinkSettings,
): DialOptions {
  return {
    url: target.url,
    subprotocols: SUBPROTOCOLS,
    ...(target.basicAuth ? { basicAuth: target.basicAuth } : {}),
    ...(material ? { tls: { ...toTls(material), hostNames: hostNames(settings) } } : {}),
    timeoutMs: CONNECT_TIMEOUT_MS,
    pingIntervalMs: pingIntervalMs(settings),
    pongTimeoutMs: Math.max(1, settings.websocketPongTimeout) * 1000,
    pingPayload: settings.websocketPingPayload,
    maxMessageBytes: MAX_OCPP_MESSAGE_BYTES,
  };
}

function toTls({ shown: _, fallbackCaCerts: __, ...tls }: Exclude<TlsMaterial, { kind: "unavailable" }>) {
  return tls;
}
