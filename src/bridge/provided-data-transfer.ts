import type { OcppDataTransferHandlers } from "../everest/interfaces/ocpp-data-transfer.ts";
import type { DataTransferRequest, DataTransferResponse } from "../everest/interfaces/types/ocpp.ts";
import { assertNever } from "../kernel/assert-never.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import type { RequestOf, ResponseOf } from "../ocpp/messages.ts";
import { type DataTransferOutcome, sendDataTransfer } from "../station/data-transfer/data-transfer.ts";
import type { Csms } from "../station/ports/csms.ts";
import type { Complain } from "./complaint.ts";
import { withinCsmsTimeout } from "./csms-timeout.ts";
import { jsonOrText, toCustomData, toVendorDataText } from "./vendor-data.ts";

export interface ProvidedDataTransferDeps {
  /** Undefined until the station runs. */
  csms(): Pick<Csms, "call"> | undefined;
  readonly clock: Clock;
  readonly log: Logger;
}

/** `data_transfer`: other modules exchange vendor specific messages with the CSMS (P02). */
export function dataTransferHandlers(
  { csms, clock, log }: ProvidedDataTransferDeps,
): OcppDataTransferHandlers {
  return {
    async dataTransfer({ request }, origin) {
      const station = csms();
      if (station === undefined) return { status: "Offline" };
      const complain = (reason: string) =>
        log.warning("a module's data transfer is wrong in part or not accepted", { origin, reason });
      const sent = sendDataTransfer(station, toDataTransferRequest(request, complain));
      const outcome = await withinCsmsTimeout(sent, clock);
      if (outcome === "late") return { status: "Offline" };
      if (outcome.kind === "refused") complain(`not accepted: ${outcome.reason}`);
      return fromOutcome(outcome);
    },
  };
}

/** Maps the request to OCPP. The message's schema checks the lengths. */
export function toDataTransferRequest(
  request: DataTransferRequest,
  complain: Complain,
): RequestOf<"DataTransfer"> {
  const customData = request.custom_data && toCustomData(request.custom_data, complain);
  return {
    vendorId: request.vendor_id,
    ...(request.message_id === undefined ? {} : { messageId: request.message_id }),
    ...(request.data === undefined ? {} : { data: jsonOrText(request.data) }),
    ...(customData ? { customData } : {}),
  };
}

function fromOutcome(outcome: DataTransferOutcome): DataTransferResponse {
  switch (outcome.kind) {
    case "answered":
      return fromDataTransferResponse(outcome.response);
    case "refused":
      return { status: "Rejected" };
    case "unreachable":
      return { status: "Offline" };
    default:
      return assertNever(outcome);
  }
}

export function fromDataTransferResponse(response: ResponseOf<"DataTransfer">): DataTransferResponse {
  return { status: response.status, ...toVendorDataText(response) };
}
