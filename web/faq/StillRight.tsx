import { Checkbox } from "../parts/Field";
import { Panel } from "../parts/Parts";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import type { Lang } from "./types";

/** The Japanese text is another and a translation is not: somebody says that it still fits, or it counts as stale. */
export function StillRight({ doubtful, chosen, onChange }: { doubtful: readonly Lang[]; chosen: readonly Lang[]; onChange: (chosen: readonly Lang[]) => void }) {
  const { w } = useWords();
  if (doubtful.length === 0) return null;
  const toggle = (lang: Lang, on: boolean) => onChange(on ? [...chosen.filter((each) => each !== lang), lang] : chosen.filter((each) => each !== lang));
  return (
    <Panel id="still-right" tone="warn" title={w.faq.editor.stillRightTitle}>
      <p>{w.faq.editor.stillRightHint}</p>
      {doubtful.map((lang) => (
        <Checkbox key={lang} label={fill(w.faq.editor.stillRight, { language: w.faq.langs[lang] })} checked={chosen.includes(lang)} onChange={(event) => toggle(lang, event.target.checked)} />
      ))}
    </Panel>
  );
}
