import assert from "node:assert/strict";
import axe from "axe-core";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { findProgram } from "../fakes/system-programs.ts";

/** Nothing of these may reach the network or the home directory. */
const ARGUMENTS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** Debian's browser with a profile of its own. */
export interface TestBrowser extends AsyncDisposable {
  /** A window that remembers what its console complained of and what it asked of whom. */
  open(url: string, look: Look): Promise<Window>;
}

export interface Look {
  readonly width: number;
  readonly scheme: "light" | "dark";
}

export interface Window {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly requests: readonly string[];
}

export async function startBrowser(): Promise<TestBrowser> {
  const executablePath = findProgram("chromium");
  assert(executablePath);
  const userDataDir = await Deno.makeTempDir({ prefix: "chromium-" });
  const browser: Browser = await puppeteer.launch({ executablePath, userDataDir, args: ARGUMENTS });
  return {
    async open(url, { width, scheme }) {
      const page = await browser.newPage();
      const complaints: string[] = [];
      const requests: string[] = [];
      page.on("console", (message) => {
        if (["error", "warn"].includes(message.type())) complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("request", (request) => requests.push(request.url()));
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.goto(url);
      return { page, complaints, requests };
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await Deno.remove(userDataDir, { recursive: true });
    },
  };
}

/** What axe finds wrong with a page for people who do not see or click as we do. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
    return violations.map(({ id, nodes }) =>
      `${id}: ${nodes.map(({ html }) => html).join(" ").slice(0, 300)}`
    );
  });
}
