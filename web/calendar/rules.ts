/** The regular rules of a calendar as a form handles them. Pure. */
import type { Weekday, WeeklyRule } from "../api/types";

export const WEEKDAYS: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/** Which of a weekday in the month. */
export const NTHS: readonly number[] = [1, 2, 3, 4, 5];

/** `chosen` with `one` put in or taken out, in the order of `all`. */
export function toggled<T>(all: readonly T[], chosen: readonly T[], one: T): T[] {
  const wanted = chosen.includes(one) ? chosen.filter((each) => each !== one) : [...chosen, one];
  return all.filter((each) => wanted.includes(each));
}

/** What keeps a rule from being saved. */
export function faultOf(rule: WeeklyRule): "days" | "hours" | null {
  if (rule.days.length === 0) return "days";
  return rule.open !== "" && rule.open < rule.close ? null : "hours";
}
