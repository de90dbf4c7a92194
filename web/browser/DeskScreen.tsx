/** The shared browser where the desk mounts it: as it is, or with another page of this desk. */
import { Button } from "../parts/Button";
import { Notice, Panel } from "../parts/Parts";
import type { BrowserRoom } from "./browser-room";
import { OperatorBrowser } from "./OperatorBrowser";
import { useDeskBrowserWords } from "./speech";

interface Props {
  room: BrowserRoom;
  isElsewhere: boolean;
  clock_offset_ms: number;
}

export function DeskScreen({ room, isElsewhere, clock_offset_ms }: Props) {
  const { w } = useDeskBrowserWords();
  if (!isElsewhere) return <OperatorBrowser browser={room.browser} form={[]} clock_offset_ms={clock_offset_ms} />;
  return (
    <Panel id="shared-browser" title={w.title}>
      <Notice tone="warn" action={<Button onClick={() => room.again()}>{w.elsewhere.here}</Button>}>
        {w.elsewhere.text}
      </Notice>
    </Panel>
  );
}
