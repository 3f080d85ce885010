import assert from "node:assert/strict";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { ACTIONS } from "../../src/ocpp/messages.ts";
import { validateRequest, validateResponse, type Validation } from "../../src/ocpp/validator/validate.ts";
import type { SchemaViolation } from "../../src/ocpp/validator/schema-violation.ts";
import { CORRECTIONS } from "../../tools/generate/corrections.ts";
import { mergeSchemas, publishedSchemas, type Schema } from "../../tools/generate/schema-source.ts";
import { Dice, mutate, validValue } from "./ocpp-messages.ts";
import { FUZZ_SEED } from "./seed.ts";

const MESSAGES = Number(Deno.env.get("FUZZ_MESSAGES") ?? 100_000);

interface Subject {
  readonly name: string;
  readonly ours: (payload: unknown) => Validation<unknown>;
  readonly oracle: ValidateFunction;
  readonly samples: readonly string[];
}

/** The oracle judges by the schemas as published, not by our bundle; only the corrections are applied. */
function compileOracle(ajv: { compile: Ajv["compile"] }, name: string, source: Record<string, unknown>) {
  const { $id: _1, $schema: _2, ...schema } = structuredClone(source);
  for (const { message, property, keyword, corrected } of CORRECTIONS) {
    if (message === name) (schema["properties"] as Record<string, Schema>)[property]![keyword] = corrected;
  }
  return ajv.compile(schema);
}

function subjects(dice: Dice): Subject[] {
  const ajv = new Ajv({ allErrors: true, strict: false, strictNumbers: true });
  (addFormats as unknown as (ajv: Ajv) => void)(ajv);
  const published = publishedSchemas();
  const { messages, definitions } = mergeSchemas(published);
  const subject = (name: string, ours: Subject["ours"]): Subject => ({
    name,
    ours,
    oracle: compileOracle(ajv, name, published.get(name)!),
    samples: Array.from(
      { length: 12 },
      () => JSON.stringify(validValue(messages[name] as Schema, definitions, dice)),
    ),
  });
  return ACTIONS.flatMap((action) => [
    subject(`${action}Request`, (payload) => validateRequest(action, payload)),
    subject(`${action}Response`, (payload) => validateResponse(action, payload)),
  ]);
}

/** `/meterValue/0/value` -> `meterValue[0].value`. */
function ourPath(pointer: string): string {
  return pointer.slice(1).split("/").map((step) => /^\d+$/.test(step) ? `[${step}]` : `.${step}`)
    .join("").replace(/^\./, "");
}

const sameAs = (violation: SchemaViolation) => (error: ErrorObject) =>
  error.keyword === violation.keyword && ourPath(error.instancePath) === violation.path;

function valueAt(payload: unknown, path: string): unknown {
  const steps = path.split(/[.[\]]+/).filter((step) => step !== "");
  return steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], payload);
}

/** Where the two may differ: JSON schema takes integers that a number and the disk cannot hold. */
function unsafeInteger(payload: unknown, ours: Validation<unknown>): boolean {
  if (ours.kind === "valid") return false;
  const value = valueAt(payload, ours.violation.path);
  return Number.isInteger(value) && !Number.isSafeInteger(value);
}

/**
 * Where the two may differ: ajv-formats takes any white space for the `T` of a timestamp, and offsets without a colon or
 * without minutes. ISO 8601 has those; the syntax of RFC 3339 §5.6, which OCPP demands, has not.
 */
function looserTimestamp(payload: unknown, ours: Validation<unknown>): boolean {
  if (ours.kind === "valid" || ours.violation.keyword !== "format") return false;
  const value = valueAt(payload, ours.violation.path);
  return typeof value === "string" &&
    (/^\d{4}-\d\d-\d\d\s\d/.test(value) || /:\d\d(\.\d+)?[+-]\d\d(\d\d)?$/.test(value));
}

Deno.test(`${MESSAGES} mutated messages are judged as ajv judges them`, () => {
  const dice = new Dice(FUZZ_SEED);
  const all = subjects(dice);
  const count = { refused: 0, looserTimestamps: 0, unsafeIntegers: 0 };
  const disagreements: string[] = [];
  for (let index = 0; index < MESSAGES; index++) {
    const { name, ours, oracle, samples } = all[index % all.length] as Subject;
    const sample: unknown = JSON.parse(dice.pick(samples));
    const payload = dice.roll() < 0.05 ? sample : mutate(sample, dice);
    const verdict = ours(payload);
    const accepted = oracle(payload);
    if (verdict.kind === "invalid") count.refused++;
    const agreed = verdict.kind === "valid"
      ? accepted
      : !accepted && oracle.errors?.some(sameAs(verdict.violation));
    if (agreed) continue;
    if (unsafeInteger(payload, verdict)) count.unsafeIntegers++;
    else if (looserTimestamp(payload, verdict)) count.looserTimestamps++;
    else disagreements.push(`${name} #${index}: ${JSON.stringify({ verdict, ajv: oracle.errors, payload })}`);
  }
  console.log(
    `seed ${FUZZ_SEED}: ${count.refused} of ${MESSAGES} refused, ${disagreements.length} disagreements, ` +
      `${count.looserTimestamps} timestamps of ISO 8601 but not RFC 3339 and ` +
      `${count.unsafeIntegers} integers beyond 2^53 (ajv takes them)`,
  );
  assert.deepEqual(disagreements.slice(0, 5), [], `seed ${FUZZ_SEED}`);
  assert.ok(count.refused > MESSAGES * 0.4 && count.refused < MESSAGES * 0.95, `${count.refused} refused`);
});

Deno.test("messages made from the schemas are valid to both", () => {
  const dice = new Dice(FUZZ_SEED);
  for (const { name, ours, oracle, samples } of subjects(dice)) {
    for (const sample of samples) {
      const payload: unknown = JSON.parse(sample);
      assert.equal(ours(payload).kind, "valid", `${name}, seed ${FUZZ_SEED}: ${sample}`);
      assert.equal(oracle(payload), true, `${name}, seed ${FUZZ_SEED}: ${sample}`);
    }
  }
});
