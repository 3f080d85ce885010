import { enumOf, type Infer, object, string } from "../../codec/mod.ts";

export const messageFormat = enumOf("ASCII", "HTML", "URI", "UTF8", "QRCODE");
export type MessageFormat = Infer<typeof messageFormat>;

export const messageContent = object({
  content: string(),
}, {
  format: messageFormat,
  language: string(),
});
export type MessageContent = Infer<typeof messageContent>;
