import assert from "node:assert/strict";
import { inSeconds, installed, profile } from "../conformance/harness/charging-profiles.ts";
import { booted } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";
import { stationCommand } from "./station-command.ts";

Deno.test("schedule: a limit of 6 A that nobody expected, and the profile that sets it", async () => {
  await using station = await startStation();
  await booted(station);
  await installed(station, 0, profile(station, "ChargingStationMaxProfile", [[0, 6], [3600, 20]], { id: 7 }));
  await installed(station, 1, profile(station, "TxDefaultProfile", [[0, 16]], { id: 8 }));
  const show = await stationCommand(station, "schedule show --evse 1");
  assert.equal(show.exitStatus, 0);
  assert.match(show.lines[0]!, /^EVSE 1$/);
  assert.match(show.lines[3]!, /Z +6 A, 3 phases +ChargingStationMaxProfile 7 \(stack level 0, station\)$/);
  assert.match(show.lines[4]!, /Z +16 A, 3 phases +TxDefaultProfile 8 \(stack level 0, EVSE 1\)$/);
  const now = await stationCommand(station, "schedule explain --evse 1");
  assert.match(now.lines[0]!, /^EVSE 1 at .*Z: 6 A, 3 phases$/);
  assert.match(
    now.text,
    /^ChargingStationMaxProfile 7 \(stack level 0, station\) +6 A; decides: it is the lowest$/m,
  );
  assert.match(now.text, /^TxDefaultProfile 8 .* +16 A; counts, but another one is lower$/m);
  const later = await stationCommand(station, `schedule explain --evse 1 --at ${inSeconds(station, 4000)}`);
  assert.match(later.text, /^TxDefaultProfile 8 .* +16 A; decides: it is the lowest$/m);
});

Deno.test("schedule: what it does not know it says", async () => {
  await using station = await startStation();
  await booted(station);
  const absent = await stationCommand(station, "schedule show --evse 9");
  assert.deepEqual([absent.exitStatus, absent.complaints], [2, ["there is no EVSE 9"]]);
  const past = await stationCommand(station, "schedule explain --evse 1 --at 2001-01-01T00:00:00Z");
  assert.equal(past.exitStatus, 2);
  const far = await stationCommand(station, `schedule explain --at ${inSeconds(station, 8 * 86_400)}`);
  assert.deepEqual(far.complaints, ["a schedule reaches from now to 7 days ahead"]);
  const json = await stationCommand(station, "schedule explain --evse 1 --json");
  assert.equal(JSON.parse(json.lines[0]!).evseId, 1);
});
