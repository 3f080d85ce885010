import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { queueEmptied } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";
import { writeLibocppCore } from "../fakes/libocpp-core-database.ts";

const OPERATION = new URL("../../docs/operation.md", import.meta.url);
/** As the station of the tests names them. */
const DATABASES = ["cp.db", "device_model.db", "everest_device_model.db"];

/** What the page tells to type to get the databases of the C++ module back, in this directory. */
async function wayBack(directory: string): Promise<string> {
  const text = await Deno.readTextFile(OPERATION);
  const block = /```sh\n(\s*cd \/var\/lib\/ocpp201 [^]*?)```/.exec(
    text.slice(text.indexOf("#### Going back")),
  );
  assert.ok(block?.[1], "the page has no commands for the way back");
  // The directory of the test belongs to whoever runs it.
  return block[1].replace("/var/lib/ocpp201", directory).replaceAll("_storage.db", ".db").replaceAll(
    "sudo ",
    "",
  );
}

Deno.test("the change to this module and back: the databases of the C++ module are what they were", async () => {
  await using station = await startStation({ start: false });
  const [core = "", model = "", modules = ""] = DATABASES.map((name) => join(station.directory, name));
  const event = { type: "StartupOfTheDevice", timestamp: "2026-01-15T09:00:00.000Z", techInfo: "of before" };
  writeLibocppCore(core, {
    queued: [["message-1", "SecurityEventNotification", event]],
    openTransactions: ["left behind"],
  });
  for (const path of [model, modules]) {
    const db = new DatabaseSync(path);
    db.exec("PRAGMA user_version = 3; CREATE TABLE COMPONENT (ID INTEGER); INSERT INTO COMPONENT VALUES (7)");
    db.close();
  }
  const before = await Promise.all([core, model, modules].map((path) => Deno.readFile(path)));
  for (let round = 0; round < 2; round++) {
    station.start();
    if (round > 0) await station.clock.fire("everest.dialect");
    await station.csms.expect("BootNotification");
    await station.csms.expect("SecurityEventNotification", ({ techInfo }) => techInfo === "of before");
    await queueEmptied(station);
    assert.equal(await station.stop(), 0);
    const { code } = await new Deno.Command("bash", { args: ["-ec", await wayBack(station.directory)] })
      .output();
    assert.equal(code, 0);
    const after = await Promise.all([core, model, modules].map((path) => Deno.readFile(path)));
    assert.deepEqual(after, before);
    const left = [...Deno.readDirSync(station.directory)].map(({ name }) => name).filter((name) =>
      DATABASES.some((database) => name.startsWith(database))
    );
    assert.deepEqual(left.sort(), DATABASES);
  }
  const ours = [...Deno.readDirSync(station.directory)].filter(({ name }) => name.startsWith("ours-"));
  assert.equal(ours.length, 2);
  for (const { name } of ours) await Deno.stat(join(station.directory, name, "cp.db"));
});
