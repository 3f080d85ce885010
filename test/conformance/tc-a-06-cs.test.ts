import assert from "node:assert/strict";
import { startOpensslServer } from "../fakes/csms/openssl-server.ts";
import { Relay } from "../fakes/csms/relay.ts";
import { testPki } from "../fakes/pki/pki.ts";
import { testWith } from "../fakes/system-programs.ts";
import { attemptFailed, nextAttempt } from "./harness/back-off.ts";
import { poweredUp } from "./harness/power-up.ts";
import { startStation } from "./harness/station-under-test.ts";

testWith("openssl", "TC_A_06_CS TLS - server-side certificate - TLS version too low", async () => {
  await using relay = new Relay();
  await using station = await startStation({
    start: false,
    securityProfile: 2,
    csmsUrl: `wss://localhost:${relay.port}/ocpp`,
    variables: { "OCPPCommCtrlr.NetworkProfileConnectionAttempts": 1 },
  });
  const { csms } = station;
  const { server } = await testPki();
  // Steps 1 to 3, twice.
  const outdated = await startOpensslServer({ ...server, args: ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"] });
  relay.leadTo(outdated.port);
  station.start();
  await nextAttempt(station);
  await attemptFailed(station);
  await outdated.stop();
  relay.leadTo(csms.port);
  // Steps 4 to 15.
  await nextAttempt(station);
  await poweredUp(station);
  // Steps 16, 17.
  const { payload } = await csms.expect("SecurityEventNotification");
  assert.equal(payload.type, "InvalidTLSVersion");
  // A00.FR.316: once for all the attempts.
  await station.settle();
  assert.equal(csms.received("SecurityEventNotification").length, 2);
});
