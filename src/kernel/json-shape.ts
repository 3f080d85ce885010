import { isJsonObject } from "./json.ts";

/** Whether a value of JSON has a certain form. Total. */
export type Shape = (value: unknown) => boolean;

export const isText: Shape = (value) => typeof value === "string";
export const isNumber: Shape = (value) => typeof value === "number";
export const isTruthValue: Shape = (value) => value === true || value === false;

/** An object of type `T`: a shape for each of its members; further members are allowed. */
export function objectOf<T>(members: { readonly [K in keyof Required<T>]: Shape }): Shape {
  const shapes = Object.entries<Shape>(members);
  return (value) => isJsonObject(value) && shapes.every(([name, hasShape]) => hasShape(value[name]));
}

/** A list, also an empty one, of values with this shape. */
export function listOf(hasShape: Shape): Shape {
  return (value) => Array.isArray(value) && value.every(hasShape);
}

/** The shape, or nothing at all. */
export function optional(hasShape: Shape): Shape {
  return (value) => value === undefined || hasShape(value);
}

/** One of the texts of type `T`. */
export function oneOf<T extends string>(texts: Readonly<Record<T, true>>): Shape {
  return (value) => typeof value === "string" && Object.hasOwn(texts, value);
}
