import assert from "node:assert/strict";
import { findSharedFile } from "../../../src/storage/shared-file.ts";

/** Two paths below a fresh directory, after `prepare` has made what is to exist. */
async function shared(prepare: (directory: string) => void, one: string, other: string): Promise<boolean> {
  const directory = await Deno.makeTempDir();
  try {
    prepare(directory);
    const found = findSharedFile([
      { parameter: "CoreDatabasePath", path: `${directory}/${one}` },
      { parameter: "Unconcerned", path: `${directory}/unconcerned.db` },
      { parameter: "DeviceModelDatabasePath", path: `${directory}/${other}` },
    ]);
    if (found === undefined) return false;
    assert.deepEqual(found, {
      parameters: ["CoreDatabasePath", "DeviceModelDatabasePath"],
      path: `${directory}/${other}`,
    });
    return true;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

const nothing = () => {};
const file = (name: string) => (directory: string) => Deno.writeTextFileSync(`${directory}/${name}`, "");

Deno.test("two parameters share a file that does not exist yet, however its path is written", async () => {
  assert(await shared(nothing, "cp.db", "cp.db"));
  assert(await shared(nothing, "data/cp.db", "data/../data/./cp.db"));
  assert(await shared(nothing, "data/cp.db", "data//cp.db"));
});

Deno.test("two parameters share a file through symbolic links of the file or of a directory", async () => {
  const linkToFile = (directory: string) => {
    file("cp.db")(directory);
    Deno.symlinkSync("cp.db", `${directory}/model.db`);
  };
  assert(await shared(linkToFile, "cp.db", "model.db"));
  assert(
    await shared((directory) => Deno.symlinkSync("cp.db", `${directory}/model.db`), "cp.db", "model.db"),
    "a link to what does not exist yet",
  );
  const linkToDirectory = (directory: string) => {
    Deno.mkdirSync(`${directory}/data`);
    Deno.symlinkSync(`${directory}/data`, `${directory}/alias`);
  };
  assert(await shared(linkToDirectory, "data/cp.db", "alias/cp.db"));
});

Deno.test("two parameters share a file through a hard link", async () => {
  const linked = (directory: string) => {
    file("cp.db")(directory);
    Deno.linkSync(`${directory}/cp.db`, `${directory}/model.db`);
  };
  assert(await shared(linked, "cp.db", "model.db"));
});

Deno.test("a side file of a database is part of it", async () => {
  for (const suffix of ["-wal", "-shm", "-journal"]) {
    assert(await shared(nothing, "cp.db", `cp.db${suffix}`), suffix);
    assert(await shared(nothing, `cp.db${suffix}`, "cp.db"), suffix);
  }
});

Deno.test("files of their own are not shared", async () => {
  assert(!await shared(nothing, "cp.db", "model.db"));
  assert(!await shared(nothing, "a/cp.db", "b/cp.db"));
  assert(
    !await shared(
      (directory) => {
        file("cp.db")(directory);
        file("model.db")(directory);
      },
      "cp.db",
      "model.db",
    ),
  );
});

Deno.test("symbolic links that lead to each other are looked at and left alone", async () => {
  const circle = (directory: string) => {
    Deno.symlinkSync("b.db", `${directory}/a.db`);
    Deno.symlinkSync("a.db", `${directory}/b.db`);
  };
  assert(!await shared(circle, "a.db", "c.db"));
});
