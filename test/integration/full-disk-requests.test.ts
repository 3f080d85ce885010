import assert from "node:assert/strict";
import type {
  Action,
  ChargingProfileType,
  MessageInfoType,
  RequestOf,
  SetMonitoringDataType,
} from "../../src/ocpp/messages.ts";
import { LIST_VARIABLES } from "../conformance/harness/known-tokens.ts";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import { VALID_TOKEN } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import { ACTIONS_TO_STATION } from "../fakes/csms/actions-by-direction.ts";
import { WITH_DISPLAY } from "../fakes/everest/simulated-display.ts";
import { testOnSmallDisk } from "../fakes/small-disk.ts";

const IN_AN_HOUR = "2026-01-15T11:00:00Z";
/** What is stored before the disk is full has this id, what is asked for then has the other. */
const [STORED, ASKED] = [9, 1];

const profile = (
  id: number,
  chargingProfilePurpose: ChargingProfileType["chargingProfilePurpose"],
): ChargingProfileType => ({
  id,
  stackLevel: 0,
  chargingProfilePurpose,
  chargingProfileKind: "Absolute",
  chargingSchedule: [{
    id,
    chargingRateUnit: "A",
    startSchedule: "2026-01-15T10:00:00Z",
    chargingSchedulePeriod: [{ startPeriod: 0, limit: 6 }],
  }],
});
const reservation = (id: number, evseId: number): RequestOf<"ReserveNow"> => ({
  id,
  evseId,
  idToken: VALID_TOKEN,
  expiryDateTime: IN_AN_HOUR,
});
const monitor = (evse: number): SetMonitoringDataType => ({
  type: "Delta",
  value: 1,
  severity: 5,
  component: { name: "EVSE", evse: { id: evse } },
  variable: { name: "AvailabilityState" },
});
const message = (id: number): MessageInfoType => ({
  id,
  priority: "NormalCycle",
  message: { format: "UTF8", content: "text" },
});
const listed = (versionNumber: number): RequestOf<"SendLocalList"> => ({
  versionNumber,
  updateType: "Full",
  localAuthorizationList: [{ idToken: VALID_TOKEN, idTokenInfo: { status: "Accepted" } }],
});

interface Refusal<A extends Action> {
  readonly request: RequestOf<A>;
  /** Status and reason code, or the CALLERROR where no status says it. */
  readonly answer: string;
}

type Expectation<A extends Action> =
  | Refusal<A>
  /** What must be written is in memory, and is written later where the next start must know it. */
  | "carried out"
  | "writes nothing"
  /** What is written belongs to EVerest's modules. */
  | "writes elsewhere"
  /** Events of transactions are in memory: see full-disk.test.ts. */
  | "writes events"
  | "not supported";

const REFUSED = "Rejected InternalError";

/** What each request of the CSMS comes to when the disk takes nothing. */
const EXPECTED: { readonly [A in Action]?: Expectation<A> } = {
  CancelReservation: "carried out",
  CertificateSigned: "writes elsewhere",
  ChangeAvailability: {
    request: { operationalStatus: "Inoperative", evse: { id: 1 } },
    answer: REFUSED,
  },
  ClearCache: { request: {}, answer: REFUSED },
  ClearChargingProfile: { request: { chargingProfileId: STORED }, answer: "CALLERROR InternalError" },
  ClearDisplayMessage: { request: { id: STORED }, answer: "CALLERROR InternalError" },
  ClearVariableMonitoring: { request: { id: [1] }, answer: REFUSED },
  CostUpdated: "writes nothing",
  CustomerInformation: {
    request: { requestId: 1, report: false, clear: true, idToken: VALID_TOKEN },
    answer: REFUSED,
  },
  DataTransfer: "writes nothing",
  DeleteCertificate: "writes elsewhere",
  GetBaseReport: "writes nothing",
  GetChargingProfiles: "writes nothing",
  GetCompositeSchedule: "writes nothing",
  GetDisplayMessages: "writes nothing",
  GetInstalledCertificateIds: "writes nothing",
  GetLocalListVersion: "writes nothing",
  GetLog: "writes elsewhere",
  GetMonitoringReport: "writes nothing",
  GetReport: "writes nothing",
  GetTransactionStatus: "writes nothing",
  GetVariables: "writes nothing",
  InstallCertificate: "writes elsewhere",
  PublishFirmware: "not supported",
  RequestStartTransaction: {
    request: {
      remoteStartId: 1,
      evseId: 1,
      idToken: VALID_TOKEN,
      chargingProfile: profile(ASKED, "TxProfile"),
    },
    answer: REFUSED,
  },
  RequestStopTransaction: "writes events",
  ReserveNow: { request: reservation(ASKED, 1), answer: REFUSED },
  // It waits for the holder of the reservation that is stored.
  Reset: { request: { type: "OnIdle" }, answer: REFUSED },
  SendLocalList: { request: listed(2), answer: "Failed InternalError" },
  SetChargingProfile: {
    request: { evseId: 1, chargingProfile: profile(ASKED, "TxDefaultProfile") },
    answer: REFUSED,
  },
  SetDisplayMessage: { request: { message: message(ASKED) }, answer: REFUSED },
  SetMonitoringBase: { request: { monitoringBase: "FactoryDefault" }, answer: REFUSED },
  SetMonitoringLevel: { request: { severity: 5 }, answer: REFUSED },
  SetNetworkProfile: {
    request: {
      configurationSlot: 2,
      connectionData: {
        ocppVersion: "OCPP20",
        ocppTransport: "JSON",
        ocppInterface: "Wired0",
        ocppCsmsUrl: "wss://csms.example/",
        messageTimeout: 30,
        securityProfile: 2,
      },
    },
    answer: "Failed InternalError",
  },
  SetVariableMonitoring: { request: { setMonitoringData: [monitor(2)] }, answer: REFUSED },
  SetVariables: {
    request: {
      setVariableData: [{
        component: { name: "OCPPCommCtrlr" },
        variable: { name: "HeartbeatInterval" },
        attributeValue: "77",
      }],
    },
    answer: REFUSED,
  },
  TriggerMessage: "writes nothing",
  UnlockConnector: "writes nothing",
  UnpublishFirmware: "not supported",
  // It may mend what fills the disk.
  UpdateFirmware: "carried out",
};

/** Of the answer, or of its only result. */
async function answerTo({ csms }: StationUnderTest, action: Action, request: unknown): Promise<string> {
  const answer = await csms.tryCall(action, request);
  if (answer.kind === "error") return `CALLERROR ${answer.code}`;
  const statuses = [...JSON.stringify(answer.payload).matchAll(/"(?:attributeS|s)tatus":"(\w+)"/g)];
  const [, reason = ""] = /"reasonCode":"(\w+)"/.exec(JSON.stringify(answer.payload)) ?? [];
  return [statuses[0]?.[1], reason].filter((part) => part !== "").join(" ");
}

const PREPARED: readonly (readonly [Action, unknown])[] = [
  ["SetChargingProfile", { evseId: 2, chargingProfile: profile(STORED, "TxDefaultProfile") }],
  ["ReserveNow", reservation(STORED, 2)],
  ["SetDisplayMessage", { message: message(STORED) }],
  ["SetVariableMonitoring", { setMonitoringData: [monitor(1)] }],
  ["SendLocalList", listed(1)],
];

testOnSmallDisk(
  "what the CSMS asks for on a full disk is refused without a trace, each action",
  async (disk) => {
    await using station = await startStation({
      everest: {
        evses: 2,
        ...WITH_DISPLAY,
        parameters: {
          CoreDatabasePath: disk.directory,
          DeviceModelDatabasePath: `${disk.directory}/device_model.db`,
        },
      },
      variables: { ...LIST_VARIABLES, "AuthCacheCtrlr.Enabled": true },
    });
    const { csms, everest, log } = station;
    await csms.expect("BootNotification");
    await csms.expect("StatusNotification", ({ evseId }) => evseId === 2);
    for (const [action, request] of PREPARED) {
      assert.equal(await answerTo(station, action, request), "Accepted", action);
    }
    await csms.expect("StatusNotification", ({ connectorStatus }) => connectorStatus === "Reserved");
    await station.settle();

    disk.fill();
    assert.deepEqual(Object.keys(EXPECTED), [...ACTIONS_TO_STATION], "every request of a CSMS has a line");
    for (const [action, expected] of Object.entries(EXPECTED)) {
      if (typeof expected === "string") continue;
      assert.equal(await answerTo(station, action as Action, expected.request), expected.answer, action);
      await station.settle();
    }
    const needNoDisk: readonly (readonly [Action, unknown])[] = [
      ["CustomerInformation", { requestId: 2, report: true, clear: false, idToken: VALID_TOKEN }],
      ["RequestStartTransaction", { remoteStartId: 2, evseId: 1, idToken: VALID_TOKEN }],
    ];
    for (const [action, request] of needNoDisk) {
      assert.equal(await answerTo(station, action, request), "Accepted", action);
    }
    // Last, for the reset waits for its driver.
    assert.equal(await answerTo(station, "CancelReservation", { reservationId: STORED }), "Accepted");
    await station.settle();
    assert(!log.messages("error").includes("handling a call failed"));
    assert.deepEqual(everest.reservation.open, []);
    assert.deepEqual(everest.display.messages.map(({ id }) => id), [STORED]);

    disk.free();
    await station.pass(15_000);
    await processRestarted(station);
    const nowThere: readonly (readonly [Action, unknown, string])[] = [
      ["CancelReservation", { reservationId: STORED }, "Rejected NotFound"],
      ["CancelReservation", { reservationId: ASKED }, "Rejected NotFound"],
      ["ClearChargingProfile", { chargingProfileId: ASKED }, "Unknown"],
      ["ClearChargingProfile", { chargingProfileId: STORED }, "Accepted"],
      ["ClearDisplayMessage", { id: ASKED }, "Unknown"],
      ["ClearDisplayMessage", { id: STORED }, "Accepted"],
      ["ClearVariableMonitoring", { id: [1] }, "Accepted"],
      ["ReserveNow", reservation(ASKED, 2), "Accepted"],
    ];
    for (const [action, request, answer] of nowThere) {
      assert.equal(await answerTo(station, action, request), answer, `${action} ${JSON.stringify(request)}`);
    }
    assert.equal((await csms.call("GetLocalListVersion", {})).versionNumber, 1);
  },
);
