import assert from "node:assert/strict";
import { functionsOf } from "../../../../tools/code-cache/bundle-functions.ts";

const MODULE = `var __create = Object.create;
// src/csms/session.ts
var limit = () => 3;
var Session = class {
  #count = 0;
  constructor() {
    this.on(() => 1, function named() {});
  }
  async send2(frame = () => 0) {
    return [1].map((x) => x + limit());
  }
};
function close2() {
  const later = () => {};
  function inner() {}
  return () => (y) => y;
}
// npm:left-pad/1.0.0/index.js
var require_pad = __commonJS({
  "npm:left-pad/1.0.0/index.js"(exports, module) {
    module.exports = (text) => text;
  }
});
`;

const NAMES = [
  "src/csms/session.ts limit",
  "src/csms/session.ts Session/#count",
  "src/csms/session.ts Session/constructor",
  "src/csms/session.ts Session/constructor/(1)",
  "src/csms/session.ts Session/constructor/named",
  "src/csms/session.ts Session/send",
  "src/csms/session.ts Session/send/(1)",
  "src/csms/session.ts Session/send/(2)",
  "src/csms/session.ts close",
  "src/csms/session.ts close/later",
  "src/csms/session.ts close/inner",
  "src/csms/session.ts close/(1)",
  "src/csms/session.ts close/(1)/(1)",
  'npm:left-pad/1.0.0/index.js "npm:left-pad/1.0.0/index.js"',
  'npm:left-pad/1.0.0/index.js "npm:left-pad/1.0.0/index.js"/(1)',
];

Deno.test("functions of a bundle: named by source file and path, without the bundler's numbers", () => {
  assert.deepEqual(functionsOf(MODULE).map(({ name }) => name), NAMES);
});

Deno.test("functions of a bundle: those of a bundle that is one function have the same names", () => {
  const wrapped = `(function (module, require) { "use strict"; ${MODULE}})\n//# sourceURL=station.cjs\n`;
  assert.deepEqual(functionsOf(wrapped).map(({ name }) => name), NAMES);
});

Deno.test("functions of a bundle: the place inside belongs to the function and to none within it", () => {
  const functions = functionsOf(MODULE);
  for (const { name, inside } of functions) {
    const around = functions.filter(({ start, end }) => start <= inside && inside < end);
    assert.equal(around.at(-1)?.name, name);
  }
});
