import assert from "node:assert/strict";
import { controllerAvailability } from "../../../src/station/available-controllers.ts";

const valueOf = (wired: "wired" | "notWired", configured: string | undefined) =>
  controllerAvailability(() => wired === "wired", () => configured)
    .find(({ key }) => key.component.name === "LocalAuthListCtrlr")?.value;

Deno.test("a function without its block is not available, whatever a file says", () => {
  for (const configured of ["true", "false", undefined]) {
    assert.equal(valueOf("notWired", configured), "false");
  }
});

Deno.test("with its block a file may switch a function off", () => {
  assert.equal(valueOf("wired", "true"), "true");
  assert.equal(valueOf("wired", undefined), "true");
  assert.equal(valueOf("wired", "false"), "false");
});
