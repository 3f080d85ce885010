import assert from "node:assert/strict";
import type { RequestOf } from "../../src/ocpp/messages.ts";
import {
  arrived,
  backOnline,
  goneOffline,
  queueEmptied,
  type VisitSettings,
} from "../conformance/harness/reusable-states.ts";
import {
  startStation,
  type StationOptions,
  type StationUnderTest,
} from "../conformance/harness/station-under-test.ts";

type TransactionEvent = RequestOf<"TransactionEvent">;
type Step = (station: StationUnderTest) => Promise<unknown>;

/** A session in front of the EVSE, and what of it reaches the back office. */
interface Trace extends VisitSettings {
  readonly name: string;
  readonly station?: StationOptions;
  readonly steps: readonly Step[];
  /** TransactionEvents but for meter values, in words. */
  readonly reported: readonly string[];
  /** Connector statuses after Available. */
  readonly statuses: readonly string[];
}

const plug: Step = ({ everest }) => everest.evse(1).plugIn();
const unplug: Step = ({ everest }) => everest.evse(1).unplug();
const charge: Step = ({ everest }) => everest.evse(1).startCharging();
const seconds = (count: number): Step => (station) => station.pass(count * 1000);
const swipe = (token: string, outcome: string): Step => async ({ everest }) =>
  assert.equal(await everest.auth.swipe(token), outcome);
const online = backOnline;
const offline = goneOffline;

/** EVerest tells the EVSE, as its Auth module or another one does. */
const command = (name: string, args: Record<string, unknown> | null): Step => ({ everest }) =>
  everest.client.call("evse_manager_1", "evse", name, args, "auth");

const remoteStart: Step = async ({ csms }) => {
  const idToken = { idToken: "REMOTE01", type: "Central" } as const;
  const { status } = await csms.call("RequestStartTransaction", { idToken, remoteStartId: 77, evseId: 1 });
  assert.equal(status, "Accepted");
};

const remoteStop: Step = async ({ csms }) => {
  const transactionId = csms.received("TransactionEvent").at(-1)?.transactionInfo.transactionId ?? "";
  assert.equal((await csms.call("RequestStopTransaction", { transactionId })).status, "Accepted");
};

/** From now on the CSMS takes back every token it sees in a transaction. */
const csmsRejectsTokens: Step = ({ csms }) =>
  Promise.resolve(
    csms.on("TransactionEvent", ({ idToken }) => idToken ? { idTokenInfo: { status: "Blocked" } } : {}),
  );

/** The CSMS says which group a token belongs to. */
const groups = (groupOf: Readonly<Record<string, string>>): Step => ({ csms }) =>
  Promise.resolve(csms.on("Authorize", ({ idToken }) => {
    const group = groupOf[idToken.idToken];
    const groupIdToken = group === undefined ? undefined : { idToken: group, type: "Central" as const };
    return { idTokenInfo: { status: "Accepted", ...(groupIdToken && { groupIdToken }) } };
  }));

const reportedSoFar = (count: number): Step => async (station) => {
  await queueEmptied(station);
  assert.equal(station.csms.received("TransactionEvent").length, count);
};

const start = swipe("RFID0001", "UsedToStart");
const stop = swipe("RFID0001", "UsedToStop");

const STARTED = "Started Authorized EVConnected idToken=RFID0001 evse=1/1";
const CHARGING = "Updated ChargingStateChanged Charging";

const TRACES: readonly Trace[] = [
  {
    name: "1 plug, swipe, charge, swipe",
    steps: [plug, start, charge, seconds(10), stop, seconds(1), unplug],
    reported: [STARTED, CHARGING, "Ended StopAuthorized Local EVConnected idToken=RFID0001"],
    statuses: ["Occupied", "Available"],
  },
  {
    name: "2 swipe, plug",
    steps: [start, plug],
    reported: ["Started ChargingStateChanged SuspendedEVSE idToken=RFID0001 evse=1/1"],
    statuses: ["Occupied"],
  },
  {
    name: "2 remote start, plug",
    steps: [remoteStart, seconds(1), plug],
    reported: ["Started RemoteStart SuspendedEVSE idToken=REMOTE01 remoteStartId=77 evse=1/1"],
    statuses: ["Occupied"],
  },
  {
    name: "2 plug, remote start",
    steps: [plug, remoteStart, seconds(1)],
    reported: ["Started RemoteStart EVConnected idToken=REMOTE01 remoteStartId=77 evse=1/1"],
    statuses: ["Occupied"],
  },
  {
    name: "3 unplug while charging",
    steps: [plug, start, charge, seconds(10), unplug],
    reported: [STARTED, CHARGING, "Ended EVCommunicationLost EVDisconnected Idle"],
    statuses: ["Occupied", "Available"],
  },
  {
    name: "4 RequestStopTransaction",
    steps: [plug, start, charge, seconds(10), remoteStop, seconds(1), unplug],
    reported: [STARTED, CHARGING, "Ended RemoteStop Remote EVConnected"],
    statuses: ["Occupied", "Available"],
  },
  {
    name: "4 RequestStopTransaction of what the EVSE itself does not know: plugged in, nobody authorized",
    start: "EVConnected",
    steps: [plug, seconds(1), remoteStop, seconds(1), unplug],
    reported: ["Started CablePluggedIn EVConnected evse=1/1", "Ended RemoteStop Remote EVConnected"],
    statuses: ["Occupied", "Available"],
  },
  {
    name: "4 RequestStopTransaction of what the EVSE itself does not know: authorized, not plugged in",
    start: "Authorized",
    steps: [start, seconds(1), remoteStop, seconds(1), plug],
    reported: ["Started Authorized Idle idToken=RFID0001 evse=1/1", "Ended RemoteStop Remote Idle"],
    statuses: ["Occupied"],
  },
  {
    name: "4 RequestStartTransaction of a transaction that waits for an authorization",
    start: "EVConnected",
    steps: [plug, seconds(1), remoteStart, seconds(1)],
    reported: [
      "Started CablePluggedIn EVConnected evse=1/1",
      "Updated RemoteStart EVConnected idToken=REMOTE01 remoteStartId=77",
    ],
    statuses: ["Occupied"],
  },
  {
    name: "5 stop point EVConnected, swipe, unplug: the reason stays Local",
    stop: "EVConnected",
    steps: [plug, start, charge, seconds(10), stop, seconds(1), unplug],
    reported: [
      STARTED,
      CHARGING,
      "Updated StopAuthorized Charging idToken=RFID0001",
      "Updated ChargingStateChanged EVConnected",
      "Ended EVCommunicationLost Local Idle",
    ],
    statuses: ["Occupied", "Available"],
  },
  {
    name: "6 authorized, never plugged in: nobody hears of it",
    steps: [start, seconds(121)],
    reported: [],
    statuses: [],
  },
  {
    name: "6 authorized, never plugged in, start point Authorized",
    start: "Authorized",
    steps: [start, seconds(121)],
    reported: [
      "Started Authorized Idle idToken=RFID0001 evse=1/1",
      "Ended EVConnectTimeout Timeout Idle",
    ],
    statuses: [],
  },
  {
    name: "7 plugged in, never authorized, start point EVConnected, stop point Authorized",
    start: "EVConnected",
    stop: "Authorized",
    steps: [plug, command("withdraw_authorization", null), unplug],
    reported: [
      "Started CablePluggedIn EVConnected evse=1/1",
      "Ended EVConnectTimeout Timeout EVConnected",
    ],
    statuses: ["Occupied", "Available"],
  },
  {
    name: "9 hard reset while charging, whatever the stop points",
    stop: "EVConnected",
    steps: [
      plug,
      start,
      charge,
      command("stop_transaction", { request: { reason: "HardReset" } }),
      seconds(1),
      unplug,
    ],
    reported: [STARTED, CHARGING, "Ended ResetCommand ImmediateReset EVConnected"],
    statuses: ["Occupied", "Available"],
  },
  {
    name: "10 token rejected in TransactionEventResponse, StopTxOnInvalidId true",
    variables: { "TxCtrlr.StopTxOnInvalidId": "true" },
    steps: [csmsRejectsTokens, plug, start, seconds(1), unplug],
    reported: [STARTED, "Ended Deauthorized DeAuthorized EVConnected"],
    statuses: ["Occupied", "Available"],
  },
  {
    // C15.FR.03: with the charging state; by its twin E05.FR.09 that could follow in the next event.
    name:
      "10 token of an absence rejected, StopTxOnInvalidId true, TxStopPoint EVConnected: the transaction stays open",
    stop: "EVConnected",
    variables: {
      "AuthCtrlr.OfflineTxForUnknownIdEnabled": "true",
      "TxCtrlr.StopTxOnInvalidId": "true",
    },
    steps: [csmsRejectsTokens, offline, plug, start, charge, seconds(1), online, seconds(1), unplug],
    reported: [
      `${STARTED} offline`,
      `${CHARGING} offline`,
      "Updated Deauthorized EVConnected",
      "Ended EVCommunicationLost DeAuthorized Idle",
    ],
    statuses: ["Occupied", "Available"],
  },
  {
    name: "10 token rejected, StopTxOnInvalidId false, no energy granted: suspended at once",
    variables: { "TxCtrlr.StopTxOnInvalidId": "false", "TxCtrlr.MaxEnergyOnInvalidId": "0" },
    steps: [csmsRejectsTokens, plug, start, seconds(1), unplug],
    reported: [
      STARTED,
      "Updated ChargingStateChanged SuspendedEVSE",
      "Ended EVCommunicationLost EVDisconnected Idle",
    ],
    statuses: ["Occupied", "Available"],
  },
  {
    name:
      "10 token rejected, StopTxOnInvalidId false: an EVSE that pauses only what flows is paused then, each time",
    station: { everest: { evse: { pauses: "whileCharging" } } },
    variables: { "TxCtrlr.StopTxOnInvalidId": "false", "TxCtrlr.MaxEnergyOnInvalidId": "0" },
    steps: [
      csmsRejectsTokens,
      plug,
      start,
      seconds(1),
      charge,
      seconds(1),
      command("resume_charging", null),
      seconds(1),
      unplug,
    ],
    reported: [
      STARTED,
      CHARGING,
      "Updated ChargingStateChanged SuspendedEVSE",
      CHARGING,
      "Updated ChargingStateChanged SuspendedEVSE",
      "Ended EVCommunicationLost EVDisconnected Idle",
    ],
    statuses: ["Occupied", "Available"],
  },
  {
    // 16 A at 3 x 230 V are 11 kW: 100 Wh take 33 s.
    name: "10 token rejected, StopTxOnInvalidId false, 100 Wh granted: suspended when they are delivered",
    variables: { "TxCtrlr.StopTxOnInvalidId": "false", "TxCtrlr.MaxEnergyOnInvalidId": "100" },
    steps: [
      csmsRejectsTokens,
      plug,
      start,
      charge,
      seconds(32),
      reportedSoFar(2),
      seconds(2),
      reportedSoFar(3),
      unplug,
    ],
    reported: [
      STARTED,
      CHARGING,
      "Updated ChargingStateChanged SuspendedEVSE",
      "Ended EVCommunicationLost EVDisconnected Idle",
    ],
    statuses: ["Occupied", "Available"],
  },
  {
    name: "11 plug and unplug: only the connector is heard of",
    steps: [plug, seconds(1), unplug],
    reported: [],
    statuses: ["Occupied", "Available"],
  },
  {
    name: "11 plug and unplug, start point EVConnected",
    start: "EVConnected",
    steps: [plug, seconds(1), unplug],
    reported: [
      "Started CablePluggedIn EVConnected evse=1/1",
      "Ended EVCommunicationLost EVDisconnected Idle",
    ],
    statuses: ["Occupied", "Available"],
  },
  {
    name: "12 another token of the group stops",
    steps: [
      groups({ RFID0001: "FAMILY", RFID0002: "FAMILY" }),
      plug,
      start,
      charge,
      seconds(10),
      swipe("RFID0002", "UsedToStop"),
      seconds(1),
    ],
    reported: [STARTED, CHARGING, "Ended StopAuthorized Local EVConnected idToken=RFID0002"],
    statuses: ["Occupied"],
  },
  {
    name: "12 a master pass stops",
    variables: { "AuthCtrlr.MasterPassGroupId": "POLICE" },
    steps: [
      groups({ MASTER01: "POLICE" }),
      plug,
      start,
      charge,
      seconds(10),
      swipe("MASTER01", "UsedToStop"),
      seconds(1),
    ],
    reported: [STARTED, CHARGING, "Ended StopAuthorized MasterPass EVConnected idToken=MASTER01"],
    statuses: ["Occupied"],
  },
  {
    name: "a whole session offline, allowed by OfflineTxForUnknownIdEnabled, arrives complete",
    variables: { "AuthCtrlr.OfflineTxForUnknownIdEnabled": "true" },
    steps: [offline, plug, start, charge, seconds(10), stop, seconds(1), online],
    reported: [
      `${STARTED} offline`,
      `${CHARGING} offline`,
      "Ended StopAuthorized Local EVConnected idToken=RFID0001 offline",
    ],
    statuses: ["Occupied"],
  },
];

for (const { name, steps, reported, statuses, station: options, ...settings } of TRACES) {
  Deno.test(`session trace ${name}`, async () => {
    await using station = await startStation(options);
    await arrived(station, settings);
    for (const step of steps) {
      await step(station);
      await station.settle();
    }
    await assertReported(station, reported);
    assert.deepEqual(
      station.csms.received("StatusNotification").map(({ connectorStatus }) => connectorStatus),
      [
        "Available",
        ...statuses,
      ],
    );
  });
}

Deno.test("session trace 8 power loss: the transaction ends with what the EVSE remembers", async () => {
  await using station = await startStation();
  const { csms, everest } = station;
  await arrived(station, { stop: "EVConnected" });
  for (const step of [plug, start, charge, seconds(10)]) await step(station);
  await station.stop();
  await everest.powerCut();
  station.start();
  const boot = await csms.expect("BootNotification");
  assert.equal(boot.payload.reason, "PowerUp");
  await station.settle();
  await assertReported(station, [STARTED, CHARGING, "Ended AbnormalCondition PowerLoss Idle offline"]);
});

Deno.test("session trace 13 EV plugged in at boot: the session begins in the delay before the first connection", async () => {
  await using station = await startStation({
    start: false,
    variables: { "TxCtrlr.TxStartPoint": "EVConnected" },
    everest: { parameters: { DelayOcppStart: 5000 } },
  });
  await station.evse(1).plugIn();
  station.start();
  await station.clock.timerSet("delay-ocpp-start");
  await station.settle();
  assert.equal(station.csms.connections, 0);
  await station.pass(5000);
  await station.csms.expect("BootNotification");
  const status = await station.csms.expect("StatusNotification");
  assert.equal(status.payload.connectorStatus, "Occupied");
  await assertReported(station, ["Started CablePluggedIn EVConnected evse=1/1 offline"]);
});

/** Compares all that is not a periodic meter value, once nothing is queued any more; no seqNo may be missing. */
async function assertReported(station: StationUnderTest, expected: readonly string[]): Promise<void> {
  const { csms } = station;
  await queueEmptied(station);
  const events = csms.received("TransactionEvent");
  const stateEvents = events.filter(({ triggerReason }) => !triggerReason.startsWith("MeterValue"));
  assert.deepEqual(stateEvents.map(inWords), expected);
  assert.deepEqual(events.map(({ seqNo }) => seqNo), events.map((_, index) => index));
  assert(new Set(events.map(({ transactionInfo }) => transactionInfo.transactionId)).size <= 1);
}

function inWords({ transactionInfo: info, ...event }: TransactionEvent): string {
  return [
    event.eventType,
    event.triggerReason,
    info.stoppedReason,
    info.chargingState,
    event.idToken && `idToken=${event.idToken.idToken}`,
    info.remoteStartId !== undefined && `remoteStartId=${info.remoteStartId}`,
    event.evse && `evse=${event.evse.id}/${event.evse.connectorId}`,
    event.offline && "offline",
  ].filter(Boolean).join(" ");
}
