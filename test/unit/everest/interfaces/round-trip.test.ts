import assert from "node:assert/strict";
import fc from "fast-check";
import { type Codec, decode, decodeTolerantly, encode } from "../../../../src/everest/codec/mod.ts";
import { arbitraryOf, spoiled } from "../codec/shape-arbitrary.ts";
import { INTERFACES } from "../../../fakes/everest/interfaces.ts";

for (const { name, commands, variables } of INTERFACES) {
  const codecs: [string, Codec<unknown>][] = [
    ...Object.entries(commands).flatMap(([command, { args, result }]): [string, Codec<unknown>][] => [
      [`${command} arguments`, args],
      [`${command} result`, result],
    ]),
    ...Object.entries(variables),
  ];

  Deno.test(`${name}: whatever fits is read, written and read again as the same value`, () => {
    for (const [what, codec] of codecs) {
      fc.assert(
        fc.property(arbitraryOf(codec), (value) => {
          const read = decode(codec, value);
          assert.ok(read.kind === "value", `${what}: ${JSON.stringify(read)}`);
          const written = encode(codec, read.value);
          assert.ok(written.kind === "value", `${what}: ${JSON.stringify(written)}`);
          assert.deepEqual(decode(codec, written.value), read);
        }),
        { numRuns: 20 },
      );
    }
  });

  Deno.test(`${name}: whatever has been spoiled is read or refused, never thrown at us`, () => {
    const path = fc.array(fc.nat(20), { maxLength: 5 });
    for (const [what, codec] of codecs) {
      fc.assert(
        fc.property(arbitraryOf(codec), path, fc.anything(), (value, where, part) => {
          const input = spoiled(value, where, part);
          const tolerant = decodeTolerantly(codec, input);
          const strict = decode(codec, input);
          if (strict.kind === "wrong") return;
          assert.ok(tolerant.kind === "value" && tolerant.complaints.length === 0, what);
        }),
        { numRuns: 20 },
      );
    }
  });
}
