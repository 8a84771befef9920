// Starts the app: session first, then either the sign-in or the shell with its screens.
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "@fontsource-variable/source-sans-3/wght.css";
import "@fontsource-variable/source-serif-4/wght.css";
import "./ui/base.css";
import "./ui/sources.css";
import "./ui/databases.css";
import "./ui/consents.css";
import "./ui/out.css";
import "./ui/quality.css";
import "./ui/screens.css";
import "./ui/files.css";
import "./ui/sheet.css";
import "./ui/catalogue.css";
import "./ui/forms.css";
import "./ui/schema.css";
import "./ui/settings.css";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryCache, QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode, useMemo } from "react";
import { createRoot } from "react-dom/client";
import { Failure } from "./api/client";
import { namesQuery, sessionQuery } from "./api/queries";
import { router } from "./app/router";
import { SessionProvider } from "./app/session";
import { SignIn } from "./app/sign-in";
import { LanguageProvider } from "./i18n/context";
import { Broken } from "./ui/states";
import { theme } from "./ui/theme";

const client = new QueryClient({
  defaultOptions: { queries: { staleTime: 2_000, retry: (count, error) => count < 2 && !(error instanceof Failure && error.status < 502 && error.status > 0) } },
  queryCache: new QueryCache({
    // A session that ran out shows the sign-in again, wherever one is.
    onError: (error, query) => {
      if (error instanceof Failure && error.status === 401 && query.queryKey[0] !== "session") {
        void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      }
    },
  }),
});

function App() {
  const session = useQuery(sessionQuery);
  const signedOut = session.error instanceof Failure && session.error.status === 401;
  const named = useQuery({ ...namesQuery, enabled: session.data !== undefined }).data;
  const names = useMemo(() => Object.fromEntries((named ?? []).map(({ id, name }) => [id, name])), [named]);
  const timeZone = session.data?.organisation.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <LanguageProvider timeZone={timeZone} currency={session.data?.organisation.currency} ofAccount={session.data?.user.language} names={names}>
      {signedOut ? (
        <SignIn />
      ) : session.data ? (
        <SessionProvider value={session.data}>
          <RouterProvider router={router} />
        </SessionProvider>
      ) : session.isError ? (
        <Broken error={session.error} retry={() => void session.refetch()} />
      ) : null}
    </LanguageProvider>
  );
}

const element = document.getElementById("root");
if (element !== null) {
  createRoot(element).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <QueryClientProvider client={client}>
          <Notifications position="bottom-right" />
          <App />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
