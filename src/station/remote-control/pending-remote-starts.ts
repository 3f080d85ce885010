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
 * Accepted remote starts until a session presents their token or the connection timeout elapses. An EVSE does
 * not always repeat the remoteStartId with the token.
 */
export class PendingRemoteStarts {
  readonly #clock: Clock;
  readonly #listeners: ((remoteStartId: number) => void)[] = [];
  readonly #pending = new Map<number, { readonly start: RemoteStart; readonly expiry: Timer }>();

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
    const expiry = this.#clock.setTimer(
      pendingTimer(remoteStartId),
      timeoutSeconds * 1000,
      () => this.drop(remoteStartId),
    );
    this.#pending.set(remoteStartId, { start, expiry });
    return true;
  }

  /** The remoteStartId of a token on an EVSE: one for this EVSE takes precedence over one for any EVSE. */
  claim(evse: EvseId, idToken: IdTokenType): number | undefined {
    const starts = [...this.#pending.values()].map(({ start }) => start)
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

  #forget(remoteStartId: number): void {
    this.#pending.get(remoteStartId)?.expiry.cancel();
    this.#pending.delete(remoteStartId);
  }
}
