import { type EvseId, evseId } from "../../kernel/ids.ts";
import { dateTimeMs } from "../../kernel/date-time.ts";
import type { ConnectorEnumType, IdTokenType, RequestOf } from "../../ocpp/messages.ts";
import { namedGroup } from "../group-token.ts";
import type { EvseLayout } from "../ports/evse-port.ts";

/** A reservation that the station has accepted (H01). */
export interface Reservation {
  readonly id: number;
  readonly idToken: IdTokenType;
  readonly groupIdToken?: IdTokenType;
  /** Absent: any one EVSE of the station stays free. */
  readonly evseId?: EvseId;
  /** Absent: any connector. */
  readonly connectorType?: ConnectorEnumType;
  /** Unix milliseconds. */
  readonly expiresMs: number;
}

export function reservationOf(request: RequestOf<"ReserveNow">): Reservation {
  const { id, idToken, connectorType } = request;
  const groupIdToken = namedGroup(request.groupIdToken);
  return {
    id,
    idToken,
    ...(groupIdToken && { groupIdToken }),
    ...(request.evseId !== undefined && { evseId: evseId(request.evseId) }),
    ...(connectorType && { connectorType }),
    expiresMs: dateTimeMs(request.expiryDateTime),
  };
}

/** The connectors at which the driver may charge, by EVSE; EVSEs without one are left out. */
export function targetsOf(
  { evseId, connectorType }: Pick<Reservation, "evseId" | "connectorType">,
  layout: readonly EvseLayout[],
): readonly EvseLayout[] {
  return layout.flatMap((evse) => {
    if (evseId !== undefined && evse.id !== evseId) return [];
    const connectors = evse.connectors.filter(({ type }) => isOfType(type, connectorType));
    return connectors.length > 0 ? [{ ...evse, connectors }] : [];
  });
}

/**
 * EVerest's rule: a connector of unknown type fits every request, and every connector fits a request for an
 * unknown type.
 */
function isOfType(type: string | undefined, wanted: ConnectorEnumType | undefined): boolean {
  return wanted === undefined || wanted === "Unknown" || type === undefined || type === "Unknown" ||
    type === wanted;
}

/**
 * Whether the token is that of the reservation, or of its group according to the authorization. The type of
 * the token does not count, for EVerest's reservations have none.
 */
export function isFor(
  reservation: Reservation,
  idToken: IdTokenType,
  groupIdToken: IdTokenType | undefined,
): boolean {
  if (sameValue(reservation.idToken, idToken)) return true;
  const reservedGroup = namedGroup(reservation.groupIdToken);
  const presentedGroup = namedGroup(groupIdToken);
  return reservedGroup !== undefined && presentedGroup !== undefined &&
    sameValue(reservedGroup, presentedGroup);
}

function sameValue(a: IdTokenType, b: IdTokenType): boolean {
  return a.idToken.toLowerCase() === b.idToken.toLowerCase();
}

/**
 * The reservation that these tokens redeem at an EVSE: one for this EVSE before one for a type of connector
 * or for any.
 */
export function redeemableAt(
  evse: EvseId,
  tokens: { readonly idToken: IdTokenType; readonly groupIdToken?: IdTokenType },
  reservations: readonly Reservation[],
  layout: readonly EvseLayout[],
): Reservation | undefined {
  const redeemable = reservations.filter((reservation) =>
    isFor(reservation, tokens.idToken, tokens.groupIdToken) &&
    targetsOf(reservation, layout).some(({ id }) => id === evse)
  );
  return redeemable.find(({ evseId }) => evseId === evse) ?? redeemable[0];
}
