import { expect, test } from "vitest";
import { diagnosisJa } from "./diagnosis-ja";

test("every finding says what is wrong, what it means and what to do", () => {
  const codes = Object.keys(diagnosisJa.findings).sort();
  expect(Object.keys(diagnosisJa.meanings).sort()).toEqual(codes);
  expect(Object.keys(diagnosisJa.remedies).sort()).toEqual(codes);
});
