import assert from "node:assert/strict";
import { PacketDecoder } from "../../src/everest/mqtt/decoder.ts";
import { mutate, randomBytes, seededRandom } from "./hostile-bytes.ts";

const FRAMES = Number(Deno.env.get("OCPP_FUZZ_FRAMES") ?? 50_000);

/** One packet of each kind that a broker sends; mutations start from what is nearly right. */
const SEEDS = [
  [0x20, 2, 0, 0],
  [0x30, 9, 0, 3, 0x61, 0x2f, 0x62, 0x64, 0x61, 0x74, 0x61],
  [0x32, 7, 0, 3, 0x61, 0x2f, 0x62, 0, 1],
  [0x3d, 8, 0, 3, 0x61, 0x2f, 0x62, 1, 0, 0x78],
  [0x40, 2, 0, 1],
  [0x50, 2, 0, 1],
  [0x62, 2, 0, 1],
  [0x70, 2, 0, 1],
  [0x90, 5, 0, 1, 0, 2, 0x80],
  [0xb0, 2, 0, 1],
  [0xd0, 0],
].map((bytes) => Uint8Array.from(bytes));

Deno.test(`the MQTT decoder survives ${FRAMES} hostile frames and never speaks after a violation`, () => {
  const random = seededRandom(20260823);
  let packets = 0;
  let violations = 0;
  for (let frame = 0; frame < FRAMES; frame++) {
    const decoder = new PacketDecoder(4096);
    let broken = false;
    const chunks = 1 + Math.floor(random() * 4);
    for (let chunk = 0; chunk < chunks; chunk++) {
      const seed = SEEDS[Math.floor(random() * SEEDS.length)]!;
      const bytes = random() < 0.2 ? randomBytes(random, 40) : mutate(random, seed);
      for (const decoded of decoder.push(bytes)) {
        assert.equal(broken, false);
        broken = decoded.kind === "violation";
        if (broken) violations += 1;
        else packets += 1;
      }
    }
  }
  // Both ways out are really taken.
  assert.ok(
    packets > FRAMES / 10 && violations > FRAMES / 10,
    `${packets} packets, ${violations} violations`,
  );
});
