import type { ConnectorStatusEnumType, IdTokenType } from "../../ocpp/messages.ts";
import { namedGroup } from "../group-token.ts";
import type { EvseLayout } from "../ports/evse-port.ts";
import { isFor, type Reservation, targetsOf } from "./reservation.ts";

export interface RemoteStartQuestion {
  readonly evse: EvseLayout;
  readonly idToken: IdTokenType;
  readonly groupIdToken: IdTokenType | undefined;
  /** Whether the CSMS will be asked about the token, and may then give its group. */
  readonly group: "mayBeAskedFor" | "asGiven";
  readonly statuses: readonly (ConnectorStatusEnumType | undefined)[];
}

/**
 * Whether an EVSE is reserved for others than the driver who is to start there; "unknown" when it is
 * reserved, but not by a known reservation of the CSMS.
 */
export function isReservedForOthers(
  question: RemoteStartQuestion,
  reservations: readonly Reservation[],
): "yes" | "no" | "unknown" {
  const { evse } = question;
  const named = reservations.filter(({ evseId }) => evseId === evse.id);
  if (named.length > 0) return named.some((reservation) => isOpenTo(reservation, question)) ? "no" : "yes";
  if (!question.statuses.includes("Reserved")) return "no";
  // All EVSEs that are left are needed for reservations without an EVSE.
  const unnamed = reservations.filter((reservation) => targetsOf(reservation, [evse]).length > 0);
  if (unnamed.length === 0) return "unknown";
  return unnamed.some((reservation) => isOpenTo(reservation, question)) ? "no" : "yes";
}

function isOpenTo(reservation: Reservation, { idToken, groupIdToken, group }: RemoteStartQuestion): boolean {
  if (isFor(reservation, idToken, groupIdToken)) return true;
  // F01.FR.22 is about groups that differ; a group that is not given yet may be the same.
  return namedGroup(reservation.groupIdToken) !== undefined && groupIdToken === undefined &&
    group === "mayBeAskedFor";
}
