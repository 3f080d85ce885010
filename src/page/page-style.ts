/** Calm by design: one accent, colour only where it means something, dark where the browser is. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --back: #f4f6f5; --panel: #ffffff; --line: #e1e6e3; --text: #17211d; --quiet: #56635d;
  --accent: #0b6e58; --good: #0b6e58; --good-back: #dff2ea; --busy: #8a5200; --busy-back: #fbeeda;
  --bad: #b3261e; --bad-back: #fce6e3; --active: #1552a8; --active-back: #e2edfb; --plain-back: #eef1ef;
  --tx: #0b6e58; --tx-default: #6fb8a0; --station-max: #7da2d6; --external: #dba556; --local: #b9c4be;
  --shadow: 0 1px 2px rgb(23 33 29 / 6%), 0 4px 16px rgb(23 33 29 / 4%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #101614; --panel: #18201d; --line: #2a3530; --text: #e6ece9; --quiet: #a0afa8;
    --accent: #62d3b1; --good: #62d3b1; --good-back: #14352b; --busy: #f0b865; --busy-back: #3a2a10;
    --bad: #ff9c92; --bad-back: #45201c; --active: #8fbcff; --active-back: #182c4a; --plain-back: #232d29;
    --tx: #62d3b1; --tx-default: #2f8a6f; --station-max: #4a72ac; --external: #a8752c; --local: #4a5751;
    --shadow: none;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body {
  margin: 0 auto; padding: 1rem; max-width: 76rem; background: var(--back); color: var(--text);
  font: 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
h1, h2, h3, p, ol, ul, dl, dd { margin: 0; padding: 0; }
ol, ul { list-style: none; }
h1 { font-size: 0.9375rem; letter-spacing: 0.04em; }
h2 { font-size: 1rem; margin-bottom: 0.75rem; }
h3 { font-size: 1rem; }
code, pre { font-family: ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; font-size: 0.8125rem; }
code { color: var(--quiet); }
small { font-size: 0.6em; font-weight: 500; color: var(--quiet); }
summary { cursor: pointer; }
summary::marker { color: var(--quiet); font-size: 0.75em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.quiet { color: var(--quiet); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

header { padding: 0.25rem 0.25rem 1.25rem; }
.brand { display: flex; justify-content: space-between; gap: 1rem; color: var(--quiet); }
.brand a { color: var(--accent); }
#live { margin-left: auto; }
#live.off { color: var(--bad); font-weight: 600; }
#live.on::before { content: "● "; color: var(--good); }
.sentence { font-size: clamp(1.25rem, 1rem + 1.6vw, 1.75rem); font-weight: 600; line-height: 1.3;
  letter-spacing: -0.01em; margin: 0.75rem 0 1rem; text-wrap: pretty; }
.dot { display: inline-block; width: 0.6em; height: 0.6em; border-radius: 50%; background: var(--quiet); flex: none; }
.sentence .dot { margin-right: 0.5em; }
.dot.good { background: var(--good); } .dot.busy { background: var(--busy); } .dot.bad { background: var(--bad); }
.facts { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; }
.facts div { min-width: 0; }
dt { font-size: 0.8125rem; color: var(--quiet); }

.panel, .card { background: var(--panel); border: 1px solid var(--line); border-radius: 14px;
  padding: 1rem; box-shadow: var(--shadow); }
.panel { margin-top: 1rem; }
.cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); }
.columns { display: grid; gap: 0 1rem; align-items: start; }
.columns > div { min-width: 0; }
@media (min-width: 60rem) { .columns { grid-template-columns: minmax(0, 1.65fr) minmax(0, 1fr); } }

.title { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 0.5rem; }
.badge { border-radius: 999px; padding: 0.0625rem 0.625rem; font-size: 0.8125rem; font-weight: 600;
  background: var(--plain-back); color: var(--text); }
.badge.good { background: var(--good-back); color: var(--good); }
.badge.busy { background: var(--busy-back); color: var(--busy); }
.badge.bad { background: var(--bad-back); color: var(--bad); }
.badge.active { background: var(--active-back); color: var(--active); }
.badge.plain { font-weight: 400; background: none; color: var(--quiet); padding-right: 0; }
.power { font-size: 2rem; font-weight: 650; line-height: 1.2; margin: 0.5rem 0 0.75rem; letter-spacing: -0.02em; }
.power .quiet { font-weight: 400; }
.evse dl { display: grid; gap: 0.625rem 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 9rem), 1fr)); }

.timeline li { position: relative; display: flex; gap: 0.75rem; padding-bottom: 0.875rem; }
.timeline .dot { margin-top: 0.45em; }
.timeline li:not(:last-child)::before { content: ""; position: absolute; left: 0.25em; top: 1.25em; bottom: -0.35em;
  width: 1px; background: var(--line); }
details > .timeline { margin-top: 0.875rem; }

.rows > li { padding: 0.5rem 0; border-top: 1px solid var(--line); }
.rows > li:first-child { border-top: 0; padding-top: 0; }
.line { display: flex; justify-content: space-between; gap: 1rem; }
.value { display: block; }

.filters { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: end; margin-bottom: 0.75rem; }
.filters label { display: grid; font-size: 0.8125rem; color: var(--quiet); flex: 1 1 9rem; min-width: 0; }
.filters .check { display: flex; align-items: center; gap: 0.375rem; flex: 0 0 auto; height: 2.25rem; }
select, input[type="search"] { font: inherit; font-size: 0.9375rem; color: var(--text); background: var(--back);
  border: 1px solid var(--line); border-radius: 8px; padding: 0 0.5rem; height: 2.25rem; width: 100%; min-width: 0; }
input::placeholder { color: var(--quiet); opacity: 1; }
input[type="checkbox"] { accent-color: var(--accent); width: 1rem; height: 1rem; margin: 0; }

#traffic { position: relative; max-height: 30rem; overflow-y: auto; }
.pairs summary { display: flex; flex-wrap: wrap; gap: 0.125rem 0.625rem; align-items: baseline; }
.pairs summary::-webkit-details-marker { display: none; }
.pairs time { color: var(--quiet); }
.pairs .badge { margin-left: auto; }
.arrow.station { color: var(--accent); } .arrow.csms { color: var(--active); }
pre { margin: 0.5rem 0 0; padding: 0.75rem; background: var(--back); border-radius: 8px; overflow-x: auto;
  max-height: 20rem; white-space: pre-wrap; }

.schedule + .schedule { margin-top: 1.25rem; }
.picture { display: block; width: 100%; height: 4.5rem; margin-top: 0.375rem; border-bottom: 1px solid var(--line); }
.by-TxProfile { fill: var(--tx); background: var(--tx); }
.by-TxDefaultProfile { fill: var(--tx-default); background: var(--tx-default); }
.by-ChargingStationMaxProfile { fill: var(--station-max); background: var(--station-max); }
.by-ChargingStationExternalConstraints { fill: var(--external); background: var(--external); }
.by-local { fill: var(--local); background: var(--local); }
.key { display: inline-block; width: 0.625rem; height: 0.625rem; border-radius: 3px; margin-right: 0.5rem; }
.hours { display: flex; justify-content: space-between; font-size: 0.75rem; color: var(--quiet); }
.bands { margin-top: 0.5rem; display: grid; gap: 0.25rem; }
.bands > li { display: grid; grid-template-columns: 8rem 5.5rem minmax(0, 1fr); gap: 0 0.5rem; align-items: baseline; }
.bands .when { color: var(--quiet); }
.bands details ul { padding: 0.25rem 0 0.25rem 1rem; color: var(--quiet); font-size: 0.875rem; }
@media (max-width: 40rem) {
  .bands > li { grid-template-columns: 8rem minmax(0, 1fr); }
  .bands > li > :last-child { grid-column: 1 / -1; padding-left: 1.125rem; margin-bottom: 0.25rem; }
}

footer { padding: 1.25rem 0.25rem 0.5rem; color: var(--quiet); font-size: 0.8125rem; }
@media (max-width: 30rem) { body { padding: 0.75rem; } .panel, .card { padding: 0.875rem; } }
`;
