import assert from "node:assert/strict";
import { MAX_COMPONENT_FILE_BYTES } from "../../../src/kernel/limits.ts";
import { type FilesReading, readComponentFiles } from "../../../src/storage/variable-files.ts";
import { inTemporaryDirectory } from "../../fakes/temporary-directory.ts";

function assertUnreadable(reading: FilesReading, path: string, message: RegExp): void {
  assert.ok(reading.kind === "unreadable");
  assert.equal(reading.path, path);
  assert.match((reading.cause as Error).message, message);
}

const inDirectory = (run: (directory: string) => Promise<void>) => () => inTemporaryDirectory(run);

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

Deno.test(
  "a pipe, a device and a directory in the place of a component file are named, and nobody waits for their end",
  inDirectory(async (directory) => {
    await Deno.mkdir(`${directory}/standardized`);
    const path = `${directory}/custom/Pipe.json`;
    const makers: readonly (() => Promise<unknown>)[] = [
      () => new Deno.Command("mkfifo", { args: [path] }).output(),
      () => Deno.symlink("/dev/zero", path),
      () => Deno.symlink(directory, path),
    ];
    for (const make of makers) {
      await Deno.mkdir(`${directory}/custom`);
      await make();
      const reading = await readComponentFiles(directory);
      assertUnreadable(reading, path, /^it is not a regular file$/);
      await Deno.remove(`${directory}/custom`, { recursive: true });
    }
  }),
);

Deno.test(
  "a link to nowhere in the place of a file, or of a folder, is not the same as none",
  inDirectory(async (directory) => {
    await Deno.mkdir(`${directory}/standardized`);
    await Deno.symlink("/nowhere", `${directory}/custom`);
    assertUnreadable(await readComponentFiles(directory), `${directory}/custom`, /No such file/);
    await Deno.remove(`${directory}/custom`);
    await Deno.mkdir(`${directory}/custom`);
    await Deno.symlink("/nowhere", `${directory}/custom/Lamp.json`);
    assertUnreadable(await readComponentFiles(directory), `${directory}/custom/Lamp.json`, /No such file/);
  }),
);

Deno.test(
  "a component file may be as long as the limit, and a longer one is named",
  inDirectory(async (directory) => {
    const path = `${directory}/standardized/a.json`;
    await Deno.mkdir(`${directory}/standardized`);
    await Deno.writeTextFile(path, " ".repeat(MAX_COMPONENT_FILE_BYTES));
    assert.equal((await readComponentFiles(directory)).kind, "files");
    await Deno.writeTextFile(path, " ".repeat(MAX_COMPONENT_FILE_BYTES + 1));
    const reading = await readComponentFiles(directory);
    assertUnreadable(reading, path, /^it is longer than 1 MB$/);
  }),
);
