import type { OcppDataTransferHandlers } from "../everest/interfaces/ocpp-data-transfer.ts";
import type {
  CustomData,
  DataTransferRequest,
  DataTransferResponse,
} from "../everest/interfaces/types/ocpp.ts";
import { assertNever } from "../kernel/assert-never.ts";
import { isJsonObject, parseJson } from "../kernel/json.ts";
import type { Logger } from "../kernel/logger.ts";
import type { RequestOf, ResponseOf } from "../ocpp/messages.ts";
import { type DataTransferOutcome, sendDataTransfer } from "../station/data-transfer/data-transfer.ts";
import type { Csms } from "../station/ports/csms.ts";
import type { Complain } from "./complaint.ts";

export interface ProvidedDataTransferDeps {
  /** Undefined until the station runs. */
  csms(): Pick<Csms, "call"> | undefined;
  readonly log: Logger;
}

/** `data_transfer`: other modules exchange vendor specific messages with the CSMS (P02). */
export function dataTransferHandlers({ csms, log }: ProvidedDataTransferDeps): OcppDataTransferHandlers {
  return {
    async dataTransfer({ request }, origin) {
      const station = csms();
      if (station === undefined) return { status: "Offline" };
      const complain = (reason: string) => log.warning("data transfer of a module", { origin, reason });
      const outcome = await sendDataTransfer(station, toDataTransferRequest(request, complain));
      if (outcome.kind === "refused") complain(`not taken: ${outcome.reason}`);
      return fromOutcome(outcome);
    },
  };
}

/** In OCPP words. Lengths are left to the message's schema, which refuses what does not fit. */
export function toDataTransferRequest(
  request: DataTransferRequest,
  complain: Complain,
): RequestOf<"DataTransfer"> {
  const customData = request.custom_data && toCustomData(request.custom_data, complain);
  return {
    vendorId: request.vendor_id,
    ...(request.message_id === undefined ? {} : { messageId: request.message_id }), // P02.FR.04
    ...(request.data === undefined ? {} : { data: jsonOrText(request.data) }),
    ...(customData ? { customData } : {}),
  };
}

/** The value that the text holds as JSON; text that is no JSON stands for itself, so that nothing gets lost. */
function jsonOrText(text: string): unknown {
  const parsed = parseJson(text);
  return parsed.kind === "value" ? parsed.value : text;
}

/** Left out, with a complaint, when it holds no JSON object: OCPP has no other form for it. */
function toCustomData(
  { vendor_id, data }: CustomData,
  complain: Complain,
): RequestOf<"DataTransfer">["customData"] {
  const parsed = parseJson(data);
  if (parsed.kind === "malformed" || !isJsonObject(parsed.value)) {
    complain("custom_data left out: its data is not a JSON object");
    return undefined;
  }
  const { vendorId } = parsed.value;
  return { ...parsed.value, vendorId: typeof vendorId === "string" ? vendorId : vendor_id };
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

/** In EVerest words: values become JSON text, so a string comes back in quotes. */
export function fromDataTransferResponse(response: ResponseOf<"DataTransfer">): DataTransferResponse {
  const { status, data, customData } = response;
  return {
    status,
    ...(data === undefined ? {} : { data: JSON.stringify(data) }),
    ...(customData
      ? { custom_data: { vendor_id: customData.vendorId, data: JSON.stringify(customData) } }
      : {}),
  };
}
