import assert from "node:assert/strict";
import { exchangesOf, type LoggedMessage } from "../../../../src/inspection/exchanges.ts";
import { PlayedCsms } from "../../../../src/inspection/replay/played-csms.ts";
import type { StepReport } from "../../../../src/inspection/replay/replay-step.ts";

const NOW = Date.parse("2026-03-01T12:00:00Z");
const BOOT = "BootNotification";

/** A message of the recording: of the station, or of the CSMS. */
const station = (...frame: unknown[]): LoggedMessage => ({
  ...{ timestampMs: 0, direction: "ChargingStationToCSMS", frame },
});
const csms = (...frame: unknown[]): LoggedMessage => ({
  ...{ timestampMs: 0, direction: "CSMSToChargingStation", frame },
});
const booted = [station(2, "b", BOOT, { reason: "PowerUp" }), csms(3, "b", { status: "Accepted" })];
const boot = [2, "1", BOOT, { reason: "PowerUp" }];

function play(...messages: LoggedMessage[]): PlayedCsms {
  return new PlayedCsms(exchangesOf(messages));
}

/** What one message of the station brings about. */
function hear(played: PlayedCsms, frame: unknown) {
  const { texts, reports } = played.hear(typeof frame === "string" ? frame : JSON.stringify(frame), NOW);
  return { sent: texts.map((text) => JSON.parse(text)), told: reports.map(told) };
}

function told({ from, action, outcome }: StepReport): string {
  const more = outcome.kind === "differs" ? outcome.differences.map(({ field }) => field).join() : "";
  return `${from} ${action} ${outcome.kind} ${more}`.trim();
}

Deno.test("every CALL has the recorded answer, under its own message id", () => {
  const played = play(
    ...booted,
    station(2, "c", "DataTransfer", {}),
    csms(4, "c", "InternalError", "why", { a: 1 }),
  );
  assert.deepEqual(hear(played, boot), {
    sent: [[3, "1", { status: "Accepted" }]],
    told: ["station BootNotification same"],
  });
  assert.equal(played.isOver, false);
  assert.deepEqual(hear(played, [2, "2", "DataTransfer", {}]).sent, [[4, "2", "InternalError", "why", {
    a: 1,
  }]]);
  assert.equal(played.isOver, true);
});

Deno.test("the CSMS calls when the station is as far as it was, with the station's own transaction", () => {
  const started = (transactionId: string) => ({ eventType: "Started", transactionInfo: { transactionId } });
  const played = play(
    ...booted,
    station(2, "e", "TransactionEvent", started("old")),
    csms(3, "e", {}),
    csms(2, "s", "RequestStopTransaction", { transactionId: "old" }),
    station(3, "s", { status: "Accepted" }),
    csms(2, "t", "GetTransactionStatus", { transactionId: "old" }),
    station(3, "t", { messagesInQueue: false }),
  );
  assert.equal(hear(played, boot).sent.length, 1);
  assert.deepEqual(hear(played, [2, "2", "TransactionEvent", started("new")]).sent, [
    [3, "2", {}],
    [2, "replay-1", "RequestStopTransaction", { transactionId: "new" }],
  ]);
  const stopped = hear(played, [3, "replay-1", { status: "Rejected" }]);
  assert.deepEqual(stopped.told, ["CSMS RequestStopTransaction differs status"]);
  assert.deepEqual(stopped.sent, [[2, "replay-2", "GetTransactionStatus", { transactionId: "new" }]]);
  const refused = hear(played, [4, "replay-2", "NotSupported", "", {}]);
  assert.deepEqual(refused.told, ["CSMS GetTransactionStatus differs answer"]);
  assert.equal(played.isOver, true);
});

Deno.test("a masked request of the CSMS is skipped and named, and what follows goes on", () => {
  const played = play(
    ...booted,
    csms(2, "p", "SetVariables", { setVariableData: [{ attributeValue: "***" }] }),
    station(3, "p", {}),
    csms(2, "q", "ClearCache", {}),
    station(3, "q", { status: "Accepted" }),
  );
  const { sent, told } = hear(played, boot);
  assert.deepEqual(told, ["station BootNotification same", "CSMS SetVariables skipped"]);
  assert.deepEqual(sent.map(([, , action]) => action), [{ status: "Accepted" }, "ClearCache"]);
});

Deno.test("what never comes is given up, up to the next CALL of the CSMS", () => {
  const played = play(
    ...booted,
    station(2, "n", "NotifyEvent", {}),
    csms(3, "n", {}),
    csms(2, "c", "ClearCache", {}),
    station(3, "c", { status: "Accepted" }),
    station(2, "d", "DataTransfer", {}),
    csms(3, "d", {}),
  );
  hear(played, boot);
  const first = played.giveUp(NOW);
  assert.deepEqual(first.reports.map(told), ["station NotifyEvent neverCame"]);
  assert.equal(first.texts.length, 1);
  assert.deepEqual(played.giveUp(NOW).reports.map(told), ["CSMS ClearCache neverCame"]);
  assert.deepEqual(hear(played, [3, "replay-1", { status: "Accepted" }]).told, []);
  assert.deepEqual(played.giveUp(NOW).reports.map(told), ["station DataTransfer neverCame"]);
  assert.equal(played.isOver, true);
  // Late is as bad as never.
  assert.deepEqual(hear(played, [2, "9", "NotifyEvent", {}]).told, ["station NotifyEvent unexpected"]);
});

Deno.test("what comes by the clock is answered, then as the last time, and neither waited for nor compared", () => {
  const played = play(
    ...booted,
    station(2, "h", "Heartbeat", {}),
    csms(3, "h", { currentTime: "2020-01-01T00:00:00Z", customData: { vendorId: "x" } }),
  );
  assert.deepEqual(hear(played, boot).told, ["station BootNotification same"]);
  assert.equal(played.isOver, true);
  const answer = { currentTime: "2026-03-01T12:00:00.000Z", customData: { vendorId: "x" } };
  assert.deepEqual(hear(played, [2, "2", "Heartbeat", {}]), {
    sent: [[3, "2", answer]],
    told: ["station Heartbeat uncounted"],
  });
  assert.deepEqual(hear(played, [2, "3", "Heartbeat", {}]), {
    sent: [[3, "3", answer]],
    told: ["station Heartbeat uncounted"],
  });
});

Deno.test("a recording from the middle: the start of the station is not looked for in it", () => {
  const occupied = { evseId: 1, connectorId: 1, connectorStatus: "Available" };
  const played = play(
    csms(2, "c", "ClearCache", {}),
    station(3, "c", { status: "Accepted" }),
    station(2, "s", "StatusNotification", occupied),
    csms(3, "s", {}),
  );
  const start = hear(played, boot);
  assert.deepEqual(start.told, ["station BootNotification uncounted"]);
  assert.equal(start.sent[0][2].status, "Accepted");
  assert.equal(start.sent[1][2], "ClearCache");
  assert.deepEqual(hear(played, [2, "2", "StatusNotification", occupied]).told, [
    "station StatusNotification uncounted",
  ]);
  assert.deepEqual(hear(played, [2, "3", "StatusNotification", occupied]).told, [
    "station StatusNotification same",
  ]);
});

Deno.test("a station that was switched on with a cable in it: the free connector of the replay is not looked for", () => {
  const status = (connectorStatus: string) => ({ evseId: 1, connectorId: 1, connectorStatus });
  const played = play(
    ...booted,
    ...[station(2, "o", "StatusNotification", status("Occupied")), csms(3, "o", {})],
    ...[station(2, "a", "StatusNotification", status("Available")), csms(3, "a", {})],
  );
  hear(played, boot);
  const told = (id: string, connectorStatus: string) =>
    hear(played, [2, id, "StatusNotification", status(connectorStatus)]).told;
  assert.deepEqual(told("2", "Available"), ["station StatusNotification uncounted"]);
  assert.deepEqual(told("3", "Occupied"), ["station StatusNotification same"]);
  assert.deepEqual(told("4", "Available"), ["station StatusNotification same"]);
});

Deno.test("that the clock of the recorded station was set is neither waited for nor compared", () => {
  const set = (type: string) => ({ type, timestamp: "2026-01-15T10:00:00Z" });
  const event = "SecurityEventNotification";
  const played = play(
    ...booted,
    ...[station(2, "c", event, set("SettingSystemTime")), csms(3, "c", {})],
    ...[station(2, "d", event, set("ResetOrReboot")), csms(3, "d", {})],
  );
  hear(played, boot);
  assert.deepEqual(hear(played, [2, "2", event, set("ResetOrReboot")]).told, [`station ${event} same`]);
  assert.deepEqual(hear(played, [2, "3", event, set("SettingSystemTime")]).told, [
    `station ${event} uncounted`,
  ]);
});

Deno.test("where the recorded CSMS did not answer, nobody does; what it never heard has a harmless answer", () => {
  const played = play(...booted, station(2, "a", "Authorize", {}));
  hear(played, boot);
  assert.deepEqual(hear(played, [2, "2", "NotifyEvent", {}]), {
    sent: [[3, "2", {}]],
    told: ["station NotifyEvent unexpected"],
  });
  assert.deepEqual(hear(played, [2, "3", "SignCertificate", {}]).sent[0].slice(0, 3), [
    4,
    "3",
    "InternalError",
  ]);
  assert.deepEqual(hear(played, [2, "4", "Authorize", {}]), { sent: [], told: ["station Authorize same"] });
});

Deno.test("what was given up is the only thing that is not looked for any more", () => {
  const status = (evseId: number) => ({ evseId, connectorId: 1, connectorStatus: "Available" });
  const played = play(
    ...booted,
    station(2, "s", "StatusNotification", status(1)),
    csms(3, "s", {}),
    csms(2, "c", "ClearCache", {}),
    station(3, "c", { status: "Accepted" }),
    station(2, "t", "StatusNotification", status(2)),
    csms(3, "t", {}),
  );
  hear(played, boot);
  played.giveUp(NOW);
  assert.deepEqual(hear(played, [2, "2", "StatusNotification", status(1)]).told, [
    "station StatusNotification unexpected",
  ]);
  assert.deepEqual(hear(played, [2, "3", "StatusNotification", status(2)]).told, [
    "station StatusNotification same",
  ]);
});

Deno.test("a CALL is rather one from before what the CSMS says next than an equal one from after it", () => {
  const status = (connectorStatus: string) => ({ evseId: 1, connectorId: 1, connectorStatus });
  const asked = (id: string) => [csms(2, id, "ClearCache", {}), station(3, id, { status: "Accepted" })];
  const noted = (id: string, connectorStatus: string) => [
    station(2, id, "StatusNotification", status(connectorStatus)),
    csms(3, id, {}),
  ];
  const played = play(
    ...[...booted, ...asked("c"), ...noted("s", "Occupied"), ...asked("d"), ...noted("t", "Reserved")],
  );
  hear(played, boot);
  hear(played, [3, "replay-1", { status: "Accepted" }]);
  assert.deepEqual(hear(played, [2, "2", "StatusNotification", status("Faulted")]).told, [
    "station StatusNotification differs connectorStatus",
  ]);
  assert.equal(hear(played, [3, "replay-2", { status: "Accepted" }]).told.length, 1);
  assert.equal(played.isOver, false);
});

Deno.test("what is no OCPP-J is told and not answered", () => {
  const deep = `[2,"1","Authorize",${"[".repeat(70)}${"]".repeat(70)}]`;
  for (const text of ["", "{", "[]", '"x"', "[2,1]", '[9,"1"]', deep, `["${"x".repeat(1024 * 1024)}"]`]) {
    assert.deepEqual(hear(play(...booted), text), {
      sent: [],
      told: ["station (not an OCPP message) unexpected"],
    });
  }
  assert.deepEqual(hear(play(...booted), [3, "never-asked", {}]), { sent: [], told: [] });
});
