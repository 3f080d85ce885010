import type { RequestOf, ResponseOf } from "../../ocpp/messages.ts";
import { type HandlerTable, result } from "../handlers.ts";

/** Handles vendor specific messages. Never rejects. */
export type VendorPort = (request: RequestOf<"DataTransfer">) => Promise<ResponseOf<"DataTransfer">>;

export interface DataTransferDeps {
  /** Absent: no vendor is known. */
  readonly vendor?: VendorPort;
}

export interface DataTransferBlock {
  readonly handlers: HandlerTable;
}

/** P01: vendor specific messages of the CSMS. */
export function createDataTransferBlock({ vendor }: DataTransferDeps): DataTransferBlock {
  return {
    handlers: {
      async DataTransfer(request) {
        if (!vendor) return result<"DataTransfer">({ status: "UnknownVendorId" });
        return result<"DataTransfer">(await vendor(request));
      },
    },
  };
}
