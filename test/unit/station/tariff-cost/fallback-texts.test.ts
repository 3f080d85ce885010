import assert from "node:assert/strict";
import {
  fallbackTariff,
  fallbackTexts,
  withFallback,
} from "../../../../src/station/tariff-cost/fallback-texts.ts";
import { furtherLanguages, readCostUnits } from "../../../../src/station/tariff-cost/cost-settings.ts";
import type { StationDeviceModel } from "../../../../src/variables/create-device-model.ts";
import { createDeviceModel } from "../../../../src/variables/create-device-model.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";

/** `Component.Variable` or `Component.Variable[instance]`. */
function model(
  values: Readonly<Record<string, string>>,
  languages = "en_US,de,nl",
): StationDeviceModel {
  const components = Object.entries(values).map(([key, initial]) => {
    const [, component = "", name = "", instance] = /^(.+?)\.([^[]+)(?:\[(.+)\])?$/.exec(key) ?? [];
    const isLanguage = name === "Language";
    return {
      component: { name: component },
      variables: [{
        variable: { name, ...(instance && { instance }) },
        characteristics: {
          dataType: isLanguage ? "OptionList" as const : "string" as const,
          supportsMonitoring: false,
          ...(isLanguage && { valuesList: languages }),
        },
        attributes: [{ type: "Actual" as const, mutability: "ReadWrite" as const, initial }],
        source: "OCPP",
      }],
    };
  });
  return createDeviceModel({
    components,
    configurationComplete: true,
    store: { all: () => [], save: () => Promise.resolve(), remove: () => Promise.resolve() } as never,
    clock: new FakeClock(),
    log: new RecordingLogger(),
  });
}

const T = "TariffCostCtrlr.TariffFallbackMessage";
const O = "TariffCostCtrlr.OfflineTariffFallbackMessage";
const LANGUAGE = "DisplayMessageCtrlr.Language";
const contents = (texts: readonly { readonly content: string }[]) => texts.map(({ content }) => content);

Deno.test("the text without language comes first, then the languages of the station in their order", () => {
  const texts = fallbackTexts(
    model({
      [LANGUAGE]: "fr",
      [`${T}[nl]`]: "nl",
      [T]: "base",
      [`${T}[de]`]: "de",
      [`${T}[fr]`]: "no such language",
    }),
    "TariffFallbackMessage",
  );
  assert.deepEqual(texts, [
    { format: "UTF8", content: "base" },
    { format: "UTF8", content: "de", language: "de" },
    { format: "UTF8", content: "nl", language: "nl" },
  ]);
});

Deno.test("the station's own language comes before all, however it is written", () => {
  const values = { [LANGUAGE]: "en_US", [T]: "base", [`${T}[de]`]: "de" };
  for (const instance of ["en-US", "en_US"]) {
    const texts = fallbackTexts(model({ ...values, [`${T}[${instance}]`]: "en" }), "TariffFallbackMessage");
    assert.deepEqual(contents(texts), ["en", "base", "de"]);
    assert.equal(texts[0]?.language, "en-US");
  }
});

Deno.test("empty texts are none", () => {
  assert.deepEqual(
    fallbackTexts(model({ [LANGUAGE]: "de", [T]: "", [`${T}[de]`]: "" }), "TariffFallbackMessage"),
    [],
  );
  assert.deepEqual(fallbackTexts(model({}), "TariffFallbackMessage"), []);
});

Deno.test("offline the text for that counts, or else the usual one (I04.FR.01)", () => {
  assert.deepEqual(contents(fallbackTariff(model({ [T]: "on", [O]: "off" }), "offline")), ["off"]);
  assert.deepEqual(contents(fallbackTariff(model({ [T]: "on" }), "offline")), ["on"]);
  assert.deepEqual(contents(fallbackTariff(model({ [T]: "on", [O]: "off" }), "online")), ["on"]);
  assert.deepEqual(fallbackTariff(model({ [O]: "off" }), "online"), []);
});

Deno.test("a token's information gets the text and four further languages, unless the CSMS gave a text", () => {
  const text = (content: string) => ({ format: "UTF8", content }) as const;
  const texts = ["0", "1", "2", "3", "4", "5"].map(text);
  assert.deepEqual(withFallback({ status: "Accepted" }, []), { status: "Accepted" });
  assert.deepEqual(withFallback({ status: "Accepted" }, texts.slice(0, 1)), {
    status: "Accepted",
    personalMessage: text("0"),
  });
  assert.deepEqual(withFallback({ status: "Accepted", customData: { vendorId: "x" } }, texts), {
    status: "Accepted",
    personalMessage: text("0"),
    customData: {
      vendorId: "org.openchargealliance.multilanguage",
      personalMessageExtra: texts.slice(1, 5),
    },
  });
  const given = { status: "Accepted", personalMessage: text("mine") } as const;
  assert.equal(withFallback(given, texts), given);
});

Deno.test("the driver's own language becomes the main text, or else his second (C01.FR.08, C01.FR.09)", () => {
  const texts = fallbackTexts(
    model({ [LANGUAGE]: "en-US", [T]: "base", [`${T}[de]`]: "de", [`${T}[nl]`]: "nl" }, "en-US,de,nl"),
    "TariffFallbackMessage",
  );
  const main = (languages: { readonly language1?: string; readonly language2?: string }) => {
    const { personalMessage, customData } = withFallback({ status: "Accepted", ...languages }, texts);
    const { personalMessageExtra } = customData as unknown as {
      readonly personalMessageExtra: readonly unknown[];
    };
    assert.equal(personalMessageExtra.length, 2);
    return personalMessage?.content;
  };
  assert.equal(main({}), "base");
  assert.equal(main({ language1: "nl" }), "nl");
  assert.equal(main({ language1: "DE", language2: "nl" }), "de");
  assert.equal(main({ language1: "fr", language2: "nl" }), "nl");
  assert.equal(main({ language1: "fr", language2: "it" }), "base");
});

Deno.test("amounts have three decimals when nobody says, or something that makes no sense", () => {
  const decimals = "TariffCostCtrlr.NumberOfDecimalsForCostValues";
  assert.deepEqual(readCostUnits(model({})), { decimals: 3 });
  assert.deepEqual(readCostUnits(model({ [decimals]: "-1" })), { decimals: 3 });
  assert.deepEqual(readCostUnits(model({ [decimals]: "0", "TariffCostCtrlr.Currency": "CHF" })), {
    decimals: 0,
    currency: "CHF",
  });
});

Deno.test("further languages are those of the station, once the extension is on", () => {
  const enabled = "CustomizationCtrlr.CustomImplementationEnabled[org.openchargealliance.multilanguage]";
  assert.deepEqual(furtherLanguages(model({ [LANGUAGE]: "de" })), []);
  assert.deepEqual(furtherLanguages(model({ [LANGUAGE]: "de", [enabled]: "true" })), ["en-US", "de", "nl"]);
});
