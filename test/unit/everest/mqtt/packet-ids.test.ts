import assert from "node:assert/strict";
import { PacketIds } from "../../../../src/everest/mqtt/packet-ids.ts";

Deno.test("ids start at 1, wrap around at 65 535, and skip those in use", () => {
  const ids = new PacketIds();
  assert.equal(ids.allocate(), 1);
  for (let id = 2; id <= 65_535; id++) {
    assert.equal(ids.allocate(), id);
    ids.release(id);
  }
  assert.equal(ids.allocate(), 2);
});

Deno.test("when all 65 535 are in use there is none left, until one is released", () => {
  const ids = new PacketIds();
  for (let id = 1; id <= 65_535; id++) ids.allocate();
  assert.equal(ids.allocate(), undefined);
  ids.release(4711);
  assert.equal(ids.allocate(), 4711);
});
