/** What staff read of who carries a visit's picture, in Japanese. */
export const videoJa = {
  switching: "映像を切り替えています。通話はそのまま続きます。お待ちください。",
};
