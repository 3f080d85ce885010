import assert from "node:assert/strict";
import type { RequestOf } from "../../../src/ocpp/messages.ts";
import { assertReported, rebooted } from "./availability.ts";
import { assertOneOf } from "./reusable-states.ts";
import type { StationUnderTest } from "./station-under-test.ts";

/** The system was asked to reset, and nothing else than this. */
export async function assertReset(
  station: StationUnderTest,
  how: { readonly scheduled: boolean },
): Promise<void> {
  // The ends of the transactions are delivered first.
  await station.pass(1000);
  assert.deepEqual(station.everest.system.resets, [{ type: "NotSpecified", ...how }]);
}

export function assertNoReset({ everest }: StationUnderTest): void {
  assert.deepEqual(everest.system.resets, []);
}

/** Everything restarts as the system was asked to; what is at the EVSEs is seen before the CSMS has accepted. */
export async function restarted(station: StationUnderTest): Promise<RequestOf<"BootNotification">> {
  const { csms } = station;
  csms.hold("BootNotification");
  await rebooted(station);
  const boot = await csms.expect("BootNotification");
  await station.pass(100);
  csms.answerAsUsual("BootNotification");
  boot.reply({
    status: "Accepted",
    currentTime: new Date(station.clock.wallMs()).toISOString(),
    interval: 300,
  });
  return boot.payload;
}

/** After a boot: the connectors of these EVSEs, and the security event of the start. */
export async function assertBooted(
  station: StationUnderTest,
  statuses: Readonly<Record<number, RequestOf<"StatusNotification">["connectorStatus"]>>,
): Promise<void> {
  for (const [id, status] of Object.entries(statuses)) await assertReported(station, status, [Number(id)]);
  const { payload } = await station.csms.expect(
    "SecurityEventNotification",
    ({ type }) => type === "StartupOfTheDevice" || type === "ResetOrReboot",
  );
  assertOneOf(payload.type, ["StartupOfTheDevice", "ResetOrReboot"]);
}

/** EVerest restarts as a whole: an EVSE cannot be reset alone, and its AllowReset says so. */
export async function assertEvseResetRejected(
  { csms, everest }: StationUnderTest,
  type: RequestOf<"Reset">["type"],
): Promise<void> {
  const { status, statusInfo } = await csms.call("Reset", { type, evseId: 1 });
  assert.equal(status, "Rejected");
  assert.equal(statusInfo?.reasonCode, "UnsupportedRequest");
  const allowReset = { component: { name: "EVSE", evse: { id: 1 } }, variable: { name: "AllowReset" } };
  const { getVariableResult } = await csms.call("GetVariables", { getVariableData: [allowReset] });
  assert.equal(getVariableResult[0]?.attributeValue, "false");
  assert.deepEqual(everest.system.resets, []);
}
