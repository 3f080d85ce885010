import assert from "node:assert/strict";
import { decodeTolerantly } from "../../../src/everest/codec/mod.ts";
import type { SessionEvent } from "../../../src/everest/interfaces/types/session-event.ts";
import { sessionEvent, sessionEventEnum } from "../../../src/everest/interfaces/types/session-event.ts";
import type { ProvidedIdToken } from "../../../src/everest/interfaces/types/authorization.ts";
import { connectorId, evseId } from "../../../src/kernel/ids.ts";
import type { EvseEvent } from "../../../src/station/evse-event.ts";
import { type SessionMemory, toEvseEvent } from "../../../src/bridge/session-events.ts";

const timestamp = "2026-11-22T06:54:00.646Z";
const meter_value = { timestamp, energy_Wh_import: { total: 12 } };
const card: ProvidedIdToken = { id_token: { value: "RFID1", type: "ISO14443" }, authorization_type: "RFID" };
const remote: ProvidedIdToken = {
  id_token: { value: "R", type: "Central" },
  authorization_type: "OCPP",
  request_id: 77,
};
const signed = { signed_meter_data: "d", signing_method: "s", encoding_method: "e", public_key: "k" };
const signedInOcpp = { signedMeterData: "d", signingMethod: "s", encodingMethod: "e", publicKey: "k" };

function run(
  event: Partial<SessionEvent> & Pick<SessionEvent, "event">,
  memory: SessionMemory = {},
) {
  const complaints: string[] = [];
  const arrival = { evseId: evseId(2), nowMs: 99, complain: (reason: string) => complaints.push(reason) };
  return { ...toEvseEvent({ uuid: "session", timestamp, ...event }, memory, arrival), complaints };
}

/** The event without what all events share. */
function bodyOf(event: EvseEvent | undefined): Record<string, unknown> {
  assert.ok(event);
  const {
    evseId: _evse,
    connectorId: _connector,
    sessionId: _session,
    timestampMs: _time,
    meter: _,
    ...body
  } = event;
  return body;
}

Deno.test("what all events share: EVSE, connector 1 unless told, session, time, meter reading", () => {
  const { event } = run({ event: "ChargingStarted", charging_state_changed_event: { meter_value } });
  assert.deepEqual(event, {
    kind: "ChargingStarted",
    evseId: evseId(2),
    connectorId: connectorId(1),
    sessionId: "session",
    timestampMs: Date.parse(timestamp),
    meter: {
      timestampMs: Date.parse(timestamp),
      sampledValues: [{
        value: 12,
        measurand: "Energy.Active.Import.Register",
        location: "Outlet",
        unitOfMeasure: { unit: "Wh" },
      }],
    },
  });
  assert.equal(run({ event: "Enabled", connector_id: 2 }).event?.connectorId, 2);
  assert.equal(run({ event: "Enabled", connector_id: 0 }).event?.connectorId, 1);
});

const READINGS: readonly (Partial<SessionEvent> & Pick<SessionEvent, "event">)[] = [
  { event: "SessionStarted", session_started: { reason: "EVConnected", meter_value } },
  { event: "SessionFinished", session_finished: { meter_value } },
  { event: "TransactionStarted", transaction_started: { id_tag: card, meter_value } },
  { event: "TransactionFinished", transaction_finished: { reason: "Local", meter_value } },
  { event: "ChargingStarted", charging_state_changed_event: { meter_value } },
  { event: "ChargingPausedEV", charging_state_changed_event: { meter_value } },
  { event: "ChargingPausedEVSE", charging_state_changed_event: { meter_value } },
  { event: "Deauthorized", authorization_event: { meter_value } },
];
for (const told of READINGS) {
  Deno.test(`the reading of ${told.event} is passed on, and nothing is wrong without`, () => {
    const [value] = run(told).event?.meter?.sampledValues ?? [];
    assert.equal(value?.value, 12);
    const { event, complaints } = run({ event: told.event });
    assert.equal(event?.kind, told.event);
    assert.equal(event?.meter, undefined);
    assert.deepEqual(complaints, []);
  });
}

Deno.test("of a session id as much is kept as a transactionId has room for", () => {
  const idOf = (uuid: string) => run({ event: "ChargingStarted", uuid }).event?.sessionId;
  assert.equal(idOf("i".repeat(36)), "i".repeat(36));
  assert.equal(idOf("i".repeat(37)), "i".repeat(36));
});

Deno.test("a session opened by plugging in or by a token", () => {
  assert.deepEqual(
    bodyOf(run({ event: "SessionStarted", session_started: { reason: "EVConnected", meter_value } }).event),
    { kind: "SessionStarted", reason: "EVConnected" },
  );
  const byToken = run({
    event: "SessionStarted",
    session_started: { reason: "Authorized", id_tag: remote, reservation_id: 4, signed_meter_value: signed },
  });
  assert.deepEqual(bodyOf(byToken.event), {
    kind: "SessionStarted",
    reason: "Authorized",
    token: { idToken: { idToken: "R", type: "Central" }, remoteStartId: 77, fromCsms: true },
    reservationId: 4,
    signed: signedInOcpp,
  });
});

Deno.test("a session without its particulars is taken for plugged in, with a token for authorized", () => {
  const reasonOf = (told: SessionEvent["session_started"]) =>
    bodyOf(run({ event: "SessionStarted", ...(told && { session_started: told }) }).event)["reason"];
  assert.equal(reasonOf(undefined), "EVConnected");
  assert.equal(reasonOf({ id_tag: card }), "Authorized");
});

Deno.test("an unknown reason of a start costs neither the token nor the reservation", () => {
  const decoded = decodeTolerantly(sessionEvent, {
    ...{ uuid: "session", timestamp, event: "SessionStarted" },
    session_started: { reason: "Reserved", meter_value, id_tag: card, reservation_id: 4 },
  });
  assert(decoded.kind === "value");
  assert.deepEqual(bodyOf(run(decoded.value).event), {
    kind: "SessionStarted",
    reason: "Authorized",
    token: { idToken: { idToken: "RFID1", type: "ISO14443" }, fromCsms: false },
    reservationId: 4,
  });
});

Deno.test("the start of a transaction carries token, reservation and signature; all may be missing", () => {
  const started = run({
    event: "TransactionStarted",
    transaction_started: { id_tag: card, meter_value, reservation_id: 7, signed_meter_value: signed },
  });
  assert.deepEqual(bodyOf(started.event), {
    kind: "TransactionStarted",
    token: { idToken: { idToken: "RFID1", type: "ISO14443" }, fromCsms: false },
    reservationId: 7,
    signed: signedInOcpp,
  });
  assert.deepEqual(bodyOf(run({ event: "TransactionStarted" }).event), { kind: "TransactionStarted" });
});

Deno.test("a reading's own signature is that of its register, unless the event brings one (J02.FR.21)", () => {
  const signatures = (event: Parameters<typeof run>[0]) =>
    run(event).event?.meter?.sampledValues.flatMap(({ signedMeterValue: s }) => s?.signedMeterData ?? []);
  const meter = { ...meter_value, signed_meter_value: { ...signed, signed_meter_data: "reading" } };
  assert.deepEqual(signatures({ event: "SessionFinished", session_finished: { meter_value: meter } }), [
    "reading",
  ]);
  const finished = (own: Partial<NonNullable<SessionEvent["transaction_finished"]>>) =>
    signatures({
      event: "TransactionFinished",
      transaction_finished: { reason: "Local", meter_value: meter, ...own },
    });
  assert.deepEqual(finished({}), ["reading"]);
  // The station puts it there.
  assert.deepEqual(finished({ signed_meter_value: signed }), []);
});

Deno.test("the end of a transaction carries reason, token and both signatures", () => {
  const finished = run({
    event: "TransactionFinished",
    transaction_finished: {
      reason: "HardReset",
      id_tag: card,
      start_signed_meter_value: signed,
      signed_meter_value: { ...signed, signed_meter_data: "end" },
    },
  });
  assert.deepEqual(bodyOf(finished.event), {
    kind: "TransactionFinished",
    reason: "ImmediateReset",
    token: { idToken: { idToken: "RFID1", type: "ISO14443" }, fromCsms: false },
    startSigned: signedInOcpp,
    signed: { ...signedInOcpp, signedMeterData: "end" },
  });
  assert.deepEqual(bodyOf(run({ event: "TransactionFinished" }).event), {
    kind: "TransactionFinished",
    reason: "Other",
  });
  const unlocked = run({ event: "TransactionFinished", transaction_finished: { reason: "UnlockCommand" } });
  assert.deepEqual(bodyOf(unlocked.event), {
    kind: "TransactionFinished",
    reason: "Other",
    trigger: "UnlockCommand",
  });
});

Deno.test("after a power loss the finished transaction is the resumed session, whatever id it carries", () => {
  const resumed = run({ event: "SessionResumed", uuid: "before" });
  assert.equal(resumed.event?.kind, "SessionResumed");
  const finished = run({
    event: "TransactionFinished",
    uuid: "",
    transaction_finished: { reason: "PowerLoss", meter_value },
  }, resumed.memory);
  assert.equal(finished.event?.sessionId, "before");
  assert(finished.event?.kind === "TransactionFinished");
  assert.equal(finished.event.session, "forgotten");
  assert.deepEqual(finished.memory, {});
});

Deno.test("the end of another transaction does not make the resumed session forgotten", () => {
  const resumed = run({ event: "SessionResumed", uuid: "before" });
  const other = run({
    event: "TransactionFinished",
    uuid: "another",
    transaction_finished: { reason: "Local" },
  }, resumed.memory);
  assert.equal(other.event?.sessionId, "another");
  const finished = run({ event: "TransactionFinished", uuid: "" }, other.memory);
  assert.equal(finished.event?.sessionId, "before");
});

Deno.test("a pause that follows a remote stop of the same session is part of that stop", () => {
  const stopped = run({ event: "TransactionFinished", transaction_finished: { reason: "Remote" } });
  const paused = (memory: SessionMemory, uuid = "session") =>
    bodyOf(run({ event: "ChargingPausedEVSE", uuid }, memory).event)["remoteStop"];
  assert.equal(paused(stopped.memory), true);
  assert.equal(paused(stopped.memory, "another"), false);
  assert.equal(paused(run({ event: "SessionFinished" }, stopped.memory).memory), false);
  assert.equal(
    paused(run({ event: "TransactionFinished", transaction_finished: { reason: "Local" } }).memory),
    false,
  );
  // The session goes on with a transaction that nobody has stopped (E02.FR.15).
  assert.equal(paused(run({ event: "TransactionStarted" }, stopped.memory).memory), false);
});

Deno.test("enabling and disabling without a connector concerns all of them", () => {
  assert.deepEqual(bodyOf(run({ event: "Enabled" }).event), { kind: "Enabled", allConnectors: true });
  assert.deepEqual(bodyOf(run({ event: "Disabled", connector_id: 0 }).event), {
    kind: "Disabled",
    allConnectors: true,
  });
  assert.deepEqual(bodyOf(run({ event: "Disabled", connector_id: 1 }).event), {
    kind: "Disabled",
    allConnectors: false,
  });
});

Deno.test("a resumed charge of 2025.12 counts as charging", () => {
  const { event } = run({ event: "ChargingResumed", charging_state_changed_event: { meter_value } });
  assert.equal(event?.kind, "ChargingStarted");
  assert.ok(event?.meter);
});

Deno.test("exactly the events that mean nothing to OCPP are left out", () => {
  assert.ok(sessionEventEnum.shape.kind === "enum");
  const ignored = sessionEventEnum.shape.literals.filter((literal) =>
    run({ event: literal as SessionEvent["event"] }).event === undefined
  );
  assert.deepEqual(ignored, [
    "Authorized",
    "AuthRequired",
    "PrepareCharging",
    "StoppingCharging",
    "ChargingFinished",
    "SwitchingPhases",
    "WaitingForEnergy",
    "ReplugStarted",
    "ReplugFinished",
  ]);
});

Deno.test("an unreadable time is replaced by the time of arrival with a complaint", () => {
  const { event, complaints } = run({ event: "SessionFinished", timestamp: "?" });
  assert.equal(event?.timestampMs, 99);
  assert.equal(complaints.length, 1);
});
