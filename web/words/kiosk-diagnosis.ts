/** What a kiosk says while it measures itself, in the three ways it speaks. */
export const kioskDiagnosisJa = {
  busy: "この端末を点検しています。短い音が鳴ります。映像と音声は保存も送信もしません。このままお使いいただけます。",
} as const;

export const kioskDiagnosisEn = {
  busy: "This kiosk is checking itself. You will hear a short tone. No picture or sound is kept or sent. You can use it as usual.",
} as const;

export const kioskDiagnosisEasy = {
  busy: "この {機械|きかい}を {調|しら}べています。{短|みじか}い {音|おと}が {鳴|な}ります。{映像|えいぞう}と {声|こえ}は {送|おく}りません。{使|つか}っても いいです。",
} as const;
