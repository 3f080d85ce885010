import type { Logger } from "../../kernel/logger.ts";
import { nothing } from "../codec/mod.ts";
import type { Connection, EverestModule } from "../module.ts";
import { connect } from "./client.ts";
import { command, declareInterface } from "./interface.ts";
import {
  type RequestExiStreamSchema,
  requestExiStreamSchema,
  type ResponseExiStreamStatus,
  responseExiStreamStatus,
} from "./types/iso15118.ts";

/** Before there was `iso15118_extensions`, vehicles asked for contract certificates by way of their EVSE. */
export const evseManagerCertificatesInterface = declareInterface("evse_manager", {
  commands: {
    set_get_certificate_response: command({ certificate_response: responseExiStreamStatus }, nothing()),
  },
  variables: { iso15118_certificate_request: requestExiStreamSchema },
});

export type EvseManagerCertificates = ReturnType<typeof evseManagerCertificates>;

export function evseManagerCertificates(module: EverestModule, connection: Connection, log: Logger) {
  const { call, on } = connect(evseManagerCertificatesInterface, module, connection, log);
  return {
    connection,
    setGetCertificateResponse: (response: ResponseExiStreamStatus, timeoutMs?: number) =>
      call("set_get_certificate_response", { certificate_response: response }, timeoutMs),
    onCertificateRequest: (listener: (request: RequestExiStreamSchema) => void) =>
      on("iso15118_certificate_request", listener),
  };
}
