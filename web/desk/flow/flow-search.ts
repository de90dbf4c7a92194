/** Finding a procedure by typing: titles and whom they are for, in every language and by reading. Pure. */
import type { FlowChoice, ResidentText } from "../../flow/view";
import { readingsOf } from "../../words/ruby";
import { fold } from "../directory-search";

/** Readings count too: who types かね finds お金. */
function searched({ ja, en, easy }: ResidentText): string {
  const aloud = readingsOf(easy).map(({ text, reading }) => reading ?? text);
  return fold([ja, en, aloud.join("")].join("\n"));
}

/** The procedures that hold every word typed, in the server's order; those that fit the wish apart. */
export function searchFlows(choices: readonly FlowChoice[], typed: string): { fits: FlowChoice[]; others: FlowChoice[] } {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  const found = choices.filter((choice) => {
    const text = `${searched(choice.title)}\n${searched(choice.for_whom)}`;
    return words.every((word) => text.includes(word));
  });
  return { fits: found.filter(({ fits_wish }) => fits_wish), others: found.filter(({ fits_wish }) => !fits_wish) };
}
