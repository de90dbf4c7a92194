/** Words of the button that another site shows; in one small file, since all of it stands in the script. */
export const chatEmbed = {
  ja: { title: "チャット", open: "チャットを開く" },
  en: { title: "Chat", open: "Open the chat" },
};
