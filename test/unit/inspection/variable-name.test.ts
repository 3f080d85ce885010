import assert from "node:assert/strict";
import fc from "fast-check";
import { parseVariableName, sameName, variableName } from "../../../src/inspection/variable-name.ts";

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,20}$/);
const instance = fc.stringMatching(/^[A-Za-z0-9.:_ -]{1,20}$/);
const place = fc.record({ id: fc.nat(200), connectorId: fc.option(fc.nat(20), { nil: undefined }) });

Deno.test("a name is read as it is written", () => {
  fc.assert(fc.property(
    name,
    fc.option(instance, { nil: undefined }),
    fc.option(place, { nil: undefined }),
    name,
    fc.option(instance, { nil: undefined }),
    (owner, ownerInstance, evse, own, ownInstance) => {
      const key = {
        component: {
          name: owner,
          ...(ownerInstance !== undefined && { instance: ownerInstance }),
          ...(evse && {
            evse: { id: evse.id, ...(evse.connectorId !== undefined && { connectorId: evse.connectorId }) },
          }),
        },
        variable: { name: own, ...(ownInstance !== undefined && { instance: ownInstance }) },
      };
      assert.deepEqual(parseVariableName(variableName(key)), key);
    },
  ));
});

Deno.test("what is no name gives none, whatever it is", () => {
  for (const text of ["", "TxCtrlr", "TxCtrlr.", ".TxStartPoint", "EVSE[1.Power", "A(b.C"]) {
    assert.equal(parseVariableName(text), undefined, text);
  }
  fc.assert(fc.property(fc.string(), (text) => void parseVariableName(text)));
});

Deno.test("upper and lower case are the same", () => {
  const one = parseVariableName("evse[1].power")!;
  assert.ok(sameName(one, { component: { name: "EVSE", evse: { id: 1 } }, variable: { name: "Power" } }));
});
