import type { Clock } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { SerialQueue } from "../transactions/serial-queue.ts";
import type { Reservation } from "./reservation.ts";
import type { ReservationKeeper } from "./reservation-keeper.ts";

export const RESTORE_TIMER = "reservation.restore";
/** A module that has just started may not know its EVSEs yet, and refuses until then. */
export const RESTORE_ATTEMPTS = 6;
const RETRY_MS = 10_000;

export interface RestoreDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly keeper: Pick<ReservationKeeper, "reserve">;
  readonly inTurn: SerialQueue;
  /** Whether the reservation is still to be kept. */
  isOpen(): boolean;
  /** It was made again. */
  made(): void;
  /** It could not be made again. */
  lost(): void;
}

/**
 * Makes a reservation again after a reboot (B01.FR.13, B11.FR.05). Whether the module that keeps the EVSEs free
 * remembers it depends on its release and on what it is connected to; the same id replaces what it remembers.
 */
export function restoreReservation(reservation: Reservation, deps: RestoreDeps): void {
  const { clock, log, keeper, inTurn } = deps;
  const attempt = async (number: number): Promise<void> => {
    if (!deps.isOpen()) return;
    const status = await keeper.reserve(reservation);
    // Something better is known of it by now.
    if (!deps.isOpen()) return;
    if (status === "Accepted") return deps.made();
    const mayChange = status === undefined || status === "Rejected";
    if (mayChange && number < RESTORE_ATTEMPTS) {
      clock.setTimer(RESTORE_TIMER, RETRY_MS, () => begin(number + 1));
      return;
    }
    log.error("a reservation could not be kept over the restart", { id: reservation.id, status });
    deps.lost();
  };
  const begin = (number: number) => void inTurn(() => attempt(number));
  begin(1);
}
