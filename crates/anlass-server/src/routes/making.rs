//! How a row of the table is written.

use super::{BODY_BYTES_MAX, Handle, Handler, Needs, Page, Param, Route, Verb};
use crate::api::shape;
use utoipa::ToSchema;

pub(super) const fn route(
    verb: Verb,
    path: &'static str,
    needs: Needs,
    about: &'static str,
    handler: Handler,
) -> Route {
    let (query, body, raw, is_for_keys, bytes_max) = (&[], None, None, false, BODY_BYTES_MAX);
    Route { verb, path, needs, query, body, raw, bytes_max, is_for_keys, about, handler }
}

/// A page.
pub(super) const fn get(path: &'static str, about: &'static str, handler: Page) -> Route {
    route(Verb::Get, path, Needs::Read, about, Handler::Page(handler))
}

/// A page for those who may speak for customers.
pub(super) const fn guarded(path: &'static str, about: &'static str, handler: Page) -> Route {
    route(Verb::Get, path, Needs::Object, about, Handler::Page(handler))
}

/// A form that anybody may send.
pub(super) const fn post(path: &'static str, about: &'static str, handler: Page) -> Route {
    route(Verb::Post, path, Needs::Nobody, about, Handler::Page(handler))
}

/// Tells something.
pub(super) const fn tells(path: &'static str, about: &'static str, handler: &'static dyn Handle) -> Route {
    route(Verb::Get, path, Needs::Read, about, Handler::Api(handler))
}

/// For administrators only.
pub(super) const fn admin(route: Route) -> Route {
    Route { needs: Needs::Administer, ..route }
}

/// Does something.
pub(super) const fn does(
    path: &'static str,
    needs: Needs,
    about: &'static str,
    handler: &'static dyn Handle,
) -> Route {
    route(Verb::Post, path, needs, about, Handler::Api(handler))
}

/// Says how something is from now on.
pub(super) const fn puts(
    path: &'static str,
    needs: Needs,
    about: &'static str,
    handler: &'static dyn Handle,
) -> Route {
    route(Verb::Put, path, needs, about, Handler::Api(handler))
}

/// Takes something away.
pub(super) const fn drops(
    path: &'static str,
    needs: Needs,
    about: &'static str,
    handler: &'static dyn Handle,
) -> Route {
    route(Verb::Delete, path, needs, about, Handler::Api(handler))
}

impl Route {
    pub(super) const fn asking(self, query: &'static [Param]) -> Route {
        Route { query, ..self }
    }

    pub(super) const fn taking<B: ToSchema>(self) -> Route {
        Route { body: Some(shape::reference::<B>), ..self }
    }

    pub(super) const fn taking_raw(self, kind: &'static str) -> Route {
        Route { raw: Some(kind), ..self }
    }

    pub(super) const fn up_to(self, bytes_max: usize) -> Route {
        Route { bytes_max, ..self }
    }

    pub(super) const fn for_keys(self) -> Route {
        Route { is_for_keys: true, ..self }
    }

    pub(super) const fn open(self) -> Route {
        Route { needs: Needs::Nobody, ..self }
    }
}

/// Lists of routes as one.
pub(super) const fn joined<const COUNT: usize>(lists: &[&[Route]]) -> [Route; COUNT] {
    let mut all = [lists[0][0]; COUNT];
    let (mut at, mut list, mut within) = (0, 0, 0);
    while at < COUNT {
        if within == lists[list].len() {
            list += 1;
            within = 0;
        } else {
            all[at] = lists[list][within];
            at += 1;
            within += 1;
        }
    }
    all
}
