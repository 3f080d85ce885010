import assert from "node:assert/strict";
import { type ClientOffer, readClientHello } from "../fakes/csms/client-hello-reader.ts";
import { Relay } from "../fakes/csms/relay.ts";
import { nextAttempt } from "./harness/back-off.ts";
import { poweredUp } from "./harness/power-up.ts";
import { startStation } from "./harness/station-under-test.ts";
import { CREDENTIALS } from "../fakes/station-credentials.ts";

const ECDHE_ECDSA_AES128_GCM_SHA256 = "c02b";
const ECDHE_ECDSA_AES256_GCM_SHA384 = "c02c";
const [TLS_1_2, TLS_1_3] = ["0303", "0304"];

/** Takes the CSMS's place for one attempt, to see what the station offers. */
async function nextOffer(relay: Relay): Promise<ClientOffer | undefined> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  relay.leadTo((listener.addr as Deno.NetAddr).port);
  const conn = await listener.accept();
  const offered = await readClientHello(conn);
  conn.close();
  listener.close();
  return offered;
}

async function validCertificate(securityProfile: 2 | 3): Promise<void> {
  await using relay = new Relay();
  await using station = await startStation({
    start: false,
    securityProfile,
    csmsUrl: `wss://localhost:${relay.port}/ocpp`,
    everest: { evses: 2 },
  });
  const { csms } = station;
  // Steps 1, 2: what the tool validates before it answers.
  const offering = nextOffer(relay);
  station.start();
  const { cipherSuites = [], versions = [] } = await offering ?? {};
  assert(versions.length > 0 && versions.every((version) => version === TLS_1_2 || version === TLS_1_3));
  assert(cipherSuites.includes(ECDHE_ECDSA_AES128_GCM_SHA256));
  assert(cipherSuites.includes(ECDHE_ECDSA_AES256_GCM_SHA384));
  // A00.FR.319, A00.FR.422: TLS 1.3's own suites, and of TLS 1.2 only those with forward secrecy and AEAD.
  assert(cipherSuites.every((suite) => /^(1301|1302|1303|c02[bcf]|c030|cca[89]|00ff)$/.test(suite)));

  // Steps 1 to 4, with the valid certificate; steps 5, 6.
  relay.leadTo(csms.port);
  await nextAttempt(station);
  const { request } = await csms.connection();
  // A password goes with profile 2 only.
  const credentials = securityProfile === 2 ? CREDENTIALS : undefined;
  assert.deepEqual(request.basicAuth, credentials);
  assert.equal(request.headers.has("authorization"), securityProfile === 2);
  // Steps 7 to 10.
  await poweredUp(station);
}

for (const securityProfile of [2, 3] as const) {
  Deno.test(
    `TC_A_04_CS TLS - server-side certificate - Valid certificate (security profile ${securityProfile})`,
    () => validCertificate(securityProfile),
  );
}
