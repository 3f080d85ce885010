import { type Infer, number, object, string } from "../../codec/mod.ts";

export const temperature = object({
  temperature: number(),
}, {
  identification: string(),
  location: string(),
});
export type Temperature = Infer<typeof temperature>;
