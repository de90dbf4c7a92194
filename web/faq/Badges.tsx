import { Badge, type Tone } from "../parts/Parts";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import type { FaqApproval, Lang, Standing } from "./types";

const tones: Record<Standing, Tone> = { draft: "plain", in_review: "info", approved: "notice", scheduled: "info", published: "good", withdrawn: "bad", expired: "warn" };

/** Where an entry stands, in a word. */
export function StandingBadge({ standing }: { standing: Standing }) {
  const { w } = useWords();
  return <Badge tone={tones[standing]}>{w.faq.standings[standing]}</Badge>;
}

/** On what ground a text counts as approved; a demonstration stands out, for nobody of the city said so. */
export function GroundBadge({ approval }: { approval: FaqApproval }) {
  const { w } = useWords();
  return <Badge tone={approval.ground === "demonstration" ? "warn" : "good"}>{w.faq.grounds[approval.ground]}</Badge>;
}

/** Languages that follow an older Japanese text. */
export function StaleBadges({ stale }: { stale: readonly Lang[] }) {
  const { w } = useWords();
  return stale.map((lang) => (
    <Badge key={lang} tone="warn">
      {fill(w.faq.stale, { language: w.faq.langs[lang] })}
    </Badge>
  ));
}
