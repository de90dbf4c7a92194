import { Button } from "../parts/Button";
import { Notice, type Tone } from "../parts/Parts";
import { RubyText } from "../parts/RubyText";
import { fill } from "../words/words";
import type { News } from "./browser-store";
import type { SharedWords } from "./speech";

/** What happened and needs no answer, until it is put away. */
export function NewsList({ news, words, onClose }: { news: readonly News[]; words: SharedWords; onClose: (key: number) => void }) {
  return news.map(({ key, what }) => (
    <Notice
      key={key}
      tone={toneOf(what)}
      alert
      action={
        <Button look="quiet" size="small" onClick={() => onClose(key)}>
          <RubyText>{words.news.close}</RubyText>
        </Button>
      }
    >
      <RubyText>{sentenceOf(what, words.news)}</RubyText>
    </Notice>
  ));
}

function sentenceOf(what: News["what"], w: SharedWords["news"]): string {
  switch (what.type) {
    case "popup":
      return w[`popup_${what.how}`];
    case "print":
      return fill(w[`print_${what.how}`], { pages: what.pages });
    case "download_refused":
      return w.download;
    case "refused":
      return w[what.code];
  }
}

function toneOf(what: News["what"]): Tone {
  return what.type === "popup" && what.how !== "refused" ? "info" : "warn";
}
