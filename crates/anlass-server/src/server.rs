//! Listening and stopping. Connections, the time for headers and the time for requests are bounded; asked to
//! stop, it takes no new connections, lets running requests end, and then ends itself.

use crate::access::Given;
use crate::answer::Outcome;
use crate::collect;
use crate::config::{Config, WriteKey, hash_of_key};
use crate::error::Error;
use crate::files;
use crate::hooks;
use crate::intake::{Intake, REACTIONS};
use crate::metrics::{Metric, Metrics};
use anlass_model::time::Timestamp;
use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::response::Response;
use axum::routing::{any, get};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// When the operating system has no connection to give (no file handles left), it is asked again after this.
const ACCEPT_AGAIN: Duration = Duration::from_millis(50);
/// Requests unpacked and understood side by side; each may need many times its size on the wire.
const DESKS: usize = 8;

/// Tells the moment; only the program's outermost shell reads the clock.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Who is at the other end of a request's connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// What all requests share.
pub(crate) struct State {
    pub(crate) config: Config,
    pub(crate) intake: Arc<dyn Intake>,
    pub(crate) clock: Clock,
    pub(crate) metrics: Metrics,
    /// A permit per byte of the bodies held at once.
    pub(crate) room: Arc<Semaphore>,
    /// A permit per request that is being unpacked and understood.
    pub(crate) desks: Arc<Semaphore>,
    keys: Arc<Keys>,
}

impl State {
    pub(crate) fn key(&self, key: &str) -> Option<WriteKey> {
        self.keys.find(key)
    }
}

/// Write keys by their hashes: those of the configuration, and those given out since.
pub(crate) struct Keys {
    configured: BTreeMap<String, WriteKey>,
    given: RwLock<BTreeMap<String, WriteKey>>,
}

impl Keys {
    pub(crate) fn new(configured: &[WriteKey]) -> Keys {
        let configured = configured.iter().map(|key| (key.hash.to_ascii_lowercase(), key.clone()));
        Keys { configured: configured.collect(), given: RwLock::default() }
    }

    /// From now on these were given out, and no others.
    pub(crate) fn renew(&self, given: &[Given]) {
        let given = given.iter().map(|given| (given.hash.clone(), given.as_write_key()));
        *self.given.write().unwrap_or_else(PoisonError::into_inner) = given.collect();
    }

    /// Compares hashes, so the time it takes tells nothing about a key.
    pub(crate) fn find(&self, key: &str) -> Option<WriteKey> {
        let hash = hash_of_key(key);
        let given = || self.given.read().unwrap_or_else(PoisonError::into_inner).get(&hash).cloned();
        self.configured.get(&hash).cloned().or_else(given)
    }
}

/// A server that listens and does not answer yet.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    state: Arc<State>,
    more: Router,
}

impl Server {
    /// Takes the address of the configuration.
    ///
    /// # Errors
    /// If the address cannot be listened on.
    pub async fn bind(config: Config, intake: Arc<dyn Intake>, clock: Clock) -> Result<Server, Error> {
        let wanted = config.listen;
        let fail = |source| Error::Listen { address: wanted, source };
        let listener = TcpListener::bind(wanted).await.map_err(fail)?;
        let address = listener.local_addr().map_err(fail)?;
        let keys = Arc::new(Keys::new(&config.write_keys));
        let room = Arc::new(Semaphore::new(config.collector.bodies_bytes_max));
        let desks = Arc::new(Semaphore::new(DESKS));
        let state = Arc::new(State { config, intake, clock, metrics: Metrics::default(), room, desks, keys });
        Ok(Server { listener, address, state, more: Router::new() })
    }

    /// Lets in what these say, instead of the configuration alone. Before it runs.
    pub(crate) fn with_keys(mut self, keys: Arc<Keys>) -> Server {
        if let Some(state) = Arc::get_mut(&mut self.state) {
            state.keys = keys;
        }
        self
    }

    /// Answers these as well.
    pub(crate) fn with_routes(self, more: Router) -> Server {
        Server { more, ..self }
    }

    /// Where it listens; with port 0 in the configuration the operating system chose one.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until `stop` is done, then lets running requests end.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let Server { listener, state, more, .. } = self;
        let router = router(&state).merge(more);
        let connections = Arc::new(Semaphore::new(state.config.connections_max));
        let graceful = GracefulShutdown::new();
        let mut tasks = JoinSet::new();
        let mut stop = std::pin::pin!(stop);
        loop {
            let next = next(&listener, &connections);
            let (stream, peer, permit) = tokio::select! {
                () = &mut stop => break,
                connected = next => connected,
            };
            while tasks.try_join_next().is_some() {}
            state.metrics.count(Metric::Connections, "", 1);
            let inner = TowerToHyperService::new(router.clone());
            let service = service_fn(move |mut request: Request<Incoming>| {
                request.extensions_mut().insert(Peer(peer));
                inner.call(request)
            });
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(state.config.header_timeout())
                .serve_connection(TokioIo::new(stream), service);
            let connection = graceful.watch(connection);
            tasks.spawn(async move {
                // A connection that broke is its client's affair.
                drop(connection.await);
                drop(permit);
            });
        }
        drop(listener);
        // What has not ended by then is cut off when its task is dropped.
        drop(timeout(state.config.shutdown_timeout(), graceful.shutdown()).await);
        tasks.shutdown().await;
    }
}

/// The next connection, once there is room for it.
async fn next(
    listener: &TcpListener,
    connections: &Arc<Semaphore>,
) -> (TcpStream, IpAddr, OwnedSemaphorePermit) {
    loop {
        let permit = Arc::clone(connections).acquire_owned().await.expect("nobody closes this semaphore");
        match listener.accept().await {
            Ok((stream, peer)) => {
                // Answers are small; without this they wait for the client's acknowledgement.
                drop(stream.set_nodelay(true));
                return (stream, peer.ip(), permit);
            }
            Err(_) => sleep(ACCEPT_AGAIN).await,
        }
    }
}

fn router(state: &Arc<State>) -> Router {
    let shared = || Arc::clone(state);
    let (of_collector, of_hooks, of_metrics) = (shared(), shared(), shared());
    let collect = move |request: Request<Body>| collect::route(Arc::clone(&of_collector), request);
    let hook = move |Path(source): Path<String>, request: Request<Body>| {
        hooks::route(Arc::clone(&of_hooks), source, request)
    };
    let of_reactions = shared();
    let react =
        move |request: Request<Body>| hooks::route(Arc::clone(&of_reactions), REACTIONS.to_owned(), request);
    // Once it is asked to stop it takes no connection, which says the same to whoever asks for its health.
    let of_health = shared();
    let health = move || std::future::ready(health(&*of_health.intake));
    let metrics = move || {
        let intake = &of_metrics.intake;
        let text = of_metrics.metrics.text(intake.backlog(), &intake.gauges()) + &intake.figures();
        std::future::ready(plain(StatusCode::OK, "text/plain; version=0.0.4", text))
    };
    Router::new()
        .route("/v1/{kind}", any(collect))
        .route("/v1/hooks/{source}", any(hook))
        .route("/v1/reactions", any(react))
        .route("/health", get(health))
        .route("/metrics", get(metrics))
        .fallback(|request: Request<Body>| {
            let found = files::find(request.method(), request.uri().path());
            std::future::ready(found.unwrap_or_else(|| Outcome::UnknownPath.into_response()))
        })
}

/// Whether what is accepted is applied as well. The cause is for the operator, and nothing in it is about people.
fn health(intake: &dyn Intake) -> Response {
    let (status, body) = match intake.trouble() {
        None => (StatusCode::OK, serde_json::json!({ "status": "ok" })),
        Some(cause) => {
            (StatusCode::SERVICE_UNAVAILABLE, serde_json::json!({ "status": "loop_stands", "cause": cause }))
        }
    };
    plain(status, "application/json", body.to_string())
}

fn plain(status: StatusCode, kind: &'static str, text: impl Into<Body>) -> Response {
    let mut response = Response::new(text.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
