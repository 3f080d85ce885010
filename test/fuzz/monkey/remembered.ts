import type { Action } from "../../../src/ocpp/messages.ts";
import { inTime, type World } from "./world.ts";

/** What the CSMS has set, as the station reports it: it must be the same after a restart. */
export async function remembered(world: World): Promise<Readonly<Record<string, unknown>>> {
  const { csms } = world.station;
  const { versionNumber } = await csms.call("GetLocalListVersion", {});
  return {
    listVersion: versionNumber,
    monitors: await reported(world, "GetMonitoringReport", "NotifyMonitoringReport"),
    profiles: await reported(world, "GetChargingProfiles", "ReportChargingProfiles"),
  };
}

let requests = 1_000_000;

/** The pages of a report without what belongs to the request; empty when there is nothing to report. */
async function reported(
  { station: { csms } }: World,
  question: "GetMonitoringReport" | "GetChargingProfiles",
  page: Action & ("NotifyMonitoringReport" | "ReportChargingProfiles"),
): Promise<readonly string[]> {
  const requestId = ++requests;
  const answer = await csms.tryCall(
    question,
    question === "GetChargingProfiles" ? { requestId, chargingProfile: {} } : { requestId },
  );
  if (answer.kind === "error") return [answer.code];
  if ((answer.payload as { status: string }).status !== "Accepted") return [];
  const entries: unknown[] = [];
  for (let tbc = true; tbc;) {
    const { payload } = await inTime(page, csms.expect(page, (request) => request.requestId === requestId));
    tbc = payload.tbc ?? false;
    if ("monitor" in payload) entries.push(...payload.monitor ?? []);
    if ("chargingProfile" in payload) {
      entries.push(...payload.chargingProfile.map((profile) => ({ evseId: payload.evseId, profile })));
    }
  }
  return entries.map((entry) => JSON.stringify(entry)).sort();
}
