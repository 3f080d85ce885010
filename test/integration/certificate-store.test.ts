import assert from "node:assert/strict";
import { join } from "node:path";
import { newRoot, startIso15118Station } from "../conformance/harness/certificates.ts";
import { booted } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import type { InstallCertificateUseEnumType } from "../../src/ocpp/messages.ts";
import { createCertificate } from "../fakes/pki/certificate.ts";

const ENTRIES = { component: { name: "SecurityCtrlr" }, variable: { name: "CertificateEntries" } };

/** Resolves with the status, or the reason of a refusal. */
async function install(
  { csms }: StationUnderTest,
  certificate: string,
  certificateType: InstallCertificateUseEnumType = "CSMSRootCertificate",
): Promise<string> {
  const { status, statusInfo } = await csms.call("InstallCertificate", { certificate, certificateType });
  return statusInfo === undefined ? status : `${status} ${statusInfo.reasonCode}`;
}

async function entries({ csms }: StationUnderTest): Promise<string | undefined> {
  const { getVariableResult } = await csms.call("GetVariables", { getVariableData: [ENTRIES] });
  return getVariableResult[0]?.attributeValue;
}

/** The component file says how many certificates there can be. */
function limitEntries({ directory }: StationUnderTest, maxLimit: number): void {
  const path = join(directory, "component_config", "standardized", "SecurityCtrlr.json");
  const file = JSON.parse(Deno.readTextFileSync(path));
  file.properties.CertificateEntries.characteristics.maxLimit = maxLimit;
  Deno.writeTextFileSync(path, JSON.stringify(file));
}

const installations = ({ everest }: StationUnderTest) => everest.record.callsOf("install_ca_certificate");

/** The types that the security module was asked for, of all questions so far. */
function askedTypes({ everest }: StationUnderTest): readonly unknown[] {
  const asked = everest.record.callsOf("get_installed_certificates");
  assert(asked.length > 0);
  return [...new Set(asked.flatMap(({ args }) => args["certificate_types"] as unknown[]))].toSorted();
}

Deno.test("as many certificates are installed as CertificateEntries allows, then OutOfStorage (M05.FR.06)", async () => {
  await using station = await startStation({ start: false });
  limitEntries(station, 1);
  station.start();
  await booted(station);
  const [first, second] = await Promise.all([newRoot("first"), newRoot("second")]);
  assert.equal(await install(station, first.cert), "Accepted");
  assert.equal(await entries(station), "1");
  assert.equal(await install(station, second.cert), "Rejected OutOfStorage");
  assert.equal(installations(station).length, 1);
  // It takes no further room.
  assert.equal(await install(station, first.cert), "Accepted");
  assert.equal(await entries(station), "1");
});

Deno.test("a full store of the security module is OutOfStorage, whatever CertificateEntries allows", async () => {
  await using station = await startStation();
  await booted(station);
  station.everest.security.certificates.capacity = 0;
  assert.equal(await install(station, (await newRoot("one too many")).cert), "Rejected OutOfStorage");
  assert.equal(installations(station).length, 1);
});

Deno.test("what is no certificate of an authority is Rejected before the security module is asked", async () => {
  await using station = await startStation();
  await booted(station);
  const leaf = await createCertificate({ commonName: "leaf", issuer: await newRoot("its root") });
  for (const type of ["CSMSRootCertificate", "ManufacturerRootCertificate", "V2GRootCertificate"] as const) {
    assert.equal(await install(station, leaf.cert, type), "Rejected InvalidCertificate");
  }
  assert.deepEqual(installations(station), []);
});

Deno.test("at the start the security module is asked for the types of certificates that somebody uses, and no other", async () => {
  await using station = await startStation();
  await booted(station);
  await station.settle();
  assert.deepEqual(askedTypes(station), ["CSMSRootCertificate", "MFRootCertificate"]);
  await using withIso15118 = await startIso15118Station();
  await booted(withIso15118);
  await withIso15118.settle();
  assert.deepEqual(askedTypes(withIso15118), [
    ...["CSMSRootCertificate", "MFRootCertificate", "MORootCertificate"],
    ...["V2GCertificateChain", "V2GRootCertificate"],
  ]);
});
