import type { Clock, Timer } from "../../kernel/clock.ts";
import type { EvseId } from "../../kernel/ids.ts";
import { MAX_PENDING_REMOTE_STARTS } from "../../kernel/limits.ts";
import type { IdTokenType } from "../../ocpp/messages.ts";
import { isSameToken } from "../same-token.ts";

/** A remote start that was accepted and has not become a session yet. */
export interface RemoteStart {
  readonly remoteStartId: number;
  readonly idToken: IdTokenType;
  /** Absent: the driver chooses the EVSE by plugging in. */
  readonly evseId?: EvseId;
}

export const pendingTimer = (remoteStartId: number): string => `remote-control.pending-${remoteStartId}`;

/**
 * Accepted remote starts until a session presents their token or the time for that is over. An EVSE does not always repeat
 * the remoteStartId with the token.
 */
export class PendingRemoteStarts {
  readonly #clock: Clock;
  readonly #listeners: ((remoteStartId: number) => void)[] = [];
  /** `start` is absent for one that an earlier process has accepted. */
  readonly #pending = new Map<number, { readonly start?: RemoteStart; readonly expiry: Timer }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Called for every remote start that will not become a session. */
  onAbandoned(listener: (remoteStartId: number) => void): void {
    this.#listeners.push(listener);
  }

  /** False when too many wait. A repeated remoteStartId replaces the earlier one. */
  add(start: RemoteStart, timeoutSeconds: number): boolean {
    const { remoteStartId } = start;
    this.#forget(remoteStartId);
    if (this.#pending.size >= MAX_PENDING_REMOTE_STARTS) return false;
    this.#pending.set(remoteStartId, { start, expiry: this.#expiry(remoteStartId, timeoutSeconds) });
    return true;
  }

  /** An earlier process has accepted it. Its token is not known any more, so that only a session can tell of it. */
  recall(remoteStartId: number, timeoutSeconds: number): void {
    this.#pending.set(remoteStartId, { expiry: this.#expiry(remoteStartId, timeoutSeconds) });
  }

  /** The remoteStartId of a token on an EVSE: one for this EVSE takes precedence over one for any EVSE. */
  claim(evse: EvseId, idToken: IdTokenType): number | undefined {
    const starts = [...this.#pending.values()].flatMap(({ start }) => start ?? [])
      .filter((start) => isSameToken(start.idToken, idToken));
    const claimed = starts.find((start) => start.evseId === evse) ??
      starts.find((start) => start.evseId === undefined);
    if (claimed !== undefined) this.#forget(claimed.remoteStartId);
    return claimed?.remoteStartId;
  }

  /** Drops a remote start, so that a later visit with the same token does not claim it. */
  drop(remoteStartId: number): void {
    this.#forget(remoteStartId);
    for (const listener of this.#listeners) listener(remoteStartId);
  }

  #expiry(remoteStartId: number, timeoutSeconds: number): Timer {
    const name = pendingTimer(remoteStartId);
    return this.#clock.setTimer(name, timeoutSeconds * 1000, () => this.drop(remoteStartId));
  }

  #forget(remoteStartId: number): void {
    this.#pending.get(remoteStartId)?.expiry.cancel();
    this.#pending.delete(remoteStartId);
  }
}
