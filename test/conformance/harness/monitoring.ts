import assert from "node:assert/strict";
import type {
  EventDataType,
  MonitoringDataType,
  RequestOf,
  SetMonitoringDataType,
  SetMonitoringResultType,
  VariableMonitoringType,
} from "../../../src/ocpp/messages.ts";
import { assertNoError, nameOf } from "./reports.ts";
import type { StationUnderTest } from "./station-under-test.ts";

/** The severity that a test is configured with. */
export const SEVERITY = 5;

export const STATION_STATE = {
  component: { name: "ChargingStation" },
  variable: { name: "AvailabilityState" },
} as const;
export const EVSE_STATE = {
  component: { name: "EVSE", evse: { id: 1 } },
  variable: { name: "AvailabilityState" },
} as const;
/** The configured threshold monitor component variable. */
export const EVSE_POWER = {
  component: { name: "EVSE", evse: { id: 1 } },
  variable: { name: "Power" },
} as const;
/** A monitor on `EVSE_POWER`; `value` in watts. */
export function powerThreshold(
  type: "UpperThreshold" | "LowerThreshold",
  value: number,
): SetMonitoringDataType {
  return { ...EVSE_POWER, type, value, severity: SEVERITY };
}

export const STATE_DELTA = { type: "Delta", value: 1, severity: SEVERITY } as const;

/**
 * SetVariableMonitoring with its results, in the order of the request, each on the variable that was asked for, and with
 * an id only where the monitor is accepted (SetMonitoringResultType).
 */
export async function setMonitors(
  { csms }: StationUnderTest,
  ...setMonitoringData: SetMonitoringDataType[]
): Promise<readonly SetMonitoringResultType[]> {
  const { setMonitoringResult } = await csms.call("SetVariableMonitoring", { setMonitoringData });
  assert.equal(setMonitoringResult.length, setMonitoringData.length);
  setMonitoringResult.forEach((result, index) => {
    const { component, variable, type, severity } = setMonitoringData[index]!;
    assert.deepEqual({ component, variable, type, severity }, {
      component: result.component,
      variable: result.variable,
      type: result.type,
      severity: result.severity,
    });
    assert.equal(result.id !== undefined, result.status === "Accepted", "only what is accepted has an id");
  });
  return setMonitoringResult;
}

/** Memory state: these monitors are installed; resolves with their ids. */
export async function monitored(
  station: StationUnderTest,
  ...data: SetMonitoringDataType[]
): Promise<readonly number[]> {
  const results = await setMonitors(station, ...data);
  return results.map(({ id, status, statusInfo }) => {
    assert.equal(status, "Accepted", statusInfo?.additionalInfo ?? "");
    assertNoError(statusInfo);
    assert(id !== undefined);
    return id;
  });
}

/** GetMonitoringReport, accepted, and everything that is reported, with the validations that all cases share. */
export async function monitoringReport(
  station: StationUnderTest,
  request: Omit<RequestOf<"GetMonitoringReport">, "requestId"> = {},
): Promise<readonly MonitoringDataType[]> {
  const { csms, clock } = station;
  const requestId = csms.received("NotifyMonitoringReport").length + 1000;
  const response = await csms.call("GetMonitoringReport", { requestId, ...request });
  assert.equal(response.status, "Accepted");
  assertNoError(response.statusInfo);
  const entries: MonitoringDataType[] = [];
  for (let seqNo = 0;; seqNo++) {
    const { payload } = await csms.expect("NotifyMonitoringReport");
    assert.equal(payload.requestId, requestId);
    assert.equal(payload.seqNo, seqNo);
    assert.equal(Date.parse(payload.generatedAt), clock.wallMs());
    entries.push(...payload.monitor ?? []);
    if (!payload.tbc) return entries;
  }
}

/** GetMonitoringReport that finds no monitor. */
export async function assertNoMonitors(
  { csms }: StationUnderTest,
  request: Omit<RequestOf<"GetMonitoringReport">, "requestId"> = {},
): Promise<void> {
  const response = await csms.call("GetMonitoringReport", { requestId: 900, ...request });
  assert.equal(response.status, "EmptyResultSet");
  assert.equal(response.statusInfo?.reasonCode ?? "NotFound", "NotFound");
}

/** E.g. `EVSE[1].AvailabilityState Delta`, one line for each reported monitor, sorted. */
export function namesOf(entries: readonly MonitoringDataType[]): readonly string[] {
  return entries.flatMap((entry) => entry.variableMonitoring.map(({ type }) => `${nameOf(entry)} ${type}`))
    .sort();
}

/** Every reported monitor without its variable. */
export function settingsOf(entries: readonly MonitoringDataType[]): readonly VariableMonitoringType[] {
  return entries.flatMap(({ variableMonitoring }) => variableMonitoring);
}

/** The next event of a monitor; its message is the only part of its report. */
export async function eventOf(station: StationUnderTest, monitor: number): Promise<EventDataType> {
  const { csms, clock } = station;
  const { payload } = await csms.expect(
    "NotifyEvent",
    ({ eventData }) => eventData.some(({ variableMonitoringId }) => variableMonitoringId === monitor),
  );
  assert.equal(payload.seqNo, 0);
  assert.equal(payload.tbc ?? false, false);
  assert.ok(Date.parse(payload.generatedAt) <= clock.wallMs());
  const event = payload.eventData.find(({ variableMonitoringId }) => variableMonitoringId === monitor);
  assert(event);
  return event;
}

/** Every event of a monitor so far. */
export function eventsOf({ csms }: StationUnderTest, monitor: number): readonly EventDataType[] {
  return csms.received("NotifyEvent").flatMap(({ eventData }) => eventData)
    .filter(({ variableMonitoringId }) => variableMonitoringId === monitor);
}

/** The Actual value of a variable, as GetVariables tells it. */
export async function readVariable(
  { csms }: StationUnderTest,
  component: string,
  variable: string,
): Promise<string | undefined> {
  const { getVariableResult: [result] } = await csms.call("GetVariables", {
    getVariableData: [{ component: { name: component }, variable: { name: variable } }],
  });
  return result?.attributeValue;
}
