/**
 * The shared browser at the desk: the masked picture, who holds control, start pages, the visit's mail. The operator
 * sees nothing while a secret is typed, and nothing of a page that is not known to be safe; `shared-browser.ts` has
 * emptied the canvas by then. Loaded when a visit opens it.
 */
import { useRef, useState } from "react";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { Actions, Badge, Notice, Panel, type Tone } from "../parts/Parts";
import { announce } from "../shell/announcer";
import { formatMoment } from "../shell/format";
import { fill } from "../words/words";
import { type BrowserView, canAct, canOpen, type InputRefusal, mayBegin, mayMakeMailbox } from "./browser-store";
import type { Change } from "./changes";
import { FormData, type FormText } from "./FormData";
import { MailboxOffer } from "./MailboxOffer";
import { MailPanel } from "./MailPanel";
import { NewsList } from "./NewsList";
import styles from "./OperatorBrowser.module.css";
import { handActOf, OperatorControl } from "./OperatorControl";
import { OperatorCover } from "./OperatorCover";
import { PagePicture } from "./PagePicture";
import { QuestionPanel } from "./QuestionPanel";
import type { SharedBrowser } from "./shared-browser";
import { type DeskBrowserWords, useDeskBrowserWords } from "./speech";
import { StartPages } from "./StartPages";
import { crossOver, type PaneRefusal, usePaneKeys, useRefusal, useSharedBrowser } from "./useSharedBrowser";
import type { Input, Life, Receipt } from "./wire";

const tones: Record<Life, Tone> = { closed: "plain", starting: "info", live: "good", paused: "warn", ending: "info", erasing: "info", verified: "good", failed: "bad" };

interface Props {
  browser: SharedBrowser;
  /** What the visitor was asked beforehand, to be typed by a press. */
  form: readonly FormText[];
  clock_offset_ms: number;
}

export function OperatorBrowser({ browser, form, clock_offset_ms }: Props) {
  const { w, shared } = useDeskBrowserWords();
  const view = useSharedBrowser(browser, (change) => sentenceOf(change, w));
  const pane = useRef<HTMLDivElement>(null);
  const [refused, setRefused] = useRefusal(browser);
  const [ending, setEnding] = useState(false);
  const { state } = view;
  const control = state?.control ?? null;
  usePaneKeys((action) => {
    if (action === "cross") return crossOver(pane.current);
    const act = control === null ? null : handActOf(control);
    if (act !== null) browser.control(act);
  });
  const isOpen = state !== null && ["starting", "live", "paused"].includes(state.life);
  return (
    <Panel id="shared-browser" title={w.title} aside={<LifeBadge view={view} w={w} />}>
      <div ref={pane} className={styles.pane}>
        {control !== null && <OperatorControl control={control} w={w} clock_offset_ms={clock_offset_ms} onAct={(act) => browser.control(act)} />}
        <NewsList news={view.news} words={shared} onClose={(key) => browser.putAway(key)} />
        {refused !== null && (
          <Notice tone="warn" alert>
            {refused === "no_paste" ? w.form.noPaste : shared.news[refused]}
          </Notice>
        )}
        {view.photo !== null && <Notice tone="info">{w.photo.wanted}</Notice>}
        {isOpen && (
          <div className={styles.columns}>
            <Page browser={browser} view={view} onRefused={setRefused} />
            <Beside browser={browser} view={view} form={form} onRefused={setRefused} />
          </div>
        )}
        {view.receipt !== null && <Erased receipt={view.receipt} w={w} />}
        {mayBegin(view) && <Begin browser={browser} view={view} onRefused={setRefused} />}
        {isOpen && (
          <div>
            <Button look="bad-outline" onClick={() => setEnding(true)}>
              {w.end.open}
            </Button>
          </div>
        )}
      </div>
      {ending && <EndDialog w={w} onEnd={() => browser.end()} onClose={() => setEnding(false)} />}
    </Panel>
  );
}

interface ColumnProps {
  browser: SharedBrowser;
  view: BrowserView;
  onRefused: (refused: PaneRefusal) => void;
}

/** The page: its name, its picture or what stands in its place, and what it asks. */
function Page({ browser, view, onRefused }: ColumnProps) {
  const { w, shared, pick } = useDeskBrowserWords();
  const { state } = view;
  const able = canAct(view);
  const send = (input: Input) => onRefused(browser.input(input));
  const page = state?.page == null ? shared.picture.noName : pick(state.page.label_ja, state.page.label_en);
  const question = view.questions.at(-1);
  return (
    <div className={styles.main}>
      <div className={styles.pageHead}>
        <h3>{page}</h3>
        <Actions>
          {(["back", "reload"] as const).map((type) => (
            <Button key={type} size="small" unavailable={!able} onClick={() => send({ type, epoch: browser.epoch() })}>
              {shared.picture[type]}
            </Button>
          ))}
        </Actions>
      </div>
      <PagePicture browser={browser} view={view} words={shared} page={page} typing cover={<OperatorCover view={view} w={w} />} onRefused={onRefused} />
      <p className={styles.soft}>
        <kbd>{w.keys.enter}</kbd> {w.keys.into}　<kbd>{w.keys.hand}</kbd> {w.keys.handOver}
      </p>
      {question !== undefined && <QuestionPanel question={question} words={shared} able={able} onAnswer={(answer) => send({ ...answer, epoch: browser.epoch() } as Input)} />}
    </div>
  );
}

/** No browser stands: what one is, what the visitor is going to see, and the pages it can begin with. */
function Begin({ browser, view, onRefused }: ColumnProps) {
  const { w } = useDeskBrowserWords();
  return (
    <>
      <p>{w.starts.what}</p>
      <p className={styles.soft}>{w.starts.safe}</p>
      <Starts browser={browser} view={view} title={w.starts.begin} onRefused={onRefused} />
    </>
  );
}

function Starts({ browser, view, title, onRefused }: ColumnProps & { title: string }) {
  const { w, pick } = useDeskBrowserWords();
  const open = (start: string, form_id: string | null) => onRefused(browser.input({ type: "open", start, form_id, epoch: browser.epoch() }));
  return <StartPages starts={view.state?.starts ?? []} title={title} w={w} pick={pick} able={canOpen(view)} onOpen={open} />;
}

/** What the page is opened and filled from. */
function Beside({ browser, view, form, onRefused }: ColumnProps & { form: readonly FormText[] }) {
  const { w, shared, language } = useDeskBrowserWords();
  const able = canAct(view);
  const send = (input: Input) => onRefused(browser.input(input));
  const mailbox = view.state?.mailbox ?? null;
  return (
    <div className={styles.side}>
      <Starts browser={browser} view={view} title={w.starts.title} onRefused={onRefused} />
      {form.length > 0 && <FormData texts={form} w={w} able={able} onInsert={({ label, text }) => insert(browser, text, () => announce(fill(w.form.inserted, { label })), onRefused)} />}
      {mayMakeMailbox(view) && <MailboxOffer key={view.told} w={w} onMake={() => browser.makeMailbox()} />}
      {mailbox !== null && <MailPanel words={shared} language={language} address={mailbox} mails={view.mails} able={able} onOpenLink={(mail, number) => send({ type: "open_link", mail, number, epoch: browser.epoch() })} />}
    </div>
  );
}

/** That all is erased, or not yet; the proof itself is the visitor's and the city's. */
function Erased({ receipt: { number, verified_at, found }, w }: { receipt: Receipt; w: DeskBrowserWords }) {
  const { language } = useDeskBrowserWords();
  const isGood = verified_at !== null && found === 0;
  return <Notice tone={isGood ? "good" : "bad"}>{isGood ? `${w.receipt.done} ${w.receipt.number}: ${number}　${w.receipt.at}: ${formatMoment(verified_at, language)}` : w.receipt.failed}</Notice>;
}

function insert(browser: SharedBrowser, text: string, onDone: () => void, onRefused: (refusal: InputRefusal | null) => void): void {
  const refusal = browser.input({ type: "text", text, epoch: browser.epoch() });
  onRefused(refusal);
  if (refusal === null) onDone();
}

function LifeBadge({ view, w }: { view: BrowserView; w: DeskBrowserWords }) {
  const life = view.state?.life ?? "closed";
  const isLost = view.status === "lost";
  return <span className={styles.life}><Badge tone={isLost ? "bad" : tones[life]}>{isLost ? w.life.lost : w.life[life]}</Badge></span>;
}

function EndDialog({ w, onEnd, onClose }: { w: DeskBrowserWords; onEnd: () => void; onClose: () => void }) {
  return (
    <Dialog
      id="browser-end"
      title={w.end.title}
      closeLabel={w.end.no}
      onClose={onClose}
      plain
      actions={
        <>
          <Button look="solid" onClick={onClose}>
            {w.end.no}
          </Button>
          <Button
            look="bad-outline"
            onClick={() => {
              onEnd();
              onClose();
            }}
          >
            {w.end.yes}
          </Button>
        </>
      }
    >
      <p>{w.end.text}</p>
    </Dialog>
  );
}

function sentenceOf(change: Change, w: DeskBrowserWords): string | null {
  if (typeof change === "object") return w.life[change.life];
  return change === "asked" ? null : w.says[change];
}
