import { Component, type ReactNode } from "react";
import { RubyText } from "../parts/RubyText";
import { kioskSpeechIn, voices } from "../words/kiosk-speech";
import styles from "./Kiosk.module.css";

/** Nobody stands by to press a key: a broken page says whom to ask, and begins anew by itself. */
const RELOAD_AFTER_MS = 15_000;

export class KioskFence extends Component<{ reload?: () => void; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  private timer: ReturnType<typeof setTimeout> | undefined;

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch() {
    const reload = this.props.reload ?? (() => location.reload());
    clearTimeout(this.timer);
    this.timer = setTimeout(reload, RELOAD_AFTER_MS);
  }

  override componentWillUnmount() {
    clearTimeout(this.timer);
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <main className={styles.sheet}>
        {voices.map((voice) => (
          <p key={voice} lang={kioskSpeechIn(voice).language}>
            <RubyText>{kioskSpeechIn(voice).w.gone.staff}</RubyText>
          </p>
        ))}
      </main>
    );
  }
}
