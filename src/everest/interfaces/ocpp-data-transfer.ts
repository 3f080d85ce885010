import type { Logger } from "../../kernel/logger.ts";
import type { Connection, EverestModule } from "../module.ts";
import { connect } from "./client.ts";
import { command, declareInterface } from "./interface.ts";
import { type Answer, type Answers, provide } from "./provider.ts";
import { type DataTransferRequest, dataTransferRequest, dataTransferResponse } from "./types/ocpp.ts";

/**
 * Vendor specific messages: provided towards the CSMS, required from a module that knows the vendor's
 * messages.
 */
export const ocppDataTransferInterface = declareInterface("ocpp_data_transfer", {
  commands: { data_transfer: command({ request: dataTransferRequest }, dataTransferResponse) },
  variables: {},
});

type Commands = typeof ocppDataTransferInterface.commands;

export type OcppDataTransfer = ReturnType<typeof ocppDataTransfer>;

export function ocppDataTransfer(module: EverestModule, connection: Connection, log: Logger) {
  const { call } = connect(ocppDataTransferInterface, module, connection, log);
  return {
    connection,
    dataTransfer: (request: DataTransferRequest, timeoutMs?: number) =>
      call("data_transfer", { request }, timeoutMs),
  };
}

export interface OcppDataTransferHandlers {
  readonly dataTransfer: Answer<Commands["data_transfer"]>["handle"];
}

export function provideOcppDataTransfer(
  module: EverestModule,
  implementationId: string,
  handlers: OcppDataTransferHandlers,
  log: Logger,
): void {
  const answers: Answers<Commands> = {
    data_transfer: { handle: handlers.dataTransfer, failed: () => ({ status: "Rejected" }) },
  };
  provide(ocppDataTransferInterface, module, implementationId, answers, log);
}
