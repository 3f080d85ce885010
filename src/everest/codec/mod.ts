export type { Codec, CodecViolation, Decoded, Fields, Infer, Shape, TolerantlyDecoded } from "./codec.ts";
export { decode, decodeTolerantly, encode, located } from "./codec.ts";
export { boolean, dateTime, enumOf, integer, nothing, number, string } from "./scalars.ts";
export { array, enumList, map, object } from "./structures.ts";
