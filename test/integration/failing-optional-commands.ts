import assert from "node:assert/strict";
import { displayMessageInterface } from "../../src/everest/interfaces/display-message.ts";
import { externalEnergyLimitsInterface } from "../../src/everest/interfaces/external-energy-limits.ts";
import type { Interface } from "../../src/everest/interfaces/interface.ts";
import { iso15118ExtensionsInterface } from "../../src/everest/interfaces/iso15118-extensions.ts";
import { ocppDataTransferInterface } from "../../src/everest/interfaces/ocpp-data-transfer.ts";
import { message, setMessage } from "../conformance/harness/display-messages.ts";
import { DISPLAY_PLACE, WITH_DISPLAY } from "../fakes/everest/simulated-display.ts";
import { energySinkOf } from "../fakes/everest/simulated-energy-sinks.ts";
import { ISO15118_PLACE } from "../fakes/everest/simulated-iso15118.ts";
import { type InterfaceRows, verdict } from "./failing-commands.ts";

const VENDOR = { moduleId: "vendor", implementationId: "main" };

const displayRows: InterfaceRows["commands"] = {
  set_display_message: {
    place: DISPLAY_PLACE,
    options: { everest: WITH_DISPLAY },
    outcome: async ({ csms }) => verdict(await csms.call("SetDisplayMessage", { message: message(1) })),
    expected: "Rejected InternalError",
  },
  get_display_messages: {
    place: DISPLAY_PLACE,
    options: { everest: WITH_DISPLAY },
    async prepare(station) {
      assert.equal(await setMessage(station, message(1)), "Accepted");
    },
    async outcome({ csms }) {
      const requestId = csms.calls.length;
      const answer = await csms.call("GetDisplayMessages", { requestId });
      const { payload } = await csms.expect("NotifyDisplayMessages", (told) => told.requestId === requestId);
      return [verdict(answer), payload.messageInfo?.map(({ id }) => id)];
    },
    // What the CSMS has set is known here too.
    expected: ["Accepted", [1]],
  },
  clear_display_message: {
    place: DISPLAY_PLACE,
    options: { everest: WITH_DISPLAY },
    async prepare(station) {
      assert.equal(await setMessage(station, message(1)), "Accepted");
    },
    async outcome({ csms }) {
      const answer = await csms.tryCall("ClearDisplayMessage", { id: 1 });
      return answer.kind === "error" ? answer.code : answer.payload;
    },
    // Neither of its statuses would be true.
    expected: "InternalError",
  },
};

/** The interfaces that a station may do without. */
export const FAILING_OPTIONAL_COMMANDS: readonly InterfaceRows[] = [
  { declared: displayMessageInterface as unknown as Interface, commands: displayRows },
  {
    declared: ocppDataTransferInterface as unknown as Interface,
    commands: {
      data_transfer: {
        place: VENDOR,
        options: { everest: { connections: { data_transfer: [VENDOR] } } },
        outcome: async ({ csms }) => verdict(await csms.call("DataTransfer", { vendorId: "acme" })),
        expected: "Rejected InternalError",
      },
    },
  },
  {
    declared: externalEnergyLimitsInterface as unknown as Interface,
    commands: {
      set_external_limits: {
        place: { moduleId: energySinkOf(1), implementationId: "external_limits" },
        async outcome(station, failing) {
          const before = station.everest.record.callsOf("set_external_limits").length;
          await station.pass(30_000);
          await failing.called();
          // The other nodes are told as ever, EVSE 0 and EVSE 2; the one that fails may be asked again.
          const calls = station.everest.record.callsOf("set_external_limits").slice(before);
          return [...new Set(calls.map(({ moduleId }) => moduleId))].filter((id) => id !== energySinkOf(1))
            .length;
        },
        expected: 2,
      },
    },
  },
  {
    declared: iso15118ExtensionsInterface as unknown as Interface,
    commands: {
      set_get_certificate_response: {
        place: ISO15118_PLACE,
        options: { everest: { iso15118: "connected" }, variables: { "ISO15118Ctrlr.Available": "true" } },
        async outcome({ csms, everest }, failing) {
          await everest.iso15118.requestCertificate({
            exi_request: btoa("a request of the vehicle"),
            iso15118_schema_version: "urn:iso:15118:2:2013:MsgDef",
            certificate_action: "Install",
          });
          await csms.expect("Get15118EVCertificate");
          await failing.called();
          return everest.iso15118.answers.length;
        },
        expected: 0,
      },
    },
  },
];
