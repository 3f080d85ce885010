import { clockSourceText } from "../inspection/clock-facts.ts";
import { durationText } from "../inspection/durations.ts";
import type { RunningStatus, StationStatus } from "../inspection/status.ts";
import { statusSentence } from "../inspection/status-sentence.ts";
import type { Fact } from "./facts.ts";
import { html, type Markup } from "./markup.ts";
import { dateAndTime } from "./times.ts";

export type Mood = "good" | "busy" | "bad";

/** One sentence on what is going on, and the facts of the station in small print. */
export function headlineView(status: Fact<StationStatus>): Markup {
  if (status === undefined) return sentenceView("busy", "Asking the module.");
  if ("missing" in status) return sentenceView("bad", `The module does not answer: ${status.missing}.`);
  const { value } = status;
  return html`${sentenceView(moodOf(value), statusSentence(value))}
<dl class="facts">${
    factsOf(value).map(([name, text]) =>
      html`
        <div>
          <dt>${name}</dt>
          <dd>${text}</dd>
        </div>
      `
    )
  }</dl>`;
}

function sentenceView(mood: Mood, sentence: string): Markup {
  return html`<p class="sentence"><span class="dot ${mood}" aria-hidden="true"></span>${sentence}</p>`;
}

/** Bad: an operator has to act. Busy: it is on its way. */
function moodOf(status: StationStatus): Mood {
  if (status.kind === "starting") return "busy";
  const { link, registration, storage } = status;
  if (storage !== "healthy" || registration === "Rejected" || link.kind === "stopped") return "bad";
  if (link.kind === "waiting") return "bad";
  return link.kind === "online" && registration === "Accepted" ? "good" : "busy";
}

function factsOf(status: StationStatus): readonly (readonly [name: string, text: string])[] {
  const { moduleId, version, startedMs, nowMs } = status;
  const module = `${moduleId}, version ${version}, for ${durationText(nowMs - startedMs)}`;
  return status.kind === "starting"
    ? [["Module", module]]
    : [["CSMS", csmsText(status)], ["Clock", clockText(status)], ["Module", module]];
}

function csmsText({ link }: RunningStatus): string {
  if (link.kind === "online") {
    return `${link.url}, slot ${link.slot}, security profile ${link.securityProfile}`;
  }
  return link.kind === "waiting" && link.url !== undefined ? link.url : "not connected";
}

function clockText(status: RunningStatus): string {
  return `${dateAndTime(status.nowMs)} UTC, ${clockSourceText(status)}`;
}
