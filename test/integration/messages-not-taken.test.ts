import assert from "node:assert/strict";
import type { RequestOf } from "../../src/ocpp/messages.ts";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import { CallError, NO_ANSWER } from "../fakes/csms/csms.ts";
import { passWithReconnects } from "../conformance/harness/coming-and-going.ts";

type TransactionEvent = RequestOf<"TransactionEvent">;

const VARIABLES = {
  "TxCtrlr.TxStartPoint": "EVConnected",
  "TxCtrlr.TxStopPoint": "EVConnected",
  "OCPPCommCtrlr.RetryBackOffWaitMinimum": 1,
  "OCPPCommCtrlr.RetryBackOffRandomRange": 0,
  "OCPPCommCtrlr.RetryBackOffRepeatTimes": 5,
  "OCPPCommCtrlr.MessageAttempts[TransactionEvent]": 3,
  "OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]": 10,
  "OCPPCommCtrlr.HeartbeatInterval": 3600,
};

async function booted(station: StationUnderTest): Promise<void> {
  await station.csms.expect("BootNotification");
  await station.csms.expect("StatusNotification");
  await station.settle();
}

const setAsideEvents = ({ csms }: StationUnderTest) =>
  csms.received("NotifyEvent").flatMap(({ eventData }) => eventData)
    .filter(({ techCode }) => techCode === "MessageSetAside");

const faults = (station: StationUnderTest) => setAsideEvents(station).map(({ cleared }) => cleared);

/** What is said of CALLs that are on no disk. */
const namedCalls = (station: StationUnderTest) =>
  setAsideEvents(station).map(({ techInfo, cleared }) => `${techInfo} ${cleared ? "cleared" : "raised"}`);

for (const how of ["closes with 1009", "closes with 1011", "cuts the line"] as const) {
  Deno.test(`a CSMS that ${how} at one event: the others arrive, it is not hammered, also after a restart`, async () => {
    await using station = await startStation({ everest: { evses: 2 }, variables: VARIABLES });
    const { csms } = station;
    await booted(station);
    let refuses = true;
    const refused = (event: TransactionEvent) => event.evse?.id === 1 && event.eventType === "Started";
    csms.on("TransactionEvent", (event) => {
      if (!refuses || !refused(event)) return {};
      if (how === "cuts the line") csms.drop();
      else void csms.close(how === "closes with 1009" ? 1009 : 1011);
      return NO_ANSWER;
    });
    await station.evse(1).plugIn();
    await station.evse(2).plugIn();
    await passWithReconnects(station, 45);
    assert(csms.connections <= 6, `${csms.connections} connections in 45 s`);
    const started = () =>
      csms.received("TransactionEvent").filter(({ eventType }) => eventType === "Started");
    assert(started().some(({ evse }) => evse?.id === 2), "EVSE 2 was never heard of");
    assert.deepEqual((await csms.call("GetTransactionStatus", {})).messagesInQueue, true);
    assert.deepEqual(faults(station), [false]);

    await processRestarted(station);
    const before = csms.connections;
    await station.evse(2).unplug();
    await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Ended");
    await passWithReconnects(station, 20);
    assert.equal(csms.connections, before);

    refuses = false;
    await station.pass(600_000);
    await csms.expect("TransactionEvent", refused);
    await station.settle();
    assert.deepEqual(new Set(started().filter(refused).map(({ seqNo }) => seqNo)), new Set([0]));
  });
}

Deno.test("connections that are accepted and lost at once: the back-off grows", async () => {
  await using station = await startStation({ variables: VARIABLES, start: false });
  const { csms } = station;
  csms.on("BootNotification", () => {
    csms.drop();
    return NO_ANSWER;
  });
  station.start();
  await csms.connection();
  await passWithReconnects(station, 32);
  assert(csms.connections >= 3 && csms.connections <= 6, `${csms.connections} connections`);
});

Deno.test("a base report that the CSMS cannot take does not silence the report of one variable", async () => {
  await using station = await startStation({ variables: VARIABLES });
  const { csms } = station;
  await booted(station);
  csms.on("NotifyReport", ({ requestId }) => {
    if (requestId === 9) return {};
    void csms.close(1009);
    return NO_ANSWER;
  });
  for (const requestId of [1, 2]) {
    await csms.call("GetBaseReport", { requestId, reportBase: "FullInventory" });
    await passWithReconnects(station, 60);
  }
  assert(
    station.log.messages("error").includes("connections end with a call: its like is not sent for a while"),
  );
  const heartbeat = { component: { name: "OCPPCommCtrlr" }, variable: { name: "HeartbeatInterval" } };
  await csms.call("GetReport", { requestId: 9, componentVariable: [heartbeat] });
  await csms.expect("NotifyReport", ({ requestId }) => requestId === 9);
});

Deno.test("connections that the CSMS ends as soon as it has answered: the back-off grows, until one lasts", async () => {
  await using station = await startStation({ variables: VARIABLES });
  const { csms, clock } = station;
  await booted(station);
  let ends = true;
  csms.on("Heartbeat", () => {
    if (ends) setTimeout(() => void csms.close(1001));
    return { currentTime: new Date(clock.wallMs()).toISOString() };
  });
  csms.drop();
  await passWithReconnects(station, 60);
  assert(csms.connections >= 6 && csms.connections <= 13, `${csms.connections} connections in 60 s`);
  ends = false;
  await passWithReconnects(station, 40);
  const before = csms.connections;
  csms.drop();
  await passWithReconnects(station, 2);
  assert.equal(csms.connections, before + 1);
});

Deno.test("a status with which the CSMS closes the connection does not keep transactions from being reported", async () => {
  await using station = await startStation({ everest: { evses: 2 }, variables: VARIABLES });
  const { csms } = station;
  await booted(station);
  await csms.expect("StatusNotification", ({ evseId }) => evseId === 2);
  csms.on("StatusNotification", ({ evseId }) => {
    if (evseId === 1) void csms.close(1011);
    return evseId === 1 ? NO_ANSWER : {};
  });
  await station.evse(1).plugIn();
  await station.evse(2).plugIn();
  await passWithReconnects(station, 45);
  assert(csms.connections <= 6, `${csms.connections} connections in 45 s`);
  const started = csms.received("TransactionEvent").filter(({ eventType }) => eventType === "Started");
  assert.deepEqual(new Set(started.map(({ evse }) => evse?.id)), new Set([1, 2]));
});

for (const how of ["closes with 1009", "cuts the line"] as const) {
  Deno.test(`a CSMS that ${how} at the meter values of idle EVSEs, each with its own time, is told and not asked for ever`, async () => {
    await using station = await startStation({
      everest: { evses: 2 },
      variables: {
        ...VARIABLES,
        "AlignedDataCtrlr.Interval": 10,
        "AlignedDataCtrlr.Measurands": "Energy.Active.Import.Register",
      },
    });
    const { csms } = station;
    await booted(station);
    let refuses = true;
    csms.on("MeterValues", () => {
      if (!refuses) return {};
      if (how === "cuts the line") csms.drop();
      else void csms.close(1009);
      return NO_ANSWER;
    });
    await passWithReconnects(station, 200);
    assert(csms.connections <= 6, `${csms.connections} connections in 200 s`);
    assert.deepEqual(namedCalls(station), ["MeterValues raised"]);
    refuses = false;
    await station.pass(1_200_000);
    assert.deepEqual(namedCalls(station), ["MeterValues raised", "MeterValues cleared"]);
  });
}

Deno.test("a CSMS that closes at every Authorize is named, and cards are judged without its answer until it gives one, over a restart too", async () => {
  await using station = await startStation({
    variables: { ...VARIABLES, "AuthCtrlr.OfflineTxForUnknownIdEnabled": true },
  });
  const { csms } = station;
  await booted(station);
  let refuses = true;
  csms.on("Authorize", () => {
    if (refuses) void csms.close(1011);
    return refuses ? NO_ANSWER : { idTokenInfo: { status: "Blocked" } };
  });
  const swipe = async (token: string) => {
    await station.evse(1).plugIn();
    const outcome = await station.everest.auth.swipe(token);
    await station.evse(1).unplug();
    await passWithReconnects(station, 5);
    return outcome;
  };
  for (const token of ["CARD-1", "CARD-2"]) await swipe(token);
  const before = csms.connections;
  // It is there: an unknown card does not start as it does without a connection.
  assert.equal(await swipe("CARD-3"), "Rejected");
  assert.equal(csms.connections, before);
  assert.deepEqual(namedCalls(station), ["Authorize raised"]);

  await processRestarted(station);
  await passWithReconnects(station, 5);
  assert.deepEqual(namedCalls(station), ["Authorize raised", "Authorize cleared"]);
  refuses = false;
  assert.equal(await swipe("CARD-4"), "Rejected");
  assert(csms.received("Authorize").some(({ idToken }) => idToken.idToken === "CARD-4"));
});

Deno.test("an event with which the CSMS closes the connection does not keep other events from being told", async () => {
  await using station = await startStation({ variables: VARIABLES });
  const { csms } = station;
  await booted(station);
  csms.on("NotifyEvent", ({ eventData }) => {
    if (!eventData.some(({ techCode }) => techCode === "evse_board_support/TiltDetected")) return {};
    void csms.close(1011);
    return NO_ANSWER;
  });
  await station.evse(1).warn("evse_board_support/TiltDetected");
  await station.evse(1).warn("evse_board_support/EnclosureOpen");
  await passWithReconnects(station, 400);
  assert(csms.connections <= 9, `${csms.connections} connections`);
  const told = csms.received("NotifyEvent").filter(({ eventData }) =>
    eventData.every(({ techCode }) => techCode === "evse_board_support/EnclosureOpen")
  );
  assert.equal(told.length, 1);
});

Deno.test("an Ended event fits into InternalCtrlr.MaxMessageSize, with its first and its last value (J02.FR.20)", async () => {
  await using station = await startStation({
    variables: {
      ...VARIABLES,
      "InternalCtrlr.MaxMessageSize": 6_000,
      "SampledDataCtrlr.TxEndedInterval": 1,
      "SampledDataCtrlr.TxEndedMeasurands": "Energy.Active.Import.Register,Power.Active.Import,Voltage",
    },
  });
  const { csms } = station;
  await booted(station);
  await station.evse(1).plugIn();
  await station.everest.auth.swipe("CARD");
  await station.settle();
  await station.evse(1).startCharging();
  for (let second = 0; second < 60; second++) {
    await station.pass(1_000);
  }
  await station.evse(1).unplug();
  const { payload } = await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Ended");
  const bytes = JSON.stringify(payload).length;
  assert(bytes <= 6_000, `${bytes} bytes`);
  const values = payload.meterValue ?? [];
  assert(values.length > 2);
  assert.equal(values[0]?.sampledValue[0]?.context, "Transaction.Begin");
  assert.equal(values.at(-1)?.sampledValue[0]?.context, "Transaction.End");
});

Deno.test("security events that the CSMS refuses hold up no transaction and are never discarded (A04.FR.02)", async () => {
  await using station = await startStation({ variables: VARIABLES, start: false });
  const { csms } = station;
  let refuses = true;
  csms.on(
    "SecurityEventNotification",
    () => refuses ? new CallError("InternalError") : {},
  );
  station.start();
  await booted(station);
  const first = await csms.expect("SecurityEventNotification");
  await station.evse(1).plugIn();
  await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Started");
  await passWithReconnects(station, 60);
  refuses = false;
  await station.pass(600_000);
  await station.settle();
  const sent = csms.calls.filter(({ action }) => action === "SecurityEventNotification");
  assert.deepEqual(new Set(sent.map(({ messageId }) => messageId)).has(first.messageId), true);
  assert.equal(sent.filter(({ messageId }) => messageId === first.messageId).length, 4);
});

Deno.test("an event that waits while the line breaks is offline, although another lane was asked first (E11.FR.07)", async () => {
  await using station = await startStation({ variables: VARIABLES });
  const { csms } = station;
  await booted(station);
  csms.hold("StatusNotification");
  await station.evse(1).plugIn();
  await csms.expect("StatusNotification", ({ connectorStatus }) => connectorStatus === "Occupied");
  await station.settle();
  assert.deepEqual(csms.received("TransactionEvent"), []);
  csms.answerAsUsual("StatusNotification");
  csms.drop();
  await passWithReconnects(station, 3);
  const { payload } = await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Started");
  assert.equal(payload.offline, true);
});

for (const [far, byMs] of [["eight hours", 8 * 3_600_000], ["ten years", 10 * 365 * 86_400_000]] as const) {
  Deno.test(`an event that was set aside before the clock was set back by ${far} goes out as soon as it would have`, async () => {
    await using station = await startStation({ everest: { evses: 2 }, variables: VARIABLES });
    const { csms, clock } = station;
    await booted(station);
    let refuses = true;
    const refused = (event: TransactionEvent) => event.evse?.id === 1 && event.eventType === "Started";
    csms.on("TransactionEvent", (event) => {
      if (!refuses || !refused(event)) return {};
      void csms.close(1009);
      return NO_ANSWER;
    });
    await station.evse(1).plugIn();
    await station.evse(2).plugIn();
    await passWithReconnects(station, 45);
    assert.deepEqual(faults(station), [false]);
    refuses = false;
    const before = csms.received("TransactionEvent").filter(refused).length;
    clock.setWall(clock.wallMs() - byMs);
    await station.pass(610_000);
    await station.settle();
    assert.equal(csms.received("TransactionEvent").filter(refused).length, before + 1);
    assert.deepEqual((await csms.call("GetTransactionStatus", {})).messagesInQueue, false);
  });
}
