import { decidingText } from "../inspection/deciding-text.ts";
import { limiterText, ruleText, type ScheduleAnswer } from "../inspection/schedule.ts";
import type { ExplainedPeriod } from "../station/smart-charging/explain-schedule.ts";
import { limitText } from "./evses-view.ts";
import { html, type Markup, NOTHING } from "./markup.ts";
import { hourAndMinute } from "./times.ts";

/** Bands of one schedule that are shown. */
const MAX_BANDS = 48;
const WIDTH = 1440;
const HEIGHT = 100;

/** The next 24 hours: a picture, and each band in words with who decides it. */
export function scheduleView(schedules: readonly ScheduleAnswer[]): Markup {
  if (schedules.length === 0) return html`<p class="quiet">The station has no schedule.</p>`;
  return html`${schedules.map(oneSchedule)}`;
}

function oneSchedule(schedule: ScheduleAnswer): Markup {
  const { schedule: { evseId }, periods } = schedule;
  const name = evseId === 0 ? "Station" : `EVSE ${evseId}`;
  const more = periods.length - MAX_BANDS;
  return html`<div class="schedule" id="schedule-${evseId}"><h3>${name}</h3>${picture(schedule, name)}
<ol class="bands">${
    bandsOf(schedule).slice(0, MAX_BANDS).map((band, index) => bandRow(band, index, schedule))
  }</ol>${more > 0 ? html`<p class="quiet">and ${more} more bands</p>` : NOTHING}</div>`;
}

interface Band {
  readonly period: ExplainedPeriod;
  readonly fromMs: number;
  readonly untilMs: number;
}

function bandsOf({ schedule: { startSeconds, durationSeconds }, periods }: ScheduleAnswer): readonly Band[] {
  const startMs = startSeconds * 1000;
  return periods.map((period, index) => ({
    period,
    fromMs: startMs + period.startSeconds * 1000,
    untilMs: startMs + (periods[index + 1]?.startSeconds ?? durationSeconds) * 1000,
  }));
}

function picture(schedule: ScheduleAnswer, name: string): Markup {
  const { schedule: { startSeconds, durationSeconds, unit }, periods } = schedule;
  const startMs = startSeconds * 1000;
  const limits = periods.map(({ limit }) => limit).filter(Number.isFinite);
  const top = Math.max(1, ...limits);
  const x = (ms: number) => Math.round(((ms - startMs) / 1000 / Math.max(1, durationSeconds)) * WIDTH);
  const bars = bandsOf(schedule).slice(0, MAX_BANDS).map(({ period, fromMs, untilMs }) => {
    const share = Number.isFinite(period.limit) ? period.limit / top : 1;
    const height = Math.max(2, Math.round(Math.max(0, Math.min(1, share)) * HEIGHT));
    const width = Math.max(1, x(untilMs) - x(fromMs) - 2);
    const color = deciderClass(period);
    return html`
      <rect class="${color}" x="${x(fromMs)}" y="${HEIGHT - height}" width="${width}" height="${height}" />
    `;
  });
  const hours = [0, 1, 2, 3, 4].map((quarter) =>
    html`<span>${hourAndMinute(startMs + quarter * (durationSeconds / 4) * 1000)}</span>`
  );
  const label = `Limit of ${name} over 24 hours, at most ${limitText(top, unit)}`;
  return html`
    <svg class="picture" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img"
      aria-label="${label}">${bars}</svg>
    <div class="hours" aria-hidden="true">${hours}</div>
  `;
}

/** Colours tell who decides. */
function deciderClass({ candidates }: ExplainedPeriod): string {
  const decider = candidates.find(({ verdict }) => verdict === "decides")?.who;
  return decider?.kind === "profile" ? `by-${decider.purpose}` : "by-local";
}

function bandRow(
  { period, fromMs, untilMs }: Band,
  index: number,
  { schedule: { unit, evseId } }: ScheduleAnswer,
): Markup {
  const { limit, numberPhases, candidates } = period;
  const phases = numberPhases === undefined || unit === "W" ? "" : `${numberPhases} × `;
  const others = candidates.filter(({ verdict }) => verdict !== "decides");
  const why = html`<span>${decidingText(candidates)}</span>`;
  return html`<li><span class="when"><span class="key ${deciderClass(period)}" aria-hidden="true"></span>${
    hourAndMinute(fromMs)
  }–${hourAndMinute(untilMs)}</span>
<strong>${Number.isFinite(limit) ? `${phases}${limitText(limit, unit)}` : "no limit"}</strong> ${
    others.length === 0 ? why : html`
      <details id="band-${evseId}-${index}">
        <summary>${why}</summary>
        <ul>${others.map(({ who, converted, verdict }) =>
          html`<li>${limiterText(who)}${
            converted === undefined || !Number.isFinite(converted.value) ? NOTHING : html`
              with ${limitText(converted.value, unit)}
            `
          }: ${ruleText(verdict)}</li>`
        )}</ul>
      </details>
    `
  }</li>`;
}
