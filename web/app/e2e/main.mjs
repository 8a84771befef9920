// The tests in a browser against the real binary: npm run e2e. Without a Chromium they say so and pass.
import { after, before, describe } from "node:test";
import { launch } from "./browser.mjs";
import { findChromium } from "./chromium.mjs";
import { install } from "./installation.mjs";
import { acts } from "./acts.mjs";
import { waysIn } from "./access.mjs";
import { catalogue } from "./catalogue.mjs";
import { consents } from "./consent.mjs";
import { databases } from "./databases.mjs";
import { feeds } from "./feeds.mjs";
import { forms } from "./forms.mjs";
import { identity } from "./identity.mjs";
import { offering } from "./offering.mjs";
import { outAgain } from "./out.mjs";
import { privacy } from "./privacy.mjs";
import { realData } from "./real-data.mjs";
import { readiness } from "./readiness.mjs";
import { refused } from "./refused.mjs";
import { schema } from "./schema.mjs";
import { everyScreen } from "./screens.mjs";
import { settings } from "./settings.mjs";
import { frame } from "./shell.mjs";
import { walks } from "./walks.mjs";

const chromium = findChromium();
if (chromium === null) {
  console.log("skipped: there is no Chromium here; CHROMIUM names one");
} else {
  describe("the app in a browser", { concurrency: false }, () => {
    const app = {};
    before(async () => Object.assign(app, await install(), { browser: await launch(chromium) }), { timeout: 300_000 });
    after(async () => {
      await app.browser?.close();
      app.stop?.();
    });
    walks(app);
    waysIn(app);
    privacy(app);
    consents(app);
    acts(app);
    databases(app);
    feeds(app);
    outAgain(app);
    readiness(app);
    frame(app);
    everyScreen(app);
    catalogue(app);
    offering(app);
    forms(app);
    schema(app);
    settings(app);
    identity(app);
    refused(app);
    realData(app);
  });
}
