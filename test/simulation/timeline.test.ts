import assert from "node:assert/strict";
import type { LogEntry } from "../fakes/csms/csms.ts";
import { Timeline } from "./timeline.ts";

Deno.test("a message that is sent again is explained, and one that is new is not", () => {
  const frames: LogEntry[] = [];
  const lines: string[] = [];
  const timeline = new Timeline(frames, () => 0, (line) => void lines.push(line.trim()));
  const call = (id: string, connection: number): LogEntry => ({
    ...{ direction: "fromStation", connection, atMs: 0 },
    text: JSON.stringify([2, id, "Heartbeat", {}]),
  });
  frames.push(call("a", 1), call("b", 1), call("b", 2));
  timeline.flush();
  assert.deepEqual(lines, [
    "0.00  station →  Heartbeat {}",
    "0.00  station →  Heartbeat {}",
    "0.00  WORLD      no answer to the following had arrived: the station sends it again, under the same id",
    "0.00  station →  Heartbeat {}",
  ]);
});
