import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import {
  installed,
  limitAtSink,
  ofCsms,
  profile,
  reported,
} from "../conformance/harness/charging-profiles.ts";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import { booted } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";

Deno.test("a stored profile with one flipped bit costs no start: it is left out, and the others are in force", async () => {
  await using station = await startStation();
  await booted(station);
  await installed(station, 1, profile(station, "TxDefaultProfile", [[0, 10]], { id: 1, stackLevel: 1 }));
  const base = await installed(station, 1, profile(station, "TxDefaultProfile", [[0, 20]], { id: 2 }));
  assert.equal(await limitAtSink(station, 1), 10);
  await processRestarted(station, () => {
    const db = new DatabaseSync(`${station.directory}/cp.db`);
    const { changes } = db.prepare(
      `UPDATE charging_profile SET profile = replace(profile, '"chargingSchedule"', '"bhargingSchedule"') WHERE id = 1`,
    ).run();
    assert.equal(changes, 1);
    db.close();
  });
  assert.deepEqual(await reported(station, {}), [ofCsms(1, base)]);
  assert.equal(await limitAtSink(station, 1), 20);
  const line = station.log.lines.find(({ message }) =>
    message === "a database is damaged: rows that cannot be read are left out"
  );
  assert.deepEqual([line?.fields["table"], line?.fields["rows"]], ["charging_profile", 1]);
});
