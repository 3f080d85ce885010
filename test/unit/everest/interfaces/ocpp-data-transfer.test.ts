import { connectionTo } from "../../../fakes/everest-module.ts";
import {
  ocppDataTransfer,
  ocppDataTransferInterface,
} from "../../../../src/everest/interfaces/ocpp-data-transfer.ts";
import { check } from "./interface-cases.ts";

check((module, log) => {
  const peer = ocppDataTransfer(module, connectionTo("data_transfer", "peer"), log);
  const request = { vendor_id: "v", message_id: "m", data: "{}", custom_data: { vendor_id: "v", data: "1" } };
  return {
    declared: ocppDataTransferInterface,
    commands: [{
      command: "data_transfer",
      call: () => peer.dataTransfer(request, 7),
      args: { request },
      answer: { status: "UnknownMessageId" },
    }],
    variables: [],
  };
});
