import assert from "node:assert/strict";
import { availableAnyway, controllerAvailability } from "../../../src/station/available-controllers.ts";
import { FakeDeviceModel } from "./fake-device-model.ts";

function valueOf(
  wired: "wired" | "notWired",
  configured: string | undefined,
  controller = "LocalAuthListCtrlr",
): string | undefined {
  const files = new FakeDeviceModel(
    configured === undefined ? {} : { [`${controller}.Available`]: configured },
  );
  return controllerAvailability(() => wired === "wired", files)
    .find(({ key }) => key.component.name === controller)?.value;
}

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

Deno.test("what needs no block a file may switch off, but not what every station needs", () => {
  const answers = (controller: string) =>
    ["true", undefined, "false"].map((configured) => valueOf("notWired", configured, controller));
  assert.deepEqual(answers("SampledDataCtrlr"), ["true", "true", "false"]);
  assert.deepEqual(answers("TxCtrlr"), ["true", "true", "true"]);
});

Deno.test("every controller of the shipped files says by itself whether it is available", async () => {
  const others = ["Display", "DisplayMessageCtrlr", "ISO15118Ctrlr", "ReservationCtrlr", "TariffCostCtrlr"];
  const known = controllerAvailability(() => true, new FakeDeviceModel()).map(({ key }) =>
    key.component.name
  );
  const shipped: string[] = [];
  const directory = new URL("../../../device-model/standardized/", import.meta.url);
  for await (const { name } of Deno.readDir(directory)) {
    const { name: component, properties } = JSON.parse(await Deno.readTextFile(new URL(name, directory)));
    if ("Available" in properties || "AvailableCost" in properties) shipped.push(component);
  }
  assert.deepEqual([...known, ...others].toSorted(), shipped.toSorted());
});

Deno.test("who says that a station lacks what it needs is told so", () => {
  const files = { "TxCtrlr.Available": "false", "SampledDataCtrlr.Available": "false" };
  assert.deepEqual(availableAnyway(new FakeDeviceModel(files)), ["TxCtrlr"]);
});
