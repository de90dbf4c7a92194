import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { post, remove } from "../api/client";
import { seatsQuery } from "../api/queries";
import { ProblemNotice } from "../shell/ProblemNotice";
import { Button } from "../parts/Button";
import { Actions, Panel, Table } from "../parts/Parts";
import { formatMoment } from "../shell/format";
import { useWords } from "../words/useWords";

/** The floor's seats: enrolling this device as one of them, and releasing one. */
export function Seats() {
  const { w, language } = useWords();
  const client = useQueryClient();
  const seats = useQuery(seatsQuery);
  const options = { onSuccess: () => void client.invalidateQueries({ queryKey: seatsQuery.queryKey }) };
  const enrol = useMutation({ mutationFn: (id: string) => post(`/api/seats/${id}/enrol`), ...options });
  const release = useMutation({ mutationFn: (id: string) => remove(`/api/seats/${id}/enrolment`), ...options });
  return (
    <Panel id="seats" title={w.accounts.seats}>
      <p>{w.accounts.seatsHint}</p>
      <ProblemNotice error={seats.error ?? enrol.error ?? release.error} />
      {seats.data !== undefined && (
        <Table label={w.accounts.seats} head={[w.supervisor.seat, w.accounts.seatSince, w.supervisor.actions]}>
          {seats.data.map((seat) => (
            <tr key={seat.id}>
              <th scope="row">{seat.name}</th>
              <td className="digits">{formatMoment(seat.enrolled_at, language)}</td>
              <td>
                <Actions>
                  <Button size="small" aria-label={`${seat.name}: ${w.accounts.seatEnrol}`} onClick={() => enrol.mutate(seat.id)}>
                    {w.accounts.seatEnrol}
                  </Button>
                  <Button size="small" look="bad-outline" aria-label={`${seat.name}: ${w.accounts.seatRelease}`} unavailable={seat.enrolled_at === null} onClick={() => release.mutate(seat.id)}>
                    {w.accounts.seatRelease}
                  </Button>
                </Actions>
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  );
}
