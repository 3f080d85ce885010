import assert from "node:assert/strict";
import { C_LIBRARIES } from "../../../src/host/c-library.ts";
import { SHIPPED_PERMISSIONS } from "../../fakes/process/shipped-flags.ts";

const PT_DYNAMIC = 2;
const DT_TEXTREL = 22n;
const DT_FLAGS = 30n;
const DF_TEXTREL = 4n;

const MODULE = new URL("../../../src/host/executable-pages.ts", import.meta.url);

/** Runs `unmapExecutablePages` in a process of its own; megabytes of its executable in memory before and after. */
async function inChild(permissions: readonly string[]) {
  const program = `
    import { unmapExecutablePages } from "${MODULE}";
    const megabytes = () => Deno.memoryUsage().rss / 2 ** 20;
    const before = megabytes();
    const outcome = await unmapExecutablePages();
    console.log(JSON.stringify({ outcome, before, after: megabytes() }));`;
  const args = ["run", "--no-prompt", "--no-config", ...permissions, "-"];
  const child = new Deno.Command(Deno.execPath(), { args, stdin: "piped", stdout: "piped", stderr: "piped" })
    .spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(program));
  await writer.close();
  const { stdout, stderr } = await child.output();
  const text = new TextDecoder().decode(stdout);
  assert.notEqual(text, "", new TextDecoder().decode(stderr));
  return JSON.parse(text) as { outcome: "unmapped" | { refused: string }; before: number; after: number };
}

Deno.test("a process whose start is over gives memory back, and goes on", async () => {
  const { outcome, before, after } = await inChild(SHIPPED_PERMISSIONS);
  assert.equal(outcome, "unmapped");
  assert.ok(after < before - 10, `${before} MB before, ${after} MB after`);
});

/** Pages that the loader has written to would lose what it wrote. */
Deno.test("the loader writes nothing into the read-only parts of the runtime", async () => {
  const file = await Deno.readFile(Deno.execPath());
  const view = new DataView(file.buffer);
  const headers = Array.from(
    { length: view.getUint16(56, true) },
    (_, index) => Number(view.getBigUint64(32, true)) + index * 56,
  );
  const dynamic = headers.find((at) => view.getUint32(at, true) === PT_DYNAMIC);
  assert.ok(dynamic !== undefined, "the executable has no dynamic section");
  const from = Number(view.getBigUint64(dynamic + 8, true));
  const bytes = Number(view.getBigUint64(dynamic + 32, true));
  for (let at = from; at < from + bytes; at += 16) {
    const [tag, value] = [view.getBigInt64(at, true), view.getBigUint64(at + 8, true)];
    assert.notEqual(tag, DT_TEXTREL);
    if (tag === DT_FLAGS) assert.equal(value & DF_TEXTREL, 0n);
  }
});

Deno.test("without the permission the pages stay, and the reason is told", async () => {
  const { outcome } = await inChild(["--allow-read"]);
  assert.match(typeof outcome === "string" ? outcome : outcome.refused, /ffi access/);
});

Deno.test("the launcher permits the C library, where it is looked for, and nothing else", () => {
  const permitted = SHIPPED_PERMISSIONS.filter((each) => each.startsWith("--allow-ffi"));
  assert.deepEqual(permitted, [`--allow-ffi=${C_LIBRARIES}`]);
});
