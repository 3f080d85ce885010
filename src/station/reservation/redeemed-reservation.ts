import type { EvseEvent, PresentedToken } from "../evse-event.ts";
import type { EvseLayout } from "../ports/evse-port.ts";
import { redeemableAt, type Reservation } from "./reservation.ts";

export interface Redemption {
  /** The event with the reservation that its token really redeems, or without any. */
  readonly event: EvseEvent;
  /** The reservation that is used up now. */
  readonly reservationId?: number;
}

/** What is known apart from the event. */
export interface RedemptionContext {
  readonly reservations: readonly Reservation[];
  readonly layout: readonly EvseLayout[];
  /** Whether the token of this session has been weighed already, when the session began. */
  readonly session: "new" | "weighed";
}

/**
 * Which reservation an EVSE's event redeems. EvseManager names the one it was given: none, or a negative number, when
 * the reservation is for any EVSE, and with a cable also the one of somebody else.
 */
export function redemptionOf(event: EvseEvent, context: RedemptionContext): Redemption {
  if (event.kind !== "SessionStarted" && event.kind !== "TransactionStarted") return { event };
  const { reservationId: named, ...bare } = event;
  // Without a token nobody has redeemed anything: plugged in, an EVSE stays reserved.
  if (event.token === undefined) return { event: bare };
  const reservationId = redeemedBy(event.token, named, event, context);
  if (reservationId === undefined) return { event: bare };
  return { event: { ...bare, reservationId }, reservationId };
}

function redeemedBy(
  token: PresentedToken,
  named: number | undefined,
  { evseId }: EvseEvent,
  { reservations, layout, session }: RedemptionContext,
): number | undefined {
  // One that we do not know, perhaps because this session has redeemed it before: the EVSE's word counts.
  if (named !== undefined && named >= 0 && !reservations.some(({ id }) => id === named)) return named;
  if (session === "weighed") return undefined;
  const ofNamed = reservations.filter(({ id }) => id === named);
  return (redeemableAt(evseId, token, ofNamed, layout) ?? redeemableAt(evseId, token, reservations, layout))
    ?.id;
}
