import assert from "node:assert/strict";
import { EntryDescriber, type MessageDirection } from "../../src/message-log/message-log-entry.ts";
import { HTML_HEAD, HTML_RESUME, htmlEntry } from "../../src/message-log/message-log-format.ts";
import { testWith } from "../fakes/system-programs.ts";
import { accessibilityFaults, startBrowser } from "./browser.ts";

const STATION = "ChargingStationToCSMS";
const CSMS = "CSMSToChargingStation";
const FRAMES: readonly (readonly [MessageDirection, unknown])[] = [
  [STATION, [2, "1", "FirmwareStatusNotification", { status: "Downloading" }]],
  [CSMS, [3, "1", {}]],
  [CSMS, [2, "2", "SetChargingProfile", { evseId: 1, chargingProfile: { transactionId: "t-1" } }]],
  [STATION, [3, "2", { status: "Rejected", statusInfo: { reasonCode: "TxNotFound" } }]],
  [CSMS, [2, "3", "Reset", { type: "OnIdle" }]],
  [STATION, [3, "3", { status: "Scheduled" }]],
  [CSMS, [2, "4", "Nonsense", {}]],
  [STATION, [4, "4", "NotImplemented", "", {}]],
];

testWith("chromium", "the HTML log is one file that a browser searches and filters offline", async () => {
  const directory = await Deno.makeTempDir();
  const describer = new EntryDescriber();
  const rows = FRAMES.map(([direction, frame], index) => {
    const entry = describer.describe({
      ...{ kind: "message", timestampMs: index * 10, direction },
      text: JSON.stringify(frame),
    });
    return htmlEntry(entry, entry.body);
  });
  const text = HTML_HEAD + rows.slice(0, 4).join("") + HTML_RESUME + rows.slice(4).join("");
  await Deno.writeTextFile(`${directory}/log.html`, text);
  await using browser = await startBrowser();
  for (const scheme of ["light", "dark"] as const) {
    const { page, complaints, requests } = await browser.open(`file://${directory}/log.html`, {
      width: 1280,
      scheme,
    });
    const visible = (): Promise<number> => page.$$eval("tr[class]:not([hidden])", (all) => all.length);
    assert.deepEqual(await accessibilityFaults(page), []);
    await page.type("[name=words]", "T-1");
    assert.equal(await visible(), 1);
    await page.$eval("[name=words]", (input) => (input as unknown as { value: string }).value = "");
    await page.select("[name=origin]", "CentralSystem");
    assert.equal(await visible(), 4);
    await page.select("[name=origin]", "");
    await page.click("[name=refused]");
    assert.equal(await visible(), 2);
    assert.deepEqual([complaints, requests.length], [[], 1]);
    await page.close();
  }
  await Deno.remove(directory, { recursive: true });
});
