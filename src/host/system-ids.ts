import type { IdSource } from "../kernel/id-source.ts";

/** Identifiers from the operating system's random source. */
export const systemIds: IdSource = {
  uuid: () => crypto.randomUUID(),
  random: () => Math.random(),
};
