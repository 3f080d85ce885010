import assert from "node:assert/strict";
import { createCertificate } from "../fakes/pki/certificate.ts";
import { testPki } from "../fakes/pki/pki.ts";
import { certificateInstalled, newRoot, renewed } from "./harness/certificates.ts";
import { bootedAt, migrated, startSecondCsms, valueOf } from "./harness/network-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

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
    // Steps 1 to 6.
    await migrated(station, second.url, securityProfile + 1);
    // Steps 7 to 9.
    await bootedAt(second);
    // Steps 10, 11.
    assert.equal(await valueOf(second, "SecurityCtrlr", "SecurityProfile"), String(securityProfile + 1));
    // Steps 12, 13.
    assert.equal(await valueOf(second, "OCPPCommCtrlr", "NetworkConfigurationPriority"), "2");
    const profiles = await valueOf(second, "InternalCtrlr", "NetworkConnectionProfiles");
    assert.deepEqual(
      JSON.parse(profiles ?? "").map((entry: Record<string, unknown>) => entry["configurationSlot"]),
      [2],
    );
    await station.stop();
    await second.stop();
  });
}
