import assert from "node:assert/strict";
import type { IdTokenType, RequestOf } from "../../../src/ocpp/messages.ts";
import type { Csms } from "../../fakes/csms/csms.ts";
import type { StationUnderTest } from "./station-under-test.ts";

export type TransactionEvent = RequestOf<"TransactionEvent">;

/** The token a test is configured with as valid. */
export const VALID_TOKEN: IdTokenType = { idToken: "RFID0001", type: "ISO14443" };

/** What every RequestStartTransaction of the reusable states carries. */
export const REMOTE_START_ID = 4711;

/** Reusable state Booted: accepted by the CSMS, every connector Available, the start told as a security event. */
export async function booted(station: StationUnderTest): Promise<void> {
  await bootedAt(station.csms, station);
}

/** Reusable state Booted at one of several CSMSs, with what the tool validates. */
export async function bootedAt(csms: Csms, { everest }: Pick<StationUnderTest, "everest">): Promise<void> {
  // Steps 3, 4.
  await csms.expect("BootNotification");
  // Steps 5, 6.
  for (const { id, connectors } of everest.evses) {
    for (const connector of connectors) {
      const { payload } = await csms.expect(
        "StatusNotification",
        ({ evseId, connectorId }) => evseId === id && connectorId === connector.id,
      );
      assert.equal(payload.connectorStatus, "Available");
    }
  }
  // Steps 7, 8.
  await csms.expect(
    "SecurityEventNotification",
    ({ type }) => type === "StartupOfTheDevice" || type === "ResetOrReboot",
  );
}

/** A configuration state: sets `Component.Variable` or `Component.Variable[instance]`, all of which are accepted. */
export async function configured(
  { csms }: StationUnderTest,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const setVariableData = Object.entries(values).map(([key, attributeValue]) => {
    const [, component = "", name = "", instance] = /^(.+)\.([^[]+)(?:\[(.+)\])?$/.exec(key) ?? [];
    return {
      component: { name: component },
      variable: { name, ...(instance && { instance }) },
      attributeValue,
    };
  });
  const { setVariableResult } = await csms.call("SetVariables", { setVariableData });
  for (const { attributeStatus, variable } of setVariableResult) {
    assert.equal(attributeStatus, "Accepted", variable.name);
  }
}

export interface VisitSettings {
  /** TxCtrlr.TxStartPoint; default PowerPathClosed. */
  readonly start?: string;
  /** TxCtrlr.TxStopPoint; default EVConnected,Authorized. */
  readonly stop?: string;
  /** Further variables, as for `configured`. */
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * A driver at EVSE 1 who brings the station from one reusable state of part 6 to the next. What part 6, with its
 * errata, has the tool validate in a state is asserted by the function of that name, depending on the start and stop points.
 */
export interface Visit {
  readonly station: StationUnderTest;
  readonly startPoints: ReadonlySet<string>;
  readonly stopPoints: ReadonlySet<string>;
  /** AuthCtrlr.AuthorizeRemoteStart as configured; true unless a test says otherwise. */
  readonly authorizeRemoteStart: boolean;
  connected: boolean;
  authorized: "no" | "local" | "remote";
  energy: "none" | "started" | "suspended" | "over";
  /** Everything that was asserted, oldest first, but for periodic meter values. */
  readonly events: TransactionEvent[];
}

/** Boots the station, configures it and has a driver arrive. */
export async function arrived(station: StationUnderTest, settings: VisitSettings = {}): Promise<Visit> {
  const { start = "PowerPathClosed", stop = "EVConnected,Authorized", variables } = settings;
  await booted(station);
  await configured(station, { "TxCtrlr.TxStartPoint": start, "TxCtrlr.TxStopPoint": stop, ...variables });
  return {
    station,
    startPoints: new Set(start.split(",")),
    stopPoints: new Set(stop.split(",")),
    authorizeRemoteStart: variables?.["AuthCtrlr.AuthorizeRemoteStart"] !== "false",
    connected: false,
    authorized: "no",
    energy: "none",
    events: [],
  };
}

/** The last event of the transaction that is open. */
export function openTransaction({ events }: Visit): TransactionEvent | undefined {
  const last = events.at(-1);
  return last?.eventType === "Ended" ? undefined : last;
}

/** The id of the transaction that is open, or was last. */
export function transactionIdOf({ events }: Visit): string {
  const id = events.at(-1)?.transactionInfo.transactionId;
  assert(id, "no transaction has been reported");
  return id;
}

/** The next TransactionEvent, of the open transaction if there is one and else the first of a new one. */
export async function nextEvent(visit: Visit): Promise<TransactionEvent> {
  const before = openTransaction(visit);
  const { payload } = await visit.station.csms.expect(
    "TransactionEvent",
    ({ triggerReason }) => triggerReason !== "MeterValuePeriodic" && triggerReason !== "MeterValueClock",
  );
  assert.equal(
    payload.eventType === "Started",
    before === undefined,
    `${payload.eventType} after ${before?.eventType}`,
  );
  if (before) assert.equal(payload.transactionInfo.transactionId, before.transactionInfo.transactionId);
  visit.events.push(payload);
  return payload;
}

/** Everything that happened until now has been reported and answered. */
export async function queueEmptied(station: StationUnderTest): Promise<void> {
  for (let round = 0; round < 100; round++) {
    await station.settle();
    if (!(await station.csms.call("GetTransactionStatus", {})).messagesInQueue) return;
  }
  assert.fail("transaction events stay in the queue");
}

/** Nothing more is to be said of transactions, and what was said is complete: no gap in any transaction's seqNo. */
export async function nothingMore({ station, events }: Visit): Promise<void> {
  await queueEmptied(station);
  const received = station.csms.received("TransactionEvent");
  const unexpected = received.filter((event) =>
    !events.includes(event) && event.triggerReason !== "MeterValuePeriodic" &&
    event.triggerReason !== "MeterValueClock"
  );
  assert.deepEqual(unexpected, []);
  for (const id of new Set(received.map(({ transactionInfo }) => transactionInfo.transactionId))) {
    const numbers = received.filter(({ transactionInfo }) => transactionInfo.transactionId === id)
      .map(({ seqNo }) => seqNo);
    assert.deepEqual(numbers, numbers.map((_, index) => index));
  }
}

/** Reusable state ParkingBayOccupied: optional, and the station has no sensor that could tell. */
export function parkingBayOccupied(): void {}

/** Reusable state EVConnectedPreSession: the driver plugs in. */
export async function evConnectedPreSession(visit: Visit): Promise<void> {
  const { station, startPoints } = visit;
  await station.evse(1).plugIn();
  visit.connected = true;
  // Step 1.
  const { payload: status } = await station.csms.expect("StatusNotification");
  assert.equal(status.evseId, 1);
  assert.equal(status.connectorId, 1);
  assert.equal(status.connectorStatus, "Occupied");
  const begins = startPoints.has("EVConnected") ||
    (startPoints.has("PowerPathClosed") && visit.authorized !== "no");
  if (!begins && !openTransaction(visit)) return;
  // Step 3 here and in EnergyTransferStarted, and its step 7: which of them depends on what starts the transaction.
  const byPowerPath = startPoints.has("PowerPathClosed") && !startPoints.has("EVConnected") &&
    !openTransaction(visit);
  const event = await nextEvent(visit);
  const isRemoteStart = visit.authorized === "remote" && visit.events.length === 1;
  const trigger = byPowerPath ? "ChargingStateChanged" : "CablePluggedIn";
  assert.equal(event.triggerReason, isRemoteStart ? "RemoteStart" : trigger);
  assert.equal(event.transactionInfo.chargingState, byPowerPath ? "SuspendedEVSE" : "EVConnected");
  assert.deepEqual(event.evse, { id: 1, connectorId: 1 });
}

/** Reusable state Authorized, A (a card at the reader) or B (RequestStartTransaction). */
export async function authorized(visit: Visit, how: "local" | "remote" = "local"): Promise<void> {
  const { station, startPoints } = visit;
  const { csms } = station;
  const outcome = how === "local"
    ? station.everest.auth.swipe(VALID_TOKEN.idToken)
    : station.everest.auth.nextOutcome();
  if (how === "remote") {
    const request = { idToken: VALID_TOKEN, remoteStartId: REMOTE_START_ID, evseId: 1 };
    const response = await csms.call("RequestStartTransaction", request);
    assert.equal(response.status, "Accepted");
    assert.equal(response.transactionId, openTransaction(visit)?.transactionInfo.transactionId);
  }
  if (how === "local" || visit.authorizeRemoteStart) {
    const { payload: authorize } = await csms.expect("Authorize");
    assert.deepEqual(authorize.idToken, VALID_TOKEN);
  }
  visit.authorized = how;
  assert.equal(await outcome, "UsedToStart");
  const begins = startPoints.has("Authorized") || (startPoints.has("PowerPathClosed") && visit.connected);
  if (!begins && !openTransaction(visit)) return;
  const event = await nextEvent(visit);
  assert.equal(event.triggerReason, how === "local" ? "Authorized" : "RemoteStart");
  assert.deepEqual(event.idToken, VALID_TOKEN);
  if (how === "remote") assert.equal(event.transactionInfo.remoteStartId, REMOTE_START_ID);
}

/** Reusable state EnergyTransferStarted, from wherever the visit is. */
export async function energyTransferStarted(visit: Visit): Promise<void> {
  if (visit.authorized === "no") await authorized(visit);
  if (!visit.connected) await evConnectedPreSession(visit);
  await visit.station.settle();
  await visit.station.evse(1).startCharging();
  visit.energy = "started";
  const event = await nextEvent(visit);
  // Step 9.
  assert.equal(event.triggerReason, "ChargingStateChanged");
  assert.equal(event.transactionInfo.chargingState, "Charging");
}

/** Reusable state EnergyTransferSuspended: the EV stops drawing energy. */
export async function energyTransferSuspended(visit: Visit): Promise<void> {
  if (openTransaction(visit)?.transactionInfo.chargingState !== "Charging") {
    await energyTransferStarted(visit);
  }
  await visit.station.evse(1).pauseEv();
  const event = await nextEvent(visit);
  assert.equal(event.triggerReason, "ChargingStateChanged");
  const ends = visit.stopPoints.has("EnergyTransfer");
  assert.equal(event.transactionInfo.chargingState, ends ? "EVConnected" : "SuspendedEV");
  assert.equal(event.eventType, ends ? "Ended" : "Updated");
  assert.equal(event.transactionInfo.stoppedReason, ends ? "StoppedByEV" : undefined);
}

/** Reusable state StopAuthorized, A (the card that started) or B (RequestStopTransaction), from wherever the visit is. */
export async function stopAuthorized(visit: Visit, how: "local" | "remote" = "local"): Promise<void> {
  const { station, stopPoints } = visit;
  const { csms } = station;
  if (openTransaction(visit)?.transactionInfo.chargingState !== "Charging") {
    await energyTransferStarted(visit);
  }
  // "The tool will wait for <Configured Transaction Duration> seconds".
  await station.pass(5000);
  if (how === "local") {
    assert.equal(await station.everest.auth.swipe(VALID_TOKEN.idToken), "UsedToStop");
  } else {
    const response = await csms.call("RequestStopTransaction", { transactionId: transactionIdOf(visit) });
    assert.equal(response.status, "Accepted");
  }
  await station.pass(100);
  visit.authorized = "no";
  visit.energy = "over";
  const first = await nextEvent(visit);
  assert.equal(first.triggerReason, how === "local" ? "StopAuthorized" : "RemoteStop");
  if (first.idToken) assert.deepEqual(first.idToken, VALID_TOKEN);
  const ends = ["Authorized", "PowerPathClosed", "EnergyTransfer"].some((point) => stopPoints.has(point));
  if (first.eventType !== "Ended") {
    const second = await nextEvent(visit);
    assert.equal(second.triggerReason, "ChargingStateChanged");
    assert.equal(second.transactionInfo.chargingState, "EVConnected");
  }
  // Errata 2025-04: the last of the two ends the transaction, or none does.
  const last = visit.events.at(-1)!;
  assert.equal(last.eventType, ends ? "Ended" : "Updated");
  if (ends) assert.equal(last.transactionInfo.stoppedReason, how === "local" ? "Local" : "Remote");
}

/** Reusable state EVConnectedPostSession: an open transaction says that the EV is merely connected. */
export async function evConnectedPostSession(visit: Visit): Promise<void> {
  if (visit.energy !== "over") await stopAuthorized(visit);
  const open = openTransaction(visit);
  if (open) assert.equal(open.transactionInfo.chargingState, "EVConnected");
}

/** Reusable state EVDisconnected: the driver unplugs. */
export async function evDisconnected(visit: Visit): Promise<void> {
  const { station } = visit;
  if (visit.energy !== "over") await evConnectedPostSession(visit);
  await station.evse(1).unplug();
  visit.connected = false;
  const { payload: status } = await station.csms.expect("StatusNotification");
  assert.equal(status.evseId, 1);
  assert.equal(status.connectorId, 1);
  assert.equal(status.connectorStatus, "Available");
  if (!openTransaction(visit)) return;
  const event = await nextEvent(visit);
  assert.equal(event.triggerReason, "EVCommunicationLost");
  assert.equal(event.transactionInfo.chargingState, "Idle");
}

/** Reusable state ParkingBayUnoccupied: no sensor tells, and nothing is left to end. */
export async function parkingBayUnoccupied(visit: Visit): Promise<void> {
  if (visit.connected) await evDisconnected(visit);
  assert.equal(openTransaction(visit), undefined);
}

export function assertOneOf<T>(actual: T, allowed: readonly T[]): void {
  assert(allowed.includes(actual), `${actual} is not one of ${allowed.join(", ")}`);
}

/** Shows that a case does not apply: the value is rejected, and not in the valuesList that the station reports. */
export async function assertNotSelectable(
  station: StationUnderTest,
  { component, variable }: { readonly component: string; readonly variable: string },
  value: string,
): Promise<void> {
  const { csms } = station;
  await booted(station);
  const id = { component: { name: component }, variable: { name: variable } };
  const { setVariableResult } = await csms.call("SetVariables", {
    setVariableData: [{ ...id, attributeValue: value }],
  });
  assert.equal(setVariableResult[0]?.attributeStatus, "Rejected");
  const { status } = await csms.call("GetReport", { requestId: 1, componentVariable: [id] });
  assert.equal(status, "Accepted");
  const { payload } = await csms.expect("NotifyReport");
  const [reported] = payload.reportData ?? [];
  assert.equal(reported?.variableAttribute[0]?.mutability, "ReadWrite");
  const valuesList = reported.variableCharacteristics?.valuesList?.split(",") ?? [];
  assert(valuesList.length > 0 && !valuesList.includes(value), valuesList.join());
}

/** The CSMS cuts the connection and accepts no other. Resolves when the station knows that it is offline. */
export async function goneOffline({ csms, clock }: StationUnderTest): Promise<void> {
  // Or else the station has to tell again what was the last thing it told.
  await csms.answersSent();
  csms.stopAccepting();
  csms.drop();
  await clock.timerSet("csms.backOff");
}

/** The CSMS accepts connections again; resolves when the station, after its back-off, has come back. */
export async function backOnline(station: StationUnderTest): Promise<void> {
  const { csms, clock } = station;
  csms.resume();
  const back = csms.nextConnection();
  await station.pass(clock.remainingMs("csms.backOff") ?? 0);
  await back;
}

/** What the cases about queued messages configure: samples more often than the station comes back after a lost line. */
export const QUEUEING_VARIABLES = {
  "SampledDataCtrlr.Enabled": "true",
  "SampledDataCtrlr.TxUpdatedMeasurands": "Energy.Active.Import.Register,Power.Active.Import",
  "SampledDataCtrlr.TxUpdatedInterval": "5",
  "OCPPCommCtrlr.RetryBackOffWaitMinimum": "12",
  "OCPPCommCtrlr.RetryBackOffRandomRange": "0",
  "OCPPCommCtrlr.OfflineThreshold": "72",
} as const;

/** Answers every held TransactionEvent until none is queued any more; resolves with them, oldest first. */
export async function emptiedQueue({ csms }: StationUnderTest): Promise<TransactionEvent[]> {
  const events: TransactionEvent[] = [];
  do {
    const call = await csms.expect("TransactionEvent");
    events.push(call.payload);
    call.reply(call.payload.idToken ? { idTokenInfo: { status: "Accepted" } } : {});
  } while ((await csms.call("GetTransactionStatus", {})).messagesInQueue);
  csms.answerAsUsual("TransactionEvent");
  return events;
}

/** TC_E_29, 33, 40: what queued up offline in a running transaction is updates with meter values, and says so. */
export function assertQueuedUpdates(queued: readonly TransactionEvent[]): void {
  assert(queued.length >= 2, `${queued.length} queued`);
  for (const event of queued) {
    assert.equal(event.eventType, "Updated");
    assert(event.meterValue && event.meterValue.length > 0, "no meter value");
    assert.equal(event.offline, true);
  }
}
