import assert from "node:assert/strict";
import type { RequestOf } from "../../../src/ocpp/messages.ts";
import {
  CACHE_VARIABLES,
  driverLeaves,
  idTokenCached,
  idTokenListed,
  LIST_VARIABLES,
} from "./known-tokens.ts";
import { arrived, energyTransferStarted, stopAuthorized, VALID_TOKEN } from "./reusable-states.ts";
import type { StationUnderTest } from "./station-under-test.ts";

type Question = Omit<RequestOf<"CustomerInformation">, "requestId">;

/** CustomerInformation is accepted; resolves with the data of all NotifyCustomerInformation, which are put together. */
export async function customerInformation(
  { csms }: StationUnderTest,
  question: Question,
  requestId = 1,
): Promise<string> {
  const { status } = await csms.call("CustomerInformation", { requestId, ...question });
  assert.equal(status, "Accepted");
  let data = "";
  for (let seqNo = 0;; seqNo++) {
    const { payload } = await csms.expect("NotifyCustomerInformation");
    assert.equal(payload.requestId, requestId);
    assert.equal(payload.seqNo, seqNo);
    data += payload.data;
    if (payload.tbc !== true) return data;
  }
}

/** The token is cached and listed, has charged, and the driver has left. */
export async function customerHasCharged(station: StationUnderTest): Promise<void> {
  const visit = await arrived(station, { variables: { ...CACHE_VARIABLES, ...LIST_VARIABLES } });
  await idTokenCached(visit);
  await idTokenListed(station, [[VALID_TOKEN, "Accepted"]]);
  assert.equal(await station.everest.auth.swipe(VALID_TOKEN.idToken), "UsedToStart");
  visit.authorized = "local";
  await energyTransferStarted(visit);
  await stopAuthorized(visit);
  await driverLeaves(visit);
}

/** "The Charging Station has no customer information available." */
export async function customerUnknown(station: StationUnderTest): Promise<void> {
  await arrived(station, { variables: { ...CACHE_VARIABLES, ...LIST_VARIABLES } });
}
