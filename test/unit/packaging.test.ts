import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { VERSION } from "../../src/kernel/version.ts";

const PACKAGING = join(import.meta.dirname ?? ".", "../../packaging");

Deno.test("the Yocto recipe is of this version and knows the copyright file", async () => {
  const recipe = await Deno.readTextFile(
    join(PACKAGING, `yocto/recipes-everest/ocpp201/ocpp201_${VERSION}.bb`),
  );
  const text = await Deno.readTextFile(join(PACKAGING, "debian/copyright"));
  const copyright = createHash("md5").update(text).digest("hex");
  assert.equal(/copyright;md5=(\w+)/.exec(recipe)?.[1], copyright);
});
