import assert from "node:assert/strict";
import { run } from "../../src/commands/run.ts";
import { commandWorld } from "../../src/host/command-world.ts";
import type { StationUnderTest } from "../conformance/harness/station-under-test.ts";

/** Runs a command line against a station, and what it prints. */
export async function stationCommand(
  { directory, clock }: Pick<StationUnderTest, "directory" | "clock">,
  line: string,
) {
  const lines: string[] = [];
  const complaints: string[] = [];
  const exitStatus = await run([...line.split(" "), "--state", directory], {
    ...commandWorld,
    columns: () => 100,
    nowMs: () => clock.wallMs(),
    print: (text) => void lines.push(...text.split("\n")),
    complain: (text) => void complaints.push(text),
  });
  assert.ok(
    lines.every((text) => text.length <= 100 || /--json|^log (show|export)/.test(line)),
    lines.join("\n"),
  );
  return { exitStatus, lines, text: unwrapped(lines), complaints };
}

/** One line for what was broken into several. */
function unwrapped(lines: readonly string[]): string {
  return lines.join("\n").replace(/\n {8,}(?! |likely cause|what to do)/g, " ");
}
