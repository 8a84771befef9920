// An address that leads nowhere.
import { Failure } from "../api/client";
import { Broken } from "../ui/states";

export function NotFound() {
  return <Broken page error={new Failure(404, "not_found", "", "")} />;
}
