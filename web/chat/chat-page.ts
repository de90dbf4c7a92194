/**
 * The chat as the resident sees it: plain elements, no framework, since nobody on a telephone waits for one.
 * Owns the elements and nothing of the chat; what is shown comes in as state, what is done goes out by `Acts`.
 * What the server sends as HTML is made there of escaped text alone; everything else is set as text.
 */
import { sizeOf } from "../faq/files";
import type { chatJa } from "../words/chat-ja";
import { readingsOf, withoutReadings } from "../words/ruby";
import { fill, type Widen } from "../words/words";
import { type ChatState, endsIn_s } from "./chat-store";
import { type ChatFile, type ChatLine, hidesSomething } from "./lines";
import { type ChatLanguage, chatLanguages } from "./messages";

export type ChatWords = Widen<typeof chatJa>;

export interface Acts {
  say: (text: string) => Promise<string | null>;
  choose: (line: number, key: string) => void;
  helped: (line: number, helped: boolean) => void;
  handOver: () => void;
  typing: () => void;
  leave: () => void;
  again: () => void;
  switchLanguage: (to: ChatLanguage) => void;
  /** Absent where the page stands for itself. */
  close: (() => void) | null;
}

const fileWords = { pdf: "filePdf", png: "filePicture", jpeg: "filePicture", text: "fileText" } as const;

/** A string is words of ours, with their readings; what people write comes as a text node. */
type Child = Node | string | null;

/** Words as nodes, with readings above. */
function nodesOf(words: string): Node[] {
  return readingsOf(words).map(({ text, reading }) => {
    if (reading === null) return document.createTextNode(text);
    const [ruby, above] = [document.createElement("ruby"), document.createElement("rt")];
    above.textContent = reading;
    ruby.append(text, above);
    return ruby;
  });
}

/** An element with attributes and children; a function is a listener of a click. */
function el<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Record<string, string | (() => void)> = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener("click", value);
    else made.setAttribute(key, withoutReadings(value));
  }
  put(made, children);
  return made;
}

function put(into: HTMLElement, children: readonly Child[]): void {
  into.append(...children.filter((child) => child !== null).flatMap((child) => (typeof child === "string" ? nodesOf(child) : [child])));
}

/** Markup of the server's making. */
function markup(html: string, tag: "div" | "span"): HTMLElement {
  const made = el(tag, { class: "markup" });
  made.innerHTML = html;
  for (const link of made.querySelectorAll("a")) link.target = "_blank";
  return made;
}

export class ChatPage {
  private readonly root: HTMLElement;
  private readonly acts: Acts;
  private words: ChatWords;
  private language: ChatLanguage;
  private readonly shown = new Map<number, { line: ChatLine; item: HTMLElement }>();
  private readonly rated = new Set<number>();
  private readonly log = el("ol", { class: "log" });
  private readonly scroller = el("div", { class: "scroller", role: "log", tabindex: "0" });
  private readonly bar = el("div", { class: "bar", role: "status" });
  private readonly foot = el("footer", { class: "foot" });
  private readonly field = el("textarea", { id: "line", rows: "2", autocomplete: "off" });
  private readonly label = el("label", { for: "line" });
  private readonly why = el("p", { class: "why", role: "alert" });
  private readonly ending = el("div", { class: "ending" });
  private readonly form = el("form", { class: "form" });
  private readonly head = el("header", { class: "head" });
  private barText = "";
  private footText = "";
  private headText = "";

  constructor(root: HTMLElement, words: ChatWords, language: ChatLanguage, acts: Acts) {
    this.root = root;
    this.words = words;
    this.language = language;
    this.acts = acts;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send();
    });
    this.field.addEventListener("keydown", (event) => {
      // Enter alone chooses a word while Japanese is typed, so it takes a second key.
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) void this.send();
    });
    this.field.addEventListener("input", () => this.acts.typing());
    this.scroller.append(this.log);
    this.root.append(this.head, el("main", { class: "main" }, this.scroller, this.bar, this.why, this.form, this.ending), this.foot);
  }

  speak(words: ChatWords, language: ChatLanguage): void {
    this.words = words;
    this.language = language;
    this.shown.clear();
    this.log.replaceChildren();
    this.barText = this.footText = this.headText = "";
  }

  /** Says why something was not done; null takes it back. */
  refuse(why: string | null): void {
    this.why.textContent = why ?? "";
  }

  show(state: ChatState, now_ms: number): void {
    const { words: w } = this;
    document.documentElement.lang = this.tag;
    this.scroller.setAttribute("aria-label", withoutReadings(w.log));
    this.showHead(state);
    this.showLines(state.lines);
    this.showBar(state, now_ms);
    this.showForm(state);
    this.showFoot(state);
  }

  /** Easy Japanese is Japanese to browsers and voices. */
  private get tag(): "ja" | "en" {
    return this.language === "en" ? "en" : "ja";
  }

  private showHead(state: ChatState): void {
    const { words: w, acts } = this;
    const city = state.welcome === null ? "" : this.tag === "ja" ? state.welcome.city_ja : state.welcome.city_en;
    const text = `${city}${this.language}`;
    if (text === this.headText) return;
    this.headText = text;
    const title = city === "" ? w.title : fill(w.of, { city });
    document.title = withoutReadings(title);
    const others = (Object.keys(chatLanguages) as ChatLanguage[]).filter((each) => each !== this.language);
    this.head.replaceChildren(
      el("h1", {}, title),
      el("span", { class: "languages", role: "group", "aria-label": w.languages }, ...others.map((each) => el("button", { type: "button", class: "quiet", lang: each === "en" ? "en" : "ja", click: () => acts.switchLanguage(each) }, chatLanguages[each]))),
      ...(acts.close === null ? [] : [el("button", { type: "button", class: "quiet", click: acts.close }, w.close)]),
    );
  }

  private showLines(lines: readonly ChatLine[]): void {
    if (lines.length === 0 && this.log.querySelector(".intro") === null) {
      this.shown.clear();
      this.log.replaceChildren(el("li", { class: "line bot intro" }, el("p", {}, this.words.intro)));
    }
    let newest: { line: ChatLine; item: HTMLElement } | null = null;
    for (const line of lines) {
      const before = this.shown.get(line.number);
      if (before?.line === line) continue;
      const item = this.itemOf(line);
      if (before === undefined) this.log.append(item);
      else before.item.replaceWith(item);
      this.shown.set(line.number, { line, item });
      newest = { line, item };
    }
    if (newest === null) return;
    this.log.querySelector(".intro")?.remove();
    // An answer is read from its beginning; what people write is seen to its end.
    this.scroller.scrollTop = newest.line.from === "bot" ? newest.item.offsetTop - this.log.offsetTop : this.scroller.scrollHeight;
  }

  private itemOf(line: ChatLine): HTMLElement {
    const { words: w } = this;
    const who = line.from === "resident" ? w.you : line.from === "bot" ? w.bot : w.agent;
    const item = el("li", { class: `line ${line.from}`, "data-line": String(line.number) }, el("p", { class: "who" }, who));
    if (line.answer !== null) put(item, this.answerOf(line, line.answer));
    else if (line.choices.length > 0) put(item, this.choicesOf(line));
    else if (line.no_answer) item.append(el("p", {}, w.noAnswer));
    else item.append(this.textOf(line));
    if (line.from === "resident" && hidesSomething(line)) item.append(el("p", { class: "note" }, w.removed));
    return item;
  }

  private textOf(line: ChatLine): HTMLElement {
    const pieces = line.pieces.map((piece) => (piece.removed === null ? document.createTextNode(piece.text) : el("mark", {}, document.createTextNode(piece.text))));
    return el("p", { class: "text" }, ...pieces);
  }

  private answerOf(line: ChatLine, answer: NonNullable<ChatLine["answer"]>): Child[] {
    const { words: w } = this;
    const { key, version, edition } = answer;
    const sources = answer.sources.map(({ title, date }) => fill(w.sourceItem, { title, date })).join("、");
    const said = edition === null ? fill(w.noEdition, { key, version }) : fill(w.edition, { edition, key, version });
    return [
      answer.demonstration ? el("p", { class: "note" }, w.demonstration) : null,
      el("p", { class: "tag" }, answer.by_itself ? w.chosenByItself : w.chosenByYou),
      el("h2", {}, markup(answer.question_html, "span")),
      markup(answer.answer_html, "div"),
      this.filesOf(answer.files),
      el("p", { class: "note" }, `${w.source}: ${sources}`, el("br"), said),
      this.ratingOf(line),
    ];
  }

  /** The files of an answer, each with what it is and how large; they are saved, not shown. */
  private filesOf(files: readonly ChatFile[]): HTMLElement | null {
    const { words: w, language } = this;
    if (files.length === 0) return null;
    // The page of a file that is gone says so in the language the resident reads.
    const query = language === "ja" ? "" : `?lang=${language}`;
    const items = files.map(({ name, kind, bytes, address }) => {
      const link = el("a", { href: `${address}${query}`, target: "_blank", rel: "noopener" });
      // A name is other people's words: as text, and not read for readings.
      link.append(name);
      return el("li", {}, link, " ", fill(w.file, { kind: w[fileWords[kind]], size: sizeOf(bytes) }));
    });
    return el("div", { class: "files" }, el("p", {}, w.files), el("ul", {}, ...items));
  }

  private ratingOf(line: ChatLine): HTMLElement {
    const { words: w } = this;
    const box = el("div", { class: "rating", role: "group", "aria-label": w.helped });
    if (this.rated.has(line.number)) return el("p", { class: "note" }, w.thanks);
    const rate = (helped: boolean) => () => {
      this.rated.add(line.number);
      this.acts.helped(line.number, helped);
      box.replaceChildren(el("p", { class: "note", role: "status" }, w.thanks));
    };
    box.append(el("span", {}, w.helped), el("button", { type: "button", click: rate(true) }, w.yes), el("button", { type: "button", click: rate(false) }, w.no));
    return box;
  }

  private choicesOf(line: ChatLine): Child[] {
    const { words: w } = this;
    const choices = line.choices.map(({ key, question_html }) => el("li", {}, el("button", { type: "button", class: "choice", click: () => this.acts.choose(line.number, key) }, markup(question_html, "span"))));
    return [el("p", {}, w.choose), el("ul", { class: "choices" }, ...choices), el("p", { class: "note" }, w.noneOfThese)];
  }

  private showBar(state: ChatState, now_ms: number): void {
    const text = this.barOf(state, now_ms);
    if (text === this.barText) return;
    this.barText = text;
    this.bar.replaceChildren(...nodesOf(text));
    this.bar.hidden = text === "";
  }

  private barOf(state: ChatState, now_ms: number): string {
    const { words: w } = this;
    const { stage, position, estimate_minutes, agent } = state.standing;
    if (state.status === "replaced") return w.replaced;
    if (state.status === "busy") return w.busy;
    if (stage === "over") return w.over;
    if (state.status === "lost") return w.offline;
    if (state.status !== "open") return w.connecting;
    if (stage === "waiting") {
      const estimate = estimate_minutes === null ? "" : ` ${fill(w.estimate, { minutes: estimate_minutes })}`;
      return (position === null ? w.waitingNext : fill(w.waiting, { position })) + estimate;
    }
    if (stage === "talking") {
      const left_s = endsIn_s(state, now_ms);
      if (left_s !== null) return fill(w.idle, { seconds: left_s });
      if (state.typing_until_ms > now_ms) return w.typing;
      return fill(w.talking, { name: agent === null || agent === "" ? w.agent : fill(w.agentNamed, { name: agent }) });
    }
    return state.lost ? w.lost : "";
  }

  private showForm(state: ChatState): void {
    const { words: w } = this;
    const { stage } = state.standing;
    const isOver = stage === "over" || state.status === "replaced" || state.status === "busy";
    this.form.hidden = isOver;
    this.label.replaceChildren(...nodesOf(stage === "bot" ? w.field : w.fieldTalking));
    if (state.welcome !== null) this.field.maxLength = state.welcome.line_chars_max;
    const key = `${this.language}${isOver}${stage}${state.status}`;
    if (this.form.dataset["key"] === key) return;
    this.form.dataset["key"] = key;
    this.field.setAttribute("aria-describedby", "hint");
    this.form.replaceChildren(this.label, this.field, el("p", { id: "hint", class: "note" }, w.secretHint), el("button", { type: "submit", class: "solid" }, w.send));
    const end = el("button", { type: "button", class: "quiet", click: this.acts.leave }, w.end);
    const again = el("button", { type: "button", class: "solid", click: this.acts.again }, w.again);
    this.ending.replaceChildren(...(isOver ? [again] : stage === "bot" ? [] : [end]));
  }

  private showFoot(state: ChatState): void {
    const { words: w } = this;
    const { hours, welcome } = state;
    const isBot = state.standing.stage === "bot" && state.status === "open";
    const canHandOver = isBot && hours?.open === true;
    const lines = [
      welcome?.telephone == null ? "" : `${w.telephone} ${welcome.telephone}`,
      hours === null ? "" : hours.today.length > 0 ? fill(w.hoursToday, { hours: hours.today.map(([from, to]) => `${from}–${to}`).join("、") }) : hours.open ? "" : w.closedToday,
      hours?.next_open == null ? "" : fill(w.opensAt, { at: new Intl.DateTimeFormat(this.tag, { timeZone: "Asia/Tokyo", month: "numeric", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit" }).format(new Date(hours.next_open)) }),
    ].filter((line) => line !== "");
    const text = `${this.language}${canHandOver}${isBot}${hours?.open}${lines.join()}`;
    if (text === this.footText) return;
    this.footText = text;
    const button = canHandOver ? el("button", { type: "button", class: "solid", click: this.acts.handOver }, w.handOver) : null;
    const closed = isBot && hours?.open === false ? el("p", { class: "note" }, w.closedNow) : null;
    const number = welcome?.telephone?.replace(/[^0-9+]/g, "") ?? "";
    const reach = el("p", { class: "reach" });
    lines.forEach((line, at) => {
      if (at > 0) reach.append(" ・ ");
      put(reach, [at === 0 && number !== "" ? el("a", { href: `tel:${number}` }, line) : line]);
    });
    this.foot.replaceChildren(...[button, closed, lines.length === 0 ? null : reach].filter((child) => child !== null));
  }

  private async send(): Promise<void> {
    const text = this.field.value;
    if (text.trim() === "") return;
    const refused = await this.acts.say(text);
    this.refuse(refused);
    if (refused === null && this.field.value === text) this.field.value = "";
    this.field.focus();
  }
}
