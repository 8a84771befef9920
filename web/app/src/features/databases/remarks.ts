// What the server said as a database was connected: shown on its page, until that is left for good.
import { useQuery, useQueryClient } from "@tanstack/react-query";

const NONE: string[] = [];
const keyOf = (id: string) => ["database-remarks", id];

export function useRemarks(id: string): string[] {
  return useQuery({ queryKey: keyOf(id), queryFn: () => NONE, staleTime: Infinity }).data ?? NONE;
}

export function useKeepRemarks(): (id: string, remarks: string[]) => void {
  const client = useQueryClient();
  return (id, remarks) => client.setQueryData(keyOf(id), remarks);
}
