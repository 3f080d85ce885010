import assert from "node:assert/strict";
import type { ReportDataType, RequestOf, StatusInfoType } from "../../../src/ocpp/messages.ts";
import type { StationUnderTest } from "./station-under-test.ts";

/** A success needs no reason, or says NoError. */
export function assertNoError(statusInfo: StatusInfoType | undefined): void {
  assert.equal(statusInfo?.reasonCode ?? "NoError", "NoError");
}

/** GetBaseReport, accepted, and everything that is reported. */
export async function baseReport(
  station: StationUnderTest,
  reportBase: RequestOf<"GetBaseReport">["reportBase"],
): Promise<ReportDataType[]> {
  const requestId = station.csms.received("NotifyReport").length + 1000;
  const response = await station.csms.call("GetBaseReport", { requestId, reportBase });
  assert.equal(response.status, "Accepted");
  assertNoError(response.statusInfo);
  return await reported(station, requestId);
}

/** GetReport, accepted, and everything that is reported. */
export async function customReport(
  station: StationUnderTest,
  request: Omit<RequestOf<"GetReport">, "requestId">,
): Promise<ReportDataType[]> {
  const requestId = station.csms.received("NotifyReport").length + 1000;
  const response = await station.csms.call("GetReport", { requestId, ...request });
  assert.equal(response.status, "Accepted");
  assertNoError(response.statusInfo);
  return await reported(station, requestId);
}

/** The parts of one report, validated as every case of B07 and B08 has it. */
async function reported({ csms, clock }: StationUnderTest, requestId: number): Promise<ReportDataType[]> {
  const entries: ReportDataType[] = [];
  for (let seqNo = 0;; seqNo++) {
    const { payload } = await csms.expect("NotifyReport");
    assert.equal(payload.requestId, requestId);
    assert.equal(payload.seqNo, seqNo);
    assert.equal(Date.parse(payload.generatedAt), clock.wallMs());
    entries.push(...payload.reportData ?? []);
    if (!payload.tbc) break;
  }
  for (const entry of entries) {
    const { variableCharacteristics } = entry;
    assert(variableCharacteristics, `${nameOf(entry)} has no characteristics`);
    const isList = /List$/.test(variableCharacteristics.dataType);
    assert(!isList || variableCharacteristics.valuesList, `${nameOf(entry)} has no valuesList`);
  }
  assert.equal(new Set(entries.map(nameOf)).size, entries.length, "every variable once");
  return entries;
}

/** E.g. `EVSE[1].AvailabilityState`, `DeviceDataCtrlr.ItemsPerMessage(GetReport)`. */
export function nameOf({ component, variable }: Pick<ReportDataType, "component" | "variable">): string {
  const { name, instance, evse } = component;
  const place = evse ? `[${[evse.id, evse.connectorId].filter((id) => id !== undefined).join(".")}]` : "";
  const owner = instance ? `${name}(${instance})` : name;
  return `${owner}${place}.${variable.name}${variable.instance ? `(${variable.instance})` : ""}`;
}

/** The Actual value of a reported variable. */
export function actualOf({ variableAttribute }: ReportDataType): string | undefined {
  return variableAttribute.find(({ type = "Actual" }) => type === "Actual")?.value;
}
