import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { loadErrorMap } from "../../../src/runtime/error-map-file.ts";

const SHIPPED = fileURLToPath(new URL("../../../config/error-map.json", import.meta.url));

async function withFile(text: string, use: (path: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    const path = join(directory, "map.json");
    await Deno.writeTextFile(path, text);
    await use(path);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("the shipped error map loads, alone and under an own one in either format", async () => {
  const alone = await loadErrorMap({ errorMapPath: SHIPPED, customErrorMapPath: "" });
  assert.ok(alone.kind === "map");
  assert.equal(alone.map.get("ac_rcd/MREC2GroundFailure")?.techCode, "CX002");
  const own = {
    "ac_rcd/MREC2GroundFailure": "E-12",
    "my_heater/Burnt": { component: "Heater", severity: 1 },
  };
  await withFile(JSON.stringify(own), async (customErrorMapPath) => {
    const both = await loadErrorMap({ errorMapPath: SHIPPED, customErrorMapPath });
    assert.ok(both.kind === "map");
    const { techCode, component } = both.map.get("ac_rcd/MREC2GroundFailure")!;
    assert.deepEqual([techCode, component], ["E-12", "RCD"]);
    assert.equal(both.map.get("my_heater/Burnt")?.component, "Heater");
    assert.equal(both.map.size, alone.map.size + 1);
  });
});

Deno.test("an own map that cannot be used is refused with parameter, file and key", async () => {
  const refusal = async (customErrorMapPath: string) => {
    const loading = await loadErrorMap({ errorMapPath: SHIPPED, customErrorMapPath });
    assert.ok(loading.kind === "refused");
    return loading.reason;
  };
  assert.match(
    await refusal("/no/such/map.json"),
    /^CustomMrecErrorMapPath \/no\/such\/map\.json: .*[Nn]o such file/,
  );
  await withFile(
    "{",
    async (path) => assert.ok((await refusal(path)).startsWith(`CustomMrecErrorMapPath ${path}: `)),
  );
  await withFile('["CX001"]', async (path) => assert.match(await refusal(path), /: must be an object$/));
  await withFile('{"a/B": {"severity": 12}}', async (path) => {
    assert.equal(
      await refusal(path),
      `CustomMrecErrorMapPath ${path}: a/B / severity must be a whole number from 0 to 9`,
    );
  });
});

Deno.test("without the shipped map the module does not start, and says which file is missing", async () => {
  const loading = await loadErrorMap({ errorMapPath: "/no/error-map.json", customErrorMapPath: "" });
  assert.ok(loading.kind === "refused");
  assert.match(loading.reason, /^error map \/no\/error-map\.json: /);
});
