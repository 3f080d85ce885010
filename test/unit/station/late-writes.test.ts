import assert from "node:assert/strict";
import { LATE_WRITE_MS, LateWrites } from "../../../src/station/late-writes.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { settled } from "./fake-csms.ts";

function setUp() {
  const clock = new FakeClock();
  const late = new LateWrites({ clock, timer: "test.late-write", refused: () => {} });
  const tried: string[] = [];
  let diskState: "refuses" | "takes" = "refuses";
  return {
    clock,
    late,
    tried,
    diskTakes: () => void (diskState = "takes"),
    refuse: (about: string) =>
      late.write(about, () => {
        tried.push(about);
        return diskState === "takes" ? Promise.resolve() : Promise.reject(new Error("disk I/O error"));
      }),
  };
}

Deno.test("a disk that refuses more and more is tried again all the same", async () => {
  const { clock, tried, refuse } = setUp();
  await refuse("first");
  for (const about of ["second", "third"]) {
    clock.advance(LATE_WRITE_MS - 1000);
    await settled();
    await refuse(about);
  }
  assert.equal(tried.filter((about) => about === "first").length, 2);
});

Deno.test("at the end of the process everything is written before the database closes", async () => {
  const { late, tried, refuse, diskTakes } = setUp();
  for (const about of ["first", "second", "third"]) await refuse(about);
  tried.length = 0;
  diskTakes();
  late.stop();
  assert.deepEqual(tried, ["first", "second", "third"]);
});

Deno.test("a write that is refused after a newer one about the same thing was made does not replace it", async () => {
  const { clock, late } = setUp();
  const older = Promise.withResolvers<void>();
  const written: string[] = [];
  const first = late.write("job", () => {
    written.push("older");
    return older.promise;
  });
  await late.write("job", () => Promise.resolve(void written.push("newer")));
  older.reject(new Error("disk I/O error"));
  await first;
  clock.advance(LATE_WRITE_MS);
  await settled();
  assert.deepEqual(written, ["older", "newer"]);
});

Deno.test("a write that is refused after it was settled is not tried again", async () => {
  const { clock, late } = setUp();
  const disk = Promise.withResolvers<void>();
  const written: string[] = [];
  const pending = late.write("waiting", () => {
    written.push("waiting");
    return disk.promise;
  });
  late.settled("waiting");
  await late.write("over", () => Promise.resolve(void written.push("over")));
  disk.reject(new Error("disk I/O error"));
  await pending;
  clock.advance(LATE_WRITE_MS);
  await settled();
  assert.deepEqual(written, ["waiting", "over"]);
});
