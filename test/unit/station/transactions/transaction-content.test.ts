import assert from "node:assert/strict";
import type { SignedMeterValueType } from "../../../../src/ocpp/messages.ts";
import type { EvseEvent } from "../../../../src/station/evse-event.ts";
import { connectorId } from "../../../../src/kernel/ids.ts";
import { MAX_ENDED_METER_VALUES } from "../../../../src/kernel/limits.ts";
import { reading, remote, SessionScript, START_MS, swiped } from "./evse-events.ts";
import { inWords, MachineRunner, type TransactionEvent } from "./machine-runner.ts";

const DRIVER = swiped("RFID0001");
const METERED = { measurands: ["Energy.Active.Import.Register"] };

const signed = (data: string): SignedMeterValueType => ({
  signedMeterData: data,
  signingMethod: "ECDSA-secp256r1-SHA256",
  encodingMethod: "OCMF",
  publicKey: "KEY",
});

/** Context and value of every sampled value, with its signature. */
function samples(event: TransactionEvent | undefined): string[] {
  return (event?.meterValue ?? []).flatMap((value) =>
    value.sampledValue.map((sample) =>
      [
        sample.context,
        sample.value,
        sample.signedMeterValue?.signedMeterData,
        sample.signedMeterValue?.publicKey,
      ]
        .filter((part) => part !== undefined).join(" ")
    )
  );
}

/** The ways in which the use cases E06 to E09, E15, F03 and F04 end a transaction. */
const ENDS: Readonly<Record<string, { stop?: string; events: (session: SessionScript) => EvseEvent[] }>> = {
  "the driver stops": { events: (s) => [s.finish("Local", { meter: reading(2000) })] },
  "the EV stops": { events: (s) => [s.finish("StoppedByEV", { meter: reading(2000) })] },
  "the EV is unplugged": { events: (s) => [s.finish("EVDisconnected", { meter: reading(2000) })] },
  "the CSMS stops": { events: (s) => [s.finish("Remote", { meter: reading(2000) })] },
  "the CSMS stops, the cable ends it": {
    stop: "EVConnected",
    events: (s) => [s.finish("Remote"), s.event("SessionFinished", { meter: reading(2000) })],
  },
};

for (const [how, { stop, events }] of Object.entries(ENDS)) {
  Deno.test(`Started carries the begin value, Ended the begin, kept and end values in order: ${how}`, () => {
    const machine = new MachineRunner({ ...METERED, ...(stop && { stop }) });
    const session = new SessionScript();
    machine.evse(session.plug(), session.begin(DRIVER, { meter: reading(1000) }));
    machine.input({
      kind: "endedValue",
      meterValue: {
        timestamp: "2026-01-15T10:05:00.000Z",
        sampledValue: [{ value: 1500, context: "Sample.Periodic" }],
      },
    });
    machine.evse(...events(session));
    const told = [machine.events[0], machine.events.at(-1)];
    assert.deepEqual(told.map((event) => event?.eventType), ["Started", "Ended"]);
    assert.deepEqual(told.map(samples), [
      ["Transaction.Begin 1000"],
      ["Transaction.Begin 1000", "Sample.Periodic 1500", "Transaction.End 2000"],
    ]);
  });
}

Deno.test("an event without a reading takes the last one of the meter", () => {
  const machine = new MachineRunner({ ...METERED, context: { latestReading: reading(700) } });
  const session = new SessionScript();
  machine.evse(session.plug(), session.begin(DRIVER), session.finish("Local"));
  assert.deepEqual(machine.events.map(samples), [
    ["Transaction.Begin 700"],
    ["Transaction.Begin 700", "Transaction.End 700"],
  ]);
});

Deno.test("a start before the plug-in repeats the begin value with the plug-in (E01.FR.17, TC_J_08)", () => {
  const machine = new MachineRunner({ ...METERED, start: "Authorized" });
  const session = new SessionScript();
  machine.evse(session.swipe(DRIVER, { meter: reading(10) }), session.begin(DRIVER, { meter: reading(10) }));
  assert.deepEqual(machine.events.map(samples), [["Transaction.Begin 10"], ["Transaction.Begin 10"]]);
});

Deno.test("signatures are sent when asked for, and not otherwise", () => {
  for (
    const [signatures, expected] of [["keep", "Transaction.Begin 1 A KEY"], [
      "strip",
      "Transaction.Begin 1",
    ]] as const
  ) {
    const machine = new MachineRunner({ ...METERED, signatures });
    const session = new SessionScript();
    machine.evse(session.plug(), session.begin(DRIVER, { meter: reading(1), signed: signed("A") }));
    assert.deepEqual(samples(machine.events[0]), [expected]);
  }
});

Deno.test("a start value that the meter signs only at the end joins the begin value of Ended", () => {
  const machine = new MachineRunner({ ...METERED, signatures: "keep" });
  const session = new SessionScript();
  machine.evse(
    session.plug(),
    session.begin(DRIVER, { meter: reading(1) }),
    session.finish("Local", { meter: reading(2), signed: signed("B"), startSigned: signed("A") }),
  );
  assert.deepEqual(samples(machine.events[1]), ["Transaction.Begin 1 A KEY", "Transaction.End 2 B KEY"]);
});

Deno.test("a begin value that was signed at the start is not signed twice", () => {
  const machine = new MachineRunner({ ...METERED, signatures: "keep" });
  const session = new SessionScript();
  machine.evse(
    session.plug(),
    session.begin(DRIVER, { meter: reading(1), signed: signed("A") }),
    session.finish("Local", { meter: reading(2), startSigned: signed("other") }),
  );
  assert.deepEqual(samples(machine.events[1]), ["Transaction.Begin 1 A KEY", "Transaction.End 2"]);
});

Deno.test("a signed start value without a begin value to carry it gets one of its own", () => {
  const machine = new MachineRunner({ measurands: ["Voltage"], signatures: "keep" });
  const session = new SessionScript();
  machine.evse(
    session.plug(),
    session.begin(DRIVER, { meter: reading(5) }),
    session.finish("Local", { startSigned: signed("A") }),
  );
  assert.deepEqual(samples(machine.events[1]), ["Transaction.Begin 5 A KEY"]);
});

Deno.test("an end without a reading has the last one of the transaction, with the signature of the end", () => {
  for (const signatures of ["keep", "strip"] as const) {
    const machine = new MachineRunner({ ...METERED, signatures });
    const session = new SessionScript();
    machine.evse(session.plug(), session.begin(DRIVER, { meter: reading(1) }));
    machine.input({ kind: "reading", reading: reading(7) });
    machine.evse(session.resume(), session.finish("PowerLoss", { signed: signed("B") }));
    const end = signatures === "keep" ? "Transaction.End 7 B KEY" : "Transaction.End 7";
    assert.deepEqual(samples(machine.events[1]), ["Transaction.Begin 1", end]);
  }
});

Deno.test("an added start value comes first, with the time of the start", () => {
  const machine = new MachineRunner({ measurands: ["Voltage"], signatures: "keep" });
  const session = new SessionScript();
  machine.evse(session.plug(), session.begin(DRIVER, { meter: reading(5) }));
  const volts = { timestamp: new Date(START_MS + 60_000).toISOString(), sampledValue: [{ value: 230 }] };
  machine.input({ kind: "endedValue", meterValue: volts });
  machine.evse(session.finish("Local", { startSigned: signed("A") }));
  assert.deepEqual(machine.events[1]?.meterValue?.map(({ timestamp }) => timestamp), [
    machine.events[0]?.timestamp,
    volts.timestamp,
  ]);
});

for (const start of ["EVConnected", "Authorized"]) {
  Deno.test(`a start signature that comes after Started is in the begin value of Ended: ${start} (E02.FR.14)`, () => {
    const machine = new MachineRunner({ ...METERED, start, signatures: "keep" });
    const session = new SessionScript();
    const first = start === "EVConnected"
      ? session.plug({ meter: reading(1) })
      : session.swipe(DRIVER, { meter: reading(1) });
    machine.evse(
      first,
      session.begin(DRIVER, { meter: reading(1), signed: signed("A") }),
      session.charge(),
      session.finish("Local", { meter: reading(2), signed: signed("B") }),
      session.unplug(),
    );
    const ended = machine.events.find(({ eventType }) => eventType === "Ended");
    assert.deepEqual(samples(ended), ["Transaction.Begin 1 A KEY", "Transaction.End 2 B KEY"]);
  });
}

for (const stop of ["EVConnected", "ParkingBayOccupancy"]) {
  Deno.test(`signatures of an EVSE's transaction that ends first are in Ended: ${stop} (E07.FR.12)`, () => {
    const machine = new MachineRunner({ ...METERED, stop, signatures: "keep" });
    const session = new SessionScript();
    machine.evse(
      session.plug(),
      session.begin(DRIVER, { meter: reading(1) }),
      session.charge(),
      session.finish("Local", { meter: reading(2), signed: signed("B"), startSigned: signed("A") }),
      session.event("SessionFinished", { meter: reading(2) }),
    );
    assert.deepEqual(samples(machine.events.at(-1)), [
      "Transaction.Begin 1 A KEY",
      "Transaction.End 2 B KEY",
    ]);
  });
}

Deno.test("the signature of an end is not told once energy may have flowed after it", () => {
  const machine = new MachineRunner({
    ...METERED,
    start: "EVConnected",
    stop: "EVConnected",
    signatures: "keep",
  });
  const session = new SessionScript();
  machine.evse(
    session.plug({ meter: reading(1) }),
    session.begin(DRIVER, { meter: reading(1), signed: signed("A") }),
    session.finish("Local", { meter: reading(2), signed: signed("B") }),
    session.begin(DRIVER, { meter: reading(2), signed: signed("C") }),
    session.event("SessionFinished", { meter: reading(3) }),
  );
  assert.deepEqual(samples(machine.events.at(-1)), ["Transaction.Begin 1 A KEY", "Transaction.End 3"]);
});

Deno.test("a transaction whose end was not seen ends with its own last reading, never with a newer one (E06.FR.11)", () => {
  const machine = new MachineRunner(METERED);
  const old = new SessionScript();
  machine.evse(old.plug(), old.begin(DRIVER, { meter: reading(1) }), old.charge());
  machine.input({ kind: "reading", reading: reading(5, START_MS + 60_000) });
  machine.context = { ...machine.context, latestReading: reading(99, START_MS + 900_000) };
  machine.evse(new SessionScript("22222222-2222-4222-8222-222222222222").plug());
  const ended = machine.events.at(-1);
  assert.deepEqual(samples(ended), ["Transaction.Begin 1", "Transaction.End 5"]);
  assert.equal(ended?.meterValue?.at(-1)?.timestamp, new Date(START_MS + 60_000).toISOString());
});

Deno.test("phases that only readings between the events show are told in the next event (E02.FR.18, E02.FR.19)", () => {
  const amperes = (...values: readonly number[]) => ({
    timestampMs: START_MS,
    sampledValues: values.map((value, index) => ({
      value,
      measurand: "Current.Import" as const,
      phase: (["L1", "L2", "L3"] as const)[index]!,
    })),
  });
  const machine = new MachineRunner({ context: { phases: 3, latestReading: amperes(0, 0, 0) } });
  const session = new SessionScript();
  const told = () => machine.events.at(-1)?.numberOfPhasesUsed;
  machine.evse(session.plug(), session.begin(DRIVER), session.charge());
  assert.equal(told(), undefined);
  machine.input({ kind: "reading", reading: amperes(16, 16, 16) });
  machine.evse(session.pauseEv());
  assert.equal(told(), 3);
  machine.evse(session.charge());
  assert.equal(told(), undefined);
  machine.input({ kind: "reading", reading: amperes(16, 0, 0) });
  machine.input({ kind: "reading", reading: amperes(0, 0, 0) });
  machine.evse(session.finish("Local"));
  assert.equal(told(), 1);
});

Deno.test("the public key is sent once per transaction when so configured", () => {
  const machine = new MachineRunner({ ...METERED, signatures: "keep" });
  const { settings } = machine.context;
  machine.context = {
    ...machine.context,
    settings: { ...settings, metering: { ...settings.metering, publicKeys: "OncePerTransaction" } },
  };
  const session = new SessionScript();
  machine.evse(
    session.plug(),
    session.begin(DRIVER, { meter: reading(1), signed: signed("A") }),
    session.finish("Local", { meter: reading(2), signed: signed("B") }),
  );
  assert.deepEqual(machine.events.flatMap(samples), [
    "Transaction.Begin 1 A KEY",
    "Transaction.Begin 1 A ",
    "Transaction.End 2 B ",
  ]);
});

Deno.test("start point DataSigned: the signed start value starts it (TC_E_11)", () => {
  const machine = new MachineRunner({ ...METERED, start: "DataSigned", signatures: "keep" });
  const session = new SessionScript();
  machine.evse(session.plug(), session.begin(DRIVER, { meter: reading(1), signed: signed("A") }));
  assert.deepEqual(machine.events.map(inWords), [
    "Started SignedDataReceived EVConnected idToken=RFID0001 evse=1/1",
  ]);
});

Deno.test("start point DataSigned: of a meter that signs every reading, the one with which the EVSE begins starts it", () => {
  const machine = new MachineRunner({ ...METERED, start: "DataSigned", signatures: "keep" });
  const session = new SessionScript();
  const sampledValues = [{ value: 1, signedMeterValue: signed("A") }];
  const meter = { timestampMs: START_MS, sampledValues };
  assert.deepEqual(machine.evse(session.plug({ meter })), []);
  machine.evse(session.begin(DRIVER, { meter }));
  assert.deepEqual(machine.events.map(inWords), [
    "Started SignedDataReceived EVConnected idToken=RFID0001 evse=1/1",
  ]);
});

Deno.test("start point DataSigned without SignReadings starts nothing (E01.FR.04)", () => {
  const machine = new MachineRunner({ start: "DataSigned" });
  const session = new SessionScript();
  const meter = { timestampMs: START_MS, sampledValues: [{ value: 1, signedMeterValue: signed("A") }] };
  assert.deepEqual(machine.evse(session.plug(), session.begin(DRIVER, { meter, signed: signed("A") })), []);
});

Deno.test("no more meter values are kept than the limit; first and last of them stay (J02.FR.20)", () => {
  const machine = new MachineRunner(METERED);
  const session = new SessionScript();
  machine.evse(session.plug(), session.begin(DRIVER, { meter: reading(0) }));
  const keep = (count: number) => {
    for (let i = 0; i < count; i++) {
      const timestamp = new Date(START_MS + machine.state.endedValues.length * 60_000 + 60_000).toISOString();
      machine.input({ kind: "endedValue", meterValue: { timestamp, sampledValue: [{ value: i + 1 }] } });
    }
  };
  keep(MAX_ENDED_METER_VALUES - 1);
  assert.equal(machine.state.endedValues.length, MAX_ENDED_METER_VALUES);
  const [first] = machine.state.endedValues;
  keep(1);
  assert.equal(machine.state.endedValues.length, MAX_ENDED_METER_VALUES / 2);
  assert.equal(machine.state.endedValues[0], first);
  assert.equal(machine.state.endedValues.at(-1)?.sampledValue[0]?.value, 1);
  // E06.FR.13: of the values between, not only the oldest or the newest are dropped.
  const moments = machine.state.endedValues.map(({ timestamp }) => Date.parse(timestamp));
  const gaps = moments.slice(1).map((moment, index) => (moment - moments[index]!) / 60_000);
  assert.ok(Math.max(...gaps) <= 3, `a gap of ${Math.max(...gaps)} minutes`);
});

Deno.test("another connector of the EVSE starts no second transaction (E01.FR.14)", () => {
  const connector2 = { connectorId: connectorId(2) };
  const machine = new MachineRunner({ start: "EVConnected" });
  const session = new SessionScript();
  machine.evse(session.plug(), session.plug(connector2), session.begin(DRIVER, connector2));
  assert.deepEqual(machine.events.map(inWords), [
    "Started CablePluggedIn EVConnected evse=1/1",
    "Updated Authorized EVConnected idToken=RFID0001",
  ]);
  // Another session there means that the one before has ended.
  const other = new SessionScript("22222222-2222-4222-8222-222222222222");
  machine.evse(other.plug(connector2));
  assert.deepEqual(machine.events.slice(2).map(({ eventType }) => eventType), ["Ended", "Started"]);
});

Deno.test("the number of phases is reported when energy flows and again when it changes (E02.FR.18, E02.FR.19)", () => {
  const machine = new MachineRunner({ context: { phases: 3 } });
  const session = new SessionScript();
  machine.evse(session.plug(), session.begin(DRIVER), session.charge());
  const periodic = () => machine.input({ kind: "meterValue", trigger: "MeterValuePeriodic", atMs: START_MS });
  periodic();
  machine.context = { ...machine.context, phases: 1 };
  periodic();
  periodic();
  assert.deepEqual(machine.events.map((event) => event.numberOfPhasesUsed), [
    undefined,
    3,
    undefined,
    1,
    undefined,
  ]);
});

Deno.test("a meter that tells the phases says how many are used, whatever is offered (E02.FR.18)", () => {
  const amperes = (...values: readonly number[]) => ({
    timestampMs: START_MS,
    sampledValues: values.map((value, index) => ({
      value,
      measurand: "Current.Import" as const,
      phase: (["L1", "L2", "L3", "N"] as const)[index]!,
    })),
  });
  const machine = new MachineRunner({ context: { phases: 3, latestReading: amperes(0, 0, 0, 0) } });
  const session = new SessionScript();
  machine.evse(session.plug(), session.begin(DRIVER), session.charge());
  for (const reading of [amperes(16, 0.2, 0, 16), amperes(16, 15, 16, 0), amperes(0.5, 0, 0), undefined]) {
    machine.context = { ...machine.context, latestReading: reading };
    machine.input({ kind: "meterValue", trigger: "MeterValuePeriodic", atMs: START_MS });
  }
  assert.deepEqual(machine.events.map((event) => event.numberOfPhasesUsed), [
    undefined,
    undefined,
    1,
    3,
    1,
    3,
  ]);
});

Deno.test("phases that no event has told before the end are told with it", () => {
  const latestReading = {
    timestampMs: START_MS,
    sampledValues: [{ value: 16, measurand: "Current.Import", phase: "L1" }],
  } as const;
  const machine = new MachineRunner({ context: { phases: 3 } });
  const session = new SessionScript();
  machine.context = { ...machine.context, latestReading: { timestampMs: START_MS, sampledValues: [] } };
  machine.evse(session.plug(), session.begin(DRIVER));
  machine.context = { ...machine.context, latestReading };
  machine.evse(session.finish("Local"));
  assert.deepEqual(machine.events.map((event) => event.numberOfPhasesUsed), [undefined, 1]);
});

Deno.test("only the time in which energy flowed counts as time spent charging", () => {
  const machine = new MachineRunner();
  const session = new SessionScript();
  const at = (seconds: number) => ({ timestampMs: START_MS + seconds * 1000 });
  machine.evse(session.plug(), session.begin(DRIVER));
  machine.evse(session.event("ChargingStarted", at(100)), session.event("ChargingPausedEV", at(160)));
  machine.evse(session.event("ChargingStarted", at(300)));
  machine.input({ kind: "meterValue", trigger: "MeterValuePeriodic", atMs: START_MS + 310_000 });
  machine.evse(session.finish("Local", at(330)));
  assert.deepEqual(machine.events.map((event) => event.transactionInfo.timeSpentCharging), [
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    90,
  ]);
});

Deno.test("events that happen offline say so (E04.FR.03)", () => {
  const machine = new MachineRunner({ context: { connection: "offline" } });
  const session = new SessionScript();
  machine.evse(session.plug(), session.begin(DRIVER));
  machine.context = { ...machine.context, connection: "online" };
  machine.evse(session.charge());
  assert.deepEqual(machine.events.map((event) => event.offline), [true, false]);
});

Deno.test("a transaction has the session's id once, further ones their own (E01.FR.08)", () => {
  const machine = new MachineRunner();
  const session = new SessionScript();
  machine.evse(session.plug(), session.begin(DRIVER), session.finish("Local"), session.begin(DRIVER));
  const ids = machine.events.map((event) => event.transactionInfo.transactionId);
  assert.equal(ids[0], session.sessionId);
  assert.equal(ids[0], ids[1]);
  assert.notEqual(ids[2], ids[0]);
  assert.equal(machine.events[2]?.seqNo, 0);
});

Deno.test("a session whose beginning was missed does not lend its id: it may have been used before", () => {
  const machine = new MachineRunner();
  const session = new SessionScript();
  machine.evse(session.begin(DRIVER));
  assert.notEqual(machine.events[0]?.transactionInfo.transactionId, session.sessionId);
});

Deno.test("a pause of a session whose beginning was missed tells that there is a transaction", () => {
  for (
    const [pause, state] of [["ChargingPausedEV", "SuspendedEV"], [
      "ChargingPausedEVSE",
      "SuspendedEVSE",
    ]] as const
  ) {
    const machine = new MachineRunner();
    const session = new SessionScript();
    const paused = pause === "ChargingPausedEV" ? session.pauseEv() : session.pauseEvse();
    machine.evse(paused, session.charge(), session.finish("Local"));
    assert.deepEqual(machine.events.map(inWords), [
      `Started ChargingStateChanged ${state} evse=1/1`,
      "Updated ChargingStateChanged Charging",
      "Ended StopAuthorized Local EVConnected",
    ]);
  }
});

Deno.test("a session id that is empty or too long for OCPP is not used as transaction id", () => {
  for (const id of ["", "x".repeat(37)]) {
    const machine = new MachineRunner({ start: "EVConnected" });
    machine.evse(new SessionScript(id).plug());
    assert.match(machine.events[0]?.transactionInfo.transactionId ?? "", /^fresh-/);
  }
});

Deno.test("an event of another session proves that the open transaction ended unseen", () => {
  const machine = new MachineRunner({
    context: { unseenEnd: { reason: "Reboot", trigger: "AbnormalCondition" } },
  });
  const old = new SessionScript();
  machine.evse(old.plug(), old.begin(DRIVER), old.charge());
  machine.evse(new SessionScript("22222222-2222-4222-8222-222222222222").plug());
  assert.deepEqual(machine.events.slice(2).map(inWords), ["Ended AbnormalCondition Reboot Idle"]);
  assert.equal(machine.state.transaction, undefined);
});

Deno.test("a remote start of a transaction that is already open shows in its very next event (F01.FR.25)", () => {
  const machine = new MachineRunner({ start: "EVConnected" });
  const session = new SessionScript();
  machine.evse(session.plug());
  machine.input({ kind: "remoteStart", remoteStartId: 77 });
  machine.input({ kind: "meterValue", trigger: "MeterValuePeriodic", atMs: START_MS });
  machine.evse(session.begin(remote("REMOTE01", 77)));
  assert.deepEqual(machine.events.slice(1).map(inWords), [
    "Updated RemoteStart EVConnected remoteStartId=77",
    "Updated RemoteStart EVConnected idToken=REMOTE01 remoteStartId=77",
  ]);
});

Deno.test("a remote stop while the EVSE runs no transaction ends it by the stop points", () => {
  for (
    const [stop, expected] of [
      ["Authorized", ["Ended RemoteStop Remote EVConnected"]],
      ["EVConnected", ["Updated RemoteStop EVConnected", "Ended EVCommunicationLost Remote Idle"]],
    ] as const
  ) {
    const machine = new MachineRunner({ start: "EVConnected", stop });
    const session = new SessionScript();
    machine.evse(session.plug());
    machine.input({ kind: "withdrawn", reason: "Remote", atMs: START_MS });
    machine.evse(session.deauthorize(), session.unplug());
    assert.deepEqual(machine.events.slice(1).map(inWords), expected);
  }
});

Deno.test("with ParkingBayOccupancy as stop point a connection timeout only deauthorizes (E03.FR.15, F02.FR.08)", () => {
  for (const [token, more] of [[DRIVER, ""], [remote("REMOTE01", 77), " remoteStartId=77"]] as const) {
    const machine = new MachineRunner({ start: "Authorized", stop: "ParkingBayOccupancy" });
    const session = new SessionScript();
    machine.evse(session.swipe(token), session.deauthorize());
    assert.deepEqual(machine.events.slice(1).map(inWords), [`Updated EVConnectTimeout Idle${more}`]);
  }
});

Deno.test("a pause because of a rejected token ends a transaction with stop point EnergyTransfer as DeAuthorized", () => {
  const machine = new MachineRunner({ stop: "EnergyTransfer" });
  const session = new SessionScript();
  machine.evse(session.plug(), session.begin(DRIVER), session.charge());
  machine.input({ kind: "tokenInfo", invalidToken: { reaction: "pause" } });
  machine.evse(session.pauseEvse());
  assert.deepEqual(machine.events.slice(2).map(inWords), [
    "Ended ChargingStateChanged DeAuthorized EVConnected",
  ]);
});

Deno.test("energy that flows in a session nobody announced is a transaction", () => {
  const machine = new MachineRunner();
  machine.evse(new SessionScript().charge());
  assert.deepEqual(machine.events.map(inWords), ["Started ChargingStateChanged Charging evse=1/1"]);
});

Deno.test("a watchdog reset is not called a power loss, although the EVSE thinks so", () => {
  const machine = new MachineRunner({
    context: { unseenEnd: { reason: "Reboot", trigger: "AbnormalCondition" } },
  });
  const session = new SessionScript();
  machine.evse(session.plug(), session.begin(DRIVER), session.resume());
  machine.evse(session.finish("PowerLoss", { sessionId: "" }));
  assert.deepEqual(machine.events.slice(1).map(inWords), ["Ended AbnormalCondition Reboot Idle"]);
});
