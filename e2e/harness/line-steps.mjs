/** What a visit goes on with, as the operator's desk says it. */
import { until } from "./wait.mjs";

const WORDS = { low_video: "小さい映像", still: "静止画と音声", audio: "音声のみ", telephone: "電話" };

/** The step the desk shows; `video` while it shows none. */
export async function stepShown(desk) {
  for (const [step, words] of Object.entries(WORDS)) {
    if ((await desk.getByText(words, { exact: true }).count()) > 0) return step;
  }
  return "video";
}

/** Waits for one of these steps, and gives it. */
export function comesToStep(desk, steps, limit_ms) {
  return until(steps.join(" or "), limit_ms, async () => {
    const shown = await stepShown(desk);
    return steps.includes(shown) ? shown : null;
  });
}
