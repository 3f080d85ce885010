import assert from "node:assert/strict";
import type { RequestOf } from "../../src/ocpp/messages.ts";
import { pause } from "../fakes/pause.ts";
import { Workbench } from "../fakes/process/workbench.ts";

const KILLS = 12;
/** So many that writing them takes a while. */
const MOST_ENTRIES = 250;
const LATER_MS = 2;

/** The list of a version has a length that no other version has, so that half a list cannot pass for another one. */
function lengthOf(version: number): number {
  return MOST_ENTRIES - version;
}

function listOf(versionNumber: number): RequestOf<"SendLocalList"> {
  const localAuthorizationList = Array.from({ length: lengthOf(versionNumber) }, (_, index) => ({
    idToken: { idToken: `V${versionNumber}-${index}`, type: "ISO14443" as const },
    idTokenInfo: { status: "Accepted" as const },
  }));
  return { updateType: "Full", versionNumber, localAuthorizationList };
}

Deno.test("kill -9 while the CSMS replaces the local list: the old list or the new one, with its version", async () => {
  await using bench = await Workbench.open({ broker: "embedded", csms: { guardMs: 30_000 } });
  const { csms } = bench;
  await bench.start();
  await csms.expect("BootNotification");
  let answered = 0;
  for (let version = 1; version <= KILLS; version++) {
    const sending = csms.tryCall("SendLocalList", listOf(version));
    sending.catch(() => {});
    // Every second kill comes right after the answer, the others while the message is on its way or the list is being
    // written, each a little later than the one before.
    if (version % 2 === 0) {
      await sending;
      answered = version;
    } else await pause(version * LATER_MS);
    await bench.kill();
    await bench.start();
    await csms.expect("BootNotification");
    const { versionNumber } = await csms.call("GetLocalListVersion", {});
    assert.ok(versionNumber >= answered && versionNumber <= version, `version ${versionNumber}`);
    assert.equal(await entries(bench), versionNumber === 0 ? 0 : lengthOf(versionNumber));
    answered = versionNumber;
  }
});

async function entries({ csms }: Workbench): Promise<number> {
  const { getVariableResult } = await csms.call("GetVariables", {
    getVariableData: [{ component: { name: "LocalAuthListCtrlr" }, variable: { name: "Entries" } }],
  });
  return Number(getVariableResult[0]?.attributeValue);
}
