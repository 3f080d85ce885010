import assert from "node:assert/strict";
import type { EvseEvent } from "../../../../src/station/evse-event.ts";
import type { EvseTransactionState } from "../../../../src/station/transactions/evse-transaction-state.ts";
import { SessionScript, swiped } from "./evse-events.ts";
import { inWords, MachineRunner, type RunOptions } from "./machine-runner.ts";

const DRIVER = swiped("RFID0001");
const OTHER = swiped("RFID0002");
const POINTS = ["EVConnected", "Authorized", "PowerPathClosed", "EnergyTransfer"];

type Events = (s: SessionScript) => readonly EvseEvent[];

/** As after a restart: other events of the session may have come before the next one. */
function restarted(state: EvseTransactionState): EvseTransactionState {
  return { ...state, continuity: "broken" };
}

interface Case extends RunOptions {
  readonly name: string;
  readonly before: Events;
  readonly after: Events;
  /** What is told after the restart; `offline` where the CSMS could not have been told in time. */
  readonly reported: readonly string[];
}

const told = (machine: MachineRunner, events: readonly EvseEvent[]) =>
  machine.evse(...events).map((event) => `${inWords(event)}${event.offline ? " offline" : ""}`);

const STOP = "Ended StopAuthorized Local EVConnected idToken=RFID0001";

const CASES: readonly Case[] = [
  {
    name: "plugged; the authorization went unseen",
    before: (s) => [s.plug()],
    after: (s) => [s.charge(), s.finish("Local", { token: DRIVER })],
    reported: ["Started ChargingStateChanged Charging evse=1/1 offline", STOP],
  },
  {
    name: "authorized; the cable went unseen",
    before: (s) => [s.swipe(DRIVER)],
    after: (s) => [s.charge(), s.finish("Local", { token: DRIVER })],
    reported: ["Started ChargingStateChanged Charging idToken=RFID0001 evse=1/1 offline", STOP],
  },
  {
    name: "plugged; authorization and energy went unseen",
    before: (s) => [s.plug()],
    after: (s) => [s.pauseEv(), s.finish("Local", { token: DRIVER })],
    reported: ["Started ChargingStateChanged SuspendedEV evse=1/1 offline", STOP],
  },
  {
    name: "plugged; all but the end of the EVSE's transaction went unseen",
    before: (s) => [s.plug()],
    after: (s) => [s.finish("Local", { token: DRIVER })],
    reported: ["Started ChargingStateChanged EVConnected evse=1/1 offline", STOP],
  },
  {
    name: "the energy went unseen, a pause shows it",
    start: "EnergyTransfer",
    before: (s) => [s.plug(), s.begin(DRIVER)],
    after: (s) => [s.pauseEv(), s.finish("Local", { token: DRIVER })],
    reported: ["Started ChargingStateChanged SuspendedEV idToken=RFID0001 evse=1/1 offline", STOP],
  },
  {
    name: "the energy went unseen, the end shows it",
    start: "EnergyTransfer",
    before: (s) => [s.plug(), s.begin(DRIVER)],
    after: (s) => [s.finish("Local", { token: DRIVER })],
    reported: ["Started ChargingStateChanged EVConnected idToken=RFID0001 evse=1/1 offline", STOP],
  },
  {
    name: "the energy went unseen, the unplugging shows it",
    start: "EnergyTransfer",
    before: (s) => [s.plug(), s.begin(DRIVER)],
    after: (s) => [s.unplug()],
    reported: [
      "Started ChargingStateChanged EVConnected idToken=RFID0001 evse=1/1 offline",
      "Ended EVCommunicationLost EVDisconnected Idle",
    ],
  },
  {
    name: "authorized; cable, energy and end went unseen",
    before: (s) => [s.swipe(DRIVER)],
    after: (s) => [s.unplug()],
    reported: [
      "Started ChargingStateChanged EVConnected idToken=RFID0001 evse=1/1 offline",
      "Ended EVCommunicationLost EVDisconnected Idle",
    ],
  },
  {
    name: "authorized and told; cable, energy and end went unseen",
    start: "Authorized",
    before: (s) => [s.swipe(DRIVER)],
    after: (s) => [s.unplug()],
    reported: ["Ended EVCommunicationLost EVDisconnected Idle"],
  },
  {
    name: "authorized and told; nobody plugged in",
    start: "Authorized",
    before: (s) => [s.swipe(DRIVER)],
    after: (s) => [s.deauthorize(), s.unplug()],
    reported: ["Ended EVConnectTimeout Timeout Idle"],
  },
  {
    name: "told with the cable; the authorization went unseen, the token that nobody told comes with the end",
    start: "EVConnected",
    before: (s) => [s.plug()],
    after: (s) => [s.charge(), s.finish("EVDisconnected", { token: DRIVER }), s.unplug()],
    reported: [
      "Updated ChargingStateChanged Charging",
      "Ended EVCommunicationLost EVDisconnected Idle idToken=RFID0001",
    ],
  },
  {
    name: "a new authorization went unseen: its token is not the one before, nor is its end",
    stop: "EVConnected",
    before: (s) => [s.plug(), s.begin(DRIVER), s.charge(), s.finish("Local", { token: DRIVER })],
    after: (s) => [s.charge(), s.finish("EVDisconnected"), s.unplug()],
    reported: [
      "Updated ChargingStateChanged Charging",
      "Ended EVCommunicationLost EVDisconnected Idle",
    ],
  },
  {
    name: "the end went unseen, the next driver of the same session begins",
    before: (s) => [s.plug(), s.begin(DRIVER), s.charge()],
    after: (s) => [s.begin(OTHER), s.charge()],
    reported: [
      "Ended AbnormalCondition Other EVConnected",
      "Started Authorized EVConnected idToken=RFID0002 evse=1/1",
      "Updated ChargingStateChanged Charging",
    ],
  },
  {
    name: "plugged; a mere end does not show that anybody was authorized",
    before: (s) => [s.plug()],
    after: (s) => [s.unplug()],
    reported: [],
  },
  {
    name: "ended by a pause; the end of the EVSE's transaction is no transaction more",
    stop: "EnergyTransfer",
    before: (s) => [s.plug(), s.begin(DRIVER), s.charge(), s.pauseEv()],
    after: (s) => [s.finish("Local", { token: DRIVER }), s.unplug()],
    reported: [],
  },
];

for (const { name, before, after, reported, ...options } of CASES) {
  Deno.test(`across a restart: ${name}`, () => {
    const session = new SessionScript();
    const machine = new MachineRunner(options);
    machine.evse(...before(session));
    machine.state = restarted(machine.state);
    assert.deepEqual(told(machine, after(session)), reported);
  });
}

Deno.test("without a restart, an EV that pauses before it draws anything is no transaction yet", () => {
  const session = new SessionScript();
  const machine = new MachineRunner({ start: "EnergyTransfer" });
  assert.deepEqual(told(machine, [session.plug(), session.begin(DRIVER), session.pauseEv()]), []);
});

Deno.test("wherever events go unseen, energy flows in a transaction of an authorized EVSE", () => {
  for (const start of POINTS) {
    for (let missed = 0; missed < 8; missed++) {
      const session = new SessionScript();
      const machine = new MachineRunner({ start });
      const first = missed < 4 ? session.plug() : session.swipe(DRIVER);
      const all = [first, session.begin(DRIVER), session.pauseEv()];
      machine.evse(...all.slice(0, missed % 4));
      machine.state = restarted(machine.state);
      machine.evse(session.charge());
      const { session: seen, transaction } = machine.state;
      assert.ok(transaction, `${start}: ${missed}`);
      assert.deepEqual(
        [seen?.connected, seen?.authorization, seen?.evseTransaction, seen?.energyFlowing],
        [true, "given", true, true],
      );
      assert.equal(machine.events.at(-1)?.transactionInfo.chargingState, "Charging");
    }
  }
});

Deno.test("what the EVSE pauses after the end of the authorization is no news, but for the remote stop (E05.FR.09)", () => {
  const session = new SessionScript();
  const machine = new MachineRunner({ stop: "EVConnected" });
  machine.evse(
    session.plug(),
    session.begin(DRIVER),
    session.charge(),
    session.finish("Local", { token: DRIVER }),
  );
  assert.deepEqual(told(machine, [session.pauseEvse(), session.pauseEv()]), []);
  assert.deepEqual(told(machine, [session.unplug()]), ["Ended EVCommunicationLost Local Idle"]);
});
