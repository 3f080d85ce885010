import assert from "node:assert/strict";
import { Complaints, MAX_DISTINCT_COMPLAINTS } from "../../../src/everest/complaints.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

Deno.test("complaints are logged when they first happen and at every tenfold", () => {
  const logger = new RecordingLogger();
  const complaints = new Complaints(logger);
  for (let i = 0; i < 1500; i++) complaints.about("t", "is not JSON");
  complaints.about("t", "has no data");
  assert.deepEqual(logger.lines.map(({ fields }) => [fields.reason, fields.count]), [
    ["is not JSON", 1],
    ["is not JSON", 10],
    ["is not JSON", 100],
    ["is not JSON", 1000],
    ["has no data", 1],
  ]);
});

Deno.test("complaints about ever new topics do not fill memory or log", () => {
  const logger = new RecordingLogger();
  const complaints = new Complaints(logger);
  for (let i = 0; i < MAX_DISTINCT_COMPLAINTS + 1000; i++) complaints.about(`t${i}`, "is not JSON");
  assert.equal(logger.lines.length, MAX_DISTINCT_COMPLAINTS + 4); // the others: 1, 10, 100, 1000
});
