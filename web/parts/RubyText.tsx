import { readingsOf } from "../words/ruby";

/** Words with their readings above them. A voice reads the words alone, so nothing is said twice. */
export function RubyText({ children }: { children: string }) {
  return readingsOf(children).map(({ text, reading }, index) =>
    reading === null ? (
      text
    ) : (
      <ruby key={index}>
        {text}
        <rp aria-hidden="true">（</rp>
        <rt aria-hidden="true">{reading}</rt>
        <rp aria-hidden="true">）</rp>
      </ruby>
    ),
  );
}
