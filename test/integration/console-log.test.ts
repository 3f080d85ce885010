import assert from "node:assert/strict";
import { startStation } from "../conformance/harness/station-under-test.ts";
import { booted } from "../conformance/harness/reusable-states.ts";

const FAILED = "event=csms.connect-failed";
const minutes = (count: number) => count * 60_000;

Deno.test("an hour without the CSMS is a few lines on the console: all attempts are counted, nothing else waits", async () => {
  const lines: string[] = [];
  await using station = await startStation({
    console: (line) => void lines.push(line),
    everest: { evse: { meterIntervalMs: 60_000 } },
  });
  const { csms, log } = station;
  await booted(station);
  await station.settle();
  assert.equal(lines.filter((line) => line.includes("event=csms.connected")).length, 1);
  csms.stopAccepting();
  csms.drop();
  await csms.disconnected();
  await station.pass(minutes(30));
  assert(lines.some((line) => line.includes("event=csms.connection-lost")));

  // What else happens is told at once, also in the middle of it.
  const before = lines.length;
  await station.evse(1).plugIn();
  await station.settle();
  assert.deepEqual(lines.slice(before).map((line) => / event=(\S+)/.exec(line)?.[1]), [
    "availability.connector-status",
  ]);
  await station.pass(minutes(30));

  const attempts = log.messages("warning").filter((line) => line === "could not connect to the CSMS").length;
  // The back-off has a random part.
  assert(attempts >= 20, `${attempts} attempts`);
  const told = lines.filter((line) => line.includes(FAILED));
  assert(told.length <= 8, told.join("\n"));
  assert.match(told[0] ?? "", new RegExp(`^<4>ocpp201.*: could not connect to the CSMS ${FAILED} url=ws:`));
  assert.match(told[1] ?? "", new RegExp(`${FAILED} repeated=\\d+ since=2026-01-15T10:\\S+ url=ws:`));

  // The end of the process loses no count.
  assert.equal(await station.stop(), 0);
  const counted = lines.filter((line) => line.includes(FAILED))
    .reduce((sum, line) => sum + Number(/ repeated=(\d+) /.exec(line)?.[1] ?? 1), 0);
  const all = log.messages("warning").filter((line) => line === "could not connect to the CSMS").length;
  assert.equal(counted, all);
  assert.match(
    lines.at(-1) ?? "",
    /^<5>ocpp201: the module has stopped event=module\.stopped reason=SIGTERM$/,
  );
});
