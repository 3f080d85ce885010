import type { EvseManagerCertificates } from "../everest/interfaces/evse-manager-certificates.ts";
import type { Iso15118Extensions } from "../everest/interfaces/iso15118-extensions.ts";
import type { Logger } from "../kernel/logger.ts";
import type { RequestOf } from "../ocpp/messages.ts";
import type { EvCertificateAnswer } from "../station/certificates/ev-certificates.ts";
import { COMMAND_TIMEOUT_MS } from "./command-timeouts.ts";

/** Asks the CSMS for the contract certificate of a vehicle. */
export type AskForCertificate = (
  request: RequestOf<"Get15118EVCertificate">,
) => Promise<EvCertificateAnswer>;

/** Forwards requests of vehicles, and each answer to the module that asked. */
export function feedEvCertificates(
  extensions: Pick<Iso15118Extensions, "onCertificateRequest" | "setGetCertificateResponse">,
  ask: AskForCertificate,
  log: Logger,
): void {
  extensions.onCertificateRequest(async (request) => {
    const action = request.certificate_action;
    const { status, exiResponse } = await ask({
      iso15118SchemaVersion: request.iso15118_schema_version,
      action,
      exiRequest: request.exi_request,
    });
    const answer = await extensions.setGetCertificateResponse({
      status,
      certificate_action: action,
      ...(exiResponse ? { exi_response: exiResponse } : {}),
    }, COMMAND_TIMEOUT_MS);
    if (answer.kind === "failed") {
      log.error("a contract certificate could not be handed over to the vehicle", { reason: answer.reason });
    }
  });
}

/** The same for EVSEs of releases before `iso15118_extensions`, which forward such requests themselves. */
export function feedOldEvCertificates(
  evse: EvseManagerCertificates,
  ask: AskForCertificate,
  log: Logger,
): void {
  let isKnown = false;
  evse.onCertificateRequest(() => {
    if (!isKnown) {
      log.warning(
        "an evse_manager forwards certificate requests, which is deprecated; connect extensions_15118",
        {
          module: evse.connection.moduleId,
        },
      );
    }
    isKnown = true;
  });
  feedEvCertificates(evse, ask, log);
}
