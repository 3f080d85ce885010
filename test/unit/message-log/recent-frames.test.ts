import assert from "node:assert/strict";
import {
  MAX_FRAME_CHARACTERS,
  MAX_RECENT_CHARACTERS,
  MAX_RECENT_FRAMES,
  RecentFrames,
} from "../../../src/message-log/recent-frames.ts";

Deno.test("the last messages are remembered, no more than there is room for", () => {
  const frames = new RecentFrames();
  for (let count = 1; count <= MAX_RECENT_FRAMES + 5; count++) {
    frames.record("CSMSToChargingStation", `[2,"${count}","Heartbeat",{}]`, count);
  }
  assert.equal(frames.after(0).length, MAX_RECENT_FRAMES);
  assert.equal(frames.after(0)[0]?.number, 6);
  assert.deepEqual(frames.after(MAX_RECENT_FRAMES + 4).map(({ atMs }) => atMs), [MAX_RECENT_FRAMES + 5]);
  for (let count = 0; count < 100; count++) {
    frames.record("CSMSToChargingStation", "x".repeat(MAX_FRAME_CHARACTERS), 0);
  }
  const characters = frames.after(0).reduce((sum, { text }) => sum + text.length, 0);
  assert.ok(characters <= MAX_RECENT_CHARACTERS && characters > MAX_RECENT_CHARACTERS - MAX_FRAME_CHARACTERS);
});

Deno.test("of a long message its head remains, of a long text that is none nothing", () => {
  const frames = new RecentFrames();
  const long = "x".repeat(MAX_FRAME_CHARACTERS);
  frames.record("CSMSToChargingStation", `[2,"id","DataTransfer",{"data":"${long}"}]`, 0);
  frames.record("CSMSToChargingStation", long + long, 0);
  assert.deepEqual(frames.after(0).map(({ text }) => text), ['[2,"id","DataTransfer"]', "[]"]);
});
