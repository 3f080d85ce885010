import type { Clock } from "../../kernel/clock.ts";
import type { EvseId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { RequestOf } from "../../ocpp/messages.ts";
import { WallAlarm } from "../wall-alarm.ts";
import type { Reservation } from "./reservation.ts";
import { ReservationLedger } from "./reservation-ledger.ts";
import type { ReservationStore } from "./reservation-store.ts";

export const EXPIRY_TIMER = "reservation.expiry";
/** Whoever keeps the EVSEs free says when a reservation is over; after this we say it ourselves. */
export const EXPIRY_GRACE_MS = 5000;

export interface OpenReservationsDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly store: ReservationStore;
  /** What we know although the EVSE has not said it to us. */
  setReservation(evse: EvseId, state: "reserved" | "free"): void;
  /**
   * Tells the CSMS, now or when it can be told: somebody counts on the EVSE. `unknown`: of a reservation that, as far
   * as we know, the CSMS never made.
   */
  report(update: RequestOf<"ReservationStatusUpdate">, about: "promise" | "unknown"): Promise<unknown>;
  /** Its time is over, and nobody said so. */
  overdue(reservation: Reservation): void;
}

/** The reservations that are to be kept, and how each of them ends: once, whoever says so first. */
export class OpenReservations {
  readonly #deps: OpenReservationsDeps;
  readonly #ledger: ReservationLedger;
  readonly #alarm: WallAlarm;
  /** Kept over a reboot, and not made again yet. */
  readonly #restoring = new Set<number>();
  /** Redeemed, as is said; the session of the driver will tell where. */
  readonly #used = new Set<number>();
  readonly #freedListeners: (() => void)[] = [];
  #isStopped = false;

  constructor(deps: OpenReservationsDeps) {
    this.#deps = deps;
    this.#ledger = new ReservationLedger(deps.store, deps.log);
    this.#alarm = new WallAlarm(deps.clock, EXPIRY_TIMER, () => this.expire(EXPIRY_GRACE_MS));
  }

  all(): readonly Reservation[] {
    return this.#ledger.open();
  }

  find(id: number): Reservation | undefined {
    return this.#ledger.find(id);
  }

  hasEnded(id: number): boolean {
    return this.#ledger.hasEnded(id);
  }

  /** Replaces the one with the same id. Resolves when it is on disk. */
  add(reservation: Reservation): Promise<void> {
    this.#restoring.delete(reservation.id);
    this.#used.delete(reservation.id);
    const written = this.#ledger.add(reservation);
    this.#setAlarm();
    return written;
  }

  /** It is to be made again after a reboot; until then the EVSE does not know that it is reserved. */
  restoring({ id, evseId }: Reservation): void {
    this.#restoring.add(id);
    if (evseId !== undefined) this.#deps.setReservation(evseId, "reserved");
  }

  restored({ id }: Reservation): void {
    this.#restoring.delete(id);
  }

  /** Redeemed somewhere: its time can run out without anybody missing it. */
  used(id: number): void {
    if (this.#ledger.find(id)) this.#used.add(id);
  }

  /** Resolves when it is on disk; what the CSMS is told of it goes there in the same commit. */
  end(id: number, how: "Expired" | "Removed" | "cancelled" | "redeemed"): Promise<void> {
    const { log, setReservation } = this.#deps;
    const known = this.#ledger.find(id);
    const written = this.#ledger.end(id);
    this.#used.delete(id);
    const wasRestoring = this.#restoring.delete(id);
    this.#setAlarm();
    log.notice("reservation over", { id, how });
    const isReported = how === "Expired" || how === "Removed";
    if (isReported) this.#notify(id, how, known ? "promise" : "unknown");
    // Before it was restored the EVSE never said that it is reserved; after the CSMS has heard that it is over, no
    // connector may be Reserved for it, even if the EVSE says so a moment later.
    if ((wasRestoring || isReported) && known?.evseId !== undefined && !this.#isNamed(known.evseId)) {
      setReservation(known.evseId, "free");
    }
    // Who redeems one does not leave yet.
    if (how !== "redeemed") this.freed();
    return written;
  }

  #isNamed(evse: EvseId): boolean {
    return this.all().some(({ evseId }) => evseId === evse);
  }

  #notify(reservationId: number, status: "Expired" | "Removed", about: "promise" | "unknown"): void {
    const { log, report } = this.#deps;
    const update = { reservationId, reservationUpdateStatus: status };
    report(update, about).catch((error: unknown) =>
      log.error("the CSMS cannot be told about a reservation", { ...update, error: String(error) })
    );
  }

  /** Ends a reservation that nobody has reported as over `graceMs` after its expiry. */
  expire(graceMs: number): void {
    const nowMs = this.#deps.clock.wallMs();
    for (const reservation of this.all().filter(({ expiresMs }) => expiresMs + graceMs <= nowMs)) {
      void this.end(reservation.id, this.#used.has(reservation.id) ? "redeemed" : "Expired");
      this.#deps.overdue(reservation);
    }
    this.#setAlarm();
  }

  /** An EVSE is free again. */
  freed(): void {
    for (const listener of this.#freedListeners) listener();
  }

  onFreed(listener: () => void): void {
    this.#freedListeners.push(listener);
  }

  /** Nothing expires any more. */
  stop(): void {
    this.#isStopped = true;
    this.#alarm.cancel();
  }

  #setAlarm(): void {
    const expiries = this.all().map(({ expiresMs }) => expiresMs);
    if (expiries.length === 0 || this.#isStopped) this.#alarm.cancel();
    else this.#alarm.set(Math.min(...expiries) + EXPIRY_GRACE_MS);
  }
}
