import type { SocketClosed } from "./socket.ts";
import type { ShownCertificate } from "./tls-credentials.ts";

/** OCPPCommCtrlr.RetryBackOffWaitMinimum, RetryBackOffRandomRange (seconds) and RetryBackOffRepeatTimes. */
export interface BackOffSettings {
  readonly retryBackOffWaitMinimumSeconds: number;
  readonly retryBackOffRandomRangeSeconds: number;
  readonly retryBackOffRepeatTimes: number;
}

/** The wait before a connection attempt and the number of waits since the last success. */
export interface BackOff {
  readonly waits: number;
  readonly waitMs: number;
  /** Connections in a row that were over in a moment, although the CSMS had answered. */
  readonly shortLives: number;
}

/** After a successful connection (part 4, §5.3 with errata 2025-04). */
export const NO_BACK_OFF: BackOff = { waits: 0, waitMs: 0, shortLives: 0 };

/** Lower bound for any configuration, so that a CSMS that refuses at once is not flooded. */
export const MIN_BACK_OFF_MS = 100;
/** Upper bound for any configuration, so that doubling does not overflow timers. */
export const MAX_BACK_OFF_MS = 24 * 3600 * 1000;

/** The next wait (part 4, §5.3). `random` is uniform in [0, 1). Whole milliseconds. */
export function nextBackOff(previous: BackOff, settings: BackOffSettings, random: () => number): BackOff {
  const { retryBackOffWaitMinimumSeconds, retryBackOffRandomRangeSeconds, retryBackOffRepeatTimes } =
    settings;
  const { shortLives } = previous;
  const waits = previous.waits + 1;
  // After the configured number of doublings: "keep reconnecting with the last back-off time", without
  // another random part.
  if (previous.waits > Math.max(0, retryBackOffRepeatTimes)) {
    return { waits, waitMs: previous.waitMs, shortLives };
  }
  const base = previous.waits === 0 ? retryBackOffWaitMinimumSeconds * 1000 : previous.waitMs * 2;
  const waitMs = base + Math.round(random() * Math.max(0, retryBackOffRandomRangeSeconds) * 1000);
  return { waits, waitMs: Math.min(MAX_BACK_OFF_MS, Math.max(MIN_BACK_OFF_MS, waitMs)), shortLives };
}

/** A connection that lived shorter than this has proved nothing, should it end in the middle of a CALL. */
export const PROVED_AFTER_MS = 60_000;

/** A connection that lived shorter than this has proved nothing, whatever the CSMS said. */
export const SHORT_LIFE_MS = 5_000;
/**
 * So many short lives in a row reset the back-off all the same: a successful connection does (part 4, §5.3), and the
 * certification ends several that way, after each of which it waits for the minimum (TC_A_05, TC_B_57).
 */
export const TOLERATED_SHORT_LIVES = 5;

/** How a connection went. */
export interface ConnectionLife {
  readonly closed: SocketClosed;
  readonly livedMs: number;
  /** The CSMS has said something. */
  readonly heard: boolean;
  /** A CALL of ours was on its way when it ended. */
  readonly outstanding: boolean;
}

/** What a connection that is over has proved. */
export type LifeVerdict =
  /** The CSMS works. */
  | "proved"
  /** It answers, and ends the connection in a moment. */
  | "short"
  /** It was accepted and lost at once: the CSMS said nothing, or it ended early with a CALL of ours. */
  | "lostAtOnce";

export function verdictOnLife({ closed, livedMs, heard, outstanding }: ConnectionLife): LifeVerdict {
  if (closed.kind === "closedByUs" || livedMs >= PROVED_AFTER_MS) return "proved";
  if (!heard || outstanding) return "lostAtOnce";
  return livedMs < SHORT_LIFE_MS ? "short" : "proved";
}

/**
 * The back-off from which the next wait follows when a connection is over. One that proved nothing counts as a failed
 * attempt to connect, or the station would hammer a CSMS that has a problem.
 */
export function backOffAfter(previous: BackOff, life: LifeVerdict): BackOff {
  switch (life) {
    case "proved":
      return NO_BACK_OFF;
    case "lostAtOnce":
      return previous;
    case "short": {
      const shortLives = previous.shortLives + 1;
      return { ...(shortLives > TOLERATED_SHORT_LIVES ? previous : NO_BACK_OFF), shortLives };
    }
  }
}

/** The state of the iteration over the configuration slots. */
export interface SlotWalk {
  /** The slot to try; undefined before the first attempt. */
  readonly slot: number | undefined;
  /** Failed attempts on it in a row. */
  readonly failures: number;
  /** Slots that used up their attempts since the last connection or round. */
  readonly exhausted: readonly number[];
  /** True while the last successful slot is tried once more before the next round. */
  readonly fellBack: boolean;
  /** How often all slots have failed since the last connection. */
  readonly rounds: number;
  /** The slot of the last successful connection (OCPPCommCtrlr.ActiveNetworkProfile). */
  readonly lastConnected: number | undefined;
}

/** The state at start: the first entry of NetworkConfigurationPriority is next, or `slot` when given. */
export function startWalk(lastConnected: number | undefined, slot?: number): SlotWalk {
  return { slot, failures: 0, exhausted: [], fellBack: false, rounds: 0, lastConnected };
}

/** The slots that can be dialled. */
export interface UsableSlots {
  /** By priority. */
  readonly order: readonly number[];
  /** That of the last successful connection, if `order` does not have it. */
  readonly fallback?: number;
}

/** The slot to dial; undefined when none is usable. */
export function slotToTry(walk: SlotWalk, slots: UsableSlots): number | undefined {
  const { order, fallback } = slots;
  return walk.slot !== undefined && isUsable(walk.slot, slots) ? walk.slot : order[0] ?? fallback;
}

function isUsable(slot: number, { order, fallback }: UsableSlots): boolean {
  return slot === fallback || order.includes(slot);
}

/**
 * Which of two charging station certificates to present. A02.FR.28, A03.FR.24 (errata 2025-09): the new one
 * until every slot has failed, then the old one, alternating with every round.
 */
export function certificateToShow({ fellBack, rounds }: SlotWalk): ShownCertificate {
  return fellBack || rounds % 2 === 1 ? "previous" : "newest";
}

/** The state after a successful connection: reconnecting begins with the same slot. */
export function slotConnected(slot: number): SlotWalk {
  return startWalk(slot, slot);
}

/**
 * After a failed attempt on `slot`. Each entry gets `attemptsPerSlot` attempts (less than 1: the slot is
 * never left), then the next one in order, wrapping round. When all failed: once more the slot of the last
 * successful connection, whether or not it is an entry, then all from the first again, without end (B10.FR.07, B10.FR.08).
 */
export function slotFailed(
  walk: SlotWalk,
  slot: number,
  slots: UsableSlots,
  attemptsPerSlot: number,
): SlotWalk {
  const { order } = slots;
  const failures = (slot === walk.slot ? walk.failures : 0) + 1;
  if (attemptsPerSlot < 1 || failures < attemptsPerSlot) return { ...walk, slot, failures };
  const exhausted = walk.exhausted.includes(slot) ? walk.exhausted : [...walk.exhausted, slot];
  const position = order.indexOf(slot) + 1;
  const following = [...order.slice(position), ...order.slice(0, position)];
  const next = following.find((candidate) => !exhausted.includes(candidate));
  if (next !== undefined) return { ...walk, slot: next, failures: 0, exhausted };
  if (!walk.fellBack && walk.lastConnected !== undefined && isUsable(walk.lastConnected, slots)) {
    return { ...walk, slot: walk.lastConnected, failures: 0, exhausted, fellBack: true };
  }
  return { ...startWalk(walk.lastConnected, order[0]), rounds: walk.rounds + 1 };
}
