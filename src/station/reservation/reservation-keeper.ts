import type { ReservationPort, ReserveStatus } from "../ports/reservation-port.ts";
import type { Reservation } from "./reservation.ts";

/** Commands to the reservation manager. */
export class ReservationKeeper {
  readonly #port: ReservationPort;
  readonly #cancelling = new Set<number>();

  constructor(port: ReservationPort) {
    this.#port = port;
  }

  /** Whether the station is cancelling it: an update about it in the meantime is ignored. */
  isCancelling(id: number): boolean {
    return this.#cancelling.has(id);
  }

  reserve(reservation: Reservation): Promise<ReserveStatus | undefined> {
    return this.#port.reserve(reservation);
  }

  async cancel(id: number): Promise<boolean | undefined> {
    this.#cancelling.add(id);
    const found = await this.#port.cancel(id);
    this.#cancelling.delete(id);
    return found;
  }

  isReservedForOther(
    ...who: Parameters<ReservationPort["isReservedForOther"]>
  ): Promise<boolean | undefined> {
    return this.#port.isReservedForOther(...who);
  }
}
