import assert from "node:assert/strict";
import { readComponentFiles } from "../../../src/storage/variable-files.ts";

function inDirectory(run: (directory: string) => Promise<void>) {
  return async () => {
    const directory = await Deno.makeTempDir();
    try {
      await run(directory);
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  };
}

Deno.test(
  "both folders are read in order of name, other files are left alone",
  inDirectory(async (directory) => {
    for (
      const path of ["standardized/b.json", "standardized/a.json", "standardized/readme.md", "custom/c.json"]
    ) {
      await Deno.mkdir(`${directory}/${path.split("/")[0]}`, { recursive: true });
      await Deno.writeTextFile(`${directory}/${path}`, path);
    }
    const reading = await readComponentFiles(directory);
    assert.equal(reading.kind, "files");
    if (reading.kind !== "files") return;
    assert.deepEqual(reading.files.standardized.map(({ text }) => text), [
      "standardized/a.json",
      "standardized/b.json",
    ]);
    assert.deepEqual(reading.files.custom, [{ path: `${directory}/custom/c.json`, text: "custom/c.json" }]);
  }),
);

Deno.test(
  "a station without custom components is normal, one without standardized ones is reported",
  inDirectory(async (directory) => {
    assert.equal((await readComponentFiles(directory)).kind, "unreadable");
    await Deno.mkdir(`${directory}/standardized`);
    assert.deepEqual(await readComponentFiles(directory), {
      kind: "files",
      files: { standardized: [], custom: [] },
    });
  }),
);
