// Where each kind of source is brought in; what has no screen of its own is told by the API.
import type { Bringer } from "../../api/schema";
import { paths } from "../../app/paths";

export const PLACES: Record<Bringer, typeof paths.files | typeof paths.connect | typeof paths.forms> = { customers: paths.files, orders: paths.files, articles: paths.files, feed: paths.files, shop: paths.connect, fulfilment: paths.connect, sign_up_form: paths.forms };
