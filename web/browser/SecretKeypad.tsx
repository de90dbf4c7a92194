/**
 * The resident's keypad for a secret. No input element, so that nothing is filled in, remembered or offered; each key
 * goes out at once and only how many is kept here. By finger, by a real keyboard and by screen reader.
 */
import { type KeyboardEvent, useState } from "react";
import { Button } from "../parts/Button";
import { RubyText } from "../parts/RubyText";
import { withoutReadings } from "../words/ruby";
import { fill } from "../words/words";
import { digitsOf, type Layer, lettersOf } from "./keypad-layout";
import styles from "./Keypad.module.css";
import type { KioskBrowserWords } from "./speech";
import type { KeypadState, SecretMessage } from "./wire";

/** Dots that are shown; more are counted in words alone. */
const DOTS_MAX = 24;

interface Props {
  keypad: KeypadState;
  w: KioskBrowserWords;
  /** False when the key goes nowhere. */
  onKey: (key: SecretMessage["key"]) => boolean;
}

/** Begins anew with every hold. */
export function SecretKeypad({ keypad, w, onKey }: Props) {
  return <Keys key={keypad.hold} keypad={keypad} w={w} onKey={onKey} />;
}

function Keys({ keypad, w, onKey }: Props) {
  const [count, setCount] = useState(0);
  const isDigits = keypad.keypad === "digits";
  const press = (key: SecretMessage["key"]) => {
    if (!onKey(key)) return;
    setCount(typeof key === "object" ? count + 1 : key === "backspace" ? Math.max(0, count - 1) : key === "clear" ? 0 : count);
  };
  const type = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.nativeEvent.isComposing) return;
    const key = keyOf(event.key, isDigits);
    // Space and Enter on a key press that key, as everywhere.
    if (key === null || ((event.key === "Enter" || event.key === " ") && event.target instanceof HTMLButtonElement)) return;
    event.preventDefault();
    event.stopPropagation();
    press(key);
  };
  return (
    <div className={styles.keypad} role="group" aria-label={withoutReadings(w.keypad.name)} tabIndex={-1} ref={beginHere} onKeyDown={type} data-keypad="">
      <Typed count={count} w={w} />
      {isDigits ? <Digits seed={keypad.scramble_seed} w={w} onPress={press} /> : <Letters w={w} onPress={press} />}
      <Button look="solid" size="large" className={styles.enter ?? ""} onClick={() => press("enter")}>
        <RubyText>{w.keypad.enter}</RubyText>
      </Button>
    </div>
  );
}

const beginHere = (keypad: HTMLElement | null) => {
  keypad?.focus({ preventScroll: true });
  // Moved no further than to have all of the keys in sight.
  keypad?.scrollIntoView?.({ block: "nearest" });
};

function keyOf(key: string, isDigits: boolean): SecretMessage["key"] | null {
  if (key === "Backspace") return "backspace";
  if (key === "Delete") return "clear";
  if (key === "Enter") return "enter";
  return (isDigits ? /^[0-9]$/ : /^[\x20-\x7e]$/).test(key) ? { character: key } : null;
}

/** Dots for what was typed here, never what it was nor what stood in the field before. */
function Typed({ count, w }: { count: number; w: KioskBrowserWords }) {
  return (
    <p className={styles.typed}>
      <span className={styles.dots} aria-hidden="true">
        {"●".repeat(Math.min(count, DOTS_MAX))}
      </span>
      <output className={styles.count} aria-label={withoutReadings(w.keypad.count)}>
        <RubyText>{count === 0 ? w.keypad.none : fill(w.keypad.typed, { count })}</RubyText>
      </output>
    </p>
  );
}

type Press = (key: SecretMessage["key"]) => void;

function Digits({ seed, w, onPress }: { seed: number | null; w: KioskBrowserWords; onPress: Press }) {
  const order = digitsOf(seed);
  const digit = (character: string) => (
    <Button key={character} size="large" onClick={() => onPress({ character })}>
      {character}
    </Button>
  );
  return (
    <>
      {seed !== null && (
        <p className={styles.soft}>
          <RubyText>{w.keypad.scrambled}</RubyText>
        </p>
      )}
      <div className={styles.digits}>
        {order.slice(0, 9).map(digit)}
        <Button size="large" onClick={() => onPress("clear")}>
          <RubyText>{w.keypad.clear}</RubyText>
        </Button>
        {order.slice(9).map(digit)}
        <Delete w={w} onPress={onPress} />
      </div>
    </>
  );
}

function Letters({ w, onPress }: { w: KioskBrowserWords; onPress: Press }) {
  const [layer, setLayer] = useState<Layer>("small");
  return (
    <>
      <div className={styles.letters}>
        {lettersOf(layer).map((character) => (
          <button key={character} type="button" aria-label={withoutReadings(nameOf(character, w))} onClick={() => onPress({ character })}>
            {character}
          </button>
        ))}
      </div>
      <div className={styles.below}>
        <Button aria-pressed={layer === "capital"} look={layer === "capital" ? "solid" : "outline"} onClick={() => setLayer(layer === "capital" ? "small" : "capital")}>
          <RubyText>{w.keypad.capital}</RubyText>
        </Button>
        <Button onClick={() => setLayer(layer === "symbols" ? "small" : "symbols")}>
          <RubyText>{layer === "symbols" ? w.keypad.letters : w.keypad.symbols}</RubyText>
        </Button>
        <Button onClick={() => onPress({ character: " " })}>
          <RubyText>{w.keypad.space}</RubyText>
        </Button>
        <Button onClick={() => onPress("clear")}>
          <RubyText>{w.keypad.clear}</RubyText>
        </Button>
        <Delete w={w} onPress={onPress} />
      </div>
    </>
  );
}

function Delete({ w, onPress }: { w: KioskBrowserWords; onPress: Press }) {
  return (
    <Button size="large" aria-label={withoutReadings(w.keypad.delete)} onClick={() => onPress("backspace")}>
      ⌫
    </Button>
  );
}

/** What a voice calls a key: capitals by their case, marks by their name. */
function nameOf(character: string, w: KioskBrowserWords): string {
  const marks: Readonly<Record<string, string>> = w.keypad.marks;
  if (/[A-Z]/.test(character)) return fill(w.keypad.capitalOf, { letter: character });
  return Object.hasOwn(marks, character) ? (marks[character] ?? character) : character;
}
