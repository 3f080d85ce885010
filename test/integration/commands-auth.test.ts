import assert from "node:assert/strict";
import {
  BLOCKED_TOKEN,
  CACHE_VARIABLES,
  idTokenCached,
  idTokenListed,
  LIST_VARIABLES,
} from "../conformance/harness/known-tokens.ts";
import { arrived, configured, goneOffline, VALID_TOKEN } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";
import { stationCommand } from "./station-command.ts";

Deno.test("auth explain: a token that is refused offline, and the setting that refuses it", async () => {
  await using station = await startStation();
  await arrived(station, { variables: { "AuthCtrlr.LocalAuthorizeOffline": "true" } });
  await configured(station, { "AuthCtrlr.OfflineTxForUnknownIdEnabled": "false" });
  const online = await stationCommand(station, "auth explain 04A1B2C3D4");
  assert.equal(online.exitStatus, 0, online.text);
  assert.match(online.text, /^now +online: asks the CSMS: /m);
  await goneOffline(station);
  const { exitStatus, text } = await stationCommand(station, "auth explain 04A1B2C3D4");
  assert.equal(exitStatus, 1);
  assert.match(text, /^token +\*{4}C3D4, ISO14443$/m);
  assert.match(
    text,
    /^now +offline: Unknown: no entry here may start it: AuthCtrlr\.OfflineTxForUnknownIdEnabled is false$/m,
  );
  assert.match(
    text,
    /^no answer +Unknown: no entry here may start it: an unknown token needs the answer of the CSMS$/m,
  );
  assert.ok(!text.includes("04A1B2"));
});

Deno.test("auth explain: entries of list and cache, and which of them decides; the question changes nothing", async () => {
  await using station = await startStation();
  const visit = await arrived(station, {
    variables: { ...CACHE_VARIABLES, ...LIST_VARIABLES, "AuthCtrlr.LocalAuthorizeOffline": "true" },
  });
  await idTokenCached(visit, BLOCKED_TOKEN, { status: "Blocked" });
  await idTokenListed(station, [[VALID_TOKEN, "Accepted"]]);
  const asked = station.csms.log.length;
  const listed = await stationCommand(station, `auth explain ${VALID_TOKEN.idToken} --unmasked`);
  assert.match(listed.text, /^token +RFID0001, ISO14443$/m);
  assert.match(listed.text, /^online +Accepted: its entry of the local authorization list$/m);
  assert.match(listed.text, /^list entry +Accepted$/m);
  assert.match(listed.text, /^cache entry +none$/m);
  const cached = await stationCommand(station, `auth explain ${BLOCKED_TOKEN.idToken}`);
  assert.match(cached.text, /^online +asks the CSMS: nothing known here decides alone/m);
  assert.match(cached.text, /^offline +Blocked: its entry of the authorization cache$/m);
  assert.match(cached.text, /^no answer +Blocked: its entry of the authorization cache$/m);
  assert.match(cached.text, /^cache entry +Blocked, as the CSMS said .* ago$/m);
  assert.equal(station.csms.log.length, asked);
  const json = JSON.parse(
    (await stationCommand(station, `auth explain ${BLOCKED_TOKEN.idToken} --json`)).lines[0]!,
  );
  assert.deepEqual([json.token, json.offline.by, json.offline.info.status], ["****ED01", "cache", "Blocked"]);
});

Deno.test("auth explain: a type that OCPP does not know", async () => {
  await using station = await startStation();
  await arrived(station);
  const { exitStatus, complaints } = await stationCommand(station, "auth explain 1234 --type Card");
  assert.equal(exitStatus, 2);
  assert.match(complaints.join(), /^a token is of one of the types Central, eMAID/);
});
