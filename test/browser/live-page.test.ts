import assert from "node:assert/strict";
import type { Page } from "puppeteer-core";
import { testWith } from "../fakes/system-programs.ts";
import { accessibilityFaults, type Look, startBrowser } from "./browser.ts";
import { chargingStation, offlineStation } from "./page-scenes.ts";
import { servePage } from "./served-page.ts";

const LOOKS: readonly Look[] = [
  { width: 320, scheme: "light" },
  { width: 320, scheme: "dark" },
  { width: 1280, scheme: "light" },
  { width: 1280, scheme: "dark" },
];

/** What a reader sees of an element, white space as one blank. */
const textOf = async (page: Page, selector: string): Promise<string> =>
  String(await page.evaluate(`document.querySelector(${JSON.stringify(selector)}).innerText`)).replace(
    /\s+/g,
    " ",
  );

/** Resolves once the element says this. */
async function says(page: Page, selector: string, expected: RegExp): Promise<void> {
  await page.waitForFunction(
    `new RegExp(${JSON.stringify(expected.source)}).test(document.querySelector(${
      JSON.stringify(selector)
    })?.textContent)`,
    { timeout: 20_000 },
  );
}

const visibleRows = (page: Page): Promise<string[]> =>
  page.$$eval(".pairs > li:not([hidden])", (rows) => rows.map((row) => row.textContent ?? ""));

testWith(
  "chromium",
  "the live page in a browser: every part, in every width and light, by events",
  async () => {
    await using station = await chargingStation();
    await using served = await servePage(station);
    await using browser = await startBrowser();
    for (const look of LOOKS) {
      const { page, complaints, requests } = await browser.open(served.url, look);
      await says(page, "#variables", /HeartbeatInterval/);
      const where = `${look.width} px, ${look.scheme}`;
      assert.deepEqual(await accessibilityFaults(page), [], where);
      const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      assert.ok(Number(overflow) <= 0, `${where}: wider than the window by ${overflow} px`);
      assert.deepEqual(complaints, [], where);
      assert.deepEqual(requests.filter((url) => !url.startsWith(served.url) && !url.startsWith("data:")), []);
      await page.close();
    }
    const { page, complaints } = await browser.open(served.url, LOOKS[2]!);
    await says(page, "#variables", /HeartbeatInterval/);
    assert.match(
      await textOf(page, "#headline"),
      /^Connected and accepted for .* 1 of 2 EVSEs in a transaction\./,
    );
    assert.match(
      await textOf(page, "#evse-1"),
      /^EVSE 1 ?Occupied 11\.0 kW .*Charging for 12 min .*Energy 2\.\d+ kWh .*16 A TxDefaultProfile 100/,
    );
    assert.match(await textOf(page, "#evse-2"), /Available ?idle/);
    assert.match(await textOf(page, "#connection"), /^Connected .*Not connected connection lost/);
    assert.match(await textOf(page, "#queue"), /^Nothing waits/);
    await page.click("#schedule-1 li:nth-child(4) summary");
    assert.match(
      await textOf(page, "#schedule-1"),
      /3 × 20 A ChargingStationMaxProfile 1 .*TxDefaultProfile 100 .*another one is lower/,
    );
    assert.match(
      await textOf(page, "#variables"),
      /OCPPCommCtrlr.HeartbeatInterval 7200 instead of 300, set by csms/,
    );

    // Filters.
    await page.click("#refusals");
    const refused = await visibleRows(page);
    assert.equal(refused.length, 2, refused.join("\n"));
    assert.match(refused.join(), /SetChargingProfile.*Rejected.*GetVariables.*UnknownVariable/s);
    await page.click("#refusals");
    const [, transaction = ""] = await page.$$eval(
      "#transactions option",
      (all) => all.map((each) => each.value),
    );
    await page.select("#transactions", transaction);
    const ofTransaction = await visibleRows(page);
    assert.ok(ofTransaction.length > 10 && ofTransaction.every((row) => row.includes("TransactionEvent")));
    await page.select("#transactions", "");
    await page.type("#search", "getvariables");
    assert.equal((await visibleRows(page)).length, 1);

    // The texts of a pair, which stay open while the page goes on.
    await page.click(".pairs > li:not([hidden]) summary");
    await says(page, ".pairs > li:not([hidden]) .texts", /"Display"[^]*UnknownVariable/);
    await offlineStation(station);
    served.tick();
    await says(page, "#headline", /Not connected for .*: .*; next attempt in/);
    await says(page, "#queue", /TransactionEvent/);
    await says(page, "#connection", /attempts/);
    assert.match(await textOf(page, ".pairs > li:not([hidden]) .texts"), /UnknownVariable/);
    assert.equal((await visibleRows(page)).length, 1);
    assert.deepEqual(await accessibilityFaults(page), []);

    // Without the module, and without the command.
    await station.stop();
    served.tick();
    await says(page, "#headline", /The module does not answer: no running module answers/);
    assert.deepEqual(complaints, []);
  },
);

testWith("chromium", "the live page says when it is not live any more", async () => {
  await using station = await chargingStation();
  await using browser = await startBrowser();
  const served = await servePage(station);
  const { page } = await browser.open(served.url, LOOKS[0]!);
  await says(page, "#live", /^live$/);
  await served[Symbol.asyncDispose]();
  await says(page, "#live", /^not live/);
});
