import type { Wish } from "./messages";

/** Drawings beside words that say the same; assistive technology passes them by. */
function Icon({ path, size }: { path: string; size: string }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" focusable="false">
      <path d={path} fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

const CARD = "M3 6h18v12H3z";
const wishPaths: Record<Wish, string> = {
  new_card: `${CARD}M12 9v6M9 12h6`,
  renewal: "M20 11a8 8 0 0 0-14.5-3.5L3 10M3 5v5h5M4 13a8 8 0 0 0 14.5 3.5L21 14M21 19v-5h-5",
  lost: `${CARD}M10 10.5a2 2 0 1 1 2.6 1.9c-.4.2-.6.5-.6.9v.2M12 15.8v.1`,
  insurance: "M12 21s-8-4.9-8-11a4.5 4.5 0 0 1 8-2.8A4.5 4.5 0 0 1 20 10c0 6.1-8 11-8 11zM12 9v6M9 12h6",
  bank_account: "M3 10l9-6 9 6zM5 10v8M10 10v8M14 10v8M19 10v8M3 20h18",
  mynaportal: "M7 2.5h10v19H7zM11 18.5h2M7 5.5h10M7 16h10",
  other: "M4 4.5h16v12h-9l-4.5 4v-4H4zM8 10.5h.1M12 10.5h.1M16 10.5h.1",
};

export const WishIcon = ({ wish }: { wish: Wish }) => <Icon path={wishPaths[wish]} size="2.5em" />;
export const BellIcon = () => <Icon path="M6 16V10a6 6 0 0 1 12 0v6l2 2H4zM10 21h4" size="1.4em" />;
export const MicrophoneIcon = ({ off }: { off: boolean }) => <Icon path={`M9 5a3 3 0 0 1 6 0v6a3 3 0 0 1-6 0zM5 11a7 7 0 0 0 14 0M12 18v3${off ? "M4 3l16 18" : ""}`} size="1.5em" />;
export const EyeIcon = ({ off }: { off: boolean }) => <Icon path={`M2 12s4-7 10-7 10 7 10 7-4 7-10 7-10-7-10-7zM9 12a3 3 0 0 0 6 0 3 3 0 0 0-6 0${off ? "M4 3l16 18" : ""}`} size="1.5em" />;

export const PenIcon = () => <Icon path="M4 20l1-4L16 5l3 3L8 19zM13 8l3 3" size="1.5em" />;
export const CaptionsIcon = () => <Icon path="M3 5h18v14H3zM7 11h4M14 11h3M7 15h7M17 15h.1" size="1.5em" />;
export const DocumentIcon = () => <Icon path="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6" size="1.5em" />;

export const ContrastIcon = () => (
  <svg viewBox="0 0 24 24" width="1.4em" height="1.4em" aria-hidden="true" focusable="false">
    <circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" strokeWidth="1.75" />
    <path d="M12 3a9 9 0 0 1 0 18z" fill="currentColor" />
  </svg>
);
