import type { StatusInfoType as EverestStatusInfo } from "../everest/interfaces/types/ocpp.ts";
import type { StatusInfoType } from "../ocpp/messages.ts";

/** Why a request is not met, in EVerest words. */
export function fromStatusInfo({ reasonCode, additionalInfo }: StatusInfoType): EverestStatusInfo {
  return {
    reason_code: reasonCode,
    ...(additionalInfo === undefined ? {} : { additional_info: additionalInfo }),
  };
}
