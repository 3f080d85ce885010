import { reservationInterface } from "../../../src/everest/interfaces/reservation.ts";
import type { ProvidedIdToken } from "../../../src/everest/interfaces/types/authorization.ts";
import type {
  Reservation,
  ReservationCheck,
  ReservationCheckStatus,
  ReservationResult,
  ReservationUpdateStatus,
} from "../../../src/everest/interfaces/types/reservation.ts";
import type { SessionEvent } from "../../../src/everest/interfaces/types/session-event.ts";
import type { Clock, Timer } from "../../../src/kernel/clock.ts";
import type { SimulatedEvse } from "./simulated-evse.ts";
import { simulate, type SimulatedBus, type SimulatedImplementation } from "./simulated-module.ts";

export const RESERVATION_PLACE = { moduleId: "auth", implementationId: "reservation" };

/** What a token may do at an EVSE. */
export type Admission =
  | { readonly kind: "free" | "refused" }
  | { readonly kind: "redeems"; readonly reservationId: number };

type Place = number | "any";

/**
 * The reservations of EVerest's Auth module as of 2026.02, with its oddities: one for each EVSE, others counted against
 * the EVSEs that are free. EVSEs are all alike here, with one connector of type 2.
 */
export class SimulatedReservation {
  /** Up to 2026.02 the question is answered for EVSE 1, whichever EVSE it is about. */
  checks: "asReleased" | "right" = "asReleased";
  /** Whether reservations outlive a power cut: it takes a store, and for named EVSEs a release after 2026.02. */
  remembers: "nothing" | "everything" = "nothing";
  readonly #implementation: SimulatedImplementation<(typeof reservationInterface)["variables"]>;
  readonly #open = new Map<number, { readonly reservation: Reservation; readonly timer: Timer }>();
  /** EVSEs that were told they are needed for reservations that name none. */
  #closed: ReadonlySet<number> = new Set();
  #remembered: readonly Reservation[] = [];
  readonly #stops: (() => void)[];

  constructor(
    private readonly bus: SimulatedBus,
    private readonly clock: Clock,
    private readonly evses: readonly SimulatedEvse[],
  ) {
    this.#implementation = simulate(bus, reservationInterface, RESERVATION_PLACE, {
      reserve_now: ({ request }) => this.#reserveNow(request),
      cancel_reservation: ({ reservation_id }) => this.#cancel(reservation_id),
      exists_reservation: ({ request }) => this.#check(request),
    });
    this.#stops = evses.map((evse) =>
      bus.client.on(`modules/${evse.moduleId}/impl/evse/var/session_event`, ({ json }) => {
        const event = (json as { data?: { data?: SessionEvent } } | undefined)?.data?.data;
        if (event) void this.#sessionEvent(evse, event);
      })
    );
  }

  /** Ids of the reservations that are kept. */
  get open(): readonly number[] {
    return [...this.#open.keys()];
  }

  /** Whether no EVSE at all can be for this token; then nobody is asked about it. */
  isClosedTo(token: ProvidedIdToken): boolean {
    const reservations = [...this.#open.values()].map(({ reservation }) => reservation);
    return reservations.every(({ parent_id_token }) => parent_id_token === undefined) &&
      this.evses.every((evse) => this.admits(evse, token).kind === "refused");
  }

  admits(evse: SimulatedEvse, token: ProvidedIdToken): Admission {
    const match = this.#match(evse.id, token.id_token.value, token.parent_id_token?.value);
    if (match !== undefined) return { kind: "redeems", reservationId: match };
    const isFree = this.#at(evse.id) === undefined && this.#isPossible([evse.id]);
    return { kind: isFree ? "free" : "refused" };
  }

  /** The token of this reservation was used. */
  used(reservationId: number): void {
    this.#forget(reservationId);
  }

  /** Somebody tells what became of a reservation. */
  tell(status: ReservationUpdateStatus): Promise<void> {
    return this.#implementation.publish("reservation_update", status);
  }

  powerOff(): void {
    const kept = [...this.#open.values()].map(({ reservation }) => reservation);
    if (this.remembers === "everything") this.#remembered = kept;
    for (const { reservation_id } of kept) this.#forget(reservation_id);
    this.#closed = new Set();
  }

  /** The module is up again and announces what it remembers. */
  async start(): Promise<void> {
    const remembered = this.#remembered;
    this.#remembered = [];
    for (const reservation of remembered) await this.#reserveNow(reservation);
  }

  stop(): void {
    this.powerOff();
    for (const stop of this.#stops) stop();
    this.#implementation.stop();
  }

  async #reserveNow(request: Reservation): Promise<ReservationResult> {
    if (Date.parse(request.expiry_time) < this.clock.wallMs()) return "Rejected";
    // The EVSE of the one that is replaced is told nothing.
    this.#forget(request.reservation_id);
    const result = request.evse_id === undefined ? this.#judgeAny(request) : this.#judgeNamed(request);
    if (result !== "Accepted") return result;
    const { reservation_id, evse_id } = request;
    const waitMs = Date.parse(request.expiry_time) - this.clock.wallMs();
    const timer = this.clock.setTimer(
      `everest.auth.reservation-${reservation_id}`,
      waitMs,
      () => void this.#end(reservation_id, "Expired"),
    );
    this.#open.set(reservation_id, { reservation: request, timer });
    if (evse_id !== undefined && !await this.#command(evse_id, "reserve", { reservation_id })) {
      this.#forget(reservation_id);
      return "Rejected";
    }
    await this.tell({ reservation_id, reservation_status: "Placed" });
    await this.#closeOrOpen();
    return "Accepted";
  }

  #judgeNamed({ evse_id, connector_type }: Reservation): ReservationResult {
    const evse = this.evses.find(({ id }) => id === evse_id);
    if (this.#at(evse_id) !== undefined) return "Occupied";
    if (!evse || !isType2(connector_type)) return "Rejected";
    if (evse.reservability !== "Accepted") return evse.reservability;
    return this.#isPossible([evse.id]) ? "Accepted" : "Occupied";
  }

  #judgeAny({ connector_type }: Reservation): ReservationResult {
    if (!isType2(connector_type)) return "Rejected";
    if (this.#isPossible(["any"])) return "Accepted";
    if (this.#open.size > 0) return "Occupied";
    const states = this.evses.map(({ reservability }) => reservability);
    return (["Occupied", "Faulted", "Unavailable"] as const).find((each) => states.includes(each)) ??
      "Rejected";
  }

  /** Whether everybody would be served, however they arrive, if there were these reservations too. */
  #isPossible(further: readonly Place[]): boolean {
    const places: readonly Place[] = [
      ...[...this.#open.values()].map(({ reservation }) => reservation.evse_id ?? "any" as const),
      ...further,
    ];
    const anywhere = places.filter((place) => place === "any").length;
    const free = this.#free().filter(({ id }) => !places.includes(id));
    return anywhere === 0 || anywhere <= free.length;
  }

  #free(): readonly SimulatedEvse[] {
    return this.evses.filter((evse) => evse.reservability === "Accepted" && this.#at(evse.id) === undefined);
  }

  #at(evseId: number | undefined): Reservation | undefined {
    return [...this.#open.values()].find(({ reservation }) => reservation.evse_id === evseId)?.reservation;
  }

  #match(evseId: number | undefined, token: string, parent: string | undefined): number | undefined {
    const fits = (reservation: Reservation) =>
      same(reservation.id_token, token) ||
      (parent !== undefined && same(reservation.parent_id_token, parent));
    const named = evseId === undefined ? undefined : this.#at(evseId);
    if (named) return fits(named) ? named.reservation_id : undefined;
    const reservations = [...this.#open.values()].map(({ reservation }) => reservation);
    return reservations.find((reservation) => reservation.evse_id === undefined && fits(reservation))
      ?.reservation_id;
  }

  #check({ evse_id, id_token, group_id_token }: ReservationCheck): ReservationCheckStatus {
    const match = this.#match(evse_id, id_token, group_id_token);
    if (evse_id === undefined) return match === undefined ? "NotReserved" : "ReservedForToken";
    if (this.#at(this.checks === "asReleased" ? 1 : evse_id) === undefined) return "NotReserved";
    if (match !== undefined) return "ReservedForToken";
    const hasParent = this.#at(evse_id)?.parent_id_token !== undefined && group_id_token === undefined;
    return hasParent ? "ReservedForOtherTokenAndHasParentToken" : "ReservedForOtherToken";
  }

  async #cancel(reservationId: number): Promise<boolean> {
    const found = this.#forget(reservationId);
    if (!found) return false;
    if (found.evse_id !== undefined) await this.#command(found.evse_id, "cancel_reservation", null);
    await this.#closeOrOpen();
    return true;
  }

  async #end(reservation_id: number, reservation_status: "Expired" | "Removed"): Promise<void> {
    if (!await this.#cancel(reservation_id)) return;
    await this.tell({ reservation_id, reservation_status });
  }

  #forget(reservationId: number): Reservation | undefined {
    const found = this.#open.get(reservationId);
    found?.timer.cancel();
    this.#open.delete(reservationId);
    return found?.reservation;
  }

  async #sessionEvent(evse: SimulatedEvse, { event }: SessionEvent): Promise<void> {
    switch (event) {
      case "ReservationEnd": {
        const named = this.#at(evse.id);
        if (named) await this.#end(named.reservation_id, "Removed");
        return;
      }
      case "Disabled":
      case "TransactionStarted":
        await this.#dropImpossible();
        return await this.#closeOrOpen();
      case "Enabled":
      case "SessionFinished":
        return await this.#closeOrOpen();
      default:
        return;
    }
  }

  async #dropImpossible(): Promise<void> {
    const anywhere = [...this.#open.values()].filter(({ reservation }) => reservation.evse_id === undefined);
    for (const { reservation } of anywhere.slice(this.#free().length)) {
      await this.#end(reservation.reservation_id, "Removed");
    }
  }

  /** As many reservations for any EVSE as there are free ones: then these are closed to everybody else. */
  async #closeOrOpen(): Promise<void> {
    const free = this.#free().map(({ id }) => id);
    const anywhere = [...this.#open.values()].filter(({ reservation }) => reservation.evse_id === undefined);
    const closed = new Set(free.length === anywhere.length ? free : []);
    const before = this.#closed;
    this.#closed = closed;
    for (const id of free) {
      if (before.has(id) && !closed.has(id)) await this.#command(id, "cancel_reservation", null);
    }
    for (const id of closed) {
      if (!before.has(id)) await this.#command(id, "reserve", { reservation_id: -1 });
    }
  }

  async #command(evseId: number, command: string, args: unknown): Promise<boolean> {
    const { client } = this.bus;
    const reply = await client.call(
      `evse_manager_${evseId}`,
      "evse",
      command,
      args,
      RESERVATION_PLACE.moduleId,
    );
    return reply.kind === "result" && reply.value !== false;
  }
}

function same(a: string | undefined, b: string): boolean {
  return a?.toLowerCase() === b.toLowerCase();
}

function isType2(type: Reservation["connector_type"]): boolean {
  return type === undefined || type === "Unknown" || type === "cType2";
}
