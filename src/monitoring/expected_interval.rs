//! `PUT /catalog/entities/{guid}/expected-interval`, and the same for policies

use uuid::Uuid;

use crate::app::App;
use crate::domain::overdue::Expected;
use crate::http::ApiError;
use crate::store::standings::Subject;
use crate::types;

pub(super) async fn expect(
    app: &App,
    subject: Subject,
    guid: Uuid,
    body: types::ExpectedInterval,
) -> Result<types::ExpectedInterval, ApiError> {
    let expected = Expected {
        interval: body.interval,
        grace: body.grace,
    };
    app.store.expect(subject, guid, expected).await?;
    Ok(body)
}
