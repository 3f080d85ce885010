export type { Codec, Decoded, Fields, Infer, Shape, TolerantlyDecoded, Violation } from "./codec.ts";
export { decode, decodeTolerantly, encode, located } from "./codec.ts";
export { boolean, dateTime, enumOf, integer, nothing, number, string } from "./scalars.ts";
export { array, enumList, map, object } from "./structures.ts";
