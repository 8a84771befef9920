//! The whole server over a house: the collector, the app's API, the public pages.

use crate::access::Access;
use crate::api::glance::Glances;
use crate::api::jobs::Jobs;
use crate::api::preview::Scores;
use crate::api::tour::Tours;
use crate::call::Desk;
use crate::desk;
use crate::error::Error;
use crate::house::House;
use crate::intake::Intake;
use crate::server::{Keys, Server};
use std::sync::Arc;

/// Takes the address of the house's configuration; answers once it runs.
///
/// # Errors
/// If the address cannot be listened on.
pub async fn bind(house: Arc<House>, access: Access) -> Result<Server, Error> {
    let config = house.config.clone();
    let clock = {
        let house = Arc::clone(&house);
        Arc::new(move || house.now())
    };
    let intake: Arc<dyn Intake> = Arc::clone(&house) as Arc<dyn Intake>;
    let keys = Arc::new(Keys::new(&config.write_keys));
    match access.keys() {
        Ok(given) => keys.renew(&given),
        Err(error) => (house.tell)(&format!("keys that were given out cannot be read: {error:#}")),
    }
    let desk = Arc::new(Desk {
        house,
        access,
        jobs: Arc::new(Jobs::default()),
        glances: Arc::new(Glances::default()),
        tours: Tours::default(),
        scores: Scores::default(),
        keys: Arc::clone(&keys),
    });
    let server = Server::bind(config, intake, clock).await?;
    Ok(server.with_keys(keys).with_routes(desk::router(&desk)))
}
