import { sha256 } from "../kernel/sha256.ts";
import { PAGE_SCRIPT } from "./page-script.ts";
import { PAGE_STYLE } from "./page-style.ts";
import { html, type Markup } from "./markup.ts";
import { type SectionName, type Sections } from "./sections.ts";

/** Nothing but our own script and style, and no request to anywhere else. */
export const pageContentSecurityPolicy = (): string =>
  [
    "default-src 'none'",
    `script-src '${digest(PAGE_SCRIPT)}'`,
    `style-src '${digest(PAGE_STYLE)}'`,
    "connect-src 'self'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

/** The whole page, ready to be read even where no script runs. */
export function pageText(sections: Sections): string {
  const section = (name: SectionName, title: string, before: Markup = html``): Markup =>
    html`
      <section class="panel"
        aria-labelledby="title-${name}"><h2 id="title-${name}">${title}</h2>${before}
      <div id="${name}">${sections[name]}</div></section>
    `;
  const { markup } = html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>OCPP201</title>
        <link rel="icon" href="data:,">
        <style>${{ markup: PAGE_STYLE }}</style>
      </head>
      <body>
        <header>
          <div class="brand">
            <h1>OCPP201</h1>
            <p id="live" role="status">live</p>
            <a href="/report" download>Download report</a>
          </div>
          <div id="headline">${sections.headline}</div>
        </header>
        <main>
          <div class="wide">
            <h2 class="unseen">EVSEs</h2>
            <div id="evses">${sections.evses}</div>
          </div>
          <div class="columns">
            <div>${section("traffic", "Messages", filters(sections.transactions))}
    ${section("schedule", "Next 24 hours")}</div>
            <div>${section("connection", "Connection")}
    ${section("queue", "Waiting for the CSMS")}
    ${section("variables", "Changed variables")}</div>
          </div>
        </main>
        <footer>
          <p>Times are UTC. This page only reads; tokens and passwords are masked.</p>
        </footer>
        <script>${{ markup: PAGE_SCRIPT }}</script>
      </body>
    </html>
  `;
  return markup;
}

function filters(transactions: Markup): Markup {
  return html`<form class="filters"><label>Transaction <select id="transactions">${transactions}</select></label>
<label>Search <input id="search" type="search" autocomplete="off" placeholder="action or reason code"></label>
<label class="check"><input id="refusals" type="checkbox"> Refusals only</label></form>`;
}

function digest(text: string): string {
  return `sha256-${sha256(text).toBase64()}`;
}
