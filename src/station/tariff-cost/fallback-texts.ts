import type { IdTokenInfoType, MessageContentType } from "../../ocpp/messages.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { variableKey } from "../../variables/device-model.ts";
import { MULTILANGUAGE_VENDOR, readLanguages, sameLanguage } from "./cost-settings.ts";

type FallbackVariable = "TariffFallbackMessage" | "OfflineTariffFallbackMessage" | "TotalCostFallbackMessage";

/** Limit of the whitepaper for further versions of a personal message. */
const MAX_FURTHER_TEXTS = 4;

/**
 * The configured text and its versions in the station's languages (instances of the variable), the one in the station's
 * language first. Empty when nothing is configured.
 */
export function fallbackTexts(
  deviceModel: StationDeviceModel,
  variable: FallbackVariable,
): readonly MessageContentType[] {
  const languages = readLanguages(deviceModel);
  const base = deviceModel.text(variableKey("TariffCostCtrlr", variable));
  const versions = languages.supported.flatMap((language): readonly MessageContentType[] => {
    const content = textIn(deviceModel, variable, language);
    return content ? [{ format: "UTF8", content, language }] : [];
  });
  const texts = [...(base ? [{ format: "UTF8", content: base } as const] : []), ...versions];
  return firstIn(languages.preferred, texts);
}

/** Component files of EVerest also name instances `en_US`. */
function textIn(
  deviceModel: StationDeviceModel,
  variable: FallbackVariable,
  language: string,
): string | undefined {
  const named = (instance: string) => deviceModel.text(variableKey("TariffCostCtrlr", variable, instance));
  return named(language) ?? named(language.replaceAll("-", "_"));
}

/** The text about the price when the CSMS has sent none. */
export function fallbackTariff(
  deviceModel: StationDeviceModel,
  link: "online" | "offline",
): readonly MessageContentType[] {
  const offline = link === "offline" ? fallbackTexts(deviceModel, "OfflineTariffFallbackMessage") : [];
  return offline.length > 0 ? offline : fallbackTexts(deviceModel, "TariffFallbackMessage");
}

/** Adds a text about the price to the information of a token, unless the CSMS has sent one. */
export function withFallback(
  info: IdTokenInfoType,
  texts: readonly MessageContentType[],
): IdTokenInfoType {
  const [text, ...further] = forDriver(texts, info);
  if (info.personalMessage || !text) return info;
  if (further.length === 0) return { ...info, personalMessage: text };
  const customData = {
    ...info.customData,
    vendorId: MULTILANGUAGE_VENDOR,
    personalMessageExtra: further.slice(0, MAX_FURTHER_TEXTS),
  };
  return { ...info, personalMessage: text, customData };
}

/** The first language of the driver comes first, if the station has it; else the second. */
function forDriver(
  texts: readonly MessageContentType[],
  { language1, language2 }: IdTokenInfoType,
): readonly MessageContentType[] {
  return firstIn(language1, firstIn(language2, texts));
}

function firstIn(
  wanted: string | undefined,
  texts: readonly MessageContentType[],
): readonly MessageContentType[] {
  const first = texts.findIndex(({ language }) =>
    wanted !== undefined && language !== undefined && sameLanguage(language, wanted)
  );
  return first <= 0 ? texts : [texts[first]!, ...texts.slice(0, first), ...texts.slice(first + 1)];
}
