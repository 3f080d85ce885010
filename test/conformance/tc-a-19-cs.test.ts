import assert from "node:assert/strict";
import { createCertificate } from "../fakes/pki/certificate.ts";
import { testPki } from "../fakes/pki/pki.ts";
import { certificateInstalled, newRoot, renewed } from "./harness/certificates.ts";
import { migrated, startSecondCsms, valueOf } from "./harness/network-profiles.ts";
import { booted, bootedAt } from "./harness/reusable-states.ts";
import type { Csms } from "../fakes/csms/csms.ts";
import { startStation, type StationUnderTest } from "./harness/station-under-test.ts";

/** Configured long operation timeout. */
const LONG_OPERATION_MS = 600_000;

/** Steps 15 to 18: whoever offers the former security profile only waits in vain. */
async function assertNoDowngrade(station: StationUnderTest, second: Csms): Promise<void> {
  // Step 15: the same endpoint without TLS; that of the former slot is there all the time.
  const { port } = second;
  second.stopAccepting();
  second.drop();
  await second.disconnected();
  await station.settle();
  const former = station.csms.connections;
  const unprotected = await startSecondCsms(station, 1, { port });
  await station.pass(LONG_OPERATION_MS);
  // Step 16.
  assert.equal(unprotected.connections, 0);
  assert.deepEqual(unprotected.refusedUpgrades, []);
  assert.equal(station.csms.connections, former);
  await unprotected.stop();
  // Steps 17, 18.
  second.resume();
  const back = second.nextConnection();
  await station.pass(LONG_OPERATION_MS);
  await back;
}

for (const securityProfile of [1, 2] as const) {
  Deno.test(`TC_A_19_CS Upgrade Charging Station Security Profile - Accepted (from ${securityProfile})`, async () => {
    await using station = await startStation({
      securityProfile,
      variables: { "ISO15118Ctrlr.CountryName": "NL" },
    });
    await booted(station);
    // Memory state.
    const root = await newRoot("CSMS root 2");
    if (securityProfile === 1) await certificateInstalled(station, "CSMSRootCertificate", root);
    else await renewed(station, "ChargingStationCertificate");
    const tls = securityProfile === 1
      ? await createCertificate({ commonName: "localhost", dnsNames: ["localhost"], issuer: root })
      : (await testPki()).server;
    const second = await startSecondCsms(station, securityProfile === 1 ? 2 : 3, { tls });
    // Steps 1 to 7.
    await migrated(station, second.url, securityProfile + 1);
    // Steps 8 to 10.
    await bootedAt(second, station);
    // Steps 11, 12.
    assert.equal(await valueOf(second, "SecurityCtrlr", "SecurityProfile"), String(securityProfile + 1));
    // Steps 13, 14.
    assert.equal(await valueOf(second, "OCPPCommCtrlr", "NetworkConfigurationPriority"), "2");
    const profiles = await valueOf(second, "InternalCtrlr", "NetworkConnectionProfiles");
    assert.deepEqual(
      JSON.parse(profiles ?? "").map((entry: Record<string, unknown>) => entry["configurationSlot"]),
      [2],
    );
    if (securityProfile === 1) await assertNoDowngrade(station, second);
    await station.stop();
    await second.stop();
  });
}
