// What the ordinary forms do: the way back by history, dates of the Japanese calendar, a preview of a photo.
"use strict";

const ERAS = [
  ["令和", "2019-05-01"],
  ["平成", "1989-01-08"],
  ["昭和", "1926-12-25"],
  ["大正", "1912-07-30"],
];

for (const button of document.querySelectorAll("[data-back]")) {
  button.addEventListener("click", () => history.back());
}

for (const date of document.querySelectorAll("input[data-wareki]")) {
  const shown = document.getElementById(date.dataset.wareki);
  const tell = () => {
    const era = ERAS.find(([, first]) => date.value >= first);
    if (!era || date.value === "") {
      shown.textContent = "";
      return;
    }
    const [year, month, day] = date.value.split("-").map(Number);
    const count = year - Number(era[1].slice(0, 4)) + 1;
    shown.textContent = `${era[0]}${count === 1 ? "元" : count}年${month}月${day}日`;
  };
  date.addEventListener("input", tell);
  tell();
}

for (const file of document.querySelectorAll("input[data-preview]")) {
  const picture = document.getElementById(file.dataset.preview);
  file.addEventListener("change", () => {
    const [chosen] = file.files;
    picture.hidden = !chosen;
    if (chosen) picture.src = URL.createObjectURL(chosen);
  });
}
