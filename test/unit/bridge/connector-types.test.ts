import assert from "node:assert/strict";
import { connectorTypeEnum } from "../../../src/everest/interfaces/types/evse-manager.ts";
import type { ConnectorTypeEnum } from "../../../src/everest/interfaces/types/evse-manager.ts";
import { fromConnectorType, toConnectorType } from "../../../src/bridge/connector-types.ts";

Deno.test("connector types are spelled with hyphens in OCPP", () => {
  assert.equal(toConnectorType("s309_1P_16A"), "s309-1P-16A");
  assert.equal(toConnectorType("sCEE_7_7"), "sCEE-7-7");
  assert.equal(toConnectorType("cCCS2"), "cCCS2");
  assert.equal(toConnectorType("cMCS"), "Unknown");
  assert.ok(connectorTypeEnum.shape.kind === "enum");
  for (const type of connectorTypeEnum.shape.literals) {
    assert.match(toConnectorType(type as ConnectorTypeEnum), /^[A-Za-z0-9-]+$/);
  }
});

Deno.test("every connector type comes back as it went, but for the one that OCPP 2.0.1 lacks", () => {
  assert.ok(connectorTypeEnum.shape.kind === "enum");
  for (const literal of connectorTypeEnum.shape.literals) {
    const back = fromConnectorType(toConnectorType(literal as ConnectorTypeEnum));
    assert.equal(back, literal === "cMCS" ? "Unknown" : literal);
  }
});
