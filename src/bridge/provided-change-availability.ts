import type {
  ChangeAvailabilityRequest,
  ChangeAvailabilityResponse,
} from "../everest/interfaces/types/ocpp.ts";
import { firstCharacters } from "../ocpp/first-characters.ts";
import type { EVSEType, RequestOf, StatusInfoType } from "../ocpp/messages.ts";
import type { ChangeAvailabilityBlock } from "../station/availability/change-availability-block.ts";

/** The reason that EVerest's callers expect for every refused change. */
const INVALID_INPUT = "InvalidInput";

/**
 * `change_availability`: handled like the request of the CSMS, in EVerest's types. `block` is undefined until
 * the station runs.
 */
export async function changeAvailability(
  block: Pick<ChangeAvailabilityBlock, "change"> | undefined,
  request: ChangeAvailabilityRequest,
): Promise<ChangeAvailabilityResponse> {
  if (!block) return rejected("The station does not run yet");
  const { status, statusInfo } = await block.change(toRequest(request));
  if (status === "Rejected") return rejected(statusInfo ? reasonOf(statusInfo) : "Refused");
  return { status };
}

function toRequest({ operational_status, evse }: ChangeAvailabilityRequest): RequestOf<"ChangeAvailability"> {
  return { operationalStatus: operational_status, ...(evse && { evse: toEvse(evse) }) };
}

function toEvse({ id, connector_id }: NonNullable<ChangeAvailabilityRequest["evse"]>): EVSEType {
  return { id, ...(connector_id !== undefined && { connectorId: connector_id }) };
}

function reasonOf({ reasonCode, additionalInfo }: StatusInfoType): string {
  return additionalInfo ?? reasonCode;
}

function rejected(reason: string): ChangeAvailabilityResponse {
  return {
    status: "Rejected",
    status_info: { reason_code: INVALID_INPUT, additional_info: firstCharacters(reason, 512) },
  };
}
