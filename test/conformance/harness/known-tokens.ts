import assert from "node:assert/strict";
import type {
  AuthorizationStatusEnumType,
  IdTokenInfoType,
  IdTokenType,
} from "../../../src/ocpp/messages.ts";
import type { TokenOutcome } from "../../fakes/everest/simulated-auth.ts";
import {
  authorized,
  energyTransferStarted,
  evConnectedPreSession,
  evDisconnected,
  nextEvent,
  parkingBayOccupied,
  parkingBayUnoccupied,
  stopAuthorized,
  VALID_TOKEN,
  type Visit,
} from "./reusable-states.ts";
import type { StationUnderTest } from "./station-under-test.ts";

/** Further tokens that a test is configured with. */
export const VALID_TOKEN_2: IdTokenType = { idToken: "RFID0002", type: "ISO14443" };
export const INVALID_TOKEN: IdTokenType = { idToken: "INVALID01", type: "ISO14443" };
export const BLOCKED_TOKEN: IdTokenType = { idToken: "BLOCKED01", type: "ISO14443" };
export const EXPIRED_TOKEN: IdTokenType = { idToken: "EXPIRED01", type: "ISO14443" };
export const MASTER_PASS_TOKEN: IdTokenType = { idToken: "MASTER01", type: "ISO14443" };

export const GROUP: IdTokenType = { idToken: "GROUP001", type: "Central" };
export const MASTER_PASS_GROUP: IdTokenType = { idToken: "MASTERPASSGROUP", type: "Central" };

/** "AuthCacheCtrlr.Enabled is true, AuthCtrlr.LocalPreAuthorize is true". */
export const CACHE_VARIABLES = {
  "AuthCacheCtrlr.Enabled": "true",
  "AuthCacheCtrlr.DisablePostAuthorize": "false",
  "AuthCtrlr.LocalPreAuthorize": "true",
} as const;

/** "LocalAuthListCtrlr.Enabled is true, AuthCtrlr.LocalPreAuthorize is true". */
export const LIST_VARIABLES = {
  "LocalAuthListCtrlr.Enabled": "true",
  "LocalAuthListCtrlr.DisablePostAuthorize": "false",
  "AuthCtrlr.LocalPreAuthorize": "true",
} as const;

/** From now on the CSMS says this of every token, in both messages that ask. */
export function csmsSays({ csms }: StationUnderTest, idTokenInfo: IdTokenInfoType): void {
  csms.on("Authorize", () => ({ idTokenInfo }));
  csms.on("TransactionEvent", ({ idToken }) => idToken ? { idTokenInfo } : {});
}

/** From now on the CSMS says so of single tokens, and accepts all others. */
export function csmsKnows(
  { csms }: StationUnderTest,
  tokens: readonly (readonly [IdTokenType, IdTokenInfoType])[],
): void {
  const infoOf = ({ idToken: wanted }: IdTokenType): IdTokenInfoType =>
    tokens.find(([{ idToken }]) => idToken === wanted)?.[1] ?? { status: "Accepted" };
  csms.on("Authorize", ({ idToken }) => ({ idTokenInfo: infoOf(idToken) }));
  csms.on("TransactionEvent", ({ idToken }) => idToken ? { idTokenInfo: infoOf(idToken) } : {});
}

/**
 * Memory state IdTokenCached: the CSMS speaks of the token, which in the case of an accepted one takes a whole visit
 * (errata 2025-04). Afterwards it answers as usual, and the driver has left.
 */
export async function idTokenCached(
  visit: Visit,
  idToken: IdTokenType = VALID_TOKEN,
  info: IdTokenInfoType = { status: "Accepted" },
): Promise<void> {
  const { station } = visit;
  parkingBayOccupied();
  csmsSays(station, info);
  if (info.status === "Accepted" && idToken.idToken === VALID_TOKEN.idToken) {
    await authorized(visit);
    await evConnectedPreSession(visit);
    await energyTransferStarted(visit);
    await stopAuthorized(visit);
    await driverLeaves(visit);
  } else await learned(visit, idToken);
  station.csms.answerAsUsual("Authorize");
  station.csms.answerAsUsual("TransactionEvent");
}

/** The CSMS is asked about the token, and nobody plugs in. */
async function learned({ station }: Visit, idToken: IdTokenType): Promise<void> {
  const outcome = station.everest.auth.swipe(idToken.idToken, idToken.type);
  const { payload } = await station.csms.expect("Authorize");
  assert.deepEqual(payload.idToken, idToken);
  if (await outcome === "UsedToStart") await nobodyPlugsIn(station);
  await station.settle();
}

/** What a token was accepted for is withdrawn. */
export async function nobodyPlugsIn(station: StationUnderTest): Promise<void> {
  await station.pass(station.everest.auth.connectionTimeoutS * 1000);
}

/** Reusable states EVDisconnected and ParkingBayUnoccupied; the visit may begin anew. */
export async function driverLeaves(visit: Visit): Promise<void> {
  await evDisconnected(visit);
  await parkingBayUnoccupied(visit);
  visit.energy = "none";
  visit.authorized = "no";
}

/** Memory state IdTokenLocalAuthList: a full list of these tokens. */
export async function idTokenListed(
  { csms }: StationUnderTest,
  tokens: readonly (readonly [IdTokenType, IdTokenInfoType | AuthorizationStatusEnumType])[],
  versionNumber = 1,
): Promise<void> {
  const { status } = await csms.call("SendLocalList", {
    updateType: "Full",
    versionNumber,
    localAuthorizationList: tokens.map(([idToken, info]) => ({
      idToken,
      idTokenInfo: typeof info === "string" ? { status: info } : info,
    })),
  });
  assert.equal(status, "Accepted");
}

/** A card at the reader, and what the station makes of it without a question to the CSMS. */
export async function swipeUnasked(
  { everest, csms }: StationUnderTest,
  { idToken, type }: IdTokenType,
): Promise<TokenOutcome> {
  const before = csms.received("Authorize").length;
  const outcome = await everest.auth.swipe(idToken, type);
  assert.equal(csms.received("Authorize").length, before, "the CSMS was asked");
  return outcome;
}

/** A card at the reader about which the CSMS is asked; resolves with what becomes of it. */
export async function swipeAsked(
  { everest, csms }: StationUnderTest,
  { idToken, type }: IdTokenType,
): Promise<TokenOutcome> {
  const outcome = everest.auth.swipe(idToken, type);
  const { payload } = await csms.expect("Authorize");
  assert.deepEqual(payload.idToken, { idToken, type });
  return await outcome;
}

/** Reusable state Authorized with a token that the station knows: no question, and the transaction says Authorized. */
export async function authorizedUnasked(visit: Visit, token: IdTokenType = VALID_TOKEN): Promise<void> {
  assert.equal(await swipeUnasked(visit.station, token), "UsedToStart");
  await authorizationReported(visit, token);
}

/** "This step needs to be executed when TxStartPoint contains Authorized OR the transaction already started." */
export async function authorizationReported(visit: Visit, token: IdTokenType = VALID_TOKEN): Promise<void> {
  visit.authorized = "local";
  const wasOpen = visit.events.length > 0 && visit.events.at(-1)?.eventType !== "Ended";
  const begins = visit.startPoints.has("Authorized") ||
    (visit.startPoints.has("PowerPathClosed") && visit.connected);
  if (!begins && !wasOpen) return;
  const event = await nextEvent(visit);
  assert.equal(event.triggerReason, "Authorized");
  assert.deepEqual(event.idToken, token);
  assert.equal(event.eventType, wasOpen ? "Updated" : "Started");
}
