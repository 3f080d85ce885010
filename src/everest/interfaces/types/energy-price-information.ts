import { dateTime, type Infer, number, object, string } from "../../codec/mod.ts";

export const pricePerkWh = object({
  timestamp: dateTime(),
  value: number(),
  currency: string({ maxLength: 3 }),
});
export type PricePerkWh = Infer<typeof pricePerkWh>;
