import type { Clock, Timer } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { SerialQueue } from "../../kernel/serial-queue.ts";
import type { Reservation } from "./reservation.ts";
import type { ReservationKeeper } from "./reservation-keeper.ts";

const RESTORE_TIMER = "reservation.restore";
/** A module that has just started refuses until it knows its EVSEs. */
export const RESTORE_ATTEMPTS = 6;
const RETRY_MS = 10_000;

export interface RestoreDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly keeper: Pick<ReservationKeeper, "reserve">;
  readonly inTurn: SerialQueue;
  /** Whether the reservation is still open. */
  isOpen(reservation: Reservation): boolean;
  /** The reservation was made again. */
  made(reservation: Reservation): void;
  /** The reservation could not be made again. */
  lost(reservation: Reservation): void;
}

/**
 * Makes reservations again after a reboot. Whether the reservation manager still has them depends on its
 * release and configuration; the same id replaces what it has. Returns a function that stops this.
 */
export function restoreReservations(reservations: readonly Reservation[], deps: RestoreDeps): () => void {
  const { clock, log, keeper, inTurn } = deps;
  let isStopped = false;
  let retry: Timer | undefined;

  async function attempt(reservation: Reservation): Promise<"settled" | "refused" | "silence"> {
    if (!deps.isOpen(reservation)) return "settled";
    const status = await keeper.reserve(reservation);
    // It has ended or was replaced meanwhile.
    if (!deps.isOpen(reservation)) return "settled";
    if (status === undefined) return "silence";
    if (status === "Rejected") return "refused";
    if (status === "Accepted") deps.made(reservation);
    else lose(reservation, status);
    return "settled";
  }

  async function pass(waiting: readonly Reservation[], number: number): Promise<void> {
    const left: Reservation[] = [];
    for (const [index, reservation] of waiting.entries()) {
      const outcome = await inTurn(() => attempt(reservation));
      if (outcome === "settled") continue;
      left.push(reservation);
      if (outcome === "refused") continue;
      // A module that does not answer would delay the requests of the CSMS once per reservation.
      left.push(...waiting.slice(index + 1));
      break;
    }
    if (left.length === 0 || isStopped) return;
    if (number < RESTORE_ATTEMPTS) {
      retry = clock.setTimer(RESTORE_TIMER, RETRY_MS, () => void pass(left, number + 1));
    } else for (const reservation of left.filter(deps.isOpen)) lose(reservation, "given up");
  }

  function lose(reservation: Reservation, why: string): void {
    log.error("a reservation could not be restored after the restart", { id: reservation.id, why });
    deps.lost(reservation);
  }

  if (reservations.length > 0) void pass(reservations, 1);
  return () => {
    isStopped = true;
    retry?.cancel();
  };
}
