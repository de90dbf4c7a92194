import { useEffect, useRef } from "react";
import { Button } from "../parts/Button";
import { RubyText } from "../parts/RubyText";
import styles from "./Hold.module.css";
import type { KioskBrowserWords } from "./speech";

interface Props {
  w: KioskBrowserWords;
  /** Whether the voice is being sent, as the server says. */
  isTalking: boolean;
  onTalk: (on: boolean) => void;
}

/**
 * Large, and pressed for as long as the voice is to be sent: by finger, mouse, Space or Enter. Who cannot hold a key
 * down (a screen reader's press is a moment long) turns it on and off.
 */
export function TalkButton({ w, isTalking, onTalk }: Props) {
  const pressed = useRef(false);
  const latest = useRef(onTalk);
  useEffect(() => {
    latest.current = onTalk;
  });
  const press = (on: boolean) => {
    if (pressed.current === on) return;
    pressed.current = on;
    latest.current(on);
  };
  // Gone from the screen while it is pressed, nobody can let it go.
  useEffect(() => {
    const release = () => {
      if (!pressed.current) return;
      pressed.current = false;
      latest.current(false);
    };
    addEventListener("blur", release);
    return () => {
      removeEventListener("blur", release);
      release();
    };
  }, []);
  return (
    <Button
      look={isTalking ? "good" : "outline"}
      size="large"
      className={styles.talk ?? ""}
      aria-pressed={isTalking}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture?.(event.pointerId);
        press(true);
      }}
      onPointerUp={() => press(false)}
      onPointerCancel={() => press(false)}
      onKeyDown={(event) => {
        if (event.key !== " " && event.key !== "Enter") return;
        event.preventDefault();
        press(true);
      }}
      onKeyUp={(event) => {
        if (event.key === " " || event.key === "Enter") press(false);
      }}
      onBlur={() => press(false)}
      onContextMenu={(event) => event.preventDefault()}
      onClick={(event) => {
        // A press without a finger or a key before it: a screen reader's.
        if (event.detail === 0) press(!pressed.current);
      }}
    >
      <svg viewBox="0 0 24 24" width="2em" height="2em" aria-hidden="true" focusable="false">
        <path d="M9 5a3 3 0 0 1 6 0v6a3 3 0 0 1-6 0zM5 11a7 7 0 0 0 14 0M12 18v3" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round" />
      </svg>
      <span className={styles.talkWords}>
        <RubyText>{w.hold.talk}</RubyText>
        <small>
          <RubyText>{isTalking ? w.hold.talking : w.hold.talkHint}</RubyText>
        </small>
      </span>
    </Button>
  );
}
