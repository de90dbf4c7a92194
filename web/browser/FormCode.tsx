import { useEffect, useRef, useSyncExternalStore } from "react";
import { Button } from "../parts/Button";
import { Notice } from "../parts/Parts";
import { RubyText } from "../parts/RubyText";
import { useVideo } from "../visit/useVideo";
import { withoutReadings } from "../words/ruby";
import { fill } from "../words/words";
import { type BrowserView, canOpen } from "./browser-store";
import { watchForCode } from "./code-eye";
import type { FormReading, FormView } from "./form-reading";
import styles from "./Photo.module.css";
import type { SharedBrowser } from "./shared-browser";
import { useKioskBrowserWords } from "./speech";
import type { StartPage } from "./wire";

interface Props {
  reading: FormReading;
  browser: SharedBrowser;
  view: BrowserView;
}

/** The code on the resident's form, read here and shown to nobody; then the page that takes its number. */
export function FormCode({ reading, browser, view }: Props) {
  const { w } = useKioskBrowserWords();
  const form = useSyncExternalStore(reading.view.subscribe, reading.view.read);
  return (
    <section className={styles.booth} aria-labelledby="browser-form-code">
      <h2 id="browser-form-code">
        <RubyText>{w.form.title}</RubyText>
      </h2>
      <p>
        <RubyText>{w.form.private}</RubyText>
      </p>
      {form.phase === "read" ? <Read reading={reading} browser={browser} view={view} /> : <Aim form={form} onCode={(code) => reading.see(code)} />}
      <div className={styles.acts}>
        <Button size="large" onClick={() => void reading.stop()}>
          <RubyText>{w.form.cancel}</RubyText>
        </Button>
      </div>
    </section>
  );
}

function Aim({ form, onCode }: { form: FormView; onCode: (code: string) => void }) {
  const { w } = useKioskBrowserWords();
  const { place, element } = useVideo(form.camera);
  const latest = useRef(onCode);
  useEffect(() => {
    latest.current = onCode;
  });
  const { camera } = form;
  useEffect(() => {
    const video = camera === null ? null : element();
    return video === null ? undefined : watchForCode(video, (code) => latest.current(code));
  }, [camera, element]);
  if (form.failed) {
    return (
      <Notice tone="warn" alert>
        <RubyText>{w.form.noCamera}</RubyText>
      </Notice>
    );
  }
  return (
    <>
      <p role="status">
        <RubyText>{form.camera === null ? w.form.opening : w.form.aim}</RubyText>
      </p>
      {form.foreign && (
        <Notice tone="warn" alert>
          <RubyText>{w.form.foreign}</RubyText>
        </Notice>
      )}
      <video ref={place} className={styles.code} muted autoPlay playsInline aria-label={withoutReadings(w.form.picture)} />
    </>
  );
}

/** The number is here; it goes to the page by the resident's own press, and only while they hold control. */
function Read({ reading, browser, view }: Props) {
  const { w, shared, pick } = useKioskBrowserWords();
  const able = canOpen(view);
  const open = (start: string) => {
    const refusal = browser.input({ type: "open", start, form_id: reading.view.read().form_id, epoch: browser.epoch() });
    if (refusal === null) void reading.stop();
  };
  return (
    <>
      <Notice tone="good" alert>
        <RubyText>{w.form.read}</RubyText>
      </Notice>
      {!able && (
        <Notice tone="info">
          <RubyText>{view.state?.control?.holder === "operator" ? w.form.takeBackFirst : shared.news.not_allowed}</RubyText>
        </Notice>
      )}
      <div className={styles.acts}>
        {startsWithForm(view).map((start) => (
          <Button key={start.id} look="solid" size="large" unavailable={!able} onClick={() => open(start.id)}>
            <RubyText>{fill(w.form.open, { page: pick(start.label_ja, start.label_en) })}</RubyText>
          </Button>
        ))}
      </div>
    </>
  );
}

/** Pages that take the number of a form. */
export const startsWithForm = ({ state }: BrowserView): readonly StartPage[] => state?.starts.filter(({ takes_form_id }) => takes_form_id) ?? [];
