import assert from "node:assert/strict";
import type { Codec } from "../../../../src/everest/codec/mod.ts";
import bundle from "../../../../src/ocpp/generated/schemas.json" with { type: "json" };

/** Every literal of an enumeration of EVerest's, of all releases. */
export function everestWords<L extends string>({ shape }: Codec<L>): readonly L[] {
  assert.ok(shape.kind === "enum");
  return shape.literals as readonly L[];
}

/** Every literal of an enumeration of OCPP 2.0.1. */
export function ocppWords(name: keyof typeof bundle.definitions): readonly string[] {
  const definition: object & { readonly enum?: readonly string[] } = bundle.definitions[name];
  assert.ok(definition.enum, name);
  return definition.enum;
}

export interface WordTable<From extends string> {
  /** What is translated, and into what. */
  readonly name: string;
  /** Where the list of words comes from that the table has to be complete for. */
  readonly of: readonly string[];
  readonly words: Readonly<Record<From, unknown>>;
  translate(word: From): unknown;
}

/** One test for a table: it has every word of the enumeration and no other, and each is translated as it says. */
export function tableTest<From extends string>({ name, of, words, translate }: WordTable<From>): void {
  Deno.test(`every word of ${name}`, async () => {
    assert.deepEqual(Object.keys(words).sort(), [...of].sort());
    for (const word of Object.keys(words) as From[]) {
      assert.deepEqual(await translate(word), words[word], word);
    }
  });
}

/** The table of an enumeration whose words are the same on both sides. */
export function unchanged<L extends string>(...literals: readonly L[]): Readonly<Record<L, L>> {
  return Object.fromEntries(literals.map((literal) => [literal, literal])) as Record<L, L>;
}
