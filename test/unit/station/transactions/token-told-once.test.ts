import assert from "node:assert/strict";
import { SessionScript, START_MS, swiped } from "./evse-events.ts";
import { inWords, MachineRunner } from "./machine-runner.ts";

const CARD = swiped("RFID0001");
const REMOTE_START = { kind: "remoteStart", remoteStartId: 9 } as const;

Deno.test("a remote start that joins an authorized session does not cover that the authorization ended", () => {
  const machine = new MachineRunner({ start: "EVConnected", stop: "EVConnected" });
  const session = new SessionScript();
  machine.evse(session.plug(), session.begin(CARD));
  machine.input(REMOTE_START);
  machine.evse(session.finish("Local", { token: CARD }), session.begin(CARD), session.unplug());
  assert.deepEqual(machine.events.map(inWords), [
    "Started CablePluggedIn EVConnected evse=1/1",
    "Updated Authorized EVConnected idToken=RFID0001",
    "Updated StopAuthorized EVConnected idToken=RFID0001 remoteStartId=9",
    // The card came instead of the remote start.
    "Updated Authorized EVConnected idToken=RFID0001",
    "Ended EVCommunicationLost EVDisconnected Idle",
  ]);
});

Deno.test("a remote start does not cover a pause by remote stop", () => {
  const machine = new MachineRunner({ start: "EnergyTransfer", stop: "EVConnected" });
  const session = new SessionScript();
  machine.evse(session.charge());
  machine.input(REMOTE_START);
  machine.evse(session.pauseEvse(true), session.finish("Remote"), session.begin(CARD));
  assert.deepEqual(machine.events.map(inWords), [
    "Started ChargingStateChanged Charging evse=1/1",
    "Updated RemoteStop SuspendedEVSE remoteStartId=9",
    "Updated RemoteStart EVConnected remoteStartId=9",
    "Updated Authorized EVConnected idToken=RFID0001",
  ]);
});

Deno.test("a remote start does not cover that the authorization was withdrawn", () => {
  const machine = new MachineRunner({ start: "EVConnected", stop: "EVConnected" });
  const session = new SessionScript();
  machine.evse(session.plug(), session.swipe(CARD));
  machine.input(REMOTE_START);
  machine.input({ kind: "withdrawn", reason: "DeAuthorized", atMs: START_MS });
  assert.equal(machine.events.at(-1)?.triggerReason, "Deauthorized");
});

Deno.test("a token that counted and was given up while plugged in is told as such before the next one", () => {
  const machine = new MachineRunner({ start: "Authorized", stop: "EVConnected" });
  const session = new SessionScript();
  machine.evse(session.swipe(CARD), session.plug(), session.deauthorize(), session.begin(CARD));
  assert.deepEqual(machine.events.map(inWords), [
    "Started Authorized Idle idToken=RFID0001 evse=1/1",
    "Updated EVConnectTimeout EVConnected evse=1/1",
    "Updated Authorized EVConnected idToken=RFID0001",
  ]);
});

Deno.test("a remote stop of an EVSE that is paused already is told, although its state is the same", () => {
  const machine = new MachineRunner({ start: "Authorized", stop: "ParkingBayOccupancy" });
  const session = new SessionScript();
  machine.evse(session.swipe(CARD), session.begin(CARD), session.charge());
  machine.evse(session.pauseEvse(), session.pauseEvse(true), session.finish("Remote"), session.begin(CARD));
  assert.deepEqual(machine.events.slice(-4).map(inWords), [
    "Updated ChargingStateChanged SuspendedEVSE",
    "Updated RemoteStop SuspendedEVSE",
    "Updated ChargingStateChanged EVConnected",
    "Updated Authorized EVConnected idToken=RFID0001",
  ]);
});
