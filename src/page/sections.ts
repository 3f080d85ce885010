import { pairsOf } from "./message-pairs.ts";
import type { Fact, Facts } from "./facts.ts";
import { connectionView } from "./connection-view.ts";
import { evsesView } from "./evses-view.ts";
import { headlineView } from "./headline-view.ts";
import { html, type Markup } from "./markup.ts";
import { queueView } from "./queue-view.ts";
import { scheduleView } from "./schedule-view.ts";
import { trafficView, transactionsView } from "./traffic-view.ts";
import { variablesView } from "./variables-view.ts";

/** The parts of the page that change by themselves; each is pushed when it has changed. */
export const SECTIONS = [
  "headline",
  "evses",
  "schedule",
  "transactions",
  "traffic",
  "connection",
  "queue",
  "variables",
] as const;

export type SectionName = (typeof SECTIONS)[number];
export type Sections = Readonly<Record<SectionName, Markup>>;

/** Every section, as it looks with these facts. Pure. */
export function sectionsOf(facts: Facts): Sections {
  const pairs = facts.frames && "value" in facts.frames
    ? { value: pairsOf(facts.frames.value) }
    : facts.frames;
  return {
    headline: headlineView(facts.status),
    evses: shown(facts.status, evsesView),
    schedule: shown(facts.schedule, scheduleView),
    transactions: transactionsView(pairs && "value" in pairs ? pairs.value : []),
    traffic: shown(pairs, trafficView),
    connection: shown(facts.link, connectionView),
    queue: shown(facts.queue, queueView),
    variables: shown(facts.variables, variablesView),
  };
}

function shown<T>(fact: Fact<T>, view: (value: T) => Markup): Markup {
  if (fact === undefined) return html`<p class="quiet">Not asked yet.</p>`;
  return "value" in fact ? view(fact.value) : html`<p class="quiet">${sentence(fact.missing)}</p>`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith(".") ? "" : "."}`;
}
