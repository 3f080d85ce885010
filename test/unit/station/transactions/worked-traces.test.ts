import assert from "node:assert/strict";
import type { EvseEvent } from "../../../../src/station/evse-event.ts";
import { remote, SessionScript, swiped } from "./evse-events.ts";
import { inWords, MachineRunner, type RunOptions } from "./machine-runner.ts";

interface Trace extends RunOptions {
  readonly name: string;
  readonly events: (session: SessionScript) => readonly EvseEvent[];
  readonly reported: readonly string[];
}

const DRIVER = swiped("RFID0001");
const APP = remote("REMOTE01", 77);

const TRACES: readonly Trace[] = [
  {
    name: "1 plug, swipe, charge, swipe",
    events: (s) => [s.plug(), s.begin(DRIVER), s.charge(), s.finish("Local", { token: DRIVER }), s.unplug()],
    reported: [
      "Started Authorized EVConnected idToken=RFID0001 evse=1/1",
      "Updated ChargingStateChanged Charging",
      "Ended StopAuthorized Local EVConnected idToken=RFID0001",
    ],
  },
  {
    name: "2 swipe, plug",
    events: (s) => [s.swipe(DRIVER), s.begin(DRIVER), s.charge(), s.finish("Local", { token: DRIVER })],
    reported: [
      "Started ChargingStateChanged SuspendedEVSE idToken=RFID0001 evse=1/1",
      "Updated ChargingStateChanged Charging",
      "Ended StopAuthorized Local EVConnected idToken=RFID0001",
    ],
  },
  {
    name: "2 remote start, plug",
    events: (s) => [s.swipe(APP), s.begin(APP)],
    reported: ["Started RemoteStart SuspendedEVSE idToken=REMOTE01 remoteStartId=77 evse=1/1"],
  },
  {
    name: "2 plug, remote start",
    events: (s) => [s.plug(), s.begin(APP)],
    reported: ["Started RemoteStart EVConnected idToken=REMOTE01 remoteStartId=77 evse=1/1"],
  },
  {
    name: "3 unplug while charging",
    events: (s) => [s.plug(), s.begin(DRIVER), s.charge(), s.finish("EVDisconnected"), s.unplug()],
    reported: [
      "Started Authorized EVConnected idToken=RFID0001 evse=1/1",
      "Updated ChargingStateChanged Charging",
      "Ended EVCommunicationLost EVDisconnected Idle",
    ],
  },
  {
    name: "4 RequestStopTransaction",
    events: (s) => [s.plug(), s.begin(DRIVER), s.charge(), s.finish("Remote"), s.unplug()],
    reported: [
      "Started Authorized EVConnected idToken=RFID0001 evse=1/1",
      "Updated ChargingStateChanged Charging",
      "Ended RemoteStop Remote EVConnected",
    ],
  },
  {
    name:
      "5 stop point EVConnected only, swipe stop: the transaction ends with the cable, the reason stays Local",
    stop: "EVConnected",
    events: (s) => [s.plug(), s.begin(DRIVER), s.charge(), s.finish("Local", { token: DRIVER }), s.unplug()],
    reported: [
      "Started Authorized EVConnected idToken=RFID0001 evse=1/1",
      "Updated ChargingStateChanged Charging",
      "Updated StopAuthorized Charging idToken=RFID0001",
      "Updated ChargingStateChanged EVConnected",
      "Ended EVCommunicationLost Local Idle",
    ],
  },
  {
    name: "6 authorized, never plugged in, default points",
    events: (s) => [s.swipe(DRIVER), s.deauthorize(), s.unplug()],
    reported: [],
  },
  {
    name: "6 authorized, never plugged in, start point Authorized",
    start: "Authorized",
    events: (s) => [s.swipe(DRIVER), s.deauthorize(), s.unplug()],
    reported: [
      "Started Authorized Idle idToken=RFID0001 evse=1/1",
      "Ended EVConnectTimeout Timeout Idle",
    ],
  },
  {
    name: "7 plugged in, never authorized, start EVConnected, stop Authorized",
    start: "EVConnected",
    stop: "Authorized",
    events: (s) => [s.plug(), s.deauthorize(), s.pluginTimeout(), s.unplug()],
    reported: [
      "Started CablePluggedIn EVConnected evse=1/1",
      "Ended EVConnectTimeout Timeout EVConnected",
    ],
  },
  {
    name: "9 Reset Immediate with active transaction",
    stop: "EVConnected",
    events: (s) => [s.plug(), s.begin(DRIVER), s.charge(), s.finish("ImmediateReset")],
    reported: [
      "Started Authorized EVConnected idToken=RFID0001 evse=1/1",
      "Updated ChargingStateChanged Charging",
      "Ended ResetCommand ImmediateReset EVConnected",
    ],
  },
  {
    name: "10 token rejected in the TransactionEventResponse, StopTxOnInvalidId",
    events: (s) => [s.plug(), s.begin(DRIVER), s.finish("DeAuthorized"), s.unplug()],
    reported: [
      "Started Authorized EVConnected idToken=RFID0001 evse=1/1",
      "Ended Deauthorized DeAuthorized EVConnected",
    ],
  },
  {
    name: "10 token rejected, stop point EVConnected: with the charging state (C15.FR.03)",
    stop: "EVConnected",
    events: (s) => [s.plug(), s.begin(DRIVER), s.charge(), s.finish("DeAuthorized"), s.unplug()],
    reported: [
      "Started Authorized EVConnected idToken=RFID0001 evse=1/1",
      "Updated ChargingStateChanged Charging",
      "Updated Deauthorized EVConnected",
      "Ended EVCommunicationLost DeAuthorized Idle",
    ],
  },
  {
    name: "11 plug and unplug, default points",
    events: (s) => [s.plug(), s.unplug()],
    reported: [],
  },
  {
    name: "11 plug and unplug, start point EVConnected",
    start: "EVConnected",
    events: (s) => [s.plug(), s.unplug()],
    reported: [
      "Started CablePluggedIn EVConnected evse=1/1",
      "Ended EVCommunicationLost EVDisconnected Idle",
    ],
  },
  {
    name: "12 another token of the group stops: Ended carries the stopping token",
    events: (
      s,
    ) => [
      s.plug(),
      s.begin(swiped("RFID0001", "G1")),
      s.finish("Local", { token: swiped("RFID0002", "G1") }),
    ],
    reported: [
      "Started Authorized EVConnected idToken=RFID0001 evse=1/1",
      "Ended StopAuthorized Local EVConnected idToken=RFID0002",
    ],
  },
  {
    name: "12 master pass",
    events: (s) => [s.plug(), s.begin(DRIVER), s.finish("MasterPass", { token: swiped("MASTER01") })],
    reported: [
      "Started Authorized EVConnected idToken=RFID0001 evse=1/1",
      "Ended StopAuthorized MasterPass EVConnected idToken=MASTER01",
    ],
  },
  {
    name: "start point Authorized: the plug-in is reported, with the EVSE",
    start: "Authorized",
    events: (s) => [s.swipe(DRIVER), s.begin(DRIVER), s.charge()],
    reported: [
      "Started Authorized Idle idToken=RFID0001 evse=1/1",
      "Updated CablePluggedIn EVConnected evse=1/1",
      "Updated ChargingStateChanged Charging",
    ],
  },
  {
    name: "start point Authorized, remote start (TC_E_13)",
    start: "Authorized",
    events: (s) => [s.swipe(APP), s.begin(APP)],
    reported: [
      "Started RemoteStart Idle idToken=REMOTE01 remoteStartId=77 evse=1/1",
      "Updated CablePluggedIn EVConnected remoteStartId=77 evse=1/1",
    ],
  },
  {
    name: "start point EVConnected, then a swipe (E02.FR.20)",
    start: "EVConnected",
    events: (s) => [s.plug(), s.begin(DRIVER)],
    reported: [
      "Started CablePluggedIn EVConnected evse=1/1",
      "Updated Authorized EVConnected idToken=RFID0001",
    ],
  },
  {
    name: "start point EVConnected, then a remote start (F01.FR.19)",
    start: "EVConnected",
    events: (s) => [s.plug(), s.begin(APP)],
    reported: [
      "Started CablePluggedIn EVConnected evse=1/1",
      "Updated RemoteStart EVConnected idToken=REMOTE01 remoteStartId=77",
    ],
  },
  {
    name: "start point EVConnected, remote start first (F02.FR.21)",
    start: "EVConnected",
    events: (s) => [s.swipe(APP), s.begin(APP)],
    reported: ["Started RemoteStart EVConnected idToken=REMOTE01 remoteStartId=77 evse=1/1"],
  },
  {
    name: "start point EnergyTransfer (TC_E_02)",
    start: "EnergyTransfer",
    events: (s) => [s.plug(), s.begin(DRIVER), s.charge()],
    reported: ["Started ChargingStateChanged Charging idToken=RFID0001 evse=1/1"],
  },
  {
    name: "start point EnergyTransfer, remote start",
    start: "EnergyTransfer",
    events: (s) => [s.swipe(APP), s.begin(APP), s.charge()],
    reported: ["Started RemoteStart Charging idToken=REMOTE01 remoteStartId=77 evse=1/1"],
  },
  {
    name: "stop point EnergyTransfer, the EV stops (TC_E_22)",
    stop: "EnergyTransfer",
    events: (
      s,
    ) => [s.plug(), s.begin(DRIVER), s.charge(), s.pauseEv(), s.finish("EVDisconnected"), s.unplug()],
    reported: [
      "Started Authorized EVConnected idToken=RFID0001 evse=1/1",
      "Updated ChargingStateChanged Charging",
      "Ended ChargingStateChanged StoppedByEV EVConnected",
    ],
  },
  {
    name: "stop point EnergyTransfer: an EV that is not ready yet ends nothing (TC_E_38)",
    stop: "EnergyTransfer",
    events: (s) => [s.plug(), s.begin(DRIVER), s.pauseEv(), s.charge()],
    reported: [
      "Started Authorized EVConnected idToken=RFID0001 evse=1/1",
      "Updated ChargingStateChanged SuspendedEV",
      "Updated ChargingStateChanged Charging",
    ],
  },
  {
    name: "stop point EnergyTransfer, start EVConnected: neither plugging in nor a swipe ends it",
    start: "EVConnected",
    stop: "EnergyTransfer",
    events: (s) => [s.plug(), s.begin(DRIVER)],
    reported: [
      "Started CablePluggedIn EVConnected evse=1/1",
      "Updated Authorized EVConnected idToken=RFID0001",
    ],
  },
  {
    name: "stop point EnergyTransfer: energy that flows again is a new transaction",
    stop: "EnergyTransfer",
    events: (s) => [s.plug(), s.begin(DRIVER), s.charge(), s.pauseEv(), s.charge(), s.finish("Remote")],
    reported: [
      "Started Authorized EVConnected idToken=RFID0001 evse=1/1",
      "Updated ChargingStateChanged Charging",
      "Ended ChargingStateChanged StoppedByEV EVConnected",
      "Started ChargingStateChanged Charging idToken=RFID0001 evse=1/1",
      "Ended RemoteStop Remote EVConnected",
    ],
  },
  {
    name: "pauses are reported once each, also when the EVSE repeats itself",
    events: (s) => [
      s.plug(),
      s.begin(DRIVER),
      s.charge(),
      s.charge(),
      s.pauseEvse(),
      s.pauseEvse(),
      s.pauseEv(),
      s.charge(),
    ],
    reported: [
      "Started Authorized EVConnected idToken=RFID0001 evse=1/1",
      "Updated ChargingStateChanged Charging",
      "Updated ChargingStateChanged SuspendedEVSE",
      "Updated ChargingStateChanged SuspendedEV",
      "Updated ChargingStateChanged Charging",
    ],
  },
  {
    name: "a remote stop that pauses first says RemoteStop once and keeps its reason to the end",
    stop: "EVConnected",
    events: (s) => [s.plug(), s.begin(DRIVER), s.charge(), s.pauseEvse(true), s.finish("Remote"), s.unplug()],
    reported: [
      "Started Authorized EVConnected idToken=RFID0001 evse=1/1",
      "Updated ChargingStateChanged Charging",
      "Updated RemoteStop SuspendedEVSE",
      "Updated ChargingStateChanged EVConnected",
      "Ended EVCommunicationLost Remote Idle",
    ],
  },
  {
    name: "the reservation is reported with the token that redeems it (E03.FR.03)",
    start: "EVConnected",
    events: (s) => [s.plug({ reservationId: 8 }), s.begin(DRIVER, { reservationId: 8 }), s.charge()],
    reported: [
      "Started CablePluggedIn EVConnected evse=1/1",
      "Updated Authorized EVConnected idToken=RFID0001 reservationId=8",
      "Updated ChargingStateChanged Charging",
    ],
  },
  {
    name: "a reservation that the EVSE learns of after the swipe is still reported (E01.FR.13, E03.FR.03)",
    start: "Authorized",
    events: (s) => [s.swipe(DRIVER), s.begin(DRIVER, { reservationId: 8 }), s.charge()],
    reported: [
      "Started Authorized Idle idToken=RFID0001 evse=1/1",
      "Updated CablePluggedIn EVConnected reservationId=8 evse=1/1",
      "Updated ChargingStateChanged Charging",
    ],
  },
  {
    name: "the reservation that a remote start redeems is reported with its token (F02.FR.06)",
    start: "Authorized",
    events: (s) => [s.swipe(APP, { reservationId: 8 }), s.begin(APP, { reservationId: 8 })],
    reported: [
      "Started RemoteStart Idle idToken=REMOTE01 remoteStartId=77 reservationId=8 evse=1/1",
      "Updated CablePluggedIn EVConnected remoteStartId=77 evse=1/1",
    ],
  },
  {
    name: "Deauthorized means nothing while the EVSE runs its transaction",
    events: (s) => [s.plug(), s.begin(DRIVER), s.charge(), s.deauthorize()],
    reported: [
      "Started Authorized EVConnected idToken=RFID0001 evse=1/1",
      "Updated ChargingStateChanged Charging",
    ],
  },
  {
    name: "a fault stops: AbnormalCondition (E06.FR.16)",
    events: (s) => [s.plug(), s.begin(DRIVER), s.charge(), s.finish("GroundFault")],
    reported: [
      "Started Authorized EVConnected idToken=RFID0001 evse=1/1",
      "Updated ChargingStateChanged Charging",
      "Ended AbnormalCondition GroundFault EVConnected",
    ],
  },
  {
    name: "the EV stops through ISO 15118 (E15.FR.04)",
    events: (s) => [s.plug(), s.begin(DRIVER), s.charge(), s.finish("StoppedByEV")],
    reported: [
      "Started Authorized EVConnected idToken=RFID0001 evse=1/1",
      "Updated ChargingStateChanged Charging",
      "Ended StopAuthorized StoppedByEV EVConnected",
    ],
  },
  {
    name: "TransactionStarted without a session before it is reported all the same",
    events: (s) => [s.begin(DRIVER)],
    reported: ["Started Authorized EVConnected idToken=RFID0001 evse=1/1"],
  },
  {
    name: "a second swipe in the same session opens a second transaction",
    events: (
      s,
    ) => [s.plug(), s.begin(DRIVER), s.finish("Local", { token: DRIVER }), s.begin(swiped("RFID0002"))],
    reported: [
      "Started Authorized EVConnected idToken=RFID0001 evse=1/1",
      "Ended StopAuthorized Local EVConnected idToken=RFID0001",
      "Started Authorized EVConnected idToken=RFID0002 evse=1/1",
    ],
  },
  {
    name: "a second authorization of a transaction that is still open reports its token and forgets the stop",
    stop: "EVConnected",
    events: (
      s,
    ) => [s.plug(), s.begin(DRIVER), s.finish("Local", { token: DRIVER }), s.begin(DRIVER), s.unplug()],
    reported: [
      "Started Authorized EVConnected idToken=RFID0001 evse=1/1",
      "Updated StopAuthorized EVConnected idToken=RFID0001",
      "Updated Authorized EVConnected idToken=RFID0001",
      "Ended EVCommunicationLost EVDisconnected Idle",
    ],
  },
];

for (const { name, events, reported, ...options } of TRACES) {
  Deno.test(`trace ${name}`, () => {
    const machine = new MachineRunner(options);
    machine.evse(...events(new SessionScript()));
    assert.deepEqual(machine.events.map(inWords), reported);
  });
}

Deno.test("trace 8 power loss: the transaction that was on disk ends with what the EVSE says after the restart", () => {
  const before = new MachineRunner({ stop: "EVConnected" });
  const session = new SessionScript();
  before.evse(session.plug(), session.begin(DRIVER), session.charge());

  const after = new MachineRunner({
    stop: "EVConnected",
    context: { unseenEnd: { reason: "PowerLoss", trigger: "AbnormalCondition" } },
  });
  after.state = before.state;
  after.evse(session.resume(), session.finish("PowerLoss", { sessionId: "" }));
  assert.deepEqual(after.events.map(inWords), ["Ended AbnormalCondition PowerLoss Idle"]);
  assert.equal(after.events[0]?.seqNo, 2);
});

Deno.test("trace 13 EV already plugged in at boot: the session starts like any other", () => {
  const machine = new MachineRunner({ start: "EVConnected" });
  machine.evse(new SessionScript().plug());
  assert.deepEqual(machine.events.map(inWords), ["Started CablePluggedIn EVConnected evse=1/1"]);
});
