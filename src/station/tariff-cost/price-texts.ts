import { isJsonObject } from "../../kernel/json.ts";
import type { MessageContentType, MessageFormatEnumType } from "../../ocpp/messages.ts";
import { sameLanguage } from "./cost-settings.ts";

const FORMATS: readonly MessageFormatEnumType[] = ["ASCII", "HTML", "URI", "UTF8"];

/**
 * A text of the CSMS with its versions in further languages, which are in customData of the message (OCPP &
 * California Pricing Requirements). Versions in languages that the station does not have are left out.
 */
export function textsOf(
  text: MessageContentType | undefined,
  further: unknown,
  languages: readonly string[],
): readonly MessageContentType[] {
  const isSupported = ({ language }: MessageContentType) =>
    language !== undefined && languages.some((supported) => sameLanguage(supported, language));
  const versions = (Array.isArray(further) ? further : []).flatMap((value) => readText(value) ?? []);
  return [...(text ? [contentOf(text)] : []), ...versions.filter(isSupported)];
}

function contentOf({ content, format, language }: MessageContentType): MessageContentType {
  return { content, format, ...(language === undefined ? {} : { language }) };
}

function readText(value: unknown): MessageContentType | undefined {
  if (!isJsonObject(value)) return undefined;
  const { content, language, format } = value;
  if (typeof content !== "string") return undefined;
  return {
    content,
    format: FORMATS.find((known) => known === format) ?? "UTF8",
    ...(typeof language === "string" ? { language } : {}),
  };
}
