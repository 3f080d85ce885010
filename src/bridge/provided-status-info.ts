import type { StatusInfoType as EverestStatusInfo } from "../everest/interfaces/types/ocpp.ts";
import type { StatusInfoType } from "../ocpp/messages.ts";

/** The reason of a refused request, in EVerest's type. */
export function fromStatusInfo({ reasonCode, additionalInfo }: StatusInfoType): EverestStatusInfo {
  return {
    reason_code: reasonCode,
    ...(additionalInfo === undefined ? {} : { additional_info: additionalInfo }),
  };
}
