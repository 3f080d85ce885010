import type { Shape } from "../../../src/everest/codec/mod.ts";
import type { Dice } from "../ocpp-messages.ts";
import { TOKENS } from "./requests.ts";

/** A value of the bus that fits its type, preferably about what there is; `hints` by the name of a field. */
export function sample(
  shape: Shape,
  dice: Dice,
  hints: Readonly<Record<string, readonly unknown[]>> = {},
  name = "",
): unknown {
  const hinted = hints[name];
  if (hinted && hinted.length > 0 && dice.roll() < 0.8) return dice.pick(hinted);
  switch (shape.kind) {
    case "string":
      return dice.pick([...TOKENS, "", "x", "1", "true", "x".repeat(shape.maxLength ?? 600)])
        .slice(0, shape.maxLength ?? 1000);
    case "dateTime":
      return dice.pick(["2026-01-15T10:00:00.000Z", "2026-01-15T12:00:00Z", "2000-01-01T00:00:00.000Z"]);
    case "boolean":
      return dice.roll() < 0.5;
    case "nothing":
      return null;
    case "integer":
    case "number": {
      const value = dice.pick([0, 1, 1, 2, 3, 16, -1, 1e6, shape.kind === "number" ? 0.5 : 7]);
      return Math.min(shape.maximum ?? Infinity, Math.max(shape.minimum ?? -Infinity, value));
    }
    case "enum":
      return dice.pick(shape.literals);
    case "array":
      return Array.from({ length: dice.below(3) }, () => sample(shape.items.shape, dice, hints, name));
    case "map":
      return dice.roll() < 0.5 ? {} : { x: sample(shape.items.shape, dice, hints, name) };
    case "object": {
      const wanted = dice.pick([0, 0.5, 1]);
      return Object.fromEntries([
        ...Object.entries(shape.required),
        ...Object.entries(shape.optional).filter(() => dice.roll() < wanted),
      ].map(([field, codec]) => [field, sample(codec.shape, dice, hints, field)]));
    }
  }
}
