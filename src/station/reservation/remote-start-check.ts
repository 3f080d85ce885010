import type { ConnectorStatusEnumType, IdTokenType } from "../../ocpp/messages.ts";
import { namedGroup } from "../group-token.ts";
import type { EvseLayout } from "../ports/evse-port.ts";
import { isFor, type Reservation, targetsOf } from "./reservation.ts";

export interface RemoteStartQuestion {
  readonly evse: EvseLayout;
  readonly idToken: IdTokenType;
  readonly groupIdToken: IdTokenType | undefined;
  /** Whether the CSMS is asked about the token, which may tell its group. */
  readonly group: "mayBeAskedFor" | "asGiven";
  readonly statuses: readonly (ConnectorStatusEnumType | undefined)[];
}

/**
 * Whether an EVSE is reserved for others than who shall start there; "unknown" when it is reserved, but not
 * by the CSMS as far as we remember.
 */
export function isReservedForOthers(
  question: RemoteStartQuestion,
  reservations: readonly Reservation[],
): "yes" | "no" | "unknown" {
  const { evse } = question;
  const named = reservations.filter(({ evseId }) => evseId === evse.id);
  if (named.length > 0) return named.some((reservation) => isOpenTo(reservation, question)) ? "no" : "yes";
  if (!question.statuses.includes("Reserved")) return "no";
  // All that is left is needed for reservations that name no EVSE.
  const unnamed = reservations.filter((reservation) => targetsOf(reservation, [evse]).length > 0);
  if (unnamed.length === 0) return "unknown";
  return unnamed.some((reservation) => isOpenTo(reservation, question)) ? "no" : "yes";
}

function isOpenTo(reservation: Reservation, { idToken, groupIdToken, group }: RemoteStartQuestion): boolean {
  if (isFor(reservation, idToken, groupIdToken)) return true;
  // F01.FR.22 tells only of groups that differ; one that is not given may turn out to be the same.
  return namedGroup(reservation.groupIdToken) !== undefined && groupIdToken === undefined &&
    group === "mayBeAskedFor";
}
