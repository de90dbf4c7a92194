/** Every English word of the guided flows that a resident meets, key for key as in `kiosk-flow-ja.ts`. */
import type { kioskFlowJa } from "./kiosk-flow-ja";
import type { Widen } from "./words";

export const kioskFlowEn: Widen<typeof kioskFlowJa> = {
  tell: "Tell the operator one of these answers.",
  done: "Checked",
  open: "Not yet",
  optional: "if you have it",
  notHere: "Not possible at this kiosk",
  fee: {
    title: "Payment",
    card: "Card",
    certificate: "Certificates",
    total: "Total",
    yen: "{amount} yen",
    pay: "Please pay at the payment counter. Take your time.",
    away: "When you are back from paying, speak to the operator.",
    waiting: "We go on as soon as staff confirm your payment.",
    confirmed: "Your payment is confirmed.",
  },
  pin: {
    kinds: { login: "PIN for logging in (4 digits)", card_data: "PIN for card data (4 digits)", register: "PIN for the resident register (4 digits)", signature: "Password for signing (6 to 16 letters and digits)" },
    silent: "Do not say it aloud. Do not show it to the operator either.",
    left: "{left} tries left",
    stop: "To protect your card we stop after one more wrong try.",
  },
  mail: { own_telephone: "My own mail on my telephone", visit_mailbox: "A mailbox for this visit alone", no_mail: "I cannot use mail" },
  page: { site: "Page to open", checks: { own_login: "I logged in myself", own_name: "My own name is shown", logged_out: "I logged out" } },
  logOut: "You are still logged in. Log out before we finish.",
  slip: {
    title: "Your slip to take home",
    was_done: "What was done",
    comes_next: "What comes next",
    bring: "What to bring",
    call: "Whom to call",
    qr: "Read it with the camera of your telephone, or take a photo of this screen.",
    paper: "Read by a telephone, this shows the slip for 30 days.",
    qrName: "QR code that opens this slip",
    print: "Print",
    longer: "Look a little longer",
  },
};
