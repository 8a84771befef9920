// Who is signed in, for every screen below the shell.
import { createContext, useContext } from "react";
import type { Session } from "../api/schema";

const Context = createContext<Session | null>(null);
export const SessionProvider = Context.Provider;

export function useSession(): Session {
  const session = useContext(Context);
  if (session === null) throw new Error("useSession outside of the shell");
  return session;
}
