import assert from "node:assert/strict";
import { startCsms } from "../fakes/csms/csms.ts";
import { Relay } from "../fakes/csms/relay.ts";
import type { Certified } from "../fakes/pki/certificate.ts";
import { type Pki, testPki } from "../fakes/pki/pki.ts";
import { attemptFailed, nextAttempt } from "./harness/back-off.ts";
import { poweredUp } from "./harness/power-up.ts";
import { startStation, type StationUnderTest } from "./harness/station-under-test.ts";

/** The generated certificates of the errata, and the word by which the operator tells them apart. */
const INVALID: readonly (readonly [keyof Pki, RegExp])[] = [
  ["expired", /Expired/],
  // Valid from tomorrow on.
  ["notYetValid", /NotYetValid/],
  ["unknownIssuer", /untrustedIssuer/],
  // A commonName that is not the host.
  ["commonNameElsewhere", /wrongHost.*other\.example/],
  // A commonName with a wildcard.
  ["wildcard", /wrongHost.*\*\.csms\.example/],
];

/** Lets the station try once at a server with this certificate, in the place of the CSMS. */
async function attemptAt(station: StationUnderTest, relay: Relay, certificate: Certified): Promise<void> {
  const invalid = await startCsms({ tls: certificate });
  relay.leadTo(invalid.port);
  await nextAttempt(station);
  // Step 7: it is set anew when the attempt has come to nothing.
  await attemptFailed(station);
  assert(invalid.transports > 0);
  assert.equal(invalid.connections, 0);
  assert.deepEqual(invalid.refusedUpgrades, [], "not even an HTTP request was made");
  await invalid.stop();
  relay.leadTo(station.csms.port);
}

Deno.test("TC_A_05_CS TLS - server-side certificate - Invalid certificate", async () => {
  await using relay = new Relay();
  await using station = await startStation({
    start: false,
    securityProfile: 2,
    csmsUrl: `wss://localhost:${relay.port}/ocpp`,
    variables: {
      "OCPPCommCtrlr.NetworkProfileConnectionAttempts": 3,
      "OCPPCommCtrlr.NetworkConfigurationPriority": "1",
    },
  });
  const { csms } = station;
  relay.leadTo(csms.port);
  station.start();
  await poweredUp(station);
  const pki = await testPki();
  // Steps 1 to 3.
  csms.drop();
  await csms.disconnected();
  const back = csms.nextConnection();
  await nextAttempt(station);
  await back;

  for (const [name, reason] of INVALID) {
    // Steps 4 to 7.
    csms.drop();
    await csms.disconnected();
    await attemptAt(station, relay, pki[name]);
    // Steps 8, 9.
    const reconnected = csms.nextConnection();
    await nextAttempt(station);
    await reconnected;
    // Steps 10, 11.
    await csms.expect(
      "SecurityEventNotification",
      ({ type, techInfo = "" }) => type === "InvalidCsmsCertificate" && reason.test(techInfo),
    );
  }
  // Once per outage, and one of the start. What was not confirmed before the connection was dropped came twice.
  await station.settle();
  const events = csms.calls.filter(({ action }) => action === "SecurityEventNotification");
  assert.equal(new Set(events.map(({ messageId }) => messageId)).size, 1 + INVALID.length);
});
