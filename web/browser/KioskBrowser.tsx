/**
 * The shared browser at the kiosk: the whole page, worked on by touch; who holds control, and one touch to have it
 * back; the keypad for secrets, the photo, and at the end the proof of erasure. Loaded when a visit opens it.
 */
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Confirm } from "../kiosk/Confirm";
import { Button } from "../parts/Button";
import { Badge, Notice, type Tone } from "../parts/Parts";
import { RubyText } from "../parts/RubyText";
import { type BrowserView, canAct } from "./browser-store";
import type { Change } from "./changes";
import { FormCode, startsWithForm } from "./FormCode";
import type { FormReading } from "./form-reading";
import { KioskControl, TakeBack } from "./KioskControl";
import styles from "./KioskBrowser.module.css";
import { KioskHold } from "./KioskHold";
import { MailPanel } from "./MailPanel";
import { NewsList } from "./NewsList";
import { PagePicture } from "./PagePicture";
import { PhotoBooth } from "./PhotoBooth";
import type { PhotoCamera } from "./photo-camera";
import { QuestionPanel } from "./QuestionPanel";
import { ReceiptSheet } from "./ReceiptSheet";
import type { SharedBrowser } from "./shared-browser";
import { type KioskBrowserWords, useKioskBrowserWords } from "./speech";
import { crossOver, usePaneKeys, useRefusal, useSharedBrowser } from "./useSharedBrowser";
import type { HoldState, Input, Life } from "./wire";

const tones: Record<Life, Tone> = { closed: "plain", starting: "info", live: "good", paused: "warn", ending: "info", erasing: "info", verified: "good", failed: "bad" };

interface Props {
  browser: SharedBrowser;
  clock_offset_ms: number;
  /** The kiosk's own camera, for the photo. */
  camera?: PhotoCamera;
  /** Reads the code of an application form; left out where that cannot be. */
  reading?: FormReading;
  /** Prints the receipt where the kiosk has a printer. */
  onPrint?: () => void;
}

export function KioskBrowser({ browser, clock_offset_ms, camera, reading, onPrint }: Props) {
  const { w, shared, language } = useKioskBrowserWords();
  const view = useSharedBrowser(browser, (change) => sentenceOf(change, w));
  const pane = useRef<HTMLDivElement>(null);
  const [ending, setEnding] = useState(false);
  const { state, photo, receipt } = view;
  const control = state?.control ?? null;
  usePaneKeys((action) => {
    if (action === "cross") crossOver(pane.current);
    else if (control?.may.includes("take_back") === true) browser.control("take_back");
  });
  const reads = useReading(reading, view);
  const isOpen = state !== null && (state.life === "starting" || state.life === "live" || state.life === "paused");
  const isOver = state !== null && !isOpen && receipt === null;
  return (
    <div ref={pane} className={styles.pane}>
      <div className={styles.head}>
        <h2 tabIndex={-1}>
          <RubyText>{w.title}</RubyText>
        </h2>
        {!isOver && <LifeBadge view={view} w={w} />}
      </div>
      {isOver && (
        <p className={styles.over}>
          <RubyText>{w.life[state.life]}</RubyText>
        </p>
      )}
      {isOpen && control !== null && <KioskControl control={control} agent={state.operator} w={w} clock_offset_ms={clock_offset_ms} onAct={(act) => browser.control(act)} />}
      <NewsList news={view.news} words={shared} onClose={(key) => browser.putAway(key)} />
      {isOpen && photo !== null && <PhotoBooth key={photo.id} asked={photo} w={w} {...(camera === undefined ? {} : { camera })} onGive={(taken) => browser.givePhoto(taken)} onCancel={() => browser.cancelPhoto()} />}
      {reads.now && reading !== undefined && <FormCode reading={reading} browser={browser} view={view} />}
      {isOpen && photo === null && !reads.now && <Page browser={browser} view={view} {...(reads.may && { onRead: () => void reading?.start() })} />}
      {state?.mailbox != null && isOpen && photo === null && <MailPanel words={shared} language={language} address={state.mailbox} mails={view.mails} able={canAct(view)} onOpenLink={(mail, number) => browser.input({ type: "open_link", mail, number, epoch: browser.epoch() })} />}
      {receipt !== null && <ReceiptSheet receipt={receipt} w={w} language={language} onClose={() => browser.putReceiptAway()} {...(onPrint === undefined ? {} : { onPrint })} />}
      {isOpen && (
        <div>
          <Button size="large" look="bad-outline" onClick={() => setEnding(true)}>
            <RubyText>{w.end.open}</RubyText>
          </Button>
        </div>
      )}
      {isOpen && control !== null && <TakeBack control={control} w={w} onAct={(act) => browser.control(act)} />}
      {ending && (
        <Confirm
          title={w.end.title}
          text={w.end.text}
          yes={w.end.yes}
          no={w.end.no}
          onYes={() => {
            setEnding(false);
            browser.end();
          }}
          onNo={() => setEnding(false)}
        />
      )}
    </div>
  );
}

/** Whether a form's code may be read, and is; what may not be any more is ended. */
function useReading(reading: FormReading | undefined, view: BrowserView): { may: boolean; now: boolean } {
  const phase = useSyncExternalStore(reading?.view.subscribe ?? never, () => reading?.view.read().phase ?? "off");
  const { state, photo } = view;
  const may = reading !== undefined && state?.life === "live" && !isTyped(state.hold) && photo === null && startsWithForm(view).length > 0;
  useEffect(() => {
    if (!may) void reading?.stop();
  }, [may, reading]);
  return { may, now: may && phase !== "off" };
}

const never = () => () => undefined;

const isTyped = (hold: HoldState | null): boolean => hold !== null && (hold.standing === "held" || hold.standing === "leaving");

/** The page itself, with the keypad beside it while a secret is typed. */
function Page({ browser, view, onRead }: { browser: SharedBrowser; view: BrowserView; onRead?: () => void }) {
  const { w, shared, pick } = useKioskBrowserWords();
  const [typing, setTyping] = useState(false);
  const [refused, setRefused] = useRefusal(browser);
  const { state } = view;
  const hold = state?.hold ?? null;
  const isHeld = isTyped(hold);
  const able = canAct(view);
  const send = (input: Input) => setRefused(browser.input(input));
  const page = state?.page == null ? shared.picture.noName : pick(state.page.label_ja, state.page.label_en);
  const question = view.questions.at(-1);
  return (
    <div className={`${styles.page} ${isHeld ? styles.beside : ""}`}>
      <div className={styles.seen}>
        <h3 className={styles.name}>
          <RubyText>{page}</RubyText>
        </h3>
        <PagePicture browser={browser} view={view} words={shared} page={page} typing={typing && !isHeld} cover={<Cover view={view} w={w} />} onRefused={setRefused} />
        {refused !== null && (
          <Notice tone="warn" alert>
            <RubyText>{shared.news[refused === "no_paste" ? "not_allowed" : refused]}</RubyText>
          </Notice>
        )}
      </div>
      {question !== undefined && !isHeld && <QuestionPanel question={question} words={shared} able={able} onAnswer={(answer) => send({ ...answer, epoch: browser.epoch() } as Input)} />}
      {isHeld && hold !== null && <KioskHold hold={hold} browser={browser} w={w} />}
      {!isHeld && (
        <div className={styles.controls}>
          <Button size="large" unavailable={!able} onClick={() => send({ type: "back", epoch: browser.epoch() })}>
            <RubyText>{shared.picture.back}</RubyText>
          </Button>
          <Button size="large" unavailable={!able} onClick={() => send({ type: "reload", epoch: browser.epoch() })}>
            <RubyText>{shared.picture.reload}</RubyText>
          </Button>
          <Button size="large" unavailable={!able} aria-pressed={typing} look={typing ? "solid" : "outline"} onClick={() => setTyping(!typing)}>
            <RubyText>{typing ? w.typing.close : w.typing.open}</RubyText>
          </Button>
          {onRead !== undefined && (
            <Button size="large" onClick={onRead}>
              <RubyText>{w.form.start}</RubyText>
            </Button>
          )}
          {state?.control?.may.includes("offer") === true && (
            <Button size="large" onClick={() => browser.control("offer")}>
              <RubyText>{w.control.offer}</RubyText>
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function Cover({ view, w }: { view: BrowserView; w: KioskBrowserWords }) {
  return (
    <h3>
      <RubyText>{view.status === "lost" ? w.life.lost : view.state?.life === "paused" ? w.life.paused : w.life.starting}</RubyText>
    </h3>
  );
}

function LifeBadge({ view, w }: { view: BrowserView; w: KioskBrowserWords }) {
  const life = view.state?.life ?? "closed";
  const isLost = view.status === "lost";
  return (
    <span className={styles.life}>
      <Badge tone={isLost ? "bad" : tones[life]}>
        <span>
          <RubyText>{isLost ? w.life.lost : w.life[life]}</RubyText>
        </span>
      </Badge>
    </span>
  );
}

function sentenceOf(change: Change, w: KioskBrowserWords): string | null {
  if (typeof change === "object") return w.life[change.life];
  return change === "offered" ? null : w.says[change];
}
