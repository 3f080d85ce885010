import assert from "node:assert/strict";
import { COMMANDS } from "../../../../src/commands/command-table.ts";
import { commandHelp } from "../../../../src/commands/help-text.ts";

const ROOT = new URL("../../../../", import.meta.url);
const read = (path: string) => Deno.readTextFile(new URL(path, ROOT));

/** The documents of the Debian package, e.g. `metrics`. */
async function packagedDocuments(): Promise<readonly string[]> {
  const script = await read("packaging/debian/make-package.sh");
  return /docs\/\{([a-z,-]+)\}\.md/.exec(script)?.[1]?.split(",") ?? [];
}

Deno.test("a document of the Debian package leads to no page beside it that the package lacks", async () => {
  const packaged = await packagedDocuments();
  assert.ok(packaged.includes("operation"));
  for (const name of packaged) {
    const text = await read(`docs/${name}.md`);
    const beside = [...text.matchAll(/\]\(([a-z-]+)\.md/g)].map(([, page]) => page!);
    assert.deepEqual(beside.filter((page) => !packaged.includes(page)), [], `docs/${name}.md`);
  }
});

Deno.test("a help that names a document names one of the Debian package", async () => {
  const packaged = await packagedDocuments();
  const named = COMMANDS.map(commandHelp).flatMap((help) => [...help.matchAll(/docs\/([a-z-]+)\.md/g)]);
  assert.ok(named.length > 0);
  assert.deepEqual(named.map(([, page]) => page!).filter((page) => !packaged.includes(page)), []);
});
