import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { Button } from "../parts/Button";
import { RubyText } from "../parts/RubyText";
import { useVideo } from "../visit/useVideo";
import { type Area, outlineOf, STEP } from "../visit/document-mask";
import { useKioskWords } from "../words/kiosk-speech";
import { withoutReadings } from "../words/ruby";
import type { DocumentView } from "./document-show";
import { useKiosk } from "./useKiosk";
import styles from "./Document.module.css";

const arrows = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] } as const;
const presses = [["left", arrows.ArrowLeft], ["up", arrows.ArrowUp], ["down", arrows.ArrowDown], ["right", arrows.ArrowRight]] as const;

const placed = ({ left, top, width, height }: Area) => ({ left: `${left * 100}%`, top: `${top * 100}%`, width: `${width * 100}%`, height: `${height * 100}%` });

/** What the camera sees, on this screen alone: the outline that is sent, and the cover, moved by finger, arrows or buttons. */
export function CoverStage({ view }: { view: DocumentView }) {
  const { room } = useKiosk();
  const { w } = useKioskWords();
  const { place } = useVideo(view.camera);
  const { outline, onPointerDown, onPointerMove, onPointerUp } = useDrag((right, down) => room.documents.move(right, down));
  const onKeyDown = (event: KeyboardEvent) => {
    const step = arrows[event.key as keyof typeof arrows];
    if (step === undefined) return;
    event.preventDefault();
    room.documents.move(step[0], step[1]);
  };
  return (
    <div className={styles.cover}>
      <div className={styles.stage} style={{ aspectRatio: view.ratio }}>
        <video ref={place} className={styles.camera} muted autoPlay playsInline aria-label={withoutReadings(w.document.preview)} />
        <div ref={outline} className={styles.outline} style={placed(outlineOf(view.plan.kind, view.ratio))}>
          <button type="button" className={styles.mask} style={placed(view.plan.cover)} aria-label={withoutReadings(w.document.mask)} onKeyDown={onKeyDown} onPointerDown={onPointerDown} onPointerMove={onPointerMove} onPointerUp={onPointerUp} onPointerCancel={onPointerUp} />
        </div>
      </div>
      <div className={styles.arrows} role="group" aria-label={withoutReadings(w.document.mask)}>
        {presses.map(([name, [right, down]]) => (
          <Button key={name} onClick={() => room.documents.move(right, down)}>
            <RubyText>{w.document[name]}</RubyText>
          </Button>
        ))}
      </div>
    </div>
  );
}

/** Moves by the finger, in shares of the outline. */
function useDrag(onMove: (right: number, down: number) => void) {
  const outline = useRef<HTMLDivElement>(null);
  const last = useRef<{ x: number; y: number } | null>(null);
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    last.current = { x: event.clientX, y: event.clientY };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent) => {
    const box = outline.current?.getBoundingClientRect();
    if (last.current === null || box === undefined || box.width === 0) return;
    onMove((event.clientX - last.current.x) / box.width, (event.clientY - last.current.y) / box.height);
    last.current = { x: event.clientX, y: event.clientY };
  };
  const onPointerUp = () => {
    last.current = null;
  };
  return { outline, onPointerDown, onPointerMove, onPointerUp };
}
