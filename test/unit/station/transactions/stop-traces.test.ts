import assert from "node:assert/strict";
import type { EvseEvent } from "../../../../src/station/evse-event.ts";
import { reading, SessionScript, swiped } from "./evse-events.ts";
import { inWords, MachineRunner, type RunOptions } from "./machine-runner.ts";

const DRIVER = swiped("RFID0001");
const STARTED = "Started Authorized EVConnected idToken=RFID0001 evse=1/1";
const CHARGING = "Updated ChargingStateChanged Charging";

interface Trace extends RunOptions {
  readonly name: string;
  readonly events: (session: SessionScript) => readonly EvseEvent[];
  readonly reported: readonly string[];
}

const TRACES: readonly Trace[] = [
  {
    name: "stop point PowerPathClosed, swipe",
    stop: "PowerPathClosed",
    events: (s) => [s.plug(), s.begin(DRIVER), s.charge(), s.finish("Local", { token: DRIVER })],
    reported: [STARTED, CHARGING, "Ended StopAuthorized Local EVConnected idToken=RFID0001"],
  },
  {
    name: "stop point Authorized, start EVConnected: plugging in alone ends nothing",
    start: "EVConnected",
    stop: "Authorized",
    events: (s) => [s.plug(), s.begin(DRIVER), s.charge()],
    reported: [
      "Started CablePluggedIn EVConnected evse=1/1",
      "Updated Authorized EVConnected idToken=RFID0001",
      CHARGING,
    ],
  },
  {
    name: "plugged in and never authorized: a stop point about energy does not end it at the timeout",
    start: "EVConnected",
    stop: "EnergyTransfer",
    events: (s) => [s.plug(), s.pluginTimeout()],
    reported: ["Started CablePluggedIn EVConnected evse=1/1"],
  },
  {
    name: "the transaction after one that an immediate reset ended is not ended by its first events",
    events: (
      s,
    ) => [
      s.plug(),
      s.begin(DRIVER),
      s.finish("ImmediateReset"),
      s.unplug(),
      ...nextDriver(s.renew()),
    ],
    reported: [
      STARTED,
      "Ended ResetCommand ImmediateReset EVConnected",
      STARTED,
      CHARGING,
      "Updated ChargingStateChanged SuspendedEV",
    ],
  },
  {
    name: "only a token that stopped is reported with the end",
    events: (s) => [s.plug(), s.begin(DRIVER), s.finish("Remote", { token: DRIVER })],
    reported: [STARTED, "Ended RemoteStop Remote EVConnected"],
  },
  {
    name: "a resumed transaction ends with its TransactionFinished, whatever reason and stop point",
    stop: "EVConnected",
    events: (s) => [s.plug(), s.begin(DRIVER), s.resume(), s.finish("Other")],
    reported: [STARTED, "Ended AbnormalCondition Other Idle"],
  },
  {
    name: "a transaction that an unlock command stopped says so, for which OCPP has no reason of its own",
    events: (s) => [s.plug(), s.begin(DRIVER), s.finish("Other", { trigger: "UnlockCommand" })],
    reported: [STARTED, "Ended UnlockCommand Other EVConnected"],
  },
];

function nextDriver(session: SessionScript): readonly EvseEvent[] {
  return [session.plug(), session.begin(DRIVER), session.charge(), session.pauseEv()];
}

for (const { name, events, reported, ...options } of TRACES) {
  Deno.test(`trace ${name}`, () => {
    const machine = new MachineRunner(options);
    machine.evse(...events(new SessionScript()));
    assert.deepEqual(machine.events.map(inWords), reported);
  });
}

Deno.test("a signature of the start that nobody asked for is not told with the end", () => {
  const startSigned = { signedMeterData: "d", signingMethod: "s", encodingMethod: "e", publicKey: "k" };
  for (const signatures of ["strip", "keep"] as const) {
    const machine = new MachineRunner({ measurands: ["Energy.Active.Import.Register"], signatures });
    const session = new SessionScript();
    const meter = reading(1000);
    machine.evse(
      session.plug(),
      session.begin(DRIVER, { meter }),
      session.finish("Local", { meter, startSigned }),
    );
    const [begin] = machine.events.at(-1)?.meterValue ?? [];
    assert.equal(begin?.sampledValue[0]?.signedMeterValue !== undefined, signatures === "keep");
  }
});

Deno.test("a transaction that begins with the energy counts its time from there", () => {
  const machine = new MachineRunner({ start: "EnergyTransfer" });
  const session = new SessionScript();
  machine.evse(session.plug(), session.begin(DRIVER), session.charge(), session.finish("Local"));
  assert.equal(machine.events.at(-1)?.transactionInfo.timeSpentCharging, 1);
});
