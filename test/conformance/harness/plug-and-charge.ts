import assert from "node:assert/strict";
import type { RequestOf } from "../../../src/ocpp/messages.ts";
import { createCertificate } from "../../fakes/pki/certificate.ts";
import type { Certified } from "../../fakes/pki/certificate.ts";
import type { TokenOutcome } from "../../fakes/everest/simulated-auth.ts";
import { certificateInstalled, hashOf, newRoot, renewed } from "./certificates.ts";
import { idTokenListed } from "./known-tokens.ts";
import {
  arrived,
  backOnline,
  goneOffline,
  nextEvent,
  openTransaction,
  type Visit,
} from "./reusable-states.ts";
import type { StationUnderTest } from "./station-under-test.ts";

export const EMAID = "DEABC1234567890";

/** Who the station is to vehicles, as the configuration states of TC_C_50 and TC_C_52 have it. */
export const V2G_IDENTITY = {
  "ISO15118Ctrlr.SeccId": "NL*SECC*1",
  "ISO15118Ctrlr.CountryName": "NL",
  "ISO15118Ctrlr.OrganizationName": "Vendor",
} as const;

/** A vehicle with a contract. */
export interface Contract {
  readonly certificate: Certified;
  /** The root of the mobility operator that issued it. */
  readonly issuer: Certified;
}

export async function newContract(): Promise<Contract> {
  const issuer = await newRoot("MO root");
  const certificate = await createCertificate({ commonName: EMAID, organization: "Operator", issuer });
  return { certificate, issuer };
}

/** Memory states CertificateInstalled (V2GRootCertificate, with a contract also MORootCertificate) and RenewV2GChargingStationCertificate. */
export async function certificatesInstalled(station: StationUnderTest, contract?: Contract): Promise<void> {
  const root = await newRoot("V2G root");
  await certificateInstalled(station, "V2GRootCertificate", root);
  if (contract) await certificateInstalled(station, "MORootCertificate", contract.issuer);
  await renewed(station, "V2GCertificate", root);
}

/** The EV shows its contract to the EVSE, which has been told that it may take some; resolves with what becomes of it. */
export function contractPresented(
  { everest }: StationUnderTest,
  { certificate }: Contract,
): Promise<TokenOutcome> {
  assert.equal(plugAndChargeOf(everest).pnc_enabled, true);
  return everest.auth.present({
    id_token: { value: EMAID, type: "eMAID" },
    authorization_type: "PlugAndCharge",
    prevalidated: false,
    connectors: [1],
    certificate: certificate.cert,
  });
}

/** What EVSE 1 knows about Plug & Charge. */
export function plugAndChargeOf({ record }: StationUnderTest["everest"]): Readonly<Record<string, unknown>> {
  return Object.assign(
    {},
    ...record.callsOf("set_plug_and_charge_configuration")
      .filter(({ moduleId }) => moduleId === "evse_manager_1")
      .map(({ args }) => args["plug_and_charge_configuration"]),
  );
}

/** "idToken.type must be eMAID, iso15118CertificateHashData is provided". */
export function assertAskedByHash(request: RequestOf<"Authorize">, contract: Contract): void {
  assert.deepEqual(request.idToken, { idToken: EMAID, type: "eMAID" });
  assert.deepEqual(request.iso15118CertificateHashData, [
    { ...hashOf(contract.certificate, contract.issuer), responderURL: "http://ocsp.example/" },
  ]);
  assert.equal(request.certificate, undefined);
}

/** "idToken.type must be eMAID, certificate is provided". */
export function assertAskedByCertificate(request: RequestOf<"Authorize">, contract: Contract): void {
  assert.deepEqual(request.idToken, { idToken: EMAID, type: "eMAID" });
  assert.equal(request.certificate, contract.certificate.cert);
}

/** The step that follows a contract that the CSMS accepted: the transaction that begins or goes on says Authorized. */
export async function contractAccepted(visit: Visit): Promise<void> {
  visit.authorized = "local";
  const begins = visit.startPoints.has("Authorized") || visit.startPoints.has("PowerPathClosed");
  if (!begins && !openTransaction(visit)) return;
  const event = await nextEvent(visit);
  assert.equal(event.triggerReason, "Authorized");
  assert.deepEqual(event.idToken, { idToken: EMAID, type: "eMAID" });
}

/** "EV is not authorized and shall not charge", not even later. */
export async function assertNoCharging(station: StationUnderTest): Promise<void> {
  await station.pass(30_000);
  for (const event of station.csms.received("TransactionEvent")) {
    assert.notEqual(event.triggerReason, "Authorized");
    assert.notEqual(event.transactionInfo.chargingState, "Charging");
  }
}

const BACK_OFF_SECONDS = 120;

/**
 * What TC_C_54 and TC_C_55 have in common, up to step 6: a contract is presented while the station is offline, and
 * when it is back the CSMS hears of the cable. Resolves with what became of the token.
 */
export async function presentedOffline(
  station: StationUnderTest,
  contractValidationOffline: boolean,
): Promise<{ visit: Visit; outcome: TokenOutcome }> {
  const visit = await arrived(station, {
    start: "EVConnected",
    variables: {
      "AuthCtrlr.Enabled": "true",
      "AuthCtrlr.OfflineTxForUnknownIdEnabled": "true",
      "OCPPCommCtrlr.OfflineThreshold": String(BACK_OFF_SECONDS + 60),
      "OCPPCommCtrlr.RetryBackOffWaitMinimum": String(BACK_OFF_SECONDS),
      "OCPPCommCtrlr.RetryBackOffRandomRange": "0",
      "ISO15118Ctrlr.ContractValidationOffline": String(contractValidationOffline),
      "ISO15118Ctrlr.PnCEnabled": "true",
    },
  });
  // Memory state.
  await idTokenListed(station, [[{ idToken: EMAID, type: "eMAID" }, "Accepted"]]);
  const contract = await newContract();
  await certificatesInstalled(station, contract);
  // Step 1 and the manual actions.
  await goneOffline(station);
  await station.evse(1).plugIn();
  const outcome = await contractPresented(station, contract);
  // Step 2.
  await backOnline(station);
  // Steps 3 and 4.
  const { payload: status } = await station.csms.expect(
    "StatusNotification",
    ({ connectorStatus }) => connectorStatus === "Occupied",
  );
  assert.equal(status.evseId, 1);
  // Steps 5 and 6.
  const started = await nextEvent(visit);
  visit.connected = true;
  assert.equal(started.triggerReason, "CablePluggedIn");
  assert.equal(started.transactionInfo.chargingState, "EVConnected");
  assert.equal(started.offline, true);
  return { visit, outcome };
}
