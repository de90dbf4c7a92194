/**
 * The page as a picture that can be worked on, on both sides: the canvas, the field that types, and what stands in
 * their place while nothing may be seen. Must never know whose side it is; words and cover come from there.
 */
import type { CSSProperties, ReactNode } from "react";
import { RubyText } from "../parts/RubyText";
import { withoutReadings } from "../words/ruby";
import { fill } from "../words/words";
import { type BrowserView, canAct, type InputRefusal, isCovered } from "./browser-store";
import styles from "./PagePicture.module.css";
import type { SharedBrowser } from "./shared-browser";
import type { SharedWords } from "./speech";
import { usePagePicture } from "./usePagePicture";

interface Props {
  browser: SharedBrowser;
  view: BrowserView;
  words: SharedWords;
  /** What the page is called. */
  page: string;
  /** What stands in place of the page while it is covered. */
  cover: ReactNode;
  /** Typed in at once, or only when a person asks for the keyboard. */
  typing: boolean;
  onRefused: (refusal: InputRefusal | "no_paste" | null) => void;
}

export function PagePicture({ browser, view, words, page, cover, typing, onRefused }: Props) {
  const use = usePagePicture({ browser, view, typing, onRefused });
  const covered = isCovered(view.side, view.state) || view.status !== "open";
  const able = canAct(view);
  const { width_px, height_px } = view.state?.size ?? { width_px: 16, height_px: 10 };
  const shape = { aspectRatio: `${width_px} / ${height_px}`, "--shape": width_px / height_px } as CSSProperties;
  return (
    <div className={`${styles.frame} ${able ? styles.able : ""}`} style={shape} data-page-picture="">
      <canvas
        ref={use.canvas}
        className={styles.canvas}
        role="img"
        aria-label={withoutReadings(fill(words.picture.name, { page }))}
        hidden={covered}
        onPointerDown={use.onPointer}
        onPointerMove={use.onPointer}
        onPointerUp={use.onPointer}
        onPointerCancel={use.onPointer}
        onContextMenu={(event) => event.preventDefault()}
      />
      {typing && !covered && (
        <>
          <textarea
            ref={use.field}
            className={`${styles.field} ${use.isComposing ? styles.composing : ""}`}
            style={{ left: `${Math.min(use.at.x, 0.7) * 100}%`, top: `${Math.min(use.at.y, 0.92) * 100}%` }}
            rows={1}
            aria-label={withoutReadings(words.picture.field)}
            aria-describedby="page-field-hint"
            autoComplete="off"
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            readOnly={!able}
            data-page-field=""
            onInput={use.onInput}
            onKeyDown={use.onKeyDown}
            onCompositionStart={use.onCompositionStart}
            onCompositionEnd={use.onCompositionEnd}
            onPaste={use.onPaste}
            onDrop={use.onPaste}
          />
          <p id="page-field-hint" className="visually-hidden">
            {withoutReadings(words.picture.fieldHint)}
          </p>
        </>
      )}
      {covered && <div className={styles.cover}>{cover}</div>}
      {!covered && view.picture === "waiting" && (
        <p className={styles.waiting}>
          <RubyText>{words.picture.waiting}</RubyText>
        </p>
      )}
    </div>
  );
}
