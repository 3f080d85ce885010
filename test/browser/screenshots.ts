/** `deno task screenshots`: renews the pictures of the live page in docs/images. */
import { chargingStation, offlineStation } from "./page-scenes.ts";
import { type Look, startBrowser } from "./browser.ts";
import { servePage } from "./served-page.ts";

const DIRECTORY = `${import.meta.dirname}/../../docs/images`;
const LOOKS: readonly (Look & { readonly name: string })[] = [
  { name: "page-light", width: 1280, scheme: "light" },
  { name: "page-dark", width: 1280, scheme: "dark" },
  { name: "page-phone", width: 320, scheme: "light" },
];

await using station = await chargingStation();
await using served = await servePage(station);
await using browser = await startBrowser();
for (const { name, ...look } of LOOKS) await picture(name, look);
await offlineStation(station);
await picture("page-offline", { width: 1280, scheme: "light" });

async function picture(name: string, look: Look): Promise<void> {
  const { page } = await browser.open(served.url, look);
  await page.waitForSelector("#connection .timeline");
  await page.screenshot({ path: `${DIRECTORY}/${name}.png`, fullPage: Deno.args.includes("--whole") });
  await page.close();
}
