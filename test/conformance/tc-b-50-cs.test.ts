import { createCertificate } from "../fakes/pki/certificate.ts";
import { certificateInstalled, newRoot } from "./harness/certificates.ts";
import { migrated, startSecondCsms } from "./harness/network-profiles.ts";
import { booted, bootedAt } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

for (const securityProfile of [2, 3] as const) {
  Deno.test(`TC_B_50_CS Migrate to new ConnectionProfile - Success - New CSMS Root - New CSMS (security profile ${securityProfile})`, async () => {
    await using station = await startStation({ securityProfile });
    await booted(station);
    const root = await newRoot("CSMS root 2");
    await certificateInstalled(station, "CSMSRootCertificate", root);
    const tls = await createCertificate({ commonName: "localhost", dnsNames: ["localhost"], issuer: root });
    const second = await startSecondCsms(station, securityProfile, { tls });
    // Steps 1 to 6.
    await migrated(station, second.url, securityProfile);
    // Steps 7 to 9: its certificate is verified with the new root.
    await bootedAt(second, station);
    await station.stop();
    await second.stop();
  });
}
