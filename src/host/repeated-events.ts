/** An event that goes on is written at most once in a period. The first is short; each further one is twice as long. */
export const FIRST_PERIOD_MS = 60_000;
export const LONGEST_PERIOD_MS = 60 * 60_000;
/** After so long without it an event has ended; the next one is written at once. Back-offs of reconnects are shorter. */
export const QUIET_MS = 5 * 60_000;
/** Forms of one event (the same text with other fields) that are counted apart; the others share one count. */
export const MAX_FORMS = 50;
/** Forms of all events together. */
export const MAX_ALL_FORMS = 500;

/** One occurrence. */
export interface Occurrence<Line> {
  readonly event: string;
  /** What distinguishes this form of the event, such as the EVSE that it is about. */
  readonly form: string;
  /** How many may be written in one period before the others are only counted. */
  readonly allowed: number;
  readonly line: Line;
}

/** Occurrences that were only counted, all of one form. */
export interface RepetitionCount<Line> {
  readonly first: Line;
  readonly latest: Line;
  readonly repeated: number;
}

interface Form<Line> {
  /** How many were written in this period. */
  written: number;
  counted: RepetitionCount<Line> | undefined;
  latestMs: number;
  periodMs: number;
  periodEndsMs: number;
}

/**
 * Decides which occurrences of events are written, and counts the others. Pure but for what it remembers, which is
 * bounded: the caller brings the time (monotonic) and the lines, and asks for the counts when they are due.
 */
export class RepeatedEvents<Line> {
  readonly #events = new Map<string, Map<string, Form<Line>>>();
  #size = 0;

  /** Whether to write it now. Otherwise it is counted, and `takeDue` returns the count from `dueMs` on. */
  occurred(
    { event, form, allowed, line }: Occurrence<Line>,
    nowMs: number,
  ): "tell" | { readonly dueMs: number } {
    const known = this.#formOf(event, form, nowMs);
    if (known.counted === undefined) renew(known, allowed, nowMs);
    known.latestMs = nowMs;
    if (known.counted === undefined && known.written < allowed) {
      known.written++;
      return "tell";
    }
    const { first = line, repeated = 0 } = known.counted ?? {};
    known.counted = { first, latest: line, repeated: repeated + 1 };
    return { dueMs: dueMs(known) };
  }

  /** When the next count is due; undefined when nothing is counted. */
  nextDueMs(): number | undefined {
    let nextMs: number | undefined;
    for (const form of this.#forms()) {
      if (form.counted !== undefined) nextMs = Math.min(nextMs ?? Infinity, dueMs(form));
    }
    return nextMs;
  }

  /** The counts whose period is over or whose event has ended. */
  takeDue(nowMs: number): RepetitionCount<Line>[] {
    return this.#take(nowMs, (form) => nowMs >= dueMs(form));
  }

  /** All counts, due or not. */
  takeAll(nowMs: number): RepetitionCount<Line>[] {
    return this.#take(nowMs, () => true);
  }

  #take(nowMs: number, isWanted: (form: Form<Line>) => boolean): RepetitionCount<Line>[] {
    const taken: RepetitionCount<Line>[] = [];
    for (const form of this.#forms()) {
      if (form.counted === undefined || !isWanted(form)) continue;
      taken.push(form.counted);
      goOn(form, nowMs);
    }
    return taken;
  }

  *#forms(): Iterable<Form<Line>> {
    for (const forms of this.#events.values()) yield* forms.values();
  }

  #formOf(event: string, name: string, nowMs: number): Form<Line> {
    const forms = this.#events.get(event) ?? this.#add(event);
    return forms.get(name) ?? this.#addForm(forms, this.#hasRoom(forms, nowMs) ? name : OTHERS, nowMs);
  }

  #add(event: string): Map<string, Form<Line>> {
    const forms = new Map<string, Form<Line>>();
    this.#events.set(event, forms);
    return forms;
  }

  #addForm(forms: Map<string, Form<Line>>, name: string, nowMs: number): Form<Line> {
    const known = forms.get(name);
    if (known !== undefined) return known;
    const form = { written: 0, counted: undefined, latestMs: nowMs, periodMs: 0, periodEndsMs: 0 };
    begin(form, FIRST_PERIOD_MS, nowMs);
    forms.set(name, form);
    this.#size++;
    return form;
  }

  /** As long as others come, a new form is one of them: fields that vary bring no further lines. */
  #hasRoom(forms: ReadonlyMap<string, Form<Line>>, nowMs: number): boolean {
    const others = forms.get(OTHERS);
    if (others !== undefined && !isForgettable(others, nowMs)) return false;
    if (forms.size >= MAX_FORMS || this.#size >= MAX_ALL_FORMS) this.#forgetEnded(nowMs);
    return forms.size < MAX_FORMS && this.#size < MAX_ALL_FORMS;
  }

  #forgetEnded(nowMs: number): void {
    for (const forms of this.#events.values()) {
      for (const [name, form] of forms) {
        if (isForgettable(form, nowMs) && forms.delete(name)) this.#size--;
      }
    }
  }
}

/** No form is named so: a form has fields, or is the empty text. */
const OTHERS = "\n";

function isForgettable<Line>({ counted, latestMs }: Form<Line>, nowMs: number): boolean {
  return counted === undefined && nowMs - latestMs >= QUIET_MS;
}

function dueMs<Line>({ periodEndsMs, latestMs }: Form<Line>): number {
  return Math.min(periodEndsMs, latestMs + QUIET_MS);
}

/** Begins a period where one is over. It is longer when the one before had as many as are allowed. */
function renew<Line>(form: Form<Line>, allowed: number, nowMs: number): void {
  const hasEnded = nowMs - form.latestMs >= QUIET_MS;
  if (!hasEnded && nowMs < form.periodEndsMs) return;
  begin(form, !hasEnded && form.written >= allowed ? longer(form) : FIRST_PERIOD_MS, nowMs);
}

/** Its count was written, which is the one line of the period that begins. */
function goOn<Line>(form: Form<Line>, nowMs: number): void {
  begin(form, longer(form), nowMs);
  form.counted = undefined;
  form.written = Infinity;
}

function begin<Line>(form: Form<Line>, periodMs: number, nowMs: number): void {
  form.written = 0;
  form.periodMs = periodMs;
  form.periodEndsMs = nowMs + periodMs;
}

function longer<Line>({ periodMs }: Form<Line>): number {
  return Math.min(periodMs * 2, LONGEST_PERIOD_MS);
}
