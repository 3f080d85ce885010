import assert from "node:assert/strict";
import type { IdTokenInfoType, IdTokenType } from "../../../src/ocpp/messages.ts";
import { csmsKnows, driverLeaves, GROUP, VALID_TOKEN_2 } from "./known-tokens.ts";
import { nextEvent, nothingMore, VALID_TOKEN, type Visit } from "./reusable-states.ts";

export const OF_GROUP: IdTokenInfoType = { status: "Accepted", groupIdToken: GROUP };
export const REFUSED_OF_GROUP: IdTokenInfoType = { status: "Invalid", groupIdToken: GROUP };

/** The CSMS knows that both valid tokens are of the group. */
export function csmsKnowsGroup(
  visit: Visit,
  second: IdTokenInfoType = OF_GROUP,
  token = VALID_TOKEN_2,
): void {
  csmsKnows(visit.station, [[VALID_TOKEN, OF_GROUP], [token, second]]);
}

/** The second token has stopped the transaction of the first, and the driver leaves. */
export async function stoppedByGroup(visit: Visit, token: IdTokenType): Promise<void> {
  await visit.station.pass(100);
  const stopped = await nextEvent(visit);
  assert.equal(stopped.triggerReason, "StopAuthorized");
  assert.deepEqual(stopped.idToken, token);
  assert.equal(stopped.eventType, "Ended");
  assert.equal(stopped.transactionInfo.stoppedReason, "Local");
  visit.energy = "over";
  await driverLeaves(visit);
  await nothingMore(visit);
}

/** The transaction goes on, and so does the energy. */
export async function assertGoesOn(visit: Visit): Promise<void> {
  const { meter } = visit.station.evse(1);
  const before = meter.wattHours;
  await visit.station.pass(30_000);
  await nothingMore(visit);
  assert.equal(visit.events.at(-1)?.transactionInfo.chargingState, "Charging");
  assert(meter.wattHours > before);
}
