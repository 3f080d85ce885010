import assert from "node:assert/strict";
import { poweredUp } from "./harness/power-up.ts";
import { toEverestHash } from "../../src/bridge/certificate-mapping.ts";
import { testPki } from "../fakes/pki/pki.ts";
import { hashOf, renewed } from "./harness/certificates.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_A_11_CS Update Charging Station Certificate by request of CSMS - Success - Charging Station Certificate", async () => {
  await using station = await startStation({
    securityProfile: 3,
    variables: { "ISO15118Ctrlr.CountryName": "NL" },
  });
  const { csms, everest } = station;
  await poweredUp(station);
  const reads = () => everest.record.callsOf("get_leaf_certificate_info").length;
  const before = reads();
  const reconnected = csms.nextConnection();
  // Step 1.
  const certificate = await renewed(station, "ChargingStationCertificate");
  const [request] = everest.record.callsOf("generate_certificate_signing_request");
  assert.deepEqual(request?.args, {
    certificate_type: "CSMS",
    common: "012345678",
    organization: "EVerest",
    country: "NL",
    use_tpm: false,
  });
  // A02.FR.08: the new certificate is used at once, in a new connection.
  await reconnected;
  assert(reads() > before);
  assert.equal(everest.security.certificates.leaves.get("CSMS")?.chain[0], certificate.cert);
  // It goes on at the same CSMS without a new registration.
  await csms.expect("Heartbeat");
  assert.equal(csms.received("BootNotification").length, 1);
});

Deno.test("A02.FR.28, FR.29 A renewed certificate that the CSMS does not take is discarded for the old one", async () => {
  await using station = await startStation({
    securityProfile: 3,
    variables: {
      "ISO15118Ctrlr.CountryName": "NL",
      "OCPPCommCtrlr.NetworkProfileConnectionAttempts": 1,
      "OCPPCommCtrlr.RetryBackOffRandomRange": 0,
    },
  });
  const { csms, everest } = station;
  await poweredUp(station);
  csms.meetUpgradesWith({ kind: "refuse", status: 401 });
  const certificate = await renewed(station, "ChargingStationCertificate");
  await csms.refused(1);
  // The only slot has failed with the new certificate: B10.FR.07 falls back, and with it to the old one.
  csms.meetUpgradesWith({ kind: "accept" });
  const reconnected = csms.nextConnection();
  await station.pass(60_000);
  await reconnected;
  const { payload } = await csms.expect(
    "SecurityEventNotification",
    ({ type }) => type === "DiscardedRenewedClientCertificate",
  );
  assert.equal(payload.type, "DiscardedRenewedClientCertificate");
  const [deletion] = everest.record.callsOf("delete_certificate");
  assert.deepEqual(
    deletion?.args["certificate_hash_data"],
    toEverestHash(hashOf(certificate, (await testPki()).root)),
  );
});

Deno.test("F06 A certificate cannot be requested without a subject, and no V2G certificate without ISO 15118", async () => {
  await using station = await startStation({ securityProfile: 3 });
  const { csms } = station;
  await poweredUp(station);
  const trigger = () => csms.call("TriggerMessage", { requestedMessage: "SignChargingStationCertificate" });
  assert.equal((await trigger()).statusInfo?.reasonCode, "MissingDevModelInfo");
  assert.equal((await trigger()).status, "Rejected");
  const v2g = await csms.call("TriggerMessage", { requestedMessage: "SignV2GCertificate" });
  assert.equal(v2g.statusInfo?.reasonCode, "NotEnabled");
  assert.deepEqual(csms.received("SignCertificate"), []);
});

Deno.test("F06 While a certificate is on its way no second one can be requested", async () => {
  await using station = await startStation({
    securityProfile: 3,
    variables: { "ISO15118Ctrlr.CountryName": "NL" },
  });
  const { csms } = station;
  await poweredUp(station);
  const trigger = () => csms.call("TriggerMessage", { requestedMessage: "SignChargingStationCertificate" });
  assert.equal((await trigger()).status, "Accepted");
  await csms.expect("SignCertificate");
  assert.equal((await trigger()).status, "Rejected");
  assert.equal(csms.received("SignCertificate").length, 1);
});
