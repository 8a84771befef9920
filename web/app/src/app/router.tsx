// The routes; each screen is loaded when it is first opened.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, useNavigate, useSearch } from "@tanstack/react-router";
import { paths, readSearch, type Search } from "./paths";
import { Failed, NotFound } from "./not-found";
import { Shell } from "./shell";

const root = createRootRoute({ component: Shell, errorComponent: Failed, validateSearch: readSearch, notFoundComponent: NotFound });
const parent = () => root;

const children = [
  createRoute({ getParentRoute: parent, path: paths.today, component: lazyRouteComponent(() => import("../features/today/page"), "TodayPage") }),
  createRoute({ getParentRoute: parent, path: paths.customers, component: lazyRouteComponent(() => import("../features/customers/list"), "CustomersPage") }),
  createRoute({ getParentRoute: parent, path: paths.alike, component: lazyRouteComponent(() => import("../features/alike/page"), "AlikePage") }),
  createRoute({ getParentRoute: parent, path: paths.customer, component: lazyRouteComponent(() => import("../features/customers/page"), "CustomerPage") }),
  createRoute({ getParentRoute: parent, path: paths.programmes, component: lazyRouteComponent(() => import("../features/programmes/list"), "ProgrammesPage") }),
  createRoute({ getParentRoute: parent, path: paths.programme, component: lazyRouteComponent(() => import("../features/programmes/page"), "ProgrammePage") }),
  createRoute({ getParentRoute: parent, path: paths.mailing, component: lazyRouteComponent(() => import("../features/mailings/page"), "MailingPage") }),
  createRoute({ getParentRoute: parent, path: paths.editMailing, component: lazyRouteComponent(() => import("../features/mailings/form"), "EditMailingPage") }),
  createRoute({ getParentRoute: parent, path: paths.newMailing, component: lazyRouteComponent(() => import("../features/mailings/form"), "NewMailingPage") }),
  createRoute({ getParentRoute: parent, path: paths.content, component: lazyRouteComponent(() => import("../features/content/page"), "ContentPage") }),
  createRoute({ getParentRoute: parent, path: paths.newMessage, component: lazyRouteComponent(() => import("../features/content/new"), "NewMessagePage") }),
  createRoute({ getParentRoute: parent, path: paths.message, component: lazyRouteComponent(() => import("../features/content/message"), "MessagePage") }),
  createRoute({ getParentRoute: parent, path: paths.forms, component: lazyRouteComponent(() => import("../features/forms/list"), "FormsPage") }),
  createRoute({ getParentRoute: parent, path: paths.newForm, component: lazyRouteComponent(() => import("../features/forms/edit"), "NewFormPage") }),
  createRoute({ getParentRoute: parent, path: paths.form, component: lazyRouteComponent(() => import("../features/forms/edit"), "EditFormPage") }),
  createRoute({ getParentRoute: parent, path: paths.evaluation, component: lazyRouteComponent(() => import("../features/evaluation/page"), "EvaluationPage") }),
  createRoute({ getParentRoute: parent, path: paths.catalogue, component: lazyRouteComponent(() => import("../features/catalogue/page"), "CataloguePage") }),
  createRoute({ getParentRoute: parent, path: paths.article, component: lazyRouteComponent(() => import("../features/catalogue/article"), "ArticlePage") }),
  createRoute({ getParentRoute: parent, path: paths.outlet, component: lazyRouteComponent(() => import("../features/catalogue/outlet"), "OutletPage") }),
  createRoute({ getParentRoute: parent, path: paths.newOutlet, component: lazyRouteComponent(() => import("../features/catalogue/outlet"), "NewOutletPage") }),
  createRoute({ getParentRoute: parent, path: paths.item, component: lazyRouteComponent(() => import("../features/catalogue/item"), "ItemPage") }),
  createRoute({ getParentRoute: parent, path: paths.newItem, component: lazyRouteComponent(() => import("../features/catalogue/item"), "NewItemPage") }),
  createRoute({ getParentRoute: parent, path: paths.intents, component: lazyRouteComponent(() => import("../features/intents/page"), "IntentsPage") }),
  createRoute({ getParentRoute: parent, path: paths.data, component: lazyRouteComponent(() => import("../features/data/page"), "DataPage") }),
  createRoute({ getParentRoute: parent, path: paths.connect, component: lazyRouteComponent(() => import("../features/sources/page"), "ConnectPage") }),
  createRoute({ getParentRoute: parent, path: paths.files, component: lazyRouteComponent(() => import("../features/files/page"), "FilesPage") }),
  createRoute({ getParentRoute: parent, path: paths.schema, component: lazyRouteComponent(() => import("../features/schema/page"), "SchemaPage") }),
  createRoute({ getParentRoute: parent, path: paths.editSchema, component: lazyRouteComponent(() => import("../features/schema/edit"), "EditSchemaPage") }),
  createRoute({ getParentRoute: parent, path: paths.database, component: lazyRouteComponent(() => import("../features/databases/page"), "DatabasePage") }),
  createRoute({ getParentRoute: parent, path: paths.erasure, component: lazyRouteComponent(() => import("../features/data/erasure"), "ErasurePage") }),
  createRoute({ getParentRoute: parent, path: paths.refused, component: lazyRouteComponent(() => import("../features/data/refused-page"), "RefusedPage") }),
  createRoute({ getParentRoute: parent, path: paths.readiness, component: lazyRouteComponent(() => import("../features/readiness/page"), "ReadinessPage") }),
  createRoute({ getParentRoute: parent, path: paths.quality, component: lazyRouteComponent(() => import("../features/quality/page"), "QualityPage") }),
  createRoute({ getParentRoute: parent, path: paths.retention, component: lazyRouteComponent(() => import("../features/retention/page"), "RetentionPage") }),
  createRoute({ getParentRoute: parent, path: paths.out, component: lazyRouteComponent(() => import("../features/out/page"), "OutPage") }),
  createRoute({ getParentRoute: parent, path: paths.webhook, component: lazyRouteComponent(() => import("../features/out/webhook"), "WebhookPage") }),
  createRoute({ getParentRoute: parent, path: paths.export, component: lazyRouteComponent(() => import("../features/out/export"), "ExportPage") }),
  createRoute({ getParentRoute: parent, path: paths.related, component: lazyRouteComponent(() => import("../features/related/page"), "RelatedPage") }),
  createRoute({ getParentRoute: parent, path: paths.tour, component: lazyRouteComponent(() => import("../features/tour/page"), "TourPage") }),
  createRoute({ getParentRoute: parent, path: paths.settings, component: lazyRouteComponent(() => import("../features/settings/page"), "SettingsPage") }),
  createRoute({ getParentRoute: parent, path: paths.matching, component: lazyRouteComponent(() => import("../features/settings/matching"), "MatchingPage") }),
  createRoute({ getParentRoute: parent, path: paths.loyalty, component: lazyRouteComponent(() => import("../features/settings/loyalty"), "LoyaltyPage") }),
  createRoute({ getParentRoute: parent, path: paths.places, component: lazyRouteComponent(() => import("../features/settings/places"), "PlacesPage") }),
  createRoute({ getParentRoute: parent, path: paths.editRetention, component: lazyRouteComponent(() => import("../features/settings/retention"), "EditRetentionPage") }),
  createRoute({ getParentRoute: parent, path: paths.addresses, component: lazyRouteComponent(() => import("../features/settings/addresses"), "AddressesPage") }),
  createRoute({ getParentRoute: parent, path: paths.consentTexts, component: lazyRouteComponent(() => import("../features/settings/consent-texts"), "ConsentTextsPage") }),
  createRoute({ getParentRoute: parent, path: paths.settingsDocument, component: lazyRouteComponent(() => import("../features/settings/document"), "SettingsDocumentPage") }),
  createRoute({ getParentRoute: parent, path: paths.people, component: lazyRouteComponent(() => import("../features/people/page"), "PeoplePage") }),
] as const;

export const router = createRouter({ routeTree: root.addChildren(children), defaultPreload: false, defaultErrorComponent: Failed, scrollRestoration: true });

declare module "@tanstack/react-router" {
  interface Register { router: typeof router }
}

/** The query of the address and a way to change parts of it; an empty value removes its key. */
export function useUrlState(): [Search, (change: Search, options?: { replace?: boolean }) => void] {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  return [
    search,
    (change, options) => {
      const merged = Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, value]) => value)) as Search;
      void navigate({ to: ".", search: merged, replace: options?.replace ?? true });
    },
  ];
}
