import type { Iso15118Extensions } from "../everest/interfaces/iso15118-extensions.ts";
import type { Logger } from "../kernel/logger.ts";
import type { RequestOf } from "../ocpp/messages.ts";
import type { EvCertificateAnswer } from "../station/certificates/ev-certificates.ts";
import { COMMAND_TIMEOUT_MS } from "./command-timeouts.ts";

/** Passes requests of vehicles on, and each answer back to the module that asked. */
export function feedEvCertificates(
  extensions: Iso15118Extensions,
  ask: (request: RequestOf<"Get15118EVCertificate">) => Promise<EvCertificateAnswer>,
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
      log.error("a vehicle's certificate could not be handed over", { reason: answer.reason });
    }
  });
}
