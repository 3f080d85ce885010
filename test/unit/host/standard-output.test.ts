import assert from "node:assert/strict";
import { writeAll } from "../../../src/host/standard-output.ts";

/** A pipe that takes `room` bytes at a time, and none at every second attempt. */
function slowPipe(room: number) {
  const chunks: number[] = [];
  let attempts = 0;
  return {
    text: () => new TextDecoder().decode(Uint8Array.from(chunks)),
    writeSync(bytes: Uint8Array): number {
      if (attempts++ % 2 === 0) throw new Deno.errors.WouldBlock("Resource temporarily unavailable");
      chunks.push(...bytes.subarray(0, room));
      return Math.min(room, bytes.length);
    },
  };
}

Deno.test("output: a full pipe is waited for, and nothing is written twice", () => {
  const pipe = slowPipe(4);
  writeAll(pipe, "Übersicht\nzwei Zeilen");
  assert.equal(pipe.text(), "Übersicht\nzwei Zeilen\n");
});

Deno.test("output: no piece is longer than what a pipe takes wholly or not at all", () => {
  const lengths: number[] = [];
  writeAll({ writeSync: ({ length }) => lengths.push(length) && length }, "x".repeat(9999));
  assert.deepEqual(lengths, [4096, 4096, 1808]);
});

Deno.test("output: another failure is the caller's", () => {
  const full = {
    writeSync(): number {
      throw new Error("No space left on device");
    },
  };
  assert.throws(() => writeAll(full, "text"), /No space left/);
});
