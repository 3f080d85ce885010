import assert from "node:assert/strict";
import { poweredUp } from "../conformance/harness/power-up.ts";
import { newRoot, renewed, requestTriggered } from "../conformance/harness/certificates.ts";
import { booted } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import { type CertificateOptions, createCertificate } from "../fakes/pki/certificate.ts";
import { toPem } from "../fakes/pki/der-writer.ts";
import { ed448Key, rsaKey, secp256k1Key } from "../fakes/pki/odd-keys.ts";
import { testPki } from "../fakes/pki/pki.ts";

const VARIABLES = {
  "ISO15118Ctrlr.CountryName": "NL",
  "OCPPCommCtrlr.NetworkProfileConnectionAttempts": 1,
  "OCPPCommCtrlr.RetryBackOffRandomRange": 0,
};

/** A certificate of the station's that its TLS cannot use. */
async function odd(options: Partial<CertificateOptions>): Promise<string> {
  const { root } = await testPki();
  return (await createCertificate({ commonName: "CS-0001", issuer: root, ...options })).cert;
}

const ODD_CERTIFICATES: readonly (readonly [string, () => Promise<string>])[] = [
  ["X.509 v1", () => odd({ version: 1 })],
  ["RSA-1024", () => odd({ publicKey: rsaKey(1024).publicKey })],
  ["Ed448", () => odd({ publicKey: ed448Key().publicKey })],
  ["secp256k1", () => odd({ publicKey: secp256k1Key().publicKey })],
  ["a critical extension that nobody knows", () => odd({ strange: "criticalExtension" })],
];

for (const [name, certificate] of ODD_CERTIFICATES) {
  Deno.test(`a signed certificate with ${name} is Rejected before the security module sees it; the station goes on`, async () => {
    await using station = await startStation({ securityProfile: 3, variables: VARIABLES });
    const { csms, everest } = station;
    await poweredUp(station);
    await requestTriggered(station, "ChargingStationCertificate");
    const { status, statusInfo } = await csms.call("CertificateSigned", {
      certificateChain: await certificate(),
      certificateType: "ChargingStationCertificate",
    });
    assert.equal(status, "Rejected");
    assert.equal(statusInfo?.reasonCode, "InvalidCertificate");
    await csms.expect(
      "SecurityEventNotification",
      ({ type }) => type === "InvalidChargingStationCertificate",
    );
    assert.deepEqual(everest.record.callsOf("update_leaf_certificate"), []);
    await connectsAnew(station);
  });
}

/** With the certificate that it has always had. */
async function connectsAnew(station: StationUnderTest): Promise<void> {
  const reconnected = station.csms.nextConnection();
  station.csms.drop();
  await station.pass(60_000);
  await reconnected;
}

Deno.test("a pair that TLS cannot use is named at every dial, the station runs on and connects when it is replaced", async () => {
  await using station = await startStation({ securityProfile: 3, variables: VARIABLES, start: false });
  const { everest, log } = station;
  const { leaves } = everest.security.certificates;
  const good = leaves.get("CSMS")!;
  const { root } = await testPki();
  const version1 = await createCertificate({ commonName: "CS-0001", issuer: root, version: 1 });
  leaves.set("CSMS", { chain: [version1.cert], key: version1.key });
  station.start();
  await station.clock.timerSet("csms.backOff");
  const [failure] = log.lines.filter(({ message }) => message === "could not connect to the CSMS");
  assert.equal(
    failure?.fields["reason"],
    "tlsFailed: the client certificate cannot be used: it is an X.509 certificate of version 1, not 3",
  );
  leaves.set("CSMS", good);
  await station.pass(60_000);
  await booted(station);
});

Deno.test("credentials that cannot be read are named with their file, at every dial", async () => {
  await using station = await startStation({ securityProfile: 3, variables: VARIABLES, start: false });
  const { everest, log } = station;
  everest.security.wrongKeyPath = "/nowhere/station.key";
  station.start();
  await station.clock.timerSet("csms.backOff");
  const [failure] = log.lines.filter(({ message }) => message === "could not connect to the CSMS");
  assert.equal(
    failure?.fields["reason"],
    "credentialsUnavailable: /nowhere/station.key: there is no such file",
  );
});

Deno.test("a renewed pair that TLS cannot use gives way to the one before", async () => {
  await using station = await startStation({ securityProfile: 3, variables: VARIABLES });
  const { csms, everest } = station;
  await poweredUp(station);
  const short = rsaKey(1024);
  const unusable = { chain: [await odd({ publicKey: short.publicKey })], key: short.privateKey! };
  const { certificates } = everest.security;
  const update = certificates.update.bind(certificates);
  certificates.update = async (chain, type) => {
    const outcome = await update(chain, type);
    certificates.leaves.set("CSMS", unusable);
    return outcome;
  };
  const reconnected = csms.nextConnection();
  await renewed(station, "ChargingStationCertificate");
  await station.pass(60_000);
  await reconnected;
  await csms.expect(
    "SecurityEventNotification",
    ({ type }) => type === "DiscardedRenewedClientCertificate",
  );
});

/** Says that it is an authority, but its serial number is no number. */
async function damagedRoot(): Promise<string> {
  const der = (await newRoot("Damaged")).der.slice();
  const serialNumber = der.indexOf(0x02, der.indexOf(0xa0) + 5);
  der[serialNumber] = 0x05;
  return toPem("CERTIFICATE", der);
}

Deno.test("a root that TLS cannot use is left out and named; the others verify the CSMS", async () => {
  await using station = await startStation({ securityProfile: 2, start: false });
  const { everest, log } = station;
  everest.security.certificates.roots.CSMS.push(await damagedRoot());
  station.start();
  await booted(station);
  const [line] = log.lines.filter(({ message }) => message.startsWith("a CSMS root certificate is left out"));
  assert(line);
});

Deno.test("a CSMS root that TLS cannot use is Rejected before the security module sees it", async () => {
  await using station = await startStation({ securityProfile: 2 });
  const { csms, everest } = station;
  await booted(station);
  const answer = await csms.call("InstallCertificate", {
    certificateType: "CSMSRootCertificate",
    certificate: await damagedRoot(),
  });
  assert.equal(answer.status, "Rejected");
  assert.equal(answer.statusInfo?.reasonCode, "InvalidCertificate");
  assert.deepEqual(everest.record.callsOf("install_ca_certificate"), []);
});
