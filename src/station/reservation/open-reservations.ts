import type { Clock } from "../../kernel/clock.ts";
import type { EvseId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { RequestOf } from "../../ocpp/messages.ts";
import { WallAlarm } from "../wall-alarm.ts";
import type { LateWrites } from "../late-writes.ts";
import type { Reservation } from "./reservation.ts";
import { ReservationLedger } from "./reservation-ledger.ts";
import type { ReservationStore } from "./reservation-store.ts";

const EXPIRY_TIMER = "reservation.expiry";
/**
 * The reservation manager reports the end of a reservation; after this time past the expiry the station ends
 * it itself.
 */
export const EXPIRY_GRACE_MS = 5000;

export interface OpenReservationsDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly store: ReservationStore;
  readonly late: LateWrites;
  /** Whether an EVSE is reserved, when the EVSE itself has not reported it. */
  setReservation(evse: EvseId, state: "reserved" | "free"): void;
  /**
   * Queues the notification for the CSMS, since a driver may rely on the reservation. `unknown`: a
   * reservation that the CSMS did not make, as far as the station knows.
   */
  report(update: RequestOf<"ReservationStatusUpdate">, about: "promise" | "unknown"): Promise<unknown>;
  /** The reservation has expired without a report of the reservation manager. */
  overdue(reservation: Reservation): void;
}

/** The open reservations. Each ends once, by the first report of its end. */
export class OpenReservations {
  readonly #deps: OpenReservationsDeps;
  readonly #ledger: ReservationLedger;
  readonly #alarm: WallAlarm;
  /** Known from before a reboot, and not made again yet. */
  readonly #restoring = new Set<number>();
  /** Reported as redeemed; the session of the driver will show where. */
  readonly #used = new Set<number>();
  readonly #freedListeners: (() => void)[] = [];
  #isStopped = false;

  constructor(deps: OpenReservationsDeps) {
    this.#deps = deps;
    this.#ledger = new ReservationLedger(deps.store, deps.late, deps.log);
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

  /** Replaces the one with the same id. What the disk refuses changes nothing. */
  async add(reservation: Reservation): Promise<"stored" | "refused"> {
    this.#restoring.delete(reservation.id);
    this.#used.delete(reservation.id);
    const added = this.#ledger.add(reservation);
    this.#setAlarm();
    const stored = await added;
    if (stored === "refused") this.#setAlarm();
    return stored;
  }

  /** The reservation is being made again after a reboot; until then the EVSE does not know of it. */
  restoring({ id, evseId }: Reservation): void {
    this.#restoring.add(id);
    if (evseId !== undefined) this.#deps.setReservation(evseId, "reserved");
  }

  restored({ id }: Reservation): void {
    this.#restoring.delete(id);
  }

  /** Reported as redeemed: it does not expire any more. */
  used(id: number): void {
    if (this.#ledger.find(id)) this.#used.add(id);
  }

  /** Resolves when it is on disk or put off; the notification for the CSMS is part of the same commit. */
  end(id: number, how: "Expired" | "Removed" | "cancelled" | "redeemed"): Promise<void> {
    const { log, setReservation } = this.#deps;
    const known = this.#ledger.find(id);
    const written = this.#ledger.end(id);
    this.#used.delete(id);
    const wasRestoring = this.#restoring.delete(id);
    this.#setAlarm();
    log.notice("a reservation ended", { id, how });
    const isReported = how === "Expired" || how === "Removed";
    if (isReported) this.#notify(id, how, known ? "promise" : "unknown");
    // The EVSE does not report the end of a reservation that it did not know. And once the end is reported to
    // the CSMS, no connector may be Reserved for it, even if the EVSE reports that a moment later.
    if ((wasRestoring || isReported) && known?.evseId !== undefined && !this.#isNamed(known.evseId)) {
      setReservation(known.evseId, "free");
    }
    // A driver who redeems a reservation is still there.
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
      log.error("the end of a reservation could not be queued for the CSMS", {
        ...update,
        error: String(error),
      })
    );
  }

  /** Ends reservations whose end was not reported within `graceMs` after their expiry. */
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

  /** From now on no reservation expires. */
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
