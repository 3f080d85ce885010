import assert from "node:assert/strict";
import { startOpensslServer } from "../fakes/csms/openssl-server.ts";
import { Relay } from "../fakes/csms/relay.ts";
import { testPki } from "../fakes/pki/pki.ts";
import { testWith } from "../fakes/system-programs.ts";
import { nextAttempt } from "./harness/back-off.ts";
import { poweredUp } from "./harness/power-up.ts";
import { startStation } from "./harness/station-under-test.ts";
import { IDENTITY } from "../fakes/station-credentials.ts";

testWith("openssl", "TC_A_07_CS TLS - Client-side certificate - valid certificate", async () => {
  const { server, root } = await testPki();
  // Demands a certificate issued under the root, as the CSMS of security profile 3 does.
  const demanding = await startOpensslServer({ ...server, clientCa: root.cert, args: ["-tls1_2"] });
  await using relay = new Relay();
  await using station = await startStation({
    start: false,
    securityProfile: 3,
    csmsUrl: `wss://localhost:${relay.port}/ocpp`,
  });
  // Steps 1 to 6.
  relay.leadTo(demanding.port);
  station.start();
  const request = await demanding.acceptUpgrade();
  assert.equal(request.path, `/ocpp/${IDENTITY}`);
  // Profile 3 needs no password, so none is shown.
  assert.equal(request.headers.get("authorization"), undefined);
  await demanding.stop();
  // Steps 7 to 10, at a server that also speaks OCPP.
  relay.leadTo(station.csms.port);
  await nextAttempt(station);
  await poweredUp(station);
});
