import { type EvseEvent, isRunEvent, type PresentedToken, type RunEvent } from "../evse-event.ts";
import type { EvseLayout } from "../ports/evse-port.ts";
import { redeemableAt, type Reservation } from "./reservation.ts";

export interface Redemption {
  /** The event with the reservation that its token redeems, or without one. */
  readonly event: EvseEvent;
  /** The reservation that is redeemed by this event. */
  readonly reservationId?: number;
}

/** What redemption depends on besides the event. */
export interface RedemptionContext {
  readonly reservations: readonly Reservation[];
  readonly layout: readonly EvseLayout[];
  /** Whether this session was examined already, when its token was presented or its transaction began. */
  readonly session: "new" | "weighed";
}

/**
 * Which reservation an event of an EVSE redeems. EvseManager names the one it was given, which is none or a
 * negative number when the reservation is for any EVSE, and after plugging in may be that of another driver.
 */
export function redemptionOf(event: EvseEvent, context: RedemptionContext): Redemption {
  if (isRunEvent(event)) return unseenRedemption(event, context);
  if (event.kind !== "SessionStarted" && event.kind !== "TransactionStarted") return { event };
  const { reservationId: named, ...bare } = event;
  // Plugging in without a token redeems nothing: the EVSE stays reserved.
  if (event.token === undefined) return { event: bare };
  const reservationId = redeemedBy(event.token, named, event, context);
  if (reservationId === undefined) return { event: bare };
  return { event: { ...bare, reservationId }, reservationId };
}

/** Energy at a reserved EVSE means that its reservation is redeemed: EVerest lets no other driver begin there. */
function unseenRedemption(event: RunEvent, { reservations, session }: RedemptionContext): Redemption {
  const reservation = session === "weighed"
    ? undefined
    : reservations.find(({ evseId }) => evseId === event.evseId);
  if (reservation === undefined) return { event };
  return { event: { ...event, reservationId: reservation.id }, reservationId: reservation.id };
}

function redeemedBy(
  token: PresentedToken,
  named: number | undefined,
  { evseId }: EvseEvent,
  { reservations, layout, session }: RedemptionContext,
): number | undefined {
  // An unknown reservation, perhaps redeemed by this session before: the EVSE is believed.
  if (named !== undefined && named >= 0 && !reservations.some(({ id }) => id === named)) return named;
  if (session === "weighed") return undefined;
  const ofNamed = reservations.filter(({ id }) => id === named);
  return (redeemableAt(evseId, token, ofNamed, layout) ?? redeemableAt(evseId, token, reservations, layout))
    ?.id;
}
