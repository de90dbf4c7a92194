import { expect, test } from "vitest";
import { noSeats, seatedIn } from "./seats";

test("until the server tells who sits where, the first line is the other side", () => {
  expect(seatedIn(noSeats, "agent", "one", ["two", "three"])).toEqual({ main: "one", others: [] });
});

test("each is found in the line they were given, in whatever order", () => {
  expect(seatedIn(["g1", "agent", null], "agent", "one", ["two", "three"])).toEqual({ main: "two", others: [{ seat: "g1", stream: "one" }] });
});

test("who is not in a line is not shown, and who left leaves no picture", () => {
  expect(seatedIn([null, "g1", null], "agent", "one", ["two", "three"])).toEqual({ main: null, others: [{ seat: "g1", stream: "two" }] });
  expect(seatedIn(["agent", "g1", "g2"], "agent", "one", [])).toEqual({ main: "one", others: [] });
});
