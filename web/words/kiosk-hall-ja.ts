/** What a resident reads with a number from the reception, and when somebody joins the visit; part of `kiosk-ja.ts`. */
export const kioskHallJa = {
  number: {
    open: "番号札をお持ちの方",
    title: "番号札の番号を入れてください",
    field: "番号",
    hint: "番号札の大きな数字です。わからないときは、受付の職員にお声がけください。",
    keys: "数字キー",
    clear: "消す",
    deleteOne: "1文字消す",
    go: "同意して進む",
    called: "{ticket}番の方をお呼びしています。「番号札をお持ちの方」を押してください。",
  },
  guests: {
    joined: "{role} {name} が参加しています。映像と声が届きます。都合が悪いときは、オペレーターに伝えてください。",
    guest: "参加者",
    roles: { city_officer: "市の職員", supervisor: "責任者" },
  },
};
