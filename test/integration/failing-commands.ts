import type { Interface } from "../../src/everest/interfaces/interface.ts";
import { authInterface } from "../../src/everest/interfaces/auth.ts";
import { evseManagerInterface } from "../../src/everest/interfaces/evse-manager.ts";
import { systemInterface } from "../../src/everest/interfaces/system.ts";
import { changeAvailability } from "../conformance/harness/availability.ts";
import { updateFirmware } from "../conformance/harness/firmware-updates.ts";
import { getLog } from "../conformance/harness/log-uploads.ts";
import { configured } from "../conformance/harness/reusable-states.ts";
import type { StationOptions, StationUnderTest } from "../conformance/harness/station-under-test.ts";
import type { FailingCommand } from "../fakes/everest/command-failures.ts";

/** How a command is brought about, and what is left of that when it fails. */
export interface CommandRow {
  readonly place: { readonly moduleId: string; readonly implementationId: string };
  readonly options?: StationOptions;
  /** The station is made anew for every failure, which begins before the start. */
  readonly when?: "start";
  /** To be done once, before the command fails. */
  prepare?(station: StationUnderTest): void | Promise<void>;
  /** Has the command called, and resolves with what the CSMS or another module sees of the failure. */
  outcome(station: StationUnderTest, failing: FailingCommand): Promise<unknown>;
  readonly expected: unknown;
  /** What goes on while nobody answers; a session at EVSE 2 unless it is kept from that on purpose. */
  meanwhile?(station: StationUnderTest): Promise<void>;
}

export interface InterfaceRows {
  readonly declared: Interface;
  /** Every command of the interface; a text says why nobody calls it. */
  readonly commands: Readonly<Record<string, CommandRow | string>>;
}

const EVSE = { moduleId: "evse_manager_1", implementationId: "evse" };
const SYSTEM = { moduleId: "system", implementationId: "main" };
const AUTH = { moduleId: "auth", implementationId: "main" };
const OF_AUTH = "only Auth calls this command of an EVSE, never an OCPP module";

/** Status and reason of an answer; the wording of the reason is for people. */
export function verdict(
  { status, statusInfo }: { readonly status: string; readonly statusInfo?: { readonly reasonCode: string } },
): string {
  return statusInfo ? `${status} ${statusInfo.reasonCode}` : status;
}

/** A driver plugs in and swipes at EVSE 1; resolves with the id of the transaction. */
export async function charging({ csms, everest }: StationUnderTest): Promise<string> {
  await everest.evse(1).plugIn();
  await everest.auth.swipe("RFID0001");
  const { payload } = await csms.expect(
    "TransactionEvent",
    ({ eventType, evse }) => eventType === "Started" && evse?.id === 1,
  );
  return payload.transactionInfo.transactionId;
}

/** A setting that a module does not take is kept all the same, and told again when it is next changed. */
function setting(
  place: CommandRow["place"],
  component: string,
  variable: string,
  values: readonly string[],
): CommandRow {
  let turn = 0;
  return {
    place,
    async outcome({ csms }, failing) {
      const attributeValue = values[turn++ % values.length]!;
      const { setVariableResult } = await csms.call("SetVariables", {
        setVariableData: [{ component: { name: component }, variable: { name: variable }, attributeValue }],
      });
      await failing.called();
      return setVariableResult[0]?.attributeStatus;
    },
    expected: "Accepted",
  };
}

const evseManagerRows: InterfaceRows["commands"] = {
  get_evse: {
    place: EVSE,
    when: "start",
    // Without the numbers of its connectors there is no station to speak of.
    outcome: async (station) => await station.ended,
    expected: 1,
  },
  enable_disable: {
    place: EVSE,
    async outcome(station, failing) {
      // What the CSMS decided is remembered; the EVSE may be asked again.
      const [first, second] = [
        await changeAvailability(station, "Inoperative", { id: 1 }),
        await changeAvailability(station, "Operative", { id: 1 }),
      ];
      await failing.called(2);
      return [first, second];
    },
    expected: ["Accepted", "Accepted"],
  },
  pause_charging: {
    place: EVSE,
    async prepare(station) {
      await configured(station, {
        "TxCtrlr.StopTxOnInvalidId": "false",
        "TxCtrlr.TxStopPoint": "EVConnected",
      });
      station.csms.on(
        "TransactionEvent",
        ({ eventType, evse }) =>
          eventType === "Started" && evse?.id === 1 ? { idTokenInfo: { status: "Invalid" } } : {},
      );
    },
    async outcome(station, failing) {
      const transactionId = await charging(station);
      await failing.called();
      await station.evse(1).unplug();
      const { payload } = await station.csms.expect(
        "TransactionEvent",
        (event) => event.transactionInfo.transactionId === transactionId && event.eventType === "Ended",
      );
      return payload.eventType;
    },
    expected: "Ended",
  },
  stop_transaction: {
    place: EVSE,
    async prepare(station) {
      await charging(station);
    },
    async outcome({ csms }) {
      const transactionId = csms.received("TransactionEvent").find(({ evse }) => evse?.id === 1)!
        .transactionInfo.transactionId;
      return verdict(await csms.call("RequestStopTransaction", { transactionId }));
    },
    expected: "Rejected InternalError",
  },
  force_unlock: {
    place: EVSE,
    outcome: async ({ csms }) => verdict(await csms.call("UnlockConnector", { evseId: 1, connectorId: 1 })),
    expected: "UnlockFailed",
  },
  external_ready_to_start_charging: {
    place: EVSE,
    when: "start",
    async outcome({ csms }, failing) {
      await failing.called();
      return (await csms.expect("BootNotification")).payload.reason;
    },
    expected: "PowerUp",
  },
  authorize_response: OF_AUTH,
  withdraw_authorization: OF_AUTH,
  reserve: OF_AUTH,
  cancel_reservation: OF_AUTH,
  resume_charging: "nothing in OCPP 2.0.1 resumes what a driver or an EV has paused",
  update_allowed_energy_transfer_modes: "OCPP 2.1 only",
  set_der_available: "OCPP 2.1 only",
  set_plug_and_charge_configuration: {
    ...setting(EVSE, "ISO15118Ctrlr", "PnCEnabled", ["false", "true"]),
    options: { everest: { iso15118: "connected" } },
  },
};

const authRows: InterfaceRows["commands"] = {
  set_connection_timeout: setting(AUTH, "TxCtrlr", "EVConnectionTimeOut", ["40", "50"]),
  set_master_pass_group_id: setting(AUTH, "AuthCtrlr", "MasterPassGroupId", ["ONE", "TWO"]),
  withdraw_authorization: {
    place: AUTH,
    prepare: (station) => configured(station, { "TxCtrlr.TxStartPoint": "Authorized" }),
    async outcome(station, failing) {
      await station.everest.auth.swipe("RFID0001");
      const { payload } = await station.csms.expect(
        "TransactionEvent",
        (event) => event.eventType === "Started" && event.idToken !== undefined,
      );
      const { transactionId } = payload.transactionInfo;
      const answer = await station.csms.call("RequestStopTransaction", { transactionId });
      await failing.called();
      const ended = await station.csms.expect(
        "TransactionEvent",
        (event) => event.eventType === "Ended" && event.transactionInfo.transactionId === transactionId,
      );
      // Auth would let the EVSE go by itself after a while.
      await station.everest.client.call("evse_manager_1", "evse", "withdraw_authorization", null);
      return [verdict(answer), ended.payload.transactionInfo.stoppedReason];
    },
    expected: ["Accepted", "Remote"],
  },
};

const systemRows: InterfaceRows["commands"] = {
  get_boot_reason: {
    place: SYSTEM,
    when: "start",
    outcome: async ({ csms }) => (await csms.expect("BootNotification")).payload.reason,
    expected: "Unknown",
  },
  set_system_time: {
    place: SYSTEM,
    prepare({ csms, clock }) {
      csms.on("Heartbeat", () => ({ currentTime: new Date(clock.wallMs() + 7_200_000).toISOString() }));
    },
    async outcome({ csms }, failing) {
      const before = csms.received("SecurityEventNotification").length;
      const answer = await csms.call("TriggerMessage", { requestedMessage: "Heartbeat" });
      await failing.called();
      return [verdict(answer), csms.received("SecurityEventNotification").length - before];
    },
    // No SettingSystemTime: the clock is as wrong as before.
    expected: ["Accepted", 0],
  },
  update_firmware: {
    place: SYSTEM,
    outcome: async (station) => verdict(await updateFirmware(station, 1)),
    expected: "Rejected InternalError",
  },
  upload_logs: {
    place: SYSTEM,
    outcome: async (station) => verdict(await getLog(station)),
    expected: "Rejected InternalError",
  },
  is_reset_allowed: {
    place: SYSTEM,
    outcome: async ({ csms }) => verdict(await csms.call("Reset", { type: "Immediate" })),
    expected: "Rejected Unspecified",
  },
  reset: {
    place: SYSTEM,
    prepare: (station) => configured(station, { "OCPPCommCtrlr.ResetRetries": "0" }),
    async outcome(station, failing) {
      const { csms, log } = station;
      const since = log.lines.length;
      const answer = await csms.call("Reset", { type: "Immediate" });
      await failing.called();
      await station.pass(31_000); // until nobody waits for the answer any more, and the next attempt would begin
      const givenUp = log.lines.slice(since).some(({ message }) =>
        message === "the system did not reset, the station goes on"
      );
      return [verdict(answer), givenUp];
    },
    expected: ["Accepted", true],
  },
  allow_firmware_installation: {
    place: SYSTEM,
    async outcome(station, failing) {
      const { csms, everest } = station;
      everest.system.updates.unsigned = "taken";
      const requestId = csms.calls.length;
      await updateFirmware(station, requestId);
      await everest.system.updates.tell("Downloaded");
      await failing.called();
      await station.pass(21_000); // until nobody waits for the answer any more
      await station.pass(60_000);
      await failing.called(2);
      await everest.system.updates.tell("InstallationFailed");
      const told = await csms.expect(
        "FirmwareStatusNotification",
        (request) => request.requestId === requestId && request.status === "InstallationFailed",
      );
      return told.payload.status;
    },
    expected: "InstallationFailed",
    // Drivers are kept away until the update is over.
    async meanwhile({ csms }) {
      await csms.call("GetVariables", {
        getVariableData: [{ component: { name: "EVSE", evse: { id: 2 } }, variable: { name: "Available" } }],
      });
    },
  },
  configure_network: "the network below belongs to the operating system (docs/operation.md)",
};

export const FAILING_COMMANDS: readonly InterfaceRows[] = [
  { declared: evseManagerInterface as unknown as Interface, commands: evseManagerRows },
  { declared: authInterface as unknown as Interface, commands: authRows },
  { declared: systemInterface as unknown as Interface, commands: systemRows },
];
