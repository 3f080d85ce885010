import { connectionTo } from "../../../fakes/everest-module.ts";
import {
  iso15118Extensions,
  iso15118ExtensionsInterface,
} from "../../../../src/everest/interfaces/iso15118-extensions.ts";
import { check } from "./interface-cases.ts";

check((module, log) => {
  const peer = iso15118Extensions(module, connectionTo("extensions_15118", "peer"), log);
  const response = { status: "Accepted", certificate_action: "Update", exi_response: "EXI" } as const;
  const protocol = {
    protocol_namespace: "urn:iso:15118:2:2013:MsgDef",
    version_number_major: 2,
    version_number_minor: 0,
    schema_id: 1,
    priority: 1,
  };
  return {
    declared: iso15118ExtensionsInterface,
    commands: [{
      command: "set_get_certificate_response",
      call: () => peer.setGetCertificateResponse(response, 7),
      args: { certificate_response: response },
    }],
    variables: [
      {
        variable: "iso15118_certificate_request",
        listen: peer.onCertificateRequest,
        value: { exi_request: "EXI", iso15118_schema_version: "v", certificate_action: "Install" },
      },
      {
        variable: "charging_needs",
        listen: peer.onChargingNeeds,
        value: { requested_energy_transfer: "DC", available_energy_transfer: ["DC", "AC_BPT"] },
      },
      {
        variable: "ev_info",
        listen: peer.onEvInfo,
        value: {
          supported_protocols: { Protocols: [protocol] },
          selected_protocol: protocol,
          evcc_id: "AA:BB:CC:DD:EE:FF",
        },
      },
      {
        variable: "service_renegotiation_supported",
        listen: peer.onServiceRenegotiationSupported,
        value: true,
      },
    ],
  };
});
