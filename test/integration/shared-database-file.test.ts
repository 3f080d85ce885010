import assert from "node:assert/strict";
import { join } from "node:path";
import { booted } from "../conformance/harness/reusable-states.ts";
import { assertNothingOpen, Bench, endsWithinASecond } from "./cut-off-bench.ts";

const PARAMETERS = ["CoreDatabasePath", "DeviceModelDatabasePath", "EverestDeviceModelDatabasePath"] as const;

/** The value that makes the parameter lead to `file` in `directory`. */
function leadingTo(parameter: typeof PARAMETERS[number], directory: string, file: string): string {
  return parameter === "CoreDatabasePath" ? directory : join(directory, file);
}

for (const [one, other] of [[0, 1], [0, 2], [1, 2]] as const) {
  const names = [PARAMETERS[one], PARAMETERS[other]];
  Deno.test(`a start where ${names.join(" and ")} name one file ends with status 1 and touches nothing`, async () => {
    const directory = await Deno.makeTempDir();
    const alias = `${directory}-alias`;
    await Deno.symlink(directory, alias);
    const parameters = {
      [names[0]!]: leadingTo(PARAMETERS[one], directory, "cp.db"),
      [names[1]!]: leadingTo(PARAMETERS[other], alias, "cp.db"),
    };
    try {
      await using bench = await Bench.create({ everest: { parameters } });
      bench.start();
      assert.equal((await endsWithinASecond(bench.station)).exitCode, 1);
      assert.equal(
        bench.station.log.lines.at(-1)?.fields["reason"],
        `configuration refused: ${names.join(" and ")} name one file, ${join(alias, "cp.db")}`,
      );
      assert.deepEqual([...Deno.readDirSync(directory)], []);
      await assertNothingOpen(bench);
    } finally {
      await Deno.remove(alias);
      await Deno.remove(directory, { recursive: true });
    }
  });
}

Deno.test("databases of their own in one directory start", async () => {
  await using bench = await Bench.create({});
  bench.start();
  await booted(bench.station);
});
