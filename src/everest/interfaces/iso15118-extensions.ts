import type { Logger } from "../../kernel/logger.ts";
import { boolean, nothing } from "../codec/mod.ts";
import type { Connection, EverestModule } from "../module.ts";
import { connect } from "./client.ts";
import { command, declareInterface } from "./interface.ts";
import {
  type EvInformation,
  evInformation,
  type RequestExiStreamSchema,
  requestExiStreamSchema,
  type ResponseExiStreamStatus,
  responseExiStreamStatus,
} from "./types/iso15118.ts";
import { type ChargingNeeds, chargingNeeds } from "./types/iso15118-charging-needs.ts";

/** What an ISO 15118 stack shares with OCPP. */
export const iso15118ExtensionsInterface = declareInterface("iso15118_extensions", {
  commands: {
    /** The answer to an `iso15118_certificate_request`. */
    set_get_certificate_response: command({ certificate_response: responseExiStreamStatus }, nothing()),
  },
  variables: {
    iso15118_certificate_request: requestExiStreamSchema,
    charging_needs: chargingNeeds,
    ev_info: evInformation,
    service_renegotiation_supported: boolean(),
  },
});

export type Iso15118Extensions = ReturnType<typeof iso15118Extensions>;

export function iso15118Extensions(module: EverestModule, connection: Connection, log: Logger) {
  const { call, on } = connect(iso15118ExtensionsInterface, module, connection, log);
  return {
    connection,
    setGetCertificateResponse: (response: ResponseExiStreamStatus, timeoutMs?: number) =>
      call("set_get_certificate_response", { certificate_response: response }, timeoutMs),

    onCertificateRequest: (listener: (request: RequestExiStreamSchema) => void) =>
      on("iso15118_certificate_request", listener),
    onChargingNeeds: (listener: (needs: ChargingNeeds) => void) => on("charging_needs", listener),
    onEvInfo: (listener: (info: EvInformation) => void) => on("ev_info", listener),
    onServiceRenegotiationSupported: (listener: (supported: boolean) => void) =>
      on("service_renegotiation_supported", listener),
  };
}
