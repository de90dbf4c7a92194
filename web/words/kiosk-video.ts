/** What a resident reads while the picture goes over from one way to another, in all three ways of speaking. */
export const kioskVideoJa = { switching: "映像を切り替えています。そのままお待ちください。" };
export const kioskVideoEn: typeof kioskVideoJa = { switching: "We are switching the video over. Please stay where you are." };
export const kioskVideoEasy: typeof kioskVideoJa = { switching: "{映像|えいぞう}を {切|き}り{替|か}えています。そのまま {待|ま}ってください。" };
