import assert from "node:assert/strict";
import { join } from "node:path";
import { namedTextFiles } from "../../../src/host/files.ts";
import { OrdinaryUser } from "../../fakes/process/ordinary-user.ts";
import { inTemporaryDirectory } from "../../fakes/temporary-directory.ts";

Deno.test("a file or directory that this user may not read is named, with who may", async () => {
  await using user = await OrdinaryUser.create("test/unit/host/read-files.child.ts");
  await inTemporaryDirectory(async (directory) => {
    await Deno.chmod(directory, 0o755);
    const [key, keys] = [join(directory, "station.key"), join(directory, "keys")];
    await Deno.writeTextFile(key, "secret", { mode: 0o000 });
    await Deno.mkdir(keys, { mode: 0o000 });
    const { text } = await user.run(key, keys, join(keys, "other.key"));
    const may = Deno.uid() === 0 ? "only root may" : "only root and \\S+ may";
    assert.match(
      text,
      new RegExp(`^this user may not read ${key}: ${may} this user may not read ${keys}: ${may} `),
    );
    assert.match(text, new RegExp(`this user may not read ${keys}/other.key: ${may} look into ${keys} `));
  });
});

Deno.test("a file that is not there is named", async () => {
  await assert.rejects(namedTextFiles.read("/nowhere/station.key"), {
    message: "/nowhere/station.key: there is no such file",
  });
});
