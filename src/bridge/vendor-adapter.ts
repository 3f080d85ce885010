import type { OcppDataTransfer } from "../everest/interfaces/ocpp-data-transfer.ts";
import type {
  DataTransferRequest,
  DataTransferResponse,
  DataTransferStatus,
} from "../everest/interfaces/types/ocpp.ts";
import type { Logger } from "../kernel/logger.ts";
import type { DataTransferStatusEnumType, RequestOf, ResponseOf } from "../ocpp/messages.ts";
import { statusInfo } from "../ocpp/reason-codes.ts";
import type { VendorPort } from "../station/data-transfer/data-transfer-block.ts";
import { COMMAND_TIMEOUT_MS } from "./command-timeouts.ts";
import type { Complain } from "./complaint.ts";
import { jsonOrText, toCustomData, toVendorDataText } from "./vendor-data.ts";

/** Forwards vendor messages to the module that EVerest connected for them. */
export function createVendorPort(module: OcppDataTransfer, log: Logger): VendorPort {
  const complain = (reason: string) =>
    log.warning("a module's answer to a vendor's message is wrong in part", { reason });
  return async (request) => {
    const answer = await module.dataTransfer(toVendorRequest(request), COMMAND_TIMEOUT_MS);
    if (answer.kind === "result") return fromVendorResponse(answer.value, complain);
    return { status: "Rejected", statusInfo: statusInfo("InternalError", answer.reason) };
  };
}

function toVendorRequest(request: RequestOf<"DataTransfer">): DataTransferRequest {
  const { vendorId, messageId } = request;
  return {
    vendor_id: vendorId,
    ...(messageId === undefined ? {} : { message_id: messageId }),
    ...toVendorDataText(request),
  };
}

export function fromVendorResponse(
  { status, data, custom_data: custom }: DataTransferResponse,
  complain: Complain,
): ResponseOf<"DataTransfer"> {
  const customData = custom && toCustomData(custom, complain);
  return {
    status: toStatus(status),
    ...(data === undefined ? {} : { data: jsonOrText(data) }),
    ...(customData ? { customData } : {}),
  };
}

/**
 * When the module cannot reach the vendor's implementation, the CSMS hears UnknownVendorId. Other statuses
 * pass unchanged, UnknownMessageId included.
 */
function toStatus(status: DataTransferStatus): DataTransferStatusEnumType {
  return status === "Offline" ? "UnknownVendorId" : status;
}
